"""Programs in floating point by NumPy, operation by operation in the order of the tape.

It rounds as the lowered code of one precision does before a compiler contracts or reorders anything, and starts no
compiler: for the comparison of many forms of one expression on a few points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backends.calculus import Calculus
from backends.contraction import plan
from backends.grid import Grid
from backends.precise.ball_grid import ground_truth
from backends.precise.drift import drift_bits
from backends.program import Program, evaluate
from backends.stencils import central_weights, derivative_factors

__all__ = ["FloatGrid", "rounded_values", "rounding_bits"]

Floats = NDArray[Any]
_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh",
          "atanh": "arctanh", "Abs": "abs", "ceiling": "ceil"}  # fmt: skip


def rounding_bits(program: Program, grid: Grid, inputs: Mapping[str, Floats], dtype: str = "float32") -> float:
    """Mean bits of rounding error of the program's only output against ball arithmetic, on the same numbers.

    Differences are of second order. Raises ValueError where there is no truth: unknown functions, derivatives of the
    coordinates, functions that NumPy and SciPy do not have, values that are nowhere finite.
    """
    (truth,) = ground_truth(program, grid, 2, inputs, dtype)
    return drift_bits(np.broadcast_to(rounded_values(program, grid, inputs, dtype), truth.shape), truth)


def rounded_values(program: Program, grid: Grid, inputs: Mapping[str, Floats], dtype: str = "float32") -> Floats:
    """The program's only output in floating point, on fields of one value or of one at each point of the grid.

    Raises ValueError for what NumPy and SciPy do not have, and for a position or time, which are no sampled fields.
    """
    calculus = FloatGrid(grid, dtype)
    axes = (1,) * len(grid.shape)
    values = {}
    for item in program.inputs:
        if item.kind in ("position", "time"):
            raise ValueError(f"the {item.kind} is no sampled field: there is no truth to compare with")
        array = np.asarray(inputs[item.name], dtype)
        values[item.name] = array.reshape(array.shape + axes) if array.ndim == item.rank else array
    with np.errstate(all="ignore"):
        (lowered,) = evaluate(program, calculus, values)
    return lowered


class FloatGrid(Calculus[Floats]):
    """The calculus of second-order differences on a periodic grid, in one floating-point type.

    A value has shape (dimension,) * rank + grid axes, of length 1 where it is constant.
    """

    def __init__(self, grid: Grid, dtype: str) -> None:
        self.grid, self.dimension, self.dtype = grid, grid.dimension, np.dtype(dtype)

    def number(self, value: Fraction) -> Floats:
        return np.full((1,) * len(self.grid.shape), float(value), self.dtype)

    def literal(self, entries: tuple[int, ...], rank: int) -> Floats:
        return np.array(entries, self.dtype).reshape((self.dimension,) * rank + (1,) * len(self.grid.shape))

    def add(self, left: Floats, right: Floats) -> Floats:
        return np.asarray(left + right)

    def multiply(self, scalar: Floats, value: Floats) -> Floats:
        return np.asarray(scalar * value)

    def divide(self, value: Floats, scalar: Floats) -> Floats:
        return np.asarray(value / scalar)

    def power(self, base: Floats, exponent: Floats) -> Floats:
        whole = float(exponent.flat[0]) if exponent.size == 1 else 0.5
        return np.asarray(base ** int(whole) if whole == int(whole) else base**exponent)

    def partial(self, value: Floats, axis: str, order: int = 1) -> Floats:
        if axis not in self.grid.axes:
            raise ValueError(f"axis {axis!r} is none of the grid's axes {', '.join(self.grid.axes)}")
        index = self.grid.axes.index(axis)
        place = value.ndim - len(self.grid.shape) + index
        if value.shape[place] == 1 and self.grid.shape[index] > 1:
            return np.zeros_like(value)
        for factor in derivative_factors(order):
            weights = [float(w / self.grid.exact_spacing[index] ** factor) for w in central_weights(factor, 2)]
            shifted = [np.roll(value, 1 - k, axis=place) for k in range(3)]
            terms = [self.dtype.type(w) * part for w, part in zip(weights, shifted, strict=True) if w]
            value = np.asarray(sum(terms[1:], terms[0]))
        return value

    def einsum(self, subscripts: str, *operands: Floats) -> Floats:
        ranks = [value.ndim - len(self.grid.shape) for value in operands]
        contraction = plan(subscripts, ranks, self.dimension, [None] * len(operands))
        shape = np.broadcast_shapes(*[v.shape[rank:] for v, rank in zip(operands, ranks, strict=True)])
        rows = [v.reshape(-1, *v.shape[rank:]) for v, rank in zip(operands, ranks, strict=True)]
        sums = np.zeros((len(contraction.terms), *shape), self.dtype)
        for output, terms in zip(sums, contraction.terms, strict=True):
            for coefficient, chosen in terms:
                term: Any = self.dtype.type(coefficient)
                for row, component in zip(rows, chosen, strict=True):
                    term = term * row[component]
                output += term
        return sums.reshape((self.dimension,) * contraction.rank + shape)

    def stack(self, values: Sequence[Floats]) -> Floats:
        return np.stack(np.broadcast_arrays(*values))

    def elementary(self, name: str, value: Floats) -> Floats:
        import scipy.special  # heavy, and seldom needed

        known = getattr(np, _NAMES.get(name, name), None) or getattr(scipy.special, name, None)
        if known is None:
            raise ValueError(f"function {name!r} has no floating-point form here: use one of NumPy or scipy.special")
        return np.asarray(known(value)).astype(self.dtype)

    def unknown(self, name: str, order: int, value: Floats) -> Floats:
        raise ValueError(f"derivative {order} of the unknown function {name!r} has no values on {value.shape}")
