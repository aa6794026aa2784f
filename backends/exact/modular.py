"""Arithmetic modulo the Mersenne prime p = 2³¹ − 1 on whole arrays of residues 0 … p − 1 (int64).

Because 2³¹ ≡ 1, adding a product's high bits to its low ones makes it small enough to be summed, without a division.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

__all__ = ["PRIME", "Residues", "fold", "invert", "multiply", "negate", "power", "reduce", "residue", "square_root"]

PRIME = 2**31 - 1
_FEW = 24  # below this size Python's own pow beats thirty passes over the array

Residues = NDArray[np.int64]


def fold(values: Residues) -> Residues:
    """Numbers congruent to 0 ≤ values < 2⁶², and below 2³²: small enough to sum 2³¹ of them before reducing."""
    low = values & PRIME
    low += values >> 31
    return low


def reduce(values: Residues) -> Residues:
    """The residues of 0 ≤ values < 2⁶³."""
    return values % PRIME


def multiply(left: Residues, right: Residues | np.int64) -> Residues:
    """The products of residues."""
    return reduce(np.multiply(left, right))


def negate(values: Residues) -> Residues:
    """−values."""
    return np.where(values == 0, 0, PRIME - values)


def residue(value: Fraction | int) -> int:
    """The residue of a rational number.

    Raises ValueError where p divides the denominator: such a number has no value modulo p.
    """
    if value.denominator % PRIME == 0:
        raise ValueError(f"number {value} has a denominator divisible by {PRIME}: it has no value modulo this prime")
    return value.numerator * pow(value.denominator, -1, PRIME) % PRIME


def power(base: Residues, exponent: int) -> Residues:
    """base ** exponent for an exponent ≥ 0, by repeated squaring; 0 ** 0 is 1."""
    result = np.ones_like(base)
    while exponent:
        if exponent & 1:
            result = multiply(result, base)
        exponent >>= 1
        if exponent:
            base = multiply(base, base)
    return result


def invert(values: Residues) -> Residues:
    """The reciprocals of residues; 0 is sent to 0, and the caller marks it as undefined."""
    if values.size > _FEW:
        return power(values, PRIME - 2)
    inverses = [pow(int(value), PRIME - 2, PRIME) for value in values.flat]
    return np.array(inverses, dtype=np.int64).reshape(values.shape)


def square_root(values: Residues) -> tuple[Residues, NDArray[np.bool_]]:
    """The principal roots, and where there is one.

    A residue that is a square has two roots ±r; because p ≡ 3 (mod 4) exactly one of them is itself a square, and
    that one is principal. So √a √b = √(ab) holds, as for positive reals: "is a square" plays the part of "positive".
    It is a^((p+1)/4), which is a squared 29 times.
    """
    root = values
    for _ in range(29):
        root = multiply(root, root)
    return root, multiply(root, root) == values
