"""Like terms: sums of multiples of products, whatever their order and brackets, in one form.

The form is a function of the sum alone. That makes it a law which is a computation: two sums are equal when their
forms are, and a kernel that is given `COLLECT` works out both. Products of sums are not multiplied out, nor is anything
below other operators looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from photonic.terms import apply, rank, zero
from rewriting.canonical.theory import order
from rewriting.op import NUMBER
from rewriting.proof import Computation
from rewriting.term import Term, number

__all__ = ["COLLECT", "SUMS", "Monomial", "collected", "key", "monomial_term", "product_term", "sum_term", "summands"]

SUMS = frozenset({"add", "subtract", "negate"})
MOST = 200
"""Summands beyond which a sum is left as it is."""

Monomial = tuple[tuple[Term, ...], Term | None]
"""Scalar factors in order, and the vector or tensor that they multiply."""

key = lru_cache(maxsize=8192)(order)


def summands(term: Term) -> dict[Monomial, Fraction] | None:
    """The coefficients, but 0, of the products in a sum, in order of appearance; None where there are too many."""
    total: dict[Monomial, Fraction] = {}
    stack = [(term, Fraction(1))]
    while stack:
        node, sign = stack.pop()
        name = node.op.name
        if name == "add":
            stack += [(node.args[1], sign), (node.args[0], sign)]
        elif name == "subtract":
            stack += [(node.args[1], -sign), (node.args[0], sign)]
        elif name == "negate":
            stack.append((node.args[0], -sign))
        elif name not in ("zero_vector", "zero_tensor"):
            coefficient, monomial = _factors(node)
            total[monomial] = total.get(monomial, Fraction(0)) + sign * coefficient
        if len(total) + len(stack) > MOST:
            return None
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def collected(term: Term) -> Term | None:
    """The form of a sum or a product; None for other terms."""
    if term.op.name not in (*SUMS, "multiply", "divide"):
        return None
    found = summands(term)
    if found is None:
        return None
    parts = sorted(found.items(), key=lambda part: [key(node) for node in (*part[0][0], *filter(None, part[0][1:]))])
    return sum_term(parts, rank(term))


COLLECT = Computation("collect", collected, (*sorted(SUMS), "divide", "multiply"))
"""The kernel's way to check that two sums are one, up to order, brackets and like terms."""


def sum_term(parts: Sequence[tuple[Monomial, Fraction]], of_rank: int) -> Term:
    """The parts added up from left to right, positive ones first; negative ones are subtracted."""
    positive = [monomial_term(monomial, c) for monomial, c in parts if c > 0]
    negative = [monomial_term(monomial, -c) for monomial, c in parts if c < 0]
    if not positive and not negative:
        return zero(of_rank)
    total = positive[0] if positive else apply("negate", negative.pop(0))
    for part in positive[1:]:
        total = apply("add", total, part)
    for part in negative:
        total = apply("subtract", total, part)
    return total


def monomial_term(monomial: Monomial, coefficient: Fraction) -> Term:
    """coefficient · factors · vector, bracketed to the right; the coefficient is positive."""
    scalars, ranked = monomial
    return product_term([*([_number(coefficient)] if coefficient != 1 else []), *scalars], ranked)


def product_term(scalars: Sequence[Term], ranked: Term | None) -> Term:
    """The product bracketed to the right; 1 for none."""
    factors = [*scalars, *([] if ranked is None else [ranked])]
    if not factors:
        return number(1)
    total = factors[-1]
    for factor in reversed(factors[:-1]):
        total = apply("multiply", factor, total)
    return total


def _number(value: Fraction) -> Term:
    return number(value.numerator if value.denominator == 1 else value)


def _factors(term: Term) -> tuple[Fraction, Monomial]:
    """A product as coefficient, scalar factors and what else there is; quotients by a number are multiples."""
    coefficient, scalars, ranked = Fraction(1), [], None
    stack = [term]
    while stack:
        node = stack.pop()
        name = node.op.name
        if name == "multiply":
            stack += [node.args[1], node.args[0]]
        elif name == "negate":
            coefficient = -coefficient
            stack.append(node.args[0])
        elif name == "divide" and node.args[1].op.name == NUMBER and node.args[1].op.payload:
            coefficient /= Fraction(node.args[1].op.payload)
            stack.append(node.args[0])
        elif name == NUMBER:
            coefficient *= Fraction(node.op.payload)
        elif rank(node):
            ranked = node
        else:
            scalars.append(node)
    return coefficient, (tuple(sorted(scalars, key=key)), ranked)
