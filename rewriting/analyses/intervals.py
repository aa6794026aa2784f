"""Intervals: bounds of real classes from what is assumed of each symbol; an empty one is a contradiction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rewriting.analyses.lattice import Lattice
from rewriting.columns import Flags
from rewriting.op import NUMBER, Op

__all__ = ["Intervals"]

_Box: TypeAlias = NDArray[np.float64]
"""n rows (low, high, nonzero): the value is in low … high, and not 0 where nonzero is 1. Shape (n, 3)."""

_ANYTHING = (-np.inf, np.inf, 0.0)


class Intervals(Lattice):
    """Lower and upper bound of every class, and whether it is known not to be zero, as (low, high, nonzero).

    `assumptions` bounds symbols by name: {"x": (0.0, 1.0)}, or one of "positive", "negative", "nonnegative",
    "nonpositive", "nonzero". Terms are real and defined. Bounds are rounded outwards; on cycles the search for better
    ones stops after `turns` levels. Raises ValueError for a bound that is NaN or an interval that is empty.
    """

    surprising = True

    def __init__(
        self,
        assumptions: Mapping[str, str | tuple[float, float]],
        *,
        symbol: str = "symbol",
        turns: int = 32,
        name: str = "intervals",
    ) -> None:
        super().__init__(name, _ANYTHING, np.float64, turns)
        self._symbol_name = symbol
        self._assumed = {key: _assumed(key, value) for key, value in assumptions.items()}

    def make(self, op: Op, operands: list[_Box]) -> _Box:
        """See Lattice."""
        if not operands:
            return np.array([self._leaf(op)])
        rule = _OPERATORS.get((op.name, len(operands)))
        if rule is None:
            return np.tile(np.array(_ANYTHING), (len(operands[0]), 1))
        with np.errstate(invalid="ignore", over="ignore", divide="ignore", under="ignore"):
            return rule(*operands)

    def join(self, left: _Box, right: _Box) -> _Box:
        """What is in both."""
        low, high = np.maximum(left[:, 0], right[:, 0]), np.minimum(left[:, 1], right[:, 1])
        return np.stack([low, high, np.maximum(left[:, 2], right[:, 2])], axis=1)

    def impossible(self, values: _Box) -> Flags:
        """Empty intervals, and zero that is not zero."""
        low, high, nonzero = values.T
        flags: Flags = (low > high) | ((low == 0) & (high == 0) & (nonzero > 0))
        return flags

    def sign(self, box: NDArray[np.float64]) -> str:
        """The sign that one value (low, high, nonzero) tells: positive, negative, zero, …, or "" for nothing."""
        low, high, nonzero = box.tolist()
        if low == high == 0:
            return "zero"
        if low > 0 or (low == 0 and nonzero):
            return "positive"
        if high < 0 or (high == 0 and nonzero):
            return "negative"
        return "nonnegative" if low == 0 else "nonpositive" if high == 0 else "nonzero" if nonzero else ""

    def _leaf(self, op: Op) -> tuple[float, float, float]:
        if op.name == NUMBER:
            return _around(Fraction(op.payload))
        return self._assumed.get(str(op.payload), _ANYTHING) if op.name == self._symbol_name else _ANYTHING


def _around(value: Fraction) -> tuple[float, float, float]:
    """The narrowest interval of doubles around an exact number."""
    try:
        near = float(value)
    except OverflowError:
        return (np.finfo(float).max, np.inf, 1.0) if value > 0 else (-np.inf, -np.finfo(float).max, 1.0)
    low = near if Fraction(near) <= value else float(np.nextafter(near, -np.inf))
    high = near if Fraction(near) >= value else float(np.nextafter(near, np.inf))
    return low, high, float(value != 0)


def _assumed(name: str, value: str | tuple[float, float]) -> tuple[float, float, float]:
    signs = {
        "positive": (0.0, np.inf, 1.0),
        "negative": (-np.inf, 0.0, 1.0),
        "nonnegative": (0.0, np.inf, 0.0),
        "nonpositive": (-np.inf, 0.0, 0.0),
        "nonzero": (-np.inf, np.inf, 1.0),
    }
    if isinstance(value, str):
        if value not in signs:
            raise ValueError(f"assumptions[{name!r}] is {value!r}: it must be one of {', '.join(signs)} or a pair")
        return signs[value]
    low, high = float(value[0]), float(value[1])
    if not low <= high:
        raise ValueError(f"assumptions[{name!r}] is {value!r}: it must be (low, high) with low <= high")
    return low, high, float(low > 0 or high < 0)


def _box(low: Any, high: Any, nonzero: Any) -> _Box:
    """Rounded outwards; bounds that are NaN, as in inf − inf, are no bounds."""
    low = np.where(np.isnan(low), -np.inf, np.nextafter(low, -np.inf))
    high = np.where(np.isnan(high), np.inf, np.nextafter(high, np.inf))
    return np.stack([low, high, np.broadcast_to(nonzero, low.shape)], axis=1).astype(np.float64)


def _sum(a: _Box, b: _Box) -> _Box:
    low, high = a[:, 0] + b[:, 0], a[:, 1] + b[:, 1]
    upward = (a[:, 0] >= 0) & (b[:, 0] >= 0)
    downward = (a[:, 1] <= 0) & (b[:, 1] <= 0)
    nonzero = (upward | downward) & ((a[:, 2] > 0) | (b[:, 2] > 0))
    return _kept_sign(_box(low, high, nonzero), upward, downward)


def _negated(a: _Box) -> _Box:
    return np.stack([-a[:, 1], -a[:, 0], a[:, 2]], axis=1)


def _product(a: _Box, b: _Box) -> _Box:
    ends = np.stack([_times(a[:, i], b[:, j]) for i in (0, 1) for j in (0, 1)])
    box = _box(ends.min(axis=0), ends.max(axis=0), (a[:, 2] > 0) & (b[:, 2] > 0))
    up_a, up_b, down_a, down_b = a[:, 0] >= 0, b[:, 0] >= 0, a[:, 1] <= 0, b[:, 1] <= 0
    return _kept_sign(box, (up_a & up_b) | (down_a & down_b), (up_a & down_b) | (down_a & up_b))


def _times(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 · ∞ is 0 here: the infinite end is never attained."""
    return np.where((x == 0) | (y == 0), 0.0, x * y)


