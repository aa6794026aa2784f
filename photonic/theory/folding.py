"""Arithmetic of exact numbers: the one law that is a function, worked out by the e-graph and again by the kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from rewriting.op import NUMBER
from rewriting.proof import Computation
from rewriting.term import Term, number

__all__ = ["ARITHMETIC"]

MOST_DIGITS = 60
"""Digits of a numerator or denominator beyond which a number is left as it is written."""

LARGEST_EXPONENT = 32


def _power(base: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent.denominator != 1 or abs(exponent) > LARGEST_EXPONENT or (base == 0 and exponent <= 0):
        return None
    return base ** int(exponent)


OPERATIONS: Mapping[str, Callable[..., Fraction | None]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "negate": lambda a: -a,
    "divide": lambda a, b: a / b if b else None,
    "power": _power,
    "sqrt": lambda a: a if a in (0, 1) else None,  # of others, which root it is, is a convention of each interpreter
}


def _fold(term: Term) -> Term | None:
    """The number that an operation on numbers is; None for other terms, undefined ones and very large ones."""
    if term.op.name not in OPERATIONS or any(child.op.name != NUMBER for child in term.args):
        return None
    value = OPERATIONS[term.op.name](*(Fraction(child.op.payload) for child in term.args))
    if value is None or max(abs(value.numerator), value.denominator) > 10**MOST_DIGITS:
        return None
    return number(int(value) if value.denominator == 1 else value)


ARITHMETIC = Computation("arithmetic", _fold, tuple(OPERATIONS))
"""Sums, products, quotients and whole powers of numbers, and the roots of 0 and 1."""
