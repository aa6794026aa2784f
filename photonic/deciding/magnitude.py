"""How large a term's values and expansions may become: what is too large is not begun, for it would not end.

The estimates depend on the term alone, so that a run and its replay give up at the same places on every machine.
"""

from __future__ import annotations

import math

from photonic.terms import FUNCTION, SYMBOL, UNKNOWN
from rewriting.op import NUMBER, Op
from rewriting.term import Term, fold

__all__ = ["MOST_BITS", "MOST_MONOMIALS", "monomials", "value_bits"]

MOST_BITS = 100_000
"""Bits of an exact value that is still computed."""

MOST_MONOMIALS = 5_000
"""Monomials of an expansion that is still made."""

FIELD_BITS = 8
"""Bits of a short polynomial at a point with coordinates of one digit."""

ROUND = 64
"""Bits of a transcendental value, which stays a symbol or a ball."""

PRODUCTS = frozenset(
    {"multiply", "divide", "dot", "cross", "outer", "double_dot", "advection", "dalembertian", "material"}
)
TERMS = {"dot": 3, "cross": 2, "double_dot": 9, "divergence": 3, "curl": 2, "laplacian": 3, "determinant": 6}
"""Terms in a component of a contraction, where there are several; beside a unit vector ∇x there is one."""

LISTS = frozenset({"components", "components_plane"})


def value_bits(term: Term) -> float:
    """A generous estimate of the bits in the exact value of a term on short polynomials at a simple point."""
    bits: float = fold(term, _bits)
    return bits


def monomials(term: Term) -> float:
    """A generous estimate of the monomials in a component of a term that is expanded completely."""
    counts: Counted = fold(term, _counted)
    return counts[0]


Counted = tuple[float, float | None, str]
"""Monomials, the value of a written number, and "coordinate" or "unit" for x and ∇x."""


def _counted(op: Op, parts: list[Counted]) -> Counted:
    value = float(op.payload) if op.name == NUMBER and abs(op.payload) < MOST_BITS else None
    kinds = [kind for _, _, kind in parts]
    kind = "coordinate" if op.name == SYMBOL and op.payload.kind == "coordinate" else ""
    if op.name == "gradient" and kinds == ["coordinate"]:
        kind = "unit"
    count = _count(op, [count for count, _, _ in parts], [known for _, known, _ in parts])
    return count / TERMS["dot"] if op.name == "dot" and "unit" in kinds else count, value, kind


def _bits(op: Op, parts: list[float]) -> float:
    if op.name == NUMBER:
        return float(op.payload.numerator.bit_length() + op.payload.denominator.bit_length())
    if op.name == SYMBOL:
        return FIELD_BITS
    if op.name == FUNCTION:
        return ROUND
    if op.name == UNKNOWN:
        return 4 * parts[0] + 4
    if op.name == "power":
        return math.ldexp(parts[0], math.ceil(min(parts[1], 60)))
    if op.name in PRODUCTS:
        return sum(parts) + 4
    return 3 * max(parts, default=1) if op.name == "determinant" else max(parts, default=1) + 4


def _count(op: Op, parts: list[float], values: list[float | None]) -> float:
    if op.name in ("add", "subtract"):
        return sum(parts)
    if op.name in LISTS:
        return max(parts)
    if op.name in (FUNCTION, UNKNOWN):
        return 1.0
    if op.name == "power":
        return _power(parts[0], values[1])
    product: float = math.prod(parts, start=1.0)
    return product * TERMS.get(op.name, 1)


def _power(base: float, exponent: float | None) -> float:
    """Monomials of (m monomials)^n: C(n + m − 1, n); of what is no whole power, one."""
    if exponent is None or exponent < 2 or exponent != int(exponent) or base < 2:
        return 1.0
    if max(exponent, base) > MOST_BITS:
        return math.inf
    return math.exp(min(math.lgamma(exponent + base) - math.lgamma(exponent + 1) - math.lgamma(base), 700.0))
