"""Polynomials: sums of monomials q · s₁ s₂ … · X, with their arithmetic and the one way in which they are written.

A monomial is a rational number, scalars that are no sums or products (1/f among them), and for vectors and tensors one
value that is none either. Factors and monomials stand in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import Any, TypeAlias

from photonic.normal_forms.termorder import order_key
from photonic.terms import apply, rank_of_op, zero
from rewriting.term import Term, number

__all__ = [
    "ONE", "UNIT", "Monomial", "Polynomial", "TooLargeError", "added", "atom", "atoms", "factor_key", "in_order",
    "is_inverse", "multiplied", "primitive", "quotient_of", "rest_of", "scaled", "written",
]  # fmt: skip

MOST_MONOMIALS = 200
"""Monomials of a polynomial that is still worked with."""

MOST_DIGITS = 60
"""Digits of a coefficient that is still written down."""

LARGEST = 10**MOST_DIGITS

Monomial: TypeAlias = tuple[tuple[Term, ...], Term | None]
"""Scalar factors in order, and the vector or tensor, if there is one."""

Polynomial: TypeAlias = Mapping[Monomial, Fraction]
"""Monomials with their coefficients, none of which is 0."""

ONE: Monomial = ((), None)

UNIT = Fraction(1)
"""The usual coefficient: what has this very object is not multiplied by it, which takes a microsecond."""


class TooLargeError(ValueError):
    """A polynomial is larger than what is worked with."""


def atom(term: Term) -> Polynomial:
    """The term as a single monomial."""
    return {((), term) if rank_of_op(term.op) else ((term,), None): UNIT}


def atoms(polynomial: Iterable[Monomial]) -> dict[Term, int]:
    """What stands in monomials, with the number of monomials that it stands in."""
    found: dict[Term, int] = {}
    for factors, value in polynomial:
        for each in {*factors, *(() if value is None else (value,))}:
            found[each] = found.get(each, 0) + 1
    return found


def is_inverse(factor: Term) -> bool:
    """Whether a factor is written 1/f."""
    return factor.op.name == "divide"


def added(left: Polynomial, right: Polynomial, scale: Fraction | int = 1) -> Polynomial:
    """left + scale · right. Raises TooLargeError."""
    result = dict(left)
    for monomial, coefficient in right.items():
        if scale != 1:
            coefficient = -coefficient if scale == -1 else scale * coefficient
        known = result.get(monomial)
        total = coefficient if known is None else known + coefficient
        if total:
            result[monomial] = total
        else:
            del result[monomial]
    return _bounded(result)


def scaled(polynomial: Polynomial, scale: Fraction | int) -> Polynomial:
    """scale · polynomial; the scale is not 0."""
    return {monomial: coefficient * scale for monomial, coefficient in polynomial.items()}


def multiplied(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product of two polynomials, at most one of which has a vector or tensor in it. Raises TooLargeError."""
    if len(left) * len(right) > MOST_MONOMIALS**2:
        raise TooLargeError
    result: dict[Monomial, Fraction] = {}
    for (first, own), a in left.items():
        for (second, other), b in right.items():
            factors = tuple(sorted(first + second, key=factor_key)) if first and second else first or second
            monomial = (factors, own or other)
            product = b if a is UNIT else a if b is UNIT else a * b
            known = result.get(monomial)
            result[monomial] = product if known is None else known + product
    return _bounded({monomial: coefficient for monomial, coefficient in result.items() if coefficient})


def primitive(polynomial: Polynomial) -> tuple[Fraction, Monomial, Polynomial]:
    """A polynomial, not 0, as c · m · p: p has whole coefficients without a common divisor, the first one positive,
    and no factor in common."""
    common = _common(polynomial)
    content = UNIT
    if any(c is not UNIT for c in polynomial.values()):
        denominator = lcm(*(c.denominator for c in polynomial.values()))
        divisor = gcd(*(c.numerator * (denominator // c.denominator) for c in polynomial.values()))
        content = Fraction(divisor, denominator)
        if polynomial[min(polynomial, key=_monomial_key)] < 0:
            content = -content
        if content == 1:
            content = UNIT
        else:
            polynomial = {m: UNIT if c == content else c / content for m, c in polynomial.items()}
    if common == ONE:
        return content, common, polynomial
    return content, common, {rest_of(m, common): c for m, c in polynomial.items()}


def rest_of(monomial: Monomial, part: Monomial) -> Monomial:
    """A monomial without the factors of another that divides it."""
    factors, value = list(monomial[0]), monomial[1]
    for factor in part[0]:
        factors.remove(factor)
    return tuple(factors), None if part[1] is not None else value


def _common(polynomial: Polynomial) -> Monomial:
    """The factors that all monomials have, as often as all have them."""
    monomials = iter(polynomial)
    shared, value = next(monomials)
    for factors, own in monomials:
        left = list(factors)
        shared = tuple(left.pop(left.index(f)) for f in shared if f in left)
        value = value if own is value else None
    return shared, value


def _bounded(polynomial: Polynomial) -> Polynomial:
    large = (max(abs(c.numerator), c.denominator) > LARGEST for c in polynomial.values() if c is not UNIT)
    if len(polynomial) > MOST_MONOMIALS or any(large):
        raise TooLargeError
    return polynomial


def factor_key(factor: Term) -> tuple[Any, ...]:
    """Factors in the order of terms; 1/f behind f."""
    inverse = is_inverse(factor)
    return (order_key(factor.args[1] if inverse else factor), inverse)


def in_order(polynomial: Iterable[Monomial]) -> list[Monomial]:
    """Monomials by their vectors or tensors, by their number of factors, then by these."""
    return sorted(polynomial, key=_monomial_key)


def _monomial_key(monomial: Monomial) -> tuple[Any, ...]:
    factors, value = monomial
    return (() if value is None else order_key(value), len(factors), tuple(map(factor_key, factors)))


def written(polynomial: Polynomial, of_rank: int) -> Term:
    """The polynomial as a term: q (s₁ (s₂ … X)) + …, in order."""
    parts = [_monomial(monomial, polynomial[monomial]) for monomial in in_order(polynomial)]
    return reduce(lambda total, part: apply("add", total, part), parts) if parts else zero(of_rank)


def _monomial(monomial: Monomial, coefficient: Fraction) -> Term:
    factors, value = monomial
    chain = list(factors) if value is None else [*factors, value]
    if not chain:
        return quotient_of(coefficient)
    product = chain.pop()
    for factor in reversed(chain):
        product = apply("multiply", factor, product)
    if coefficient == 1:
        return product
    return apply("negate", product) if coefficient == -1 else apply("multiply", quotient_of(coefficient), product)


def quotient_of(value: Fraction) -> Term:
    """A rational number as a whole number or a quotient of two."""
    whole = number(value.numerator)
    return whole if value.denominator == 1 else apply("divide", whole, number(value.denominator))
