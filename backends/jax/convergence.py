"""How fast the error of a lowered program falls as the grid is refined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from attrs import frozen
from jax.typing import ArrayLike
from numpy.typing import NDArray

from backends.grid import Grid
from backends.jax.module import FieldModule
from backends.jax.precision import Precision
from backends.program import Program

__all__ = ["Convergence", "convergence", "operator_convergence"]

Exact = Callable[..., NDArray[np.float64]] | Program
"""A function of the coordinates (x, [y, [z,]] t …) that returns an array of shape (dimension,) * rank + grid shape; or
a program whose inputs are position, time and constants alone."""


@frozen(eq=False)
class Convergence:
    """Errors on a sequence of grids, and the order p in error ≈ C · spacing ** p."""

    spacings: tuple[float, ...]
    errors: tuple[float, ...]

    @property
    def order(self) -> float:
        """The slope of log error over log spacing, by least squares over all grids."""
        return float(np.polyfit(np.log(self.spacings), np.log(self.errors), 1)[0])

    @property
    def orders(self) -> tuple[float, ...]:
        """The slope between each grid and the next."""
        slopes = np.diff(np.log(self.errors)) / np.diff(np.log(self.spacings))
        return tuple(map(float, slopes))


def convergence(error: Callable[[Grid], float], grids: Sequence[Grid]) -> Convergence:
    """`error` on each of at least two grids of different spacing; the spacing of a grid is its largest.

    Raises ValueError where all grids have one spacing.
    """
    spacings = tuple(max(grid.spacing) for grid in grids)
    if len(set(spacings)) < 2:
        raise ValueError(f"grids have the spacings {spacings}: at least two different ones show an order")
    return Convergence(spacings, tuple(error(grid) for grid in grids))


def operator_convergence(
    program: Program,
    inputs: Mapping[str, Exact],
    exact: Exact,
    grids: Sequence[Grid],
    method: str = "fd2",
    precision: Precision = "float64",
    parameters: Mapping[str, ArrayLike] | None = None,
) -> Convergence:
    """The largest error of a program with one output, on exact inputs, against its exact output, on each grid."""

    def error(grid: Grid) -> float:
        module = FieldModule(program, grid, method, precision, parameters)
        fields = {item.name: _sample(inputs[item.name], grid, method, parameters) for item in module.fields}
        difference = np.asarray(module(**fields), np.float64) - _sample(exact, grid, method, parameters)
        return float(np.abs(difference).max())

    return convergence(error, grids)


def _sample(field: Exact, grid: Grid, method: str, parameters: Mapping[str, ArrayLike] | None) -> NDArray[np.float64]:
    if not isinstance(field, Program):
        return np.asarray(field(*grid.points()), dtype=np.float64)
    needed = {item.name for item in field.inputs}
    own = {name: value for name, value in (parameters or {}).items() if name in needed}
    return np.asarray(FieldModule(field, grid, method, "float64", own)(), dtype=np.float64)
