"""Collecting terms: the normal form of sums and products with scalars, as one step that a kernel works out itself.

A term of any rank is read as a sum of monomials q · s₁ s₂ … · X: a rational number, scalars that are no sums or
products (1/f among them), and for vectors and tensors one value that is none either. Equal monomials are added up,
factors and monomials stand in a fixed order. Nothing is cancelled: f (1/f) stays, since it is 1 only where f is not 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import repeat
from math import floor
from typing import TypeAlias

from photonic.normal_forms.termorder import order_key
from photonic.terms import apply, rank, rank_of_op, zero
from rewriting.op import NUMBER
from rewriting.proof import Computation
from rewriting.term import Term, number

__all__ = ["COLLECTING", "collected", "forget", "is_arithmetic", "monomials_of"]

ARITHMETIC = frozenset({"add", "subtract", "negate", "multiply", "divide", "power"})

MOST_MONOMIALS = 200
"""Monomials of a form that is still collected."""

HIGHEST_POWER = 8
"""A power up to this one is written as a product."""

MOST_DIGITS = 60
"""Digits of a coefficient that is still written down."""

Monomial: TypeAlias = tuple[tuple[Term, ...], Term | None]
"""Scalar factors in order, and the vector or tensor, if there is one."""

Polynomial: TypeAlias = Mapping[Monomial, Fraction]


class TooLargeError(ValueError):
    """A normal form is larger than what is written down."""


def is_arithmetic(term: Term) -> bool:
    """Whether the operator at the root is one that collecting looks through."""
    return term.op.name in ARITHMETIC


@lru_cache(maxsize=1 << 13)
def collected(term: Term) -> Term | None:
    """The term with everything collected; None where that would be too large."""
    try:
        return _written(_polynomial(term), rank(term))
    except TooLargeError:
        return None


def monomials_of(term: Term) -> list[tuple[Term, list[Term], Term | None]]:
    """The monomials of a collected term: the rational number, the scalar factors, and the vector or tensor if any."""
    return [(_quotient(number), list(factors), value) for (factors, value), number in _polynomial(term).items()]


COLLECTING = Computation("collect_terms", collected)
"""Sums and products with scalars in normal form. It is cited in proofs only; no e-graph runs it."""


def forget() -> None:
    """Empty what is kept of terms that were collected."""
    collected.cache_clear()
    _polynomial.cache_clear()


@lru_cache(maxsize=1 << 13)
def _polynomial(term: Term) -> Polynomial:
    """The monomials of a term with their coefficients."""
    args = term.args
    match term.op.name:
        case "number":
            return {((), None): Fraction(term.op.payload)} if term.op.payload else {}
        case "zero_vector" | "zero_tensor":
            return {}
        case "add":
            return _sum(_polynomial(args[0]), _polynomial(args[1]), 1)
        case "subtract":
            return _sum(_polynomial(args[0]), _polynomial(args[1]), -1)
        case "negate":
            return {monomial: -coefficient for monomial, coefficient in _polynomial(args[0]).items()}
        case "multiply":
            return _product(_polynomial(args[0]), _polynomial(args[1]))
        case "divide":
            return _product(_reciprocal(args[1]), _polynomial(args[0]))
        case "power" if (exponent := _exponent(args[1])) is not None:
            return _whole_power(args[0], exponent)
        case "power":
            return _power(*args)
    return _atom(term)


def _whole_power(base: Term, exponent: int) -> Polynomial:
    polynomial = _polynomial(base) if exponent > 0 else _reciprocal(base)
    return reduce(_product, repeat(polynomial, abs(exponent)))


def _power(base: Term, exponent: Term) -> Polynomial:
    """b^e with both collected; b^(n + q) is bⁿ b^q for a whole number n and 0 < q < 1, and b^(1/2) is √b."""
    base, exponent = (_written(_polynomial(part), 0) for part in (base, exponent))
    value = _rational(exponent)
    if value is None or value.denominator == 1 or abs(value) > HIGHEST_POWER:
        return _atom(apply("power", base, exponent))
    whole = floor(value)
    rest = value - whole
    root = apply("sqrt", base) if rest == Fraction(1, 2) else apply("power", base, _quotient(rest))
    return _product(_whole_power(base, whole), _atom(root)) if whole else _atom(root)


def _rational(term: Term) -> Fraction | None:
    """The number that a collected term is."""
    if term.op.name == "divide" and all(part.op.name == NUMBER for part in term.args):
        return Fraction(term.args[0].op.payload) / Fraction(term.args[1].op.payload)
    return Fraction(term.op.payload) if term.op.name == NUMBER else None


def _exponent(term: Term) -> int | None:
    """The whole number that an exponent is, with a minus sign perhaps, if the power is to be written as a product."""
    sign, size = (-1, term.args[0]) if term.op.name == "negate" else (1, term)
    if size.op.name != NUMBER or abs(size.op.payload) not in range(1, HIGHEST_POWER + 1):
        return None
    return sign * int(size.op.payload)


def _atom(term: Term) -> Polynomial:
    return {((), term) if rank_of_op(term.op) else ((term,), None): Fraction(1)}


def _sum(left: Polynomial, right: Polynomial, sign: int) -> Polynomial:
    result = dict(left)
    for monomial, coefficient in right.items():
        total = result.get(monomial, Fraction(0)) + sign * coefficient
        if total:
            result[monomial] = total
        else:
            del result[monomial]
    return _bounded(result)


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product of two polynomials, at most one of which has a vector or tensor in it."""
    if len(left) * len(right) > MOST_MONOMIALS**2:
        raise TooLargeError
    result: dict[Monomial, Fraction] = {}
    for (first, own), a in left.items():
        for (second, other), b in right.items():
            factors = tuple(sorted(first + second, key=_factor_key)) if first and second else first or second
            monomial = (factors, own or other)
            result[monomial] = result.get(monomial, Fraction(0)) + a * b
    return _bounded({monomial: coefficient for monomial, coefficient in result.items() if coefficient})


