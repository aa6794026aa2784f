"""Two summands, written in the ways in which laws may see them: signs and factors in every place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from photonic.normal_forms.like_terms import Monomial, product_term
from photonic.terms import apply
from rewriting.term import Term, number

__all__ = ["Summand", "arranged"]

Summand = tuple[Monomial, Fraction]
"""A product and its coefficient."""


def arranged(first: Summand, second: Summand) -> Iterator[tuple[Term, bool]]:
    """Two summands as a sum or difference, as laws write them; whether a sign is taken out."""
    (one, c), (two, d) = first, second
    if c < 0 < d:
        (one, c), (two, d) = (two, d), (one, c)
    negative = c < 0 and d < 0
    for left in _written(one, abs(c)):
        for right in _written(two, abs(d)):
            if d < 0 < c:
                yield apply("subtract", left, right), False
            else:
                yield apply("add", left, right), negative
                yield apply("add", right, left), negative
        if d < 0 < c:
            for right in _written(two, abs(d)):
                for signed in _signed(right):
                    yield apply("add", left, signed), False


def _written(monomial: Monomial, coefficient: Fraction) -> Iterator[Term]:
    """A product with one of its factors in front, or with all its scalars together."""
    scalars, ranked = monomial
    factors = list(scalars)
    if coefficient != 1 or not (factors or ranked):
        factors = [number(coefficient.numerator if coefficient.denominator == 1 else coefficient), *factors]
    if len(factors) + (ranked is not None) == 1:
        yield product_term(factors, ranked)
        return
    for k, factor in enumerate(factors):
        yield apply("multiply", factor, product_term([f for m, f in enumerate(factors) if m != k], ranked))
    if ranked is not None and len(factors) > 1:
        yield apply("multiply", product_term(factors, None), ranked)


def _signed(term: Term) -> Iterator[Term]:
    """The negative of a term, with the sign in front or at one factor of a product."""
    yield apply("negate", term)
    if term.op.name == "multiply":
        yield apply("multiply", apply("negate", term.args[0]), term.args[1])
        yield apply("multiply", term.args[0], apply("negate", term.args[1]))
