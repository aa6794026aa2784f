"""A lambda calculus with numbers, conditionals and recursion: a small world with binders.

Binders have no names. A bound variable says how many binders lie between it and its own (de Bruijn, 1972): `var(0)`
is the innermost, and `up(e)` is e moved under one binder more, so the next ones out are up(var(0)), up(up(var(0))).
Nothing can be captured, since there is no name to capture, and equal terms are α-equivalent ones.

Substitution is part of the language (explicit substitutions: Abadi, Cardelli, Curien and Lévy, 1991; the form below is
Lescanne's λυ, 1994), so a step of it is an ordinary rule that the kernel checks like any other:

    sub(e, with(a))      e with its innermost variable replaced by a
    sub(e, lift(s))      what s does, under one binder more
    up(e)                e moved under one binder more

Every equation holds of all values of all variables, and so of whole classes: no side condition looks at the free
variables of a class, which is where egg's `lambda` test is not sound (github.com/egraphs-good/egg, tests/lambda.rs).
The rules for conditionals hold where the condition has a value.
"""

from __future__ import annotations

from fractions import Fraction

from rewriting.analyses.facts import Clause, Clauses
from rewriting.infix import SYMBOL
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.proof import Computation
from rewriting.ruleset import RuleSet
from rewriting.syntax import parse_rules
from rewriting.term import Term, number
from rewriting.unwind import Task, unwind

__all__ = ["ADDITION", "COMPARISON", "FACTS", "BindingError", "evaluation_rules", "lambda_rules", "nameless"]

_FILE = "rewriting/theories/lambda_calculus.py"

_EVALUATION_LINE = 37
_EVALUATION = """
    beta:        app(lam(?b), ?a)              => sub(?b, with(?a))
    let:         let(?a, ?b)                   => sub(?b, with(?a))
    unroll:      app(fix(?b), ?a)              => app(sub(?b, with(fix(?b))), ?a)       if closed1(?b), closed(?a)
    sub-here:    sub(var(0), with(?a))         => ?a
    sub-beyond:  sub(up(?e), with(?a))         => ?e
    lift-here:   sub(var(0), lift(?s))         => var(0)
    lift-beyond: sub(up(?e), lift(?s))         => up(sub(?e, ?s))
    sub-up:      sub(?e, up)                   => up(?e)
    sub-closed:  sub(?e, ?s)                   => ?e                                    if closed(?e)
    sub-closed1: sub(?e, lift(?s))             => ?e                                    if closed1(?e)
    sub-closed2: sub(?e, lift(lift(?s)))       => ?e                                    if closed2(?e)
    sub-closed3: sub(?e, lift(lift(lift(?s)))) => ?e                                    if closed3(?e)
    up-closed:   up(?e)                        => ?e                                    if closed(?e)
    sub-lam:     sub(lam(?b), ?s)              => lam(sub(?b, lift(?s)))
    sub-fix:     sub(fix(?b), ?s)              => fix(sub(?b, lift(?s)))
    sub-app:     sub(app(?f, ?a), ?s)          => app(sub(?f, ?s), sub(?a, ?s))
    sub-add:     sub(?a + ?b, ?s)              => sub(?a, ?s) + sub(?b, ?s)
    sub-eq:      sub(Eq(?a, ?b), ?s)           => Eq(sub(?a, ?s), sub(?b, ?s))
    sub-if:      sub(if(?c, ?a, ?b), ?s)       => if(sub(?c, ?s), sub(?a, ?s), sub(?b, ?s))
    up-lam:      up(lam(?b))                   => lam(sub(?b, lift(up)))
    up-fix:      up(fix(?b))                   => fix(sub(?b, lift(up)))
    up-app:      up(app(?f, ?a))               => app(up(?f), up(?a))
    up-add:      up(?a + ?b)                   => up(?a) + up(?b)
    up-eq:       up(Eq(?a, ?b))                => Eq(up(?a), up(?b))
    up-if:       up(if(?c, ?a, ?b))            => if(up(?c), up(?a), up(?b))
    eq-self:     Eq(?a, ?a)                    => true
    if-true:     if(true, ?a, ?b)              => ?a
    if-false:    if(false, ?a, ?b)             => ?b
    add-numbers: (?a + ?m) + ?n                => ?a + (?m + ?n)                        if number(?m), number(?n)
"""

_ALGEBRA_LINE = 70
_ALGEBRA = """
    comm-add:    ?a + ?b                       => ?b + ?a
    assoc-add:   ?a + (?b + ?c)                => (?a + ?b) + ?c
    zero-add:    ?a + 0                        => ?a
    if-same:     if(?c, ?a, ?a)                => ?a
    if-eq:       if(Eq(?a, ?b), ?a, ?b)        => ?b
    if-add:      if(?c, ?a + ?b, ?d + ?e)      => if(?c, ?a, ?d) + if(?c, ?b, ?e)
"""

