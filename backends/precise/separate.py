"""Certain proof that two programs differ: their values at a point, in balls that do not meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

from attrs import frozen
from flint import ctx

from backends.exact.depth import derivative_depth
from backends.exact.polynomials import PolynomialField
from backends.precise.ball_jets import BallJet, BallJets
from backends.program import Program, evaluate

__all__ = ["Separation", "separate"]


@frozen(eq=False)
class Separation:
    """What the balls say of two values.

    `verdict` is "different" (certain: some component's balls do not meet) or "overlap" (they were not told apart with
    `precision` bits, or a value is undefined here). `left` and `right` are the balls (flint.arb) of the components in
    row-major order; `component` is one that differs, or None.
    """

    verdict: Literal["different", "overlap"]
    precision: int
    left: tuple[Any, ...]
    right: tuple[Any, ...]
    component: int | None = None


def separate(
    left: Program,
    right: Program,
    fields: Mapping[str, PolynomialField],
    point: Sequence[Fraction],
    functions: Mapping[str, Sequence[Fraction]] | None = None,
    start: int = 64,
    cap: int = 2048,
) -> Separation:
    """Compare the only outputs of two programs on concrete polynomial fields at `point` = (x, [y, [z,]] t).

    The precision doubles from `start` bits until the balls separate or `cap` is reached. `fields` holds every input
    but position and time; `functions` the polynomial coefficients behind unknown functions.

    Raises ValueError for a missing field, for programs that differ in dimension or rank, or for a function without
    ball arithmetic.
    """
    if (left.dimension, left.output_ranks) != (right.dimension, right.output_ranks) or len(left.outputs) != 1:
        raise ValueError("left and right must be programs of one dimension with one output each, of one rank")
    precision = start
    while True:
        with ctx.workprec(precision):
            values = [_values(program, fields, point, functions) for program in (left, right)]
        pairs = list(zip(*values, strict=True))
        apart = [i for i, (a, b) in enumerate(pairs) if a.is_finite() and b.is_finite() and not a.overlaps(b)]
        if apart:
            return Separation("different", precision, values[0], values[1], apart[0])
        if 2 * precision > cap or all(a.is_exact() and b.is_exact() for a, b in pairs):
            return Separation("overlap", precision, values[0], values[1])
        precision *= 2


def _values(
    program: Program,
    fields: Mapping[str, PolynomialField],
    point: Sequence[Fraction],
    functions: Mapping[str, Sequence[Fraction]] | None,
) -> tuple[Any, ...]:
    calculus = BallJets(derivative_depth(program), point, program.dimension, functions)
    inputs: dict[str, BallJet] = {}
    for item in program.inputs:
        if item.kind in ("position", "time"):
            inputs[item.name] = calculus.coordinates(item.kind)
        elif item.name in fields:
            inputs[item.name] = calculus.field(fields[item.name])
        else:
            raise ValueError(f"field {item.name!r} is missing: the program needs {[i.name for i in program.inputs]}")
    (output,) = evaluate(program, calculus, inputs)
    return tuple(balls[0] for balls in output.components)
