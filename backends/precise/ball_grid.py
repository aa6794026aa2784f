"""Central differences on a grid of balls: what lowered code would give without rounding.

It takes the very numbers that the lowered code was given, and the same exact stencils, so that all it differs by is
rounding error. Sizes are small: every number is a Python object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen
from flint import arb, ctx, fmpq
from numpy.typing import ArrayLike, NDArray

from backends.calculus import SPACE, TIME, Calculus
from backends.contraction import plan
from backends.grid import Grid
from backends.precise.functions import BALL_FUNCTIONS, whole_power
from backends.program import Program, evaluate
from backends.stencils import central_weights, derivative_factors

__all__ = ["BallField", "BallGrid", "ground_truth"]

Balls = NDArray[Any]


@frozen(eq=False)
class BallField:
    """Balls of shape (dimension,) * rank + grid axes, of length 1 where the value is constant.

    `rational` is the exact value of a number; `aperiodic` says that it depends on the coordinates.
    """

    values: Balls
    rational: Fraction | None = None
    aperiodic: bool = False


class BallGrid(Calculus[BallField]):
    """The calculus of `fd2`, `fd4`, `fd8` (`accuracy` 2, 4, 8) in balls of Arb's current precision."""

    def __init__(self, grid: Grid, accuracy: int) -> None:
        self.grid = grid
        self.dimension = grid.dimension
        self.accuracy = accuracy

    def field(self, values: ArrayLike, rank: int, aperiodic: bool = False) -> BallField:
        """Exactly the given floating-point numbers, with the grid's axes or, for a constant, without."""
        array = np.asarray(values)
        if array.ndim == rank:
            array = array.reshape(array.shape + (1,) * len(self.grid.shape))
        return BallField(_exact(array), aperiodic=aperiodic)

    def position(self, dtype: str) -> BallField:
        """The coordinates, rounded to `dtype` as lowered code has them."""
        axes = [np.broadcast_to(self.grid.coordinates(axis), self.grid.shape) for axis in SPACE[: self.dimension]]
        return self.field(np.stack(axes).astype(dtype), 1, aperiodic=True)

    def number(self, value: Fraction) -> BallField:
        ball = _fill([arb(fmpq(value.numerator, value.denominator))], (1,) * len(self.grid.shape))
        return BallField(ball, Fraction(value))

    def literal(self, entries: tuple[int, ...], rank: int) -> BallField:
        shape = (self.dimension,) * rank + (1,) * len(self.grid.shape)
        return BallField(_fill([arb(entry) for entry in entries], shape))

    def add(self, left: BallField, right: BallField) -> BallField:
        return BallField(left.values + right.values, aperiodic=left.aperiodic or right.aperiodic)

    def multiply(self, scalar: BallField, value: BallField) -> BallField:
        return BallField(scalar.values * value.values, aperiodic=scalar.aperiodic or value.aperiodic)

    def divide(self, value: BallField, scalar: BallField) -> BallField:
        return BallField(value.values / scalar.values, aperiodic=scalar.aperiodic or value.aperiodic)

    def power(self, base: BallField, exponent: BallField) -> BallField:
        number, aperiodic = exponent.rational, base.aperiodic or exponent.aperiodic
        if number is None:
            return BallField(base.values**exponent.values, aperiodic=aperiodic)
        if number.denominator == 1:
            return BallField(_each(lambda ball: whole_power(ball, int(number)), base.values), aperiodic=aperiodic)
        if number.denominator == 2:
            roots = _each(lambda ball: whole_power(ball.sqrt(), number.numerator), base.values)
            return BallField(roots, aperiodic=aperiodic)
        return BallField(base.values**exponent.values, aperiodic=aperiodic)

    def partial(self, value: BallField, axis: str, order: int = 1) -> BallField:
        if axis not in self.grid.axes:
            raise ValueError(f"axis {axis!r} is none of the grid's axes {', '.join(self.grid.axes)}")
        if value.aperiodic:
            raise ValueError("an expression in the coordinates is not periodic: it has no difference stencil here")
        values, index = value.values, self.grid.axes.index(axis)
        place = values.ndim - len(self.grid.shape) + index
        if values.shape[place] == 1 and self.grid.shape[index] > 1:
            return BallField(_each(lambda _: arb(0), values))
        for factor in derivative_factors(order):
            values = self._stencil(values, place, factor, self.grid.exact_spacing[index])
        return BallField(values)

    def einsum(self, subscripts: str, *operands: BallField) -> BallField:
        ranks = [value.values.ndim - len(self.grid.shape) for value in operands]
        contraction = plan(subscripts, ranks, self.dimension, [None] * len(operands))
        shape = np.broadcast_shapes(*[v.values.shape[rank:] for v, rank in zip(operands, ranks, strict=True)])
        rows = [v.values.reshape(-1, *v.values.shape[rank:]) for v, rank in zip(operands, ranks, strict=True)]
        sums = []
        for terms in contraction.terms:
            total = _fill([arb(0)] * int(np.prod(shape)), shape)
            for coefficient, chosen in terms:
                term: Any = arb(coefficient)
                for row, component in zip(rows, chosen, strict=True):
                    term = term * row[component]
                total = total + term
            sums.append(total)
        stacked = np.stack(sums).reshape((self.dimension,) * contraction.rank + shape)
        return BallField(stacked, aperiodic=any(value.aperiodic for value in operands))

    def stack(self, values: Sequence[BallField]) -> BallField:
        stacked = np.stack(np.broadcast_arrays(*[value.values for value in values]))
        return BallField(stacked, aperiodic=any(value.aperiodic for value in values))

    def elementary(self, name: str, value: BallField) -> BallField:
        if name not in BALL_FUNCTIONS:
            raise ValueError(f"function {name!r} has no ball arithmetic here: there are {', '.join(BALL_FUNCTIONS)}")
        return BallField(_each(BALL_FUNCTIONS[name], value.values), aperiodic=value.aperiodic)

    def unknown(self, name: str, order: int, value: BallField) -> BallField:
        where = value.values.shape
        raise ValueError(
            f"derivative {order} of the unknown function {name!r} has no values, at an argument of shape {where}"
        )

    def _stencil(self, values: Balls, place: int, derivative: int, spacing: Fraction) -> Balls:
        """Σⱼ wⱼ f(x + j h) / hᵈ with exact weights."""
        weights = central_weights(derivative, self.accuracy)
        total: Any = arb(0)
        for offset, weight in enumerate(weights, start=-(len(weights) // 2)):
            scaled = weight / spacing**derivative
            if scaled:
                ball = arb(fmpq(scaled.numerator, scaled.denominator))
                total = total + ball * np.roll(values, -offset, axis=place)
        return np.asarray(total)


def ground_truth(
    program: Program, grid: Grid, accuracy: int, inputs: Mapping[str, ArrayLike], dtype: str, precision: int = 256
) -> tuple[Balls, ...]:
    """The outputs of lowered finite-difference code without its rounding errors, as arrays of balls.

    `inputs` are the arrays that the lowered code gets (fields and constants, in its own floating-point type `dtype`;
    `time` as a number where the program has it). Each output has shape (dimension,) * rank + grid.shape; balls are
    worked out with `precision` bits. Raises ValueError for an input that is missing.
    """
    with ctx.workprec(precision):
        calculus = BallGrid(grid, accuracy)
        values = {}
        for item in program.inputs:
            if item.kind == "position":
                values[item.name] = calculus.position(dtype)
            elif item.kind == "time" and TIME in grid.axes:
                times = np.broadcast_to(grid.coordinates(TIME), grid.shape)
                values[item.name] = calculus.field(times.astype(dtype), 0, aperiodic=True)
            elif item.name in inputs:
                values[item.name] = calculus.field(np.asarray(inputs[item.name], dtype), item.rank)
            else:
                raise ValueError(
                    f"input {item.name!r} is missing: the program needs {[i.name for i in program.inputs]}"
                )
        outputs = evaluate(program, calculus, values)
    spread = [
        (output.values, (grid.dimension,) * rank) for output, rank in zip(outputs, program.output_ranks, strict=True)
    ]
    return tuple(np.broadcast_to(balls, tensor + grid.shape) for balls, tensor in spread)


def _exact(array: NDArray[Any]) -> Balls:
    return _fill([arb(float(value)) for value in array.flat], array.shape)


def _each(function: Callable[[Any], Any], values: Balls) -> Balls:
    return _fill([function(ball) for ball in values.flat], values.shape)


def _fill(balls: Sequence[Any], shape: tuple[int, ...]) -> Balls:
    array = np.empty(len(balls), dtype=np.object_)
    array[:] = balls
    return array.reshape(shape)
