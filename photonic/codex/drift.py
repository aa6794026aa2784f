"""Drift of a form: rounding error of its float32 code against ball arithmetic on the same numbers, in bits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backends.grid import Grid
from backends.program import Input, Program
from photonic.errors import PhotonicError
from photonic.meaning import TIME_NAME

__all__ = ["measure_drift"]

POINTS = 4
"""Points per axis: few, since every number in the truth is a ball."""


def measure_drift(program: Program, values: Mapping[str, Any], seed: int = 0) -> float | None:
    """Mean bits of rounding error of the lowered program on smooth random fields, or None where it has no truth.

    Differences of second order on a small periodic grid, with a time axis where the program differentiates by time.
    There is no truth for unknown functions, for derivatives of the coordinates, and where a value is not finite.
    """
    from backends.jax.module import FieldModule
    from backends.precise.ball_grid import ground_truth
    from backends.precise.drift import drift_bits

    grid = _grid(program)
    given = _inputs(program, grid, values, seed)
    constants = {item.name for item in program.inputs if item.kind.startswith("constant")}
    try:
        module = FieldModule(program, grid, "fd2", "float32", {name: given[name] for name in constants})
        fields = {name: value for name, value in given.items() if name not in constants and name != TIME_NAME}
        lowered = np.asarray(module.by_operations(time=given[TIME_NAME] if module.depends_on_time else None, **fields))
        (truth,) = ground_truth(program, grid, 2, given, "float32")
        return drift_bits(np.broadcast_to(lowered, truth.shape), truth)
    except (ValueError, PhotonicError):
        return None


def _grid(program: Program) -> Grid:
    """A box of side 2π, with an axis t if the program differentiates by time."""
    timed = any(i.op == "partial" and i.static[0] == "t" for i in program.nested())
    axes = (*"xyz"[: program.dimension], *(("t",) if timed else ()))
    return Grid((POINTS,) * len(axes), (2 * math.pi,) * len(axes), axes=axes)


def _inputs(program: Program, grid: Grid, values: Mapping[str, Any], seed: int) -> dict[str, NDArray[np.float32]]:
    """Smooth fields: 2 and three waves with random phases and directions; constants their values, or 1.5."""
    return {
        item.name: _input(item, program.dimension, grid, values, seed)
        for item in program.inputs
        if item.kind != "position"
    }


def _input(item: Input, dimension: int, grid: Grid, values: Mapping[str, Any], seed: int) -> NDArray[np.float32]:
    shape = (dimension,) * item.rank
    if item.kind == "time":
        return np.asarray(0.5, np.float32)
    if item.kind.startswith("constant"):
        with np.errstate(over="ignore"):  # a constant beyond single precision is infinite: the form has no drift
            return np.full(shape, values.get(item.name, 1.5), np.float32)
    random = np.random.default_rng([seed, *item.name.encode()])
    points = grid.points()
    total = np.full((*shape, *grid.shape), 2.0)
    for _ in range(3):
        phase = random.uniform(0, 2 * math.pi, (*shape, *(1,) * len(points)))
        direction = random.integers(-1, 2, len(points))
        total += np.sin(phase + sum(int(k) * x for k, x in zip(direction, points, strict=True))) / 3
    return total.astype(np.float32)
