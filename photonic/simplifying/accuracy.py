"""How accurately a form computes: bits of rounding error on sampled fields, against ball arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backends.grid import Grid
from backends.precise.rounded import rounding_bits
from backends.program import Input
from photonic.errors import PhotonicError
from photonic.meaning import program_of
from rewriting.term import Term

__all__ = ["Range", "error_bits", "sampled"]

Range = tuple[float, float]
"""The smallest and the largest value of each component of a field."""

POINTS = 4
"""Points per axis: few, since every number in the truth is a ball."""

USUAL: Range = (1 / 64, 64.0)
"""Where nothing is said of a field: small and large values, evenly in their logarithm."""


def error_bits(term: Term, dimension: int, ranges: Mapping[str, Range] | None = None, seed: int = 0) -> float | None:
    """Mean bits of rounding error in single precision on random fields within their ranges; None without a truth.

    Ranges on one side of zero are sampled evenly in their logarithm, others evenly; a field without one lies between
    1/64 and 64, below zero where its declaration says so. Raises PhotonicError for a range that is none.
    """
    program = program_of(term, dimension=dimension)
    timed = any(i.op == "partial" and i.static[0] == "t" for i in program.instructions)
    axes = (*"xyz"[:dimension], *(("t",) if timed else ()))
    grid = Grid((POINTS,) * len(axes), (2 * math.pi,) * len(axes), axes=axes)
    given = {i.name: sampled(i, dimension, grid, (ranges or {}).get(i.name, USUAL), seed) for i in program.inputs}
    try:
        return rounding_bits(program, grid, given)
    except ValueError:
        return None


def sampled(item: Input, dimension: int, grid: Grid, within: Any, seed: int) -> NDArray[np.float32]:
    """A field of random values in a range; the same for the same name and seed."""
    try:
        low, high = map(float, within)
    except (TypeError, ValueError):
        raise PhotonicError(f"the range of {item.name} is {within!r}: give a pair (smallest, largest)") from None
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise PhotonicError(f"the range of {item.name} is {within!r}: the smallest value comes first, both finite")
    shape = (dimension,) * item.rank + (() if item.kind.startswith("constant") else grid.shape)
    even = np.random.default_rng([seed, *item.name.encode()]).uniform(0, 1, shape)
    if within is USUAL and item.sign in ("negative", "nonpositive"):
        low, high = -high, -low
    if low * high > 0:
        return np.asarray(low * (high / low) ** even, np.float32)
    return np.asarray(low + (high - low) * even, np.float32)