def _quotient(a: _Box, b: _Box) -> _Box:
    """a / b; nothing but the sign is known where the divisor may be near zero."""
    away = (b[:, 0] > 0) | (b[:, 1] < 0)
    safe = np.where(away[:, None], b, 1.0)
    reciprocal = _box(1 / safe[:, 1], 1 / safe[:, 0], 1.0)
    known = np.where(away[:, None], _product(a, reciprocal), np.array(_ANYTHING))
    known[:, 2] = a[:, 2]
    up_a, up_b, down_a, down_b = a[:, 0] >= 0, b[:, 0] >= 0, a[:, 1] <= 0, b[:, 1] <= 0
    return _kept_sign(known, (up_a & up_b) | (down_a & down_b), (up_a & down_b) | (down_a & up_b))


def _power(a: _Box, b: _Box) -> _Box:
    """A square is not negative; a positive base has a positive power."""
    square = (b[:, 0] == 2) & (b[:, 1] == 2)
    positive = (a[:, 0] >= 0) & (a[:, 2] > 0)
    low = np.where(square | positive, 0.0, -np.inf)
    nonzero = positive | (square & (a[:, 2] > 0))
    largest = np.maximum(np.abs(a[:, 0]), np.abs(a[:, 1]))
    high = np.where(square, np.nextafter(largest * largest, np.inf), np.inf)
    return np.stack([low, high, nonzero.astype(np.float64)], axis=1)


def _root(a: _Box) -> _Box:
    low, high = np.sqrt(np.maximum(a[:, 0], 0.0)), np.sqrt(np.maximum(a[:, 1], 0.0))
    return _kept_sign(_box(low, high, a[:, 2] > 0), np.ones(len(a), dtype=np.bool_), np.zeros(len(a), dtype=np.bool_))


def _absolute(a: _Box) -> _Box:
    inside = (a[:, 0] <= 0) & (a[:, 1] >= 0)
    low = np.where(inside, 0.0, np.minimum(np.abs(a[:, 0]), np.abs(a[:, 1])))
    return np.stack([low, np.maximum(np.abs(a[:, 0]), np.abs(a[:, 1])), a[:, 2]], axis=1)


def _wave(a: _Box) -> _Box:
    return np.tile(np.array([-1.0, 1.0, 0.0]), (len(a), 1))


def _exponential(a: _Box) -> _Box:
    """Positive; the bounds two units wider than `exp` gives them, which is not correctly rounded."""
    low, high = np.exp(a[:, 0]), np.exp(a[:, 1])
    low, high = low * (1 - 2**-50), high * (1 + 2**-50)
    return np.stack([low, np.where(np.isnan(high), np.inf, high), np.ones(len(a))], axis=1)


def _kept_sign(box: _Box, upward: Flags, downward: Flags) -> _Box:
    """Rounding outwards must not carry a bound across zero."""
    box[:, 0] = np.where(upward, np.maximum(box[:, 0], 0.0), box[:, 0])
    box[:, 1] = np.where(downward, np.minimum(box[:, 1], 0.0), box[:, 1])
    return box


_OPERATORS: dict[tuple[str, int], Callable[..., _Box]] = {
    ("+", 2): _sum,
    ("-", 2): lambda a, b: _sum(a, _negated(b)),
    ("*", 2): _product,
    ("/", 2): _quotient,
    ("**", 2): _power,
    ("neg", 1): _negated,
    ("sqrt", 1): _root,
    ("abs", 1): _absolute,
    ("sin", 1): _wave,
    ("cos", 1): _wave,
    ("exp", 1): _exponential,
}
