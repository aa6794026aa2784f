"""Truncated Taylor series modulo p as bare arrays: products, and a function of one variable put into one of many.

The last axis holds the coefficients in the order of `Monomials`; all axes before it are independent series.
"""

from __future__ import annotations

from math import factorial

import numpy as np

from backends.exact.modular import PRIME, Residues, fold, invert, multiply, negate, reduce
from backends.exact.monomials import Monomials

__all__ = ["compose", "integral", "inverse_factorials", "reciprocal_outer", "root_outer", "truncated_product"]

_BLOCK = 1 << 15  # products formed at once, so that a block stays in the cache


def truncated_product(left: Residues, right: Residues, table: Monomials) -> Residues:
    """The product of series of one shape (…, table.count), truncated at the table's order.

    The loop it stands for: result[k] = Σ left[i] · right[j] over all monomials i, j whose product is monomial k.
    """
    if left.ndim == 1:
        return _block_product(left, right, table)
    shape = left.shape
    left, right = left.reshape(-1, table.count), right.reshape(-1, table.count)
    step = max(1, _BLOCK // len(table.products[0]))
    if len(left) <= step:
        return _block_product(left, right, table).reshape(shape)
    blocks = [_block_product(left[i : i + step], right[i : i + step], table) for i in range(0, len(left), step)]
    return np.concatenate(blocks).reshape(shape)


def _block_product(left: Residues, right: Residues, table: Monomials) -> Residues:
    first, second, starts = table.products
    terms = fold(np.take(left, first, axis=-1) * np.take(right, second, axis=-1))
    return reduce(np.add.reduceat(terms, starts, axis=-1))


def compose(outer: Residues, inner: Residues, table: Monomials) -> Residues:
    """The series of f(inner), where outer[…, k] = f⁽ᵏ⁾(a) / k! at the constant term a of `inner`.

    Horner's scheme on the part of `inner` without constant term, whose powers vanish beyond the order.
    """
    rest = inner.copy()
    rest[..., 0] = 0
    result = multiply(outer[..., -1:], rest)
    for k in range(outer.shape[-1] - 2, 0, -1):
        result[..., 0] = outer[..., k]
        result = truncated_product(result, rest, table)
    result[..., 0] = outer[..., 0]
    return result


def inverse_factorials(order: int) -> Residues:
    """1/0!, 1/1!, … 1/order! modulo p."""
    return np.array([pow(factorial(k), -1, PRIME) for k in range(order + 1)], dtype=np.int64)


def integral(constant: Residues, derivative: Residues) -> Residues:
    """The coefficients, in one variable, of the function with this value and this derivative's coefficients."""
    indices = np.arange(1, derivative.shape[-1], dtype=np.int64)
    higher = multiply(derivative[..., :-1], invert(indices))
    return np.concatenate([constant[..., None], higher], axis=-1)


def reciprocal_outer(at: Residues, order: int) -> Residues:
    """Coefficients of 1/x at x = a: (−1)ᵏ a^(−k−1)."""
    ratio = negate(invert(at))
    return _geometric(negate(ratio), [ratio] * order)


def root_outer(at: Residues, root: Residues, order: int) -> Residues:
    """Coefficients of √x at x = a, given √a: the binomial series √a · C(½, k) a^(−k)."""
    inverse = invert(at)
    halves = invert(2 * np.arange(1, order + 1, dtype=np.int64))
    # C(½, k) = C(½, k−1) · (3 − 2k) / 2k
    steps = [multiply(inverse, np.int64((3 - 2 * k) % PRIME * int(halves[k - 1]) % PRIME)) for k in range(1, order + 1)]
    return _geometric(root, steps)


def _geometric(first: Residues, ratios: list[Residues]) -> Residues:
    """first, first · ratio₁, first · ratio₁ · ratio₂, … along a new last axis."""
    columns = [first]
    for ratio in ratios:
        columns.append(multiply(columns[-1], ratio))
    return np.stack(columns, axis=-1)
