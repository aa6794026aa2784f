"""compile: from a form to an Equinox module on a grid. JAX is loaded when it is first asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from backends.calculus import TIME
from backends.grid import Grid
from backends.program import Program
from photonic.deciding.denominators import require_denominators
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import reserved_words
from photonic.expressions.declarations import declare
from photonic.meaning import program_of
from photonic.problem import Problem, as_term
from photonic.terms import describe
from rewriting.term import Term

if TYPE_CHECKING:
    from backends.jax.module import FieldModule

__all__ = ["compile", "lowered", "periodic_box"]


def compile(  # noqa: A001
    expr: Any,
    grid: Grid | Sequence[int],
    fields: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    method: str = "spectral",
    precision: Literal["float32", "float64"] = "float32",
) -> FieldModule:
    """The Equinox module that computes `expr` on a periodic grid.

    `grid` is a `Grid`, or the points along each axis of a box of side 2π. `parameters` holds the values of constants
    (needed) and of coefficient fields (optional): they are the module's leaves, so `jax.grad` differentiates by them.
    The module is called with the remaining fields by name: arrays of shape (dimension,) * rank + grid shape.

    Where ⧠ or ⊕ stands, the form is taken that a collapse chooses; ⟲ becomes a loop of JAX.

    Raises PhotonicError for what cannot be read or lowered, ValueError for parameters that do not fit.

    >>> heat = compile("div(k*grad(u))", (32, 32), fields={"k": "scalar", "u": "scalar"})
    """
    from backends.jax.module import FieldModule
    from photonic.codex.choose import resolved

    box = grid if isinstance(grid, Grid) else periodic_box(grid)
    term = as_term(expr, declare(fields, reserved_words()))
    require_denominators(Problem(term, term, (), box.dimension))
    numbers = {name: float(value) for name, value in (parameters or {}).items() if isinstance(value, (int, float))}
    term = resolved(term, box.dimension, numbers)
    if precision not in ("float32", "float64"):
        raise PhotonicError(f"precision {precision!r}: it is 'float32' or 'float64'")
    program = lowered(term, box.dimension) if TIME not in box.axes else program_of(term, dimension=box.dimension)
    return FieldModule(program, box, method, precision, parameters)


def periodic_box(shape: Sequence[int], length: float = 2 * math.pi) -> Grid:
    """A periodic box with sides of this length. Raises PhotonicError for a shape that is none."""
    if not isinstance(shape, (tuple, list)) or not 1 <= len(shape) <= 3:
        raise PhotonicError(f"grid {shape!r}: give a Grid, or the points along 1 to 3 axes, for example (32, 32)")
    return Grid(tuple(shape), (length,) * len(shape))


def lowered(term: Term, dimension: int) -> Program:
    """The program of a term that is to run on a grid in space.

    Raises PhotonicError for what has no lowering there: unknown functions, ∂t, a field named `time`.
    """
    program = program_of(term, dimension=dimension)
    for instruction in program.nested():
        if instruction.op == "unknown":
            raise PhotonicError(f"{describe(term)} cannot be run: the function {instruction.static[0]} is unknown")
        if instruction.op == "partial" and instruction.static[0] == TIME:
            raise PhotonicError(f"{describe(term)} cannot be run on a grid in space: it differentiates by time")
    if any(item.name == "time" for item in program.inputs if item.kind != "time"):
        raise PhotonicError("a field that is run cannot be named 'time': rename it")
    return program
