"""Collecting terms: the normal form of sums and products with scalars, as one step that a kernel works out itself.

A term of any rank is read as a polynomial in what is no sum or product, and written in one way. Nothing is cancelled:
f (1/f) stays, since it is 1 only where f is not 0. A denominator is written without a common divisor of its terms:
1/(2 f − 2 g) is 1/2 of 1/(f − g), whichever of the two comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import repeat
from math import floor
from typing import TypeAlias

from photonic.normal_forms.polynomials import (
    ONE,
    Polynomial,
    TooLargeError,
    added,
    atom,
    factor_key,
    multiplied,
    primitive,
    quotient_of,
    written,
)
from photonic.terms import apply, rank
from rewriting.op import NUMBER
from rewriting.proof import Computation
from rewriting.term import Term, number

__all__ = [
    "COLLECTING",
    "HIGHEST_POWER",
    "collected",
    "exponent_of",
    "forget",
    "is_arithmetic",
    "monomials_of",
    "opened",
    "operands",
    "unopened",
]

ARITHMETIC = frozenset({"add", "subtract", "negate", "multiply", "divide", "power"})

HIGHEST_POWER = 8
"""A power up to this one is written as a product."""

MOST_KNOWN = 1 << 11
"""Terms whose polynomials are kept: those of a few problems. More of them make Python's collections of garbage slow."""

Reader: TypeAlias = Callable[[Term], Polynomial]
Product: TypeAlias = Callable[[Polynomial, Polynomial], Polynomial]


def is_arithmetic(term: Term) -> bool:
    """Whether the operator at the root is one that collecting looks through."""
    return term.op.name in ARITHMETIC


def operands(term: Term) -> tuple[int, ...]:
    """Which operands of a sum, product, quotient or power collecting looks at; none of what it takes as a whole."""
    if term.op.name == "power":
        return () if exponent_of(term.args[1]) is None else (0,)
    return tuple(range(len(term.args))) if is_arithmetic(term) else ()


@lru_cache(maxsize=MOST_KNOWN)
def collected(term: Term) -> Term | None:
    """The term with everything collected; None where that would be too large."""
    try:
        return written(opened(term), rank(term))
    except TooLargeError:
        return None


def monomials_of(term: Term) -> list[tuple[Term, list[Term], Term | None]]:
    """The monomials of a collected term: the rational number, the scalar factors, and the vector or tensor if any."""
    return [(quotient_of(number), list(factors), value) for (factors, value), number in opened(term).items()]


COLLECTING = Computation("collect_terms", collected)
"""Sums and products with scalars in normal form. It is cited in proofs only; no e-graph runs it."""


def forget() -> None:
    """Empty what is kept of terms that were collected."""
    for cache in (collected, opened, unopened):
        cache.cache_clear()


@lru_cache(maxsize=MOST_KNOWN)
def opened(term: Term) -> Polynomial:
    """The polynomial that a term is, with all products multiplied out. Raises TooLargeError."""
    return _read(term, opened, multiplied)


@lru_cache(maxsize=MOST_KNOWN)
def unopened(term: Term) -> Polynomial:
    """As `opened`, but a sum in a product stays one factor, up to a number. Raises TooLargeError."""
    return _read(term, unopened, lambda left, right: multiplied(_closed(left), _closed(right)))


def _closed(polynomial: Polynomial) -> Polynomial:
    """A sum as a single monomial: its content, and the sum without it."""
    if len(polynomial) < 2:
        return polynomial
    content, common, rest = primitive(polynomial)
    of_rank = next((rank(value) for _, value in rest if value is not None), 0)
    return multiplied({common: content}, atom(written(rest, of_rank)))


def _read(term: Term, read: Reader, times: Product) -> Polynomial:
    args = term.args
    match term.op.name:
        case "number":
            return {ONE: Fraction(term.op.payload)} if term.op.payload else {}
        case "zero_vector" | "zero_tensor":
            return {}
        case "add":
            return added(read(args[0]), read(args[1]))
        case "subtract":
            return added(read(args[0]), read(args[1]), -1)
        case "negate":
            return {monomial: -coefficient for monomial, coefficient in read(args[0]).items()}
        case "multiply":
            return times(read(args[0]), read(args[1]))
        case "divide":
            return times(_reciprocal(args[1]), read(args[0]))
        case "power" if (exponent := exponent_of(args[1])) is not None:
            return _whole_power(args[0], exponent, read, times)
        case "power":
            return _power(args[0], args[1], read, times)
    return atom(term)


def _whole_power(base: Term, exponent: int, read: Reader, times: Product) -> Polynomial:
    polynomial = read(base) if exponent > 0 else _reciprocal(base)
    return reduce(times, repeat(polynomial, abs(exponent)))


def _power(base: Term, exponent: Term, read: Reader, times: Product) -> Polynomial:
    """b^e with both collected; b^(n + q) is bⁿ b^q for a whole number n and 0 < q < 1, and b^(1/2) is √b."""
    base, exponent = (written(opened(part), 0) for part in (base, exponent))
    value = _rational(exponent)
    if value is None or value.denominator == 1 or abs(value) > HIGHEST_POWER:
        return atom(apply("power", base, exponent))
    whole = floor(value)
    rest = value - whole
    root = apply("sqrt", base) if rest == Fraction(1, 2) else apply("power", base, quotient_of(rest))
    return times(_whole_power(base, whole, read, times), atom(root)) if whole else atom(root)


def _rational(term: Term) -> Fraction | None:
    """The number that a collected term is."""
    if term.op.name == "divide" and all(part.op.name == NUMBER for part in term.args):
        return Fraction(term.args[0].op.payload) / Fraction(term.args[1].op.payload)
    return Fraction(term.op.payload) if term.op.name == NUMBER else None


def exponent_of(term: Term) -> int | None:
    """The whole number that an exponent is, with a minus sign perhaps, if the power is to be written as a product."""
    sign, size = (-1, term.args[0]) if term.op.name == "negate" else (1, term)
    if size.op.name != NUMBER or abs(size.op.payload) not in range(1, HIGHEST_POWER + 1):
        return None
    return sign * int(size.op.payload)


def _reciprocal(term: Term) -> Polynomial:
    """1 / term: of numbers and common factors one by one, of the sum that is left as a factor of its own."""
    polynomial = opened(term)
    if not polynomial:
        return atom(apply("divide", number(1), number(0)))
    content, (factors, _), rest = primitive(polynomial)
    if len(rest) > 1:
        factors = (*factors, written(rest, 0))
    inverse = tuple(sorted((apply("divide", number(1), factor) for factor in factors), key=factor_key))
    return {(inverse, None): 1 / content}
