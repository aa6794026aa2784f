"""Linearity: an operator on a sum is the sum of the operator on its terms, as one step that a kernel works out itself.

∇·(a S − T/b) = a ∇·S − (∇·T)/b for constants a and b: signs and factors stay where they are. Law by law it would be a
step for each sum, difference, sign, factor and quotient.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from photonic.proving.law_shapes import shape_of
from photonic.terms import SYMBOL, apply, rank
from rewriting.proof import Computation
from rewriting.rule import Rule
from rewriting.term import Term, postorder

__all__ = ["LINEARITY", "distributed", "is_linear"]


def distributed(term: Term) -> Term | None:
    """The operator at the root, taken into the sums and past the factors of the first operand that has any."""
    shape = shape_of(term.op, len(term.args))
    for place in sorted(shape.linear):
        made = _spread(term.args[place], term, place, place in shape.factors)
        if made is not None:
            return made
    return None


def _spread(part: Term, term: Term, place: int, any_factor: bool) -> Term | None:
    """The operator on one part of an operand; None for what it cannot be taken into."""

    def inside(each: Term) -> Term:
        made = _spread(each, term, place, any_factor)
        return Term(term.op, (*term.args[:place], each, *term.args[place + 1 :])) if made is None else made

    passes: Callable[[Term], bool] = (lambda factor: rank(factor) == 0) if any_factor else _is_constant
    match part.op.name:
        case "add" | "subtract" | "negate":
            return apply(part.op.name, *map(inside, part.args))
        case "multiply" if passes(part.args[0]):
            return apply("multiply", part.args[0], inside(part.args[1]))
        case "multiply" if rank(part) == 0 and _is_constant(part.args[1]):
            return apply("multiply", inside(part.args[0]), part.args[1])
        case "divide" if passes(part.args[1]):
            return apply("divide", inside(part.args[0]), part.args[1])
    return None


def _is_constant(term: Term) -> bool:
    return rank(term) == 0 and not any(node.op.name == SYMBOL and node.op.payload.varies for node in postorder(term))


@lru_cache(maxsize=1 << 11)
def is_linear(rule: Rule, forward: bool) -> bool:
    """Whether a rule, read this way, takes an operator into a sum, or past a sign or a factor: linearity does that."""
    start, stop = (rule.lhs, rule.rhs) if forward else (rule.rhs, rule.lhs)
    made = distributed(start) if start.args else None
    return made is stop if made is not None else False


LINEARITY = Computation("linearity", distributed)
"""Linearity of an operator. It is cited in proofs only; no e-graph runs it."""
