"""Division: a claim holds where no denominator vanishes; one that vanishes everywhere makes it no claim.

0/0 could be given any value, and laws such as 0 f = 0 would give it several. What divides by something that is
identically zero is therefore refused, with the denominator named.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from backends.components.cartesian import ComponentCalculus
from backends.components.zero import decide_zero
from backends.exact.depth import derivative_depth
from backends.exact.jet import Jet
from backends.program import evaluate
from photonic.deciding.decision import MOST_ORDERS, decide
from photonic.deciding.magnitude import MOST_BITS, MOST_MONOMIALS, monomials, value_bits
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.meaning import operand_name, program_of, program_of_op
from photonic.problem import Problem
from photonic.terms import SYMBOL, apply, describe
from photonic.theory.fingerprints import JetDomain
from rewriting.op import NUMBER, Op
from rewriting.term import Term, postorder

__all__ = ["require_denominators"]


def require_denominators(problem: Problem) -> None:
    """Refuse a problem in which a denominator is identically zero, or zero on all solutions of linear hypotheses.

    Raises PhotonicError that names the side, the quotient and the denominator.
    """
    sides = [("the left side", problem.left), ("the right side", problem.right)]
    if problem.left is problem.right:
        sides = [("the expression", problem.left)]
    sides += [(h.name, side) for h in problem.given for side in (h.left, h.right)]
    for name, side in sides:
        for quotient, denominator in _denominators(side):
            if _zero(denominator, problem.dimension):
                why = "zero everywhere"
            elif _zero_by_hypotheses(denominator, problem):
                why = "zero wherever the hypotheses hold"
            else:
                continue
            raise PhotonicError(
                f"{name} divides by zero: in {describe(quotient)} the denominator {describe(denominator)} is {why}; "
                "the quotient has no value, leave it out"
            )


def _denominators(term: Term) -> Iterator[tuple[Term, Term]]:
    """Quotients and their denominators; a power with a written negative exponent is a quotient, and so is □(X, c)."""
    for node in postorder(term):
        if node.op.name == "power" and _negative(node.args[1]):
            yield node, _inside(node.args[0])
        for place in _divisors(node.op):
            yield node, _inside(node.args[place])


@lru_cache(maxsize=1024)
def _divisors(op: Op) -> tuple[int, ...]:
    """The operands by which an operator divides, themselves or their product, read off its meaning."""
    if op.name not in CATALOGUE or CATALOGUE[op.name].roles:  # what ⟲ repeats is looked at by itself
        return ()
    tape = program_of_op(op, max(CATALOGUE[op.name].dimensions)).instructions
    reached = {step.args[1] for step in tape if step.op == "divide"}
    for place in reversed(range(len(tape))):
        if place in reached and tape[place].op == "multiply":
            reached.update(tape[place].args)
    names = {tape[place].static[0] for place in reached if tape[place].op == "input"}
    return tuple(n for n in range(len(op.payload)) if operand_name(n) in names)


def _inside(denominator: Term) -> Term:
    """What is zero where a root, a norm or a power of it is; a root of 0 has no exact value at a random point."""
    while denominator.op.name in ("sqrt", "norm", "power"):
        inner = denominator.args[0]
        denominator = apply("dot", inner, inner) if denominator.op.name == "norm" else inner
    return denominator


def _negative(exponent: Term) -> bool:
    if exponent.op.name == "negate":
        return exponent.args[0].op.name == NUMBER and exponent.args[0].op.payload > 0
    return exponent.op.name == NUMBER and exponent.op.payload < 0


def _zero(term: Term, dimension: int) -> bool:
    """Whether a scalar term is identically zero: suspected at a random point, then decided in components."""
    if term.op.name == NUMBER:
        return bool(term.op.payload == 0)
    if term.op.name == SYMBOL:
        return False
    if derivative_depth(program_of(term, dimension=dimension)) > MOST_ORDERS:
        return False
    if not _zero_on(_generic(term, dimension), term):
        return False
    if monomials(term) > MOST_MONOMIALS or value_bits(term) > MOST_BITS:
        return False
    program, calculus = program_of(term, dimension=dimension), ComponentCalculus(dimension)
    (value,) = evaluate(program, calculus, {i.name: calculus.field(i.name, i.kind, i.sign) for i in program.inputs})
    return decide_zero(value) is True


def _zero_by_hypotheses(term: Term, problem: Problem) -> bool:
    """Whether a scalar term is zero on a random solution of the hypotheses and not zero on random fields."""
    if not problem.given:
        return False
    drawn = decide(Problem(term, term, problem.given, problem.dimension), beyond=0).domain
    if drawn is None or not drawn.given:
        return False
    return _zero_on(drawn, term) and not _zero_on(_generic(term, problem.dimension), term)


def _generic(term: Term, dimension: int) -> JetDomain:
    return JetDomain(derivative_depth(program_of(term, dimension=dimension)), dimension, 0)


def _zero_on(domain: JetDomain, term: Term) -> bool:
    """Whether a scalar term is defined and zero at the domain's random point."""
    program = program_of(term, dimension=domain.dimension)
    inputs: dict[str, Jet] = {item.name: domain.input(item) for item in program.inputs}
    (value,) = evaluate(program, domain.calculus, inputs)
    return int(value.trust.min()) >= 0 and not value.constant_term.any()
