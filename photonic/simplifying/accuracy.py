"""How accurately a form computes: bits of rounding error on sampled fields, against ball arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backends.grid import Grid
from backends.precise.ball_grid import ground_truth
from backends.precise.drift import Rounded
from backends.precise.rounded import rounded_values, rounding_bits
from backends.program import Input, Program
from photonic.errors import PhotonicError
from photonic.meaning import program_of
from rewriting.term import Term

__all__ = ["Judge", "Range", "sampled"]

Range = tuple[float, float]
"""The smallest and the largest value of each component of a field."""

POINTS, POINTS_ALONG = 32, 4
"""Points, and points along each axis where there are derivatives: few, since every number in the truth is a ball."""

DTYPE = np.dtype(np.float32)

USUAL: Range = (1 / 64, 64.0)
"""Where nothing is said of a field: small and large values, evenly in their logarithm."""


class Judge:
    """Measures forms of one term: mean bits of rounding error in single precision on random fields.

    Ranges on one side of zero are sampled evenly in their logarithm, others evenly; a field without one lies between
    1/64 and 64, below zero where its declaration says so. Without derivatives all forms have one truth, the term's; it
    is worked out once. Raises PhotonicError for a range that is none.
    """

    def __init__(self, term: Term, dimension: int, ranges: Mapping[str, Range] | None = None, seed: int = 0) -> None:
        self._dimension, self._ranges, self._seed = dimension, ranges or {}, seed
        program = program_of(term, dimension=dimension)
        self._grid = Grid((POINTS, *(1,) * (dimension - 1)), (2 * math.pi,) * dimension)
        self._given = self._fields(program, self._grid)
        self._truth: Rounded | None = None
        if _pointwise(program):
            try:
                (truth,) = ground_truth(program, self._grid, 2, self._given, DTYPE.name)
                self._truth = Rounded(truth, DTYPE)
            except ValueError:
                return

    def bits(self, form: Term) -> float | None:
        """The error of a form; None where there is no truth."""
        program = program_of(form, dimension=self._dimension)
        try:
            if self._truth is None or not _pointwise(program):
                return self._apart(program)
            found = self._truth.drift(self._spread(program, rounded_values(program, self._grid, self._given)))
        except (KeyError, ValueError):
            return None
        return None if math.isnan(found) else found

    def _apart(self, program: Program) -> float:
        """With derivatives, which are differences: each form has its own truth."""
        timed = any(i.op == "partial" and i.static[0] == "t" for i in program.instructions)
        axes = (*"xyz"[: self._dimension], *(("t",) if timed else ()))
        grid = Grid((POINTS_ALONG,) * len(axes), (2 * math.pi,) * len(axes), axes=axes)
        return rounding_bits(program, grid, self._fields(program, grid))

    def _fields(self, program: Program, grid: Grid) -> dict[str, NDArray[np.float32]]:
        return {
            i.name: sampled(i, self._dimension, grid, self._ranges.get(i.name, USUAL), self._seed)
            for i in program.inputs
        }

    def _spread(self, program: Program, values: NDArray[np.float32]) -> NDArray[np.float32]:
        shape = (self._dimension,) * program.output_ranks[0] + self._grid.shape
        return np.ascontiguousarray(np.broadcast_to(values, shape))


def _pointwise(program: Program) -> bool:
    return not any(instruction.op in ("partial", "iterate") for instruction in program.instructions)


def sampled(item: Input, dimension: int, grid: Grid, within: Any, seed: int) -> NDArray[np.float32]:
    """A field of random values in a range, of shape (dimension,) * rank + grid.shape; the same for a name and a seed.

    Raises PhotonicError for a range that is none.
    """
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
