"""One-step rewrites of terms by the laws of a theory, without an e-graph: for searches among a few hundred terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter

from photonic.expressions.catalogue import CATALOGUE
from photonic.normal_forms.collecting import COLLECTING, collected, is_arithmetic, operands
from photonic.normal_forms.termorder import order_key
from photonic.proving.computations import COMPUTATIONS
from photonic.proving.saturation import facts_of, premises_of
from photonic.proving.zeros import not_zero
from photonic.simplifying.search import tree_size
from photonic.theory.folding import ARITHMETIC
from photonic.theory.rules import theory_for
from rewriting.conditions import Premises
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.proof import Kernel
from rewriting.proofs.matching import match_term
from rewriting.proofs.move import Move, shifted
from rewriting.rule import Rule
from rewriting.term import Term, postorder, substitute

__all__ = ["Rewrites", "rewrites_for"]

MOST_KNOWN = 500
"""Terms whose rewrites are kept."""

MOST_JUDGED = 1 << 12
"""Terms of which it is kept whether they are zero."""

SUMS = frozenset({"add", "subtract", "negate"})


@lru_cache(maxsize=64)
def rewrites_for(
    dimension: int,
    functions: tuple[tuple[str, int], ...],
    positions: tuple[str, ...],
    families: tuple[str, ...],
) -> Rewrites:
    """The rewrites by the laws for a vocabulary; made once."""
    theory = theory_for(dimension, functions, positions, families, len(CATALOGUE))
    rules = (*theory.both_ways, *theory.unguarded)
    premises = _premises(dimension)
    kernel = Kernel((*rules, *theory.quotients, *theory.accurate), premises, COMPUTATIONS)
    return Rewrites(rules, kernel, premises, theory.quotients, theory.accurate)


@lru_cache(maxsize=3)
def _premises(dimension: int) -> Premises:
    """What decides conditions without hypotheses; vocabularies share it, and what it has found out."""
    premises = premises_of(facts_of(), None)
    premises["nonzero"] = lru_cache(maxsize=MOST_JUDGED)(partial(_not_zero, premises["nonzero"], dimension))
    return premises


def _not_zero(known: Callable[[Term], bool], dimension: int, term: Term) -> bool:
    return known(term) or not_zero(term, dimension)


class Rewrites:
    """Rules by the operator at their root, and the kernel that checks what they give."""

    def __init__(
        self,
        rules: tuple[Rule, ...],
        kernel: Kernel,
        premises: Premises,
        quotients: Sequence[Rule] = (),
        accurate: Sequence[Rule] = (),
    ) -> None:
        self.accurate = accurate
        self.kernel, self.rules, self.premises = kernel, rules, premises
        self._rules: dict[tuple[Op, Op | None], list[tuple[int, Rule, tuple[Op | None, ...]]]] = {}
        self._swaps: dict[Op, Rule] = {}
        self._by_operands: dict[tuple[Op, tuple[Op | None, ...]], list[Rule]] = {}
        self._below: set[Op | None] = set()
        self._known: dict[Term, list[tuple[Term, Move]]] = {}
        self._named: dict[str, list[Rule]] = {}
        for rule in (*rules, *quotients):
            if not rule.backward:
                self._named.setdefault(rule.name.partition(".")[0], []).append(rule)
        for place, rule in enumerate(rules):
            if rule.lhs.op.name == VARIABLE:
                continue
            inner = tuple(None if arg.op.name == VARIABLE else arg.op for arg in rule.lhs.args)
            self._rules.setdefault((rule.lhs.op, inner[0] if inner else None), []).append((place, rule, inner))
            self._below.update(inner)
            if rule.rhs.op == rule.lhs.op and rule.rhs.args == rule.lhs.args[::-1] and inner == (None, None):
                self._swaps[rule.lhs.op] = rule
        self._expanding = {id(rule) for rule in rules if _expands(rule)}

    def named(self, name: str) -> Sequence[Rule]:
        """The rules of a law, one for each rank that it is about."""
        return self._named.get(name, ())

    def one_step(self, name: str, term: Term) -> Iterator[tuple[Term, list[Move]]]:
        """What a law makes of a term at its root, read from left to right."""
        for rule in self.named(name):
            bindings = match_term(rule.lhs, term)
            if bindings is not None and self.holds(rule, bindings):
                yield substitute(rule.rhs, bindings), [Move(rule, True, (), bindings)]

    def at_root(self, term: Term) -> list[tuple[Term, Move]]:
        """What one law makes of a term at its root, with the moves; arithmetic of numbers too."""
        known = self._known.get(term)
        if known is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            known = self._known[term] = list(self._at_root(term))
        return known

    def forget(self) -> None:
        """Empty what is kept of terms that were rewritten, so that a search can be timed again."""
        self._known.clear()

    def expanded_at_root(self, term: Term) -> tuple[Term, list[Move]] | None:
        """What the first expanding law makes of a term at its root: a sum of what it is applied to.

        Powers and quotients of sums are worked out by collecting; a difference is a sum first.
        """
        if not term.args:
            return None
        if term.op.name in ("power", "divide"):
            form = collected(term) if term.args[0].op.name in SUMS and operands(term) else None
            differs = form is not None and form is not term and not (form.op == term.op and form.args == term.args)
            return (form, [Move(COLLECTING, True, (), {"term": term})]) if form is not None and differs else None
        found = next(self._made(term, self._expanding), None)
        if found is not None:
            return found[0], [found[1]]
        for k, child in enumerate(term.args):
            for added, moves in self.one_step("subtract_as_add", child) if child.op.name == "subtract" else ():
                opened = Term(term.op, (*term.args[:k], added, *term.args[k + 1 :]))
                found = next(self._made(opened, self._expanding), None)
                if found is not None:
                    return found[0], [*shifted(moves, (k,)), found[1]]
        return None

    def may_expand(self, term: Term) -> bool:
        """Whether a sum could be taken apart at the root of a term, be it too large for that."""
        return self.expanded_at_root(term) is not None or (
            term.op.name == "power"
            and term.args[0].op.name in ("add", "subtract")
            and term.args[1].op.name == NUMBER
            and term.args[1].op.payload > 1
        )

    def swapped(self, term: Term) -> tuple[Term, Move] | None:
        """The term with the operands of a commuting operator in their order, where they are not."""
        if term.op not in self._swaps or is_arithmetic(term) or order_key(term.args[0]) <= order_key(term.args[1]):
            return None
        return self.turned(term)

    def turned(self, term: Term) -> tuple[Term, Move] | None:
        """The term with the operands of its commuting operator in the other order."""
        rule = self._swaps.get(term.op)
        if rule is None or is_arithmetic(term):
            return None
        bindings = dict(zip((str(each.op.payload) for each in rule.lhs.args), term.args, strict=True))
        return substitute(rule.rhs, bindings), Move(rule, True, (), bindings)

    def orders(self, term: Term) -> tuple[Term, ...]:
        """The term, and the other order of its operands where its operator commutes."""
        rule = self._swaps.get(term.op)
        return (term,) if rule is None or is_arithmetic(term) else (term, Term(rule.rhs.op, term.args[::-1]))

    def ordered(self, term: Term) -> tuple[Term, list[Move]]:
        """The term with the operands of all commuting operators in their order, and the moves."""
        moves: list[Move] = []
        args = []
        for k, child in enumerate(term.args):
            new, own = self.ordered(child)
            moves += shifted(own, (k,))
            args.append(new)
        term = Term(term.op, tuple(args)) if moves else term
        found = self.swapped(term) if term.args else None
        return (term, moves) if found is None else (found[0], [*moves, found[1]])

    def _at_root(self, term: Term) -> Iterator[tuple[Term, Move]]:
        value = ARITHMETIC.function(term) if term.op.name in ARITHMETIC.operators else None
        if value is not None and value is not term:
            yield value, Move(ARITHMETIC, True, (), {"term": term})
        yield from self._made(term, None)

    def _made(self, term: Term, among: set[int] | None) -> Iterator[tuple[Term, Move]]:
        below = self._below
        ops = [child.op if child.op in below else None for child in term.args]
        for rule in self._fitting(term.op, tuple(ops)):
            if among is not None and id(rule) not in among:
                continue
            bindings = match_term(rule.lhs, term)
            if bindings is None or not self.holds(rule, bindings):
                continue
            new = substitute(rule.rhs, bindings)
            if new is not term:
                yield new, Move(rule, True, (), bindings)

    def _fitting(self, op: Op, inner: tuple[Op | None, ...]) -> list[Rule]:
        """The rules that may match an operator on operands with these operators; looked up once for each.

        None stands for an operator that no rule has below another, such as a field's name.
        """
        known = self._by_operands.get((op, inner))
        if known is None:
            firsts = {None, *inner[:1]}
            known = self._by_operands[op, inner] = [
                rule
                for _, rule, wanted in sorted(
                    (each for first in firsts for each in self._rules.get((op, first), ())), key=itemgetter(0)
                )
                if all(need is None or need == have for need, have in zip(wanted[1:], inner[1:], strict=True))
            ]
        return known

    def holds(self, rule: Rule, bindings: Mapping[str, Term]) -> bool:
        """Whether the conditions of a rule hold of what its letters stand for."""
        return not rule.conditions or all(
            self.premises[c.name](*(bindings[name] for name in c.arguments)) for c in rule.conditions
        )


def _expands(rule: Rule) -> bool:
    """Whether a rule makes a sum, or a multiple, of an operator on an operator.

    Sums themselves are not expanded and products are only multiplied out, so these rules come to an end: what they
    apply to moves down.
    """
    left, right = rule.lhs, rule.rhs
    if left.op.name == "power":
        return right.op.name == "multiply" and not rule.backward
    compound = [arg for arg in left.args if arg.op.name != VARIABLE and arg.args]
    if rule.backward or left.op.name in SUMS or not compound or not _shallower(left, right):
        return False
    if left.op.name in ("multiply", "divide"):
        return right.op.name in SUMS and any(arg.op.name in SUMS for arg in compound)
    scaled = right.op.name == "multiply" and any(arg.op.name == "multiply" for arg in compound)
    return right.op.name in SUMS or scaled


def _shallower(left: Term, right: Term) -> bool:
    """Whether the left side's root stands on smaller things on the right, or nowhere.

    axial(S·Tᵀ) = −axial(T·Sᵀ) renames what it stands on: read so, it would put one minus sign before another for ever.
    """
    on_left = {child for child in left.args if child.args}
    again = [node for node in postorder(right) if node.op == left.op]
    return not any(on_left & set(node.args) or tree_size(node) >= tree_size(left) for node in again)
