"""Polynomial fields over the rationals, exactly.

Values are arrays of shape (dimension,) * rank that hold polynomials in x, y, z, t (the first `dimension` letters, and
t). Nothing is truncated: what vanishes here vanishes identically.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mpoly_ctx
from numpy.typing import NDArray

from backends.calculus import SPACE, TIME, Calculus
from backends.contraction import plan

__all__ = ["NotPolynomialError", "Polynomial", "PolynomialCalculus", "PolynomialField", "Values", "as_components"]

Polynomial = Mapping[tuple[int, ...], Fraction]
"""Coefficients by exponents of (x, [y, [z,]] t)."""

PolynomialField = NDArray[Any]
"""A field's components: an array of shape (dimension,) * rank whose entries are `Polynomial`."""

Values = NDArray[Any]


class NotPolynomialError(ValueError):
    """An operation that leads out of the polynomials."""


class PolynomialCalculus(Calculus[Values]):
    """Programs on polynomial fields. Raises NotPolynomialError where a result is no polynomial."""

    def __init__(self, dimension: int = 3) -> None:
        self.dimension = dimension
        self._axes = (*SPACE[:dimension], TIME)
        self._ring = fmpq_mpoly_ctx.get(self._axes, "degrevlex")

    def coordinates(self, kind: str) -> Values:
        """The inputs of kind `position` and `time`."""
        *space, time = self._ring.gens()
        return as_components([time], ()) if kind == "time" else as_components(space, (self.dimension,))

    def number(self, value: Fraction) -> Values:
        return as_components([self._ring.constant(fmpq(value.numerator, value.denominator))], ())

    def literal(self, entries: tuple[int, ...], rank: int) -> Values:
        return as_components([self._ring.constant(entry) for entry in entries], (self.dimension,) * rank)

    def add(self, left: Values, right: Values) -> Values:
        return as_components([a + b for a, b in zip(left.flat, right.flat, strict=True)], left.shape)

    def multiply(self, scalar: Values, value: Values) -> Values:
        return as_components([self._times(scalar.item(), entry) for entry in value.flat], value.shape)

    def divide(self, value: Values, scalar: Values) -> Values:
        divisor = self._constant(scalar, "a division by")
        return as_components([entry / divisor for entry in value.flat], value.shape)

    def power(self, base: Values, exponent: Values) -> Values:
        number = self._constant(exponent, "the exponent")
        if number.q != 1 or number < 0:
            raise NotPolynomialError(f"the exponent {number} makes no polynomial: it must be an integer ≥ 0")
        return as_components([self._raised(base.item(), int(number.p))], ())

    def partial(self, value: Values, axis: str, order: int = 1) -> Values:
        entries = list(value.flat)
        for _ in range(order):
            entries = [entry.derivative(self._axes.index(axis)) for entry in entries]
        return as_components(entries, value.shape)

    def einsum(self, subscripts: str, *operands: Values) -> Values:
        contraction = plan(subscripts, [value.ndim for value in operands], self.dimension, [None] * len(operands))
        flat = [list(value.flat) for value in operands]
        sums = []
        for terms in contraction.terms:
            total = self._ring.constant(0)
            for coefficient, chosen in terms:
                product = self._ring.constant(coefficient)
                for entries, component in zip(flat, chosen, strict=True):
                    product = self._times(product, entries[component])
                total += product
            sums.append(total)
        return as_components(sums, (self.dimension,) * contraction.rank)

    def stack(self, values: Sequence[Values]) -> Values:
        return np.stack(values)

    def elementary(self, name: str, value: Values) -> Values:
        raise NotPolynomialError(f"{name} of {value.item()} is no polynomial")

    def unknown(self, name: str, order: int, value: Values) -> Values:
        raise NotPolynomialError(
            f"derivative {order} of the unknown function {name} at {value.item()} is no polynomial"
        )

    def _times(self, left: Any, right: Any) -> Any:
        return left * right

    def _raised(self, base: Any, exponent: int) -> Any:
        return base**exponent

    def _constant(self, value: Values, role: str) -> Any:
        entry = value.item()
        if not entry.is_constant():
            raise NotPolynomialError(f"{role} {entry} leads out of the polynomials")
        number = entry.to_dict().get((0,) * len(self._axes), fmpq(0))
        if role == "a division by" and not number:
            raise NotPolynomialError("a division by zero")
        return number


def as_components(entries: Sequence[Any], shape: tuple[int, ...]) -> Values:
    """Entries in row-major order as a value; NumPy is kept from looking into them."""
    array = np.empty(len(entries), dtype=np.object_)
    array[:] = entries
    return array.reshape(shape)
