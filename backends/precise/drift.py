"""Drift: the rounding error of lowered code, in bits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

__all__ = ["Rounded", "drift_bits", "drift_of_points"]

FAR = 1200
"""Binary digits before or behind the point beyond which no float lies."""

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
    values = np.asarray(lowered)
    if values.dtype not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise ValueError(f"lowered has type {values.dtype}: float32 or float64 is needed")
    if values.shape != np.shape(truth):
        raise ValueError(f"lowered has shape {values.shape} and truth {np.shape(truth)}: they must be equal")
    bits = [_bits(value, ball) for value, ball in zip(values.ravel(), np.ravel(truth), strict=True)]
    return np.array(bits, dtype=np.float64).reshape(values.shape)


class Rounded:
    """A truth rounded to the floats of a type once, for the comparison of many forms with it.

    `truth` is an array of balls. Raises ValueError if a ball is wider than the floats can tell apart.
    """

    def __init__(self, truth: NDArray[Any], kind: np.dtype[Any]) -> None:
        self._kind = kind
        found = [self._place(ball) for ball in np.ravel(truth)]
        self._places = np.array([place or 0 for place in found], np.int64).reshape(np.shape(truth))
        self._exists = np.array([place is not None for place in found]).reshape(np.shape(truth))

    def drift(self, lowered: Floats) -> float:
        """As `drift_bits` of values of this type; nan where the truth exists nowhere."""
        values = np.asarray(lowered, self._kind)
        steps = np.asarray(values).view(f"i{self._kind.itemsize}").astype(np.int64)
        steps = np.where(steps >= 0, steps, int(np.iinfo(f"i{self._kind.itemsize}").min) - steps)
        bits = np.log2(1.0 + np.abs(steps - self._places))
        bits = np.where(np.isfinite(values), bits, 8.0 * self._kind.itemsize)
        return float(np.mean(bits[self._exists])) if self._exists.any() else float("nan")

    def _place(self, ball: Any) -> int | None:
        if not ball.is_finite():
            return None
        low, middle, high = (_ordinal(_rounded(end, self._kind), self._kind) for end in _ends(ball))
        if high - low > 1:
            raise ValueError(f"truth {ball} is not sharp enough for {self._kind}: evaluate it with a higher precision")
        return middle


def _ends(ball: Any) -> tuple[Any, Any, Any]:
    return ball.lower(), ball.mid(), ball.upper()


def _bits(value: Any, ball: Any) -> float:
    if not ball.is_finite():
        return float("nan")
    kind = np.dtype(type(value))
    if not np.isfinite(value):
        return float(8 * kind.itemsize)
    low, middle, high = (_ordinal(_rounded(end, kind), kind) for end in _ends(ball))
    if high - low > 1:
        raise ValueError(f"truth {ball} is not sharp enough for {kind}: evaluate it with a higher precision")
    return float(np.log2(1.0 + abs(_ordinal(value, kind) - middle)))


def _ordinal(value: Any, kind: np.dtype[Any]) -> int:
    """The number of a float in their order: 0 for ±0, 1 for the smallest positive one."""
    integer = np.dtype(f"i{kind.itemsize}")
    bits = int(np.asarray(value, dtype=kind).view(integer))
    return bits if bits >= 0 else int(np.iinfo(integer).min) - bits


def _rounded(ball: Any, kind: np.dtype[Any]) -> Any:
    """The float nearest to a ball of radius 0, ties to even; the largest float where the number is beyond it."""
    mantissa, exponent = (int(part) for part in arb(ball).man_exp())
    size = mantissa.bit_length() + exponent
    if mantissa and abs(size) > FAR:  # exp(exp(64)) has more digits than there is room for
        tiny = kind.type(0)
        return tiny if size < 0 else np.finfo(kind).max if mantissa > 0 else -np.finfo(kind).max
    exact = mantissa * Fraction(2) ** exponent
    largest = np.finfo(kind).max
    if abs(exact) >= Fraction(float(largest)):
        return largest if exact > 0 else -largest
    guess = kind.type(float(exact))  # rounded twice: at most one step away
    neighbours = [guess, np.nextafter(guess, -largest, dtype=kind), np.nextafter(guess, largest, dtype=kind)]
    return min(neighbours, key=lambda near: (abs(Fraction(float(near)) - exact), _ordinal(near, kind) % 2))
