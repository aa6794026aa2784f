"""components: any expression in Cartesian, cylindrical, spherical or other orthogonal coordinates, as SymPy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy

from backends.calculus import TIME
from backends.components.cartesian import ComponentCalculus
from backends.components.coordinates import Coordinates, named_coordinates
from backends.components.curvilinear import FrameCalculus
from backends.components.tidy import tidied
from backends.program import Input, evaluate
from photonic.errors import PhotonicError
from photonic.meaning import program_of
from photonic.problem import pose
from photonic.proving.alternatives import alternatives
from photonic.proving.lemmas import proved_alternatives

__all__ = ["as_coordinates", "components"]


def components(
    expr: Any,
    coordinates: str | Coordinates = "cartesian",
    fields: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
    dimension: int = 3,
) -> Any:
    """The components of an expression along the orthonormal frame of the coordinates.

    A scalar gives a SymPy expression, a vector or tensor an array (`sympy.ImmutableDenseNDimArray`). Coordinates are
    "cartesian" (x, y, z), "cylindrical" (rho, phi, z; polar in two dimensions), "spherical" (r, theta, phi; θ is the
    polar angle), or a `Coordinates` object. A field f becomes f(r, theta, phi, t), a vector A has the components
    A_r, A_theta, A_phi, a tensor T_r_r, …; constant vectors keep their Cartesian components k_x, k_y, k_z.

    `expr` may be a text whose names `fields` declares. `values` gives fields concrete components along the frame, in
    symbols with the coordinates' names. Raises PhotonicError for what cannot be read, coordinates that do not exist in
    the dimension, values of the wrong shape, and X ⊕ Y whose forms are not proved equal.

    >>> components("div(A)", "cylindrical", {"A": "vector"}, {"A": ("rho**2", 0, 0)})
    3*rho
    """
    problem = pose(expr, expr, (), fields, dimension)
    proved_alternatives(alternatives([problem.left]), dimension=dimension, strict=True)
    program = program_of(problem.left, dimension=dimension)
    try:
        calculus = _calculus(as_coordinates(coordinates, dimension))
        unused = set(values or ()) - {item.name for item in program.inputs}
        if unused:
            raise PhotonicError(f"values names {', '.join(sorted(unused))}, which the expression does not contain")
        inputs = {item.name: _input(item, calculus, dict(values or {})) for item in program.inputs}
        (value,) = evaluate(program, calculus, inputs)
    except ValueError as error:
        raise PhotonicError(str(error)) from None
    entries = tidied(calculus.entries(value) if isinstance(calculus, FrameCalculus) else value)
    return entries.item() if not entries.ndim else sympy.ImmutableDenseNDimArray(list(entries.flat), entries.shape)


def as_coordinates(coordinates: str | Coordinates, dimension: int = 3) -> Coordinates:
    """The coordinates of a name, or the object itself. Raises PhotonicError where it does not fit the dimension."""
    if isinstance(coordinates, Coordinates):
        if coordinates.dimension != dimension:
            raise PhotonicError(f"the coordinates are {coordinates.dimension}-dimensional, the expression {dimension}")
        return coordinates
    try:
        return named_coordinates(coordinates, dimension)
    except (ValueError, TypeError) as error:
        raise PhotonicError(str(error)) from None


def _calculus(coordinates: Coordinates) -> Any:
    return ComponentCalculus(coordinates.dimension) if coordinates.name == "cartesian" else FrameCalculus(coordinates)


def _input(item: Input, calculus: Any, values: dict[str, Any]) -> Any:
    if item.name not in values:
        return calculus.field(item.name, item.kind, item.sign)
    if item.kind in ("position", "time"):
        raise PhotonicError(f"{item.name} is the {item.kind}: it follows from the coordinates and takes no value")
    framed = isinstance(calculus, FrameCalculus)
    axes = calculus.coordinates.symbols if framed else calculus.axes[:-1]
    own = {str(symbol): symbol for symbol in (*axes, sympy.Symbol(TIME, real=True))}
    entries = np.array(values[item.name], dtype=np.object_)
    shape = (calculus.dimension,) * item.rank
    if entries.shape != shape:
        raise PhotonicError(f"the value of {item.name} has shape {entries.shape}; a {item.kind} has shape {shape} here")
    for index in np.ndindex(shape):
        try:
            entry = sympy.sympify(entries[index], locals=dict(own))
        except (sympy.SympifyError, TypeError):
            raise PhotonicError(f"the value of {item.name}, {values[item.name]!r}, is no expression") from None
        entries[index] = entry.subs({symbol: own[symbol.name] for symbol in entry.free_symbols if symbol.name in own})
    if item.kind.startswith("constant") and framed:
        return calculus.constant(entries)
    return calculus.given(entries) if framed else entries
