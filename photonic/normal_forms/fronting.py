"""Fronting: what a root, a logarithm or a power can let out of its operand, put in front of the rest.

√(a f² + b f²) is √(f (f (a + b))): laws speak of the first factors of a product, and the common factors of a sum stand
in none. What is put in front are squares, and factors that are positive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import reduce

from photonic.normal_forms.collecting import collected, is_arithmetic, monomials_of
from photonic.terms import FUNCTION, apply
from rewriting.term import Term

__all__ = ["fronted"]


def fronted(term: Term, positive: Callable[[Term], bool]) -> Term | None:
    """The term with the squares and the positive factors of its operand in front; None where there are none.

    The operand is collected, and the new one collects to it.
    """
    squares = term.op.name == "sqrt" or (term.op.name == FUNCTION and term.op.payload == "log")
    if not (squares or term.op.name == "power") or not is_arithmetic(term.args[0]):
        return None
    monomials = monomials_of(term.args[0])
    common = reduce(Counter.__and__, (Counter(factors) for _, factors, _ in monomials))
    front = [
        factor
        for factor, count in common.items()
        for _ in range(count if positive(factor) else count // 2 * 2 if squares else 0)
    ]
    if not front:
        return None
    total = reduce(lambda a, b: apply("add", a, b), (_without(front, *monomial[:2]) for monomial in monomials))
    operand = reduce(lambda rest, factor: apply("multiply", factor, rest), reversed(front), total)
    if operand is term.args[0] or collected(operand) is not term.args[0]:
        return None
    return Term(term.op, (operand, *term.args[1:]))


def _without(front: list[Term], coefficient: Term, factors: list[Term]) -> Term:
    """A monomial without the factors that were put in front."""
    left = Counter(factors) - Counter(front)
    return reduce(lambda product, factor: apply("multiply", product, factor), left.elements(), coefficient)
