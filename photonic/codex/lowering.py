"""Lowering for runs: a plan's terms as Equinox modules on its grids, with the scroll's constants."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from backends.grid import Grid
from backends.jax.module import FieldModule
from photonic.meaning import program_of
from photonic.plan import Plan
from rewriting.term import Term

__all__ = ["Precision", "Values", "box", "finite", "module", "sample", "step_count"]

Values = NDArray[np.float64]
Precision = Literal["float32", "float64"]

MAX_STEPS = 200_000


def box(plan: Plan, points: int, dimension: int) -> Grid:
    """The plan's periodic box with so many points along each axis."""
    return Grid((points,) * dimension, (plan.length,) * dimension)


def module(
    term: Term,
    grid: Grid,
    method: str,
    constants: Mapping[str, Any],
    coefficients: Mapping[str, Any] | None = None,
    precision: Precision = "float64",
) -> FieldModule:
    """The module of a term; constants, and coefficient fields if given, become its parameters."""
    program = program_of(term, dimension=grid.dimension)
    needed = {item.name for item in program.inputs}
    known = {**constants, **(coefficients or {})}
    parameters = {name: value for name, value in known.items() if name in needed}
    return FieldModule(program, grid, method, precision, parameters)


def sample(term: Term, grid: Grid, constants: Mapping[str, Any], time: float = 0.0) -> Values:
    """The values of a term in the coordinates and the time, at the grid's points; derivatives in it are exact."""
    lowered = module(term, grid, "spectral", constants)
    values = lowered(time=time if lowered.depends_on_time else None)
    shape = (grid.dimension,) * lowered.program.output_ranks[0] + grid.shape
    return np.broadcast_to(np.asarray(values, np.float64), shape)


def finite(value: Any) -> float | None:
    """The number as plain data: None where it is not finite, since a record holds no NaN."""
    number = float(value)
    return number if math.isfinite(number) else None


def step_count(time: float, rate: float, step: float, least: int = 1) -> int:
    """Time steps such that each times the largest rate is about `step`; at most MAX_STEPS, whatever the rate."""
    wanted = time * rate / step
    return max(least, math.ceil(min(wanted, MAX_STEPS))) if math.isfinite(wanted) else MAX_STEPS