_DEEPEST = 4
_BINDERS = {"lam": (1,), "fix": (1,), "let": (0, 1)}
"""Binders, with how many variables each operand has more than the term."""


def _closed(depth: int) -> Clauses:
    """Whether all variables of a term are bound in it but for the `depth` innermost. Names are bound outside of all."""

    def clauses(op: Op, arity: int) -> list[Clause]:
        if op.name in ("up", "with", "lift", "sub"):
            return [{0: _fact(depth - 1)}] if op.name == "up" and arity and depth else []
        if op.name in _BINDERS and arity == len(_BINDERS[op.name]):
            deeper = {k: depth + more for k, more in enumerate(_BINDERS[op.name])}
            return [{k: _fact(d) for k, d in deeper.items()}] if max(deeper.values()) <= _DEEPEST else []
        if op.name == "var":
            return [{}] if depth else [{0: frozenset(["name"])}]
        return [{k: _fact(depth) for k in range(arity)}]

    return clauses


def _fact(depth: int) -> frozenset[str]:
    return frozenset([f"closed{depth}" if depth else "closed"])


def _is_name(op: Op, arity: int) -> list[Clause]:
    return [{}] if op.name == SYMBOL and not arity else []


def _is_number(op: Op, arity: int) -> list[Clause]:
    return [{}] if op.name == NUMBER and not arity else []


FACTS: dict[str, Clauses] = {
    **{next(iter(_fact(depth))): _closed(depth) for depth in range(_DEEPEST + 1)},
    "name": _is_name,
    "number": _is_number,
}
"""`closed`, the condition of the rules: substituting in a term or moving it does nothing. Deeper than four binders it
is not noticed, which costs time and nothing else."""


def _numbers(term: Term) -> list[int | Fraction]:
    return [child.op.payload for child in term.args if isinstance(child.op.payload, int | Fraction)]


def _sum(term: Term) -> Term | None:
    value = sum(_numbers(term), Fraction(0))
    return number(value.numerator if value.denominator == 1 else value)


def _comparison(term: Term) -> Term | None:
    left, right = _numbers(term)
    return Term(Op(SYMBOL, "true" if left == right else "false"))


ADDITION = Computation("add", _sum, ("+",))
COMPARISON = Computation("compare", _comparison, ("Eq",))
"""Sums and comparisons of numbers."""


def evaluation_rules() -> RuleSet:
    """What runs a program, with both computations: enough for recursion, which more rules would bury in other forms."""
    return RuleSet(parse_rules(_EVALUATION, _FILE, _EVALUATION_LINE), [ADDITION, COMPARISON])


def lambda_rules() -> RuleSet:
    """All rules, with both computations. Conditions are decided by `Facts(FACTS)`."""
    algebra = parse_rules(_ALGEBRA, _FILE, _ALGEBRA_LINE)
    return RuleSet([*evaluation_rules(), *algebra], [ADDITION, COMPARISON])


class BindingError(ValueError):
    """A term in which a binder does not name a variable, or a variable has no name."""


def nameless(term: Term) -> Term:
    """The term of a text with names: lam(x, e), fix(f, e), let(x, a, e) and var(x) become nameless.

    Variables that nothing binds keep their names. A binder's name may be a pattern variable, `lam(?x, var(?x))`, as in
    goals up to renaming. Raises BindingError.
    """
    return unwind(_nameless(term, ()))


def _nameless(term: Term, scope: tuple[Op, ...]) -> Task[Term]:
    if term.op.name == "var":
        return _index(term, scope)
    if term.op.name not in _BINDERS:
        parts = []
        for child in term.args:
            parts.append((yield _nameless(child, scope)))
        return Term(term.op, tuple(parts))
    if len(term.args) != 1 + len(_BINDERS[term.op.name]) or not _names(term.args[0]):
        raise BindingError(f"{term}: expected the name of a variable and {len(_BINDERS[term.op.name])} operands")
    inner = (*scope, term.args[0].op)
    parts = []
    for child, more in zip(term.args[1:], _BINDERS[term.op.name], strict=True):
        parts.append((yield _nameless(child, inner if more else scope)))
    return Term(term.op, tuple(parts))


def _index(term: Term, scope: tuple[Op, ...]) -> Term:
    if len(term.args) != 1 or not _names(term.args[0]):
        raise BindingError(f"{term}: expected var with the name of a variable")
    name = term.args[0].op
    if name not in scope:
        if name.name == VARIABLE:
            raise BindingError(f"{term}: nothing binds {name}")
        return term
    result = Term(Op("var"), (number(0),))
    for _ in range(scope[::-1].index(name)):
        result = Term(Op("up"), (result,))
    return result


def _names(term: Term) -> bool:
    return not term.args and term.op.name in (SYMBOL, VARIABLE)
