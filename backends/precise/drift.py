"""Drift: the rounding error of lowered code, in bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

__all__ = ["Rounded", "drift_bits", "drift_of_points"]

Floats = NDArray[np.float32] | NDArray[np.float64]


def drift_bits(lowered: Floats, truth: NDArray[Any]) -> float:
    """The mean of `drift_of_points` over the points where the truth exists.

    Raises ValueError if it exists nowhere.
    """
    bits = drift_of_points(lowered, truth)
    if np.isnan(bits).all():
        raise ValueError("truth is undefined at every point: there is nothing to measure the drift against")
    return float(np.nanmean(bits))


def drift_of_points(lowered: Floats, truth: NDArray[Any]) -> NDArray[np.float64]:
    """Bits of error at each point: log₂(1 + how many floating-point steps lie between the value and the truth).

    It is Herbie's measure (P. Panchekha, A. Sanchez-Stern, J. Wilcox, Z. Tatlock, Automatically improving accuracy for
    floating point expressions, PLDI 2015): floats are numbered in order, and numbers are subtracted. 0 is a correctly
    rounded value, 1 the neighbour of it; nan and infinities where the truth is finite count as all bits of the type.
    Near zero this is stricter than relative error, since there are very many floats there.

    `lowered` is float32 or float64, `truth` an array of balls (flint.arb) of the same shape. The result is nan where
    the truth's ball is not finite. Raises ValueError if a ball is wider than the floats can tell apart.
    """
    values: NDArray[Any] = np.asarray(lowered)
    if values.dtype not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise ValueError(f"lowered has type {values.dtype}: float32 or float64 is needed")
    if values.shape != np.shape(truth):
        raise ValueError(f"lowered has shape {values.shape} and truth {np.shape(truth)}: they must be equal")
    return Rounded(truth, values.dtype).bits(values)


class Rounded:
    """A truth rounded to the floats of a type once, for the comparison of many forms with it.

    `truth` is an array of balls. Raises ValueError if a ball is wider than the floats can tell apart.
    """

    def __init__(self, truth: NDArray[Any], kind: np.dtype[Any]) -> None:
        self._kind = kind
        order = _Order.of(kind)
        found = [_place(ball, order) for ball in np.ravel(truth)]
        self._places = np.array([place or 0 for place in found], np.int64).reshape(np.shape(truth))
        self._exists = np.array([place is not None for place in found], np.bool_).reshape(np.shape(truth))

    def bits(self, lowered: Floats) -> NDArray[np.float64]:
        """As `drift_of_points` of values of this type."""
        values: NDArray[Any] = np.asarray(lowered, self._kind)
        integer = np.dtype(f"i{self._kind.itemsize}")
        steps = values.view(integer).astype(np.int64)
        steps = np.where(steps >= 0, steps, int(np.iinfo(integer).min) - steps)
        # two numbers of opposite sign may lie further apart than an int64 reaches, not further than a uint64
        apart = np.maximum(steps, self._places).astype(np.uint64) - np.minimum(steps, self._places).astype(np.uint64)
        bits = np.where(np.isfinite(values), np.log2(1.0 + apart), 8.0 * self._kind.itemsize)
        return np.where(self._exists, bits, np.nan)

    def drift(self, lowered: Floats) -> float:
        """As `drift_bits` of values of this type; nan where the truth exists nowhere."""
        return float(np.mean(self.bits(lowered)[self._exists])) if self._exists.any() else float("nan")


@frozen
class _Order:
    """The floats of a type, numbered in order: 0 for ±0, 1 for the smallest positive one, 2^lowest."""

    kind: np.dtype[Any]
    digits: int
    lowest: int
    largest: int

    @classmethod
    def of(cls, kind: np.dtype[Any]) -> _Order:
        about = np.finfo(kind)
        largest = int(np.asarray(about.max, kind).view(f"i{kind.itemsize}"))
        return cls(kind, about.nmant + 1, int(about.minexp) - about.nmant, largest)

    def place(self, ball: Any) -> int:
        """The number of the float nearest to the middle of a ball, ties to even; the largest is the end."""
        mantissa, exponent = (int(part) for part in ball.man_exp())
        size, sign = abs(mantissa), -1 if mantissa < 0 else 1
        reach = size.bit_length() + exponent
        if reach < self.lowest or not size:
            return 0
        if reach > -self.lowest:  # beyond the largest by far, and perhaps with more digits than there is room for
            return sign * self.largest
        unit = max(reach - self.digits, self.lowest)
        return sign * min((unit - self.lowest << self.digits - 1) + _shifted(size, unit - exponent), self.largest)


def _shifted(number: int, places: int) -> int:
    """A positive integer without its last binary places, rounded to the nearest, ties to even."""
    if places <= 0:
        return number << -places
    kept, rest, half = number >> places, number & (1 << places) - 1, 1 << places - 1
    return kept + (rest > half or (rest == half and kept % 2))


def _place(ball: Any, order: _Order) -> int | None:
    """The number of the float nearest to a truth; None for one that is not finite."""
    if not ball.is_finite():
        return None
    is_sharp = ball.rel_accuracy_bits() > order.digits + 2  # the ends are less than a step apart
    if not is_sharp and order.place(ball.upper()) - order.place(ball.lower()) > 1:
        raise ValueError(f"truth {ball} is not sharp enough for {order.kind}: evaluate it with a higher precision")
    return order.place(ball.mid())