def _reciprocal(term: Term) -> Polynomial:
    """1 / term: of a monomial factor by factor, of anything else as a factor of its own."""
    polynomial = _polynomial(term)
    if len(polynomial) == 1:
        (((factors, _), coefficient),) = polynomial.items()
        inverse = tuple(sorted((apply("divide", number(1), factor) for factor in factors), key=_factor_key))
        return {(inverse, None): 1 / coefficient}
    return _atom(apply("divide", number(1), _written(polynomial, 0)))


def _bounded(polynomial: Polynomial) -> Polynomial:
    large = (max(abs(c.numerator), c.denominator) > 10**MOST_DIGITS for c in polynomial.values())
    if len(polynomial) > MOST_MONOMIALS or any(large):
        raise TooLargeError
    return polynomial


def _factor_key(factor: Term) -> tuple[object, ...]:
    """Factors in the order of terms; 1/f behind f."""
    inverse = factor.op.name == "divide"
    return (order_key(factor.args[1] if inverse else factor), inverse)


def _written(polynomial: Polynomial, of_rank: int) -> Term:
    """The polynomial as a term: q (s₁ (s₂ … X)) + …, in order."""
    parts = sorted(polynomial.items(), key=lambda entry: _monomial_key(entry[0]))
    if not parts:
        return zero(of_rank)
    total = _monomial(*parts[0])
    for part in parts[1:]:
        total = apply("add", total, _monomial(*part))
    return total


def _monomial_key(monomial: Monomial) -> tuple[object, ...]:
    factors, value = monomial
    return (() if value is None else order_key(value), len(factors), tuple(map(_factor_key, factors)))


def _monomial(monomial: Monomial, coefficient: Fraction) -> Term:
    factors, value = monomial
    chain = list(factors) if value is None else [*factors, value]
    if not chain:
        return _quotient(coefficient)
    product = chain.pop()
    for factor in reversed(chain):
        product = apply("multiply", factor, product)
    if coefficient == 1:
        return product
    return apply("negate", product) if coefficient == -1 else apply("multiply", _quotient(coefficient), product)


def _quotient(value: Fraction) -> Term:
    whole = number(value.numerator)
    return whole if value.denominator == 1 else apply("divide", whole, number(value.denominator))
