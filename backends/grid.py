"""Periodic boxes with equally spaced points."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import Any

import numpy as np
from attrs import Attribute, field, frozen
from numpy.typing import NDArray

from backends.calculus import SPACE, TIME

__all__ = ["Grid"]


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(map(float, values))


def _integers(values: Any) -> tuple[int, ...]:
    return tuple(values)


def _names(values: Any) -> tuple[str, ...]:
    return tuple(values)


@frozen(cache_hash=True)
class Grid:
    """A periodic box: `shape` points along the sides of `lengths`, the first point at `origin`.

    `axes` names the axes: x, y, z in this order, and last "t" where the data has a time axis, which is periodic too.
    Lengths are in the unit of the coordinates. The point at origin + length is the point at origin, so the spacing is
    length / points. Raises ValueError where the numbers do not fit.
    """

    shape: tuple[int, ...] = field(converter=_integers)
    lengths: tuple[float, ...] = field(converter=_floats)
    origin: tuple[float, ...] = field(converter=_floats)
    axes: tuple[str, ...] = field(converter=_names)

    @origin.default
    def _origin(self) -> tuple[float, ...]:
        return (0.0,) * len(self.shape)

    @axes.default
    def _axes(self) -> tuple[str, ...]:
        return SPACE[: len(self.shape)]

    @shape.validator
    def _check_shape(self, _: Attribute[tuple[int, ...]], value: tuple[int, ...]) -> None:
        if not all(isinstance(points, int) and points > 0 for points in value):
            raise ValueError(f"shape {value}: the number of points along each axis must be a positive integer")

    @lengths.validator
    def _check_lengths(self, _: Attribute[tuple[float, ...]], value: tuple[float, ...]) -> None:
        if len(value) != len(self.shape) or not all(length > 0 and isfinite(length) for length in value):
            raise ValueError(
                f"lengths {value}: one positive length is needed for each of the axes of shape {self.shape}"
            )

    @axes.validator
    def _check_axes(self, _: Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
        space = value[:-1] if value[-1:] == (TIME,) else value
        if space != SPACE[: len(space)] or not space or len(value) != len(self.shape):
            raise ValueError(f"axes {value}: one name for each axis of shape {self.shape}: x, y, z in order, t last")
        if len(self.origin) != len(self.shape):
            raise ValueError(f"origin {self.origin}: one number is needed for each of the axes {', '.join(value)}")

    @property
    def dimension(self) -> int:
        """The number of space axes."""
        return len(self.axes) - (TIME in self.axes)

    @property
    def spacing(self) -> tuple[float, ...]:
        """The distance of neighbouring points along each axis."""
        return tuple(float(step) for step in self.exact_spacing)

    @property
    def exact_spacing(self) -> tuple[Fraction, ...]:
        """The spacing as exact rationals: length / points."""
        return tuple(Fraction(length) / points for length, points in zip(self.lengths, self.shape, strict=True))

    def coordinates(self, axis: str) -> NDArray[np.float64]:
        """The coordinate along one axis, shaped so that it broadcasts over the grid."""
        index = self.axes.index(axis)
        values = self.origin[index] + self.spacing[index] * np.arange(self.shape[index], dtype=np.float64)
        return values.reshape([-1 if other == index else 1 for other in range(len(self.shape))])

    def points(self) -> tuple[NDArray[np.float64], ...]:
        """The coordinates along all axes, each of the shape of the grid."""
        return tuple(np.broadcast_to(self.coordinates(axis), self.shape) for axis in self.axes)
