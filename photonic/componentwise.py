"""components: any expression in Cartesian, cylindrical, spherical or other orthogonal coordinates, as SymPy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from backends.components.cartesian import ComponentCalculus
from backends.components.coordinates import Coordinates, named_coordinates
from backends.components.curvilinear import FrameCalculus
from backends.components.tidy import tidied
from backends.program import Input, evaluate
from photonic.deciding.denominators import require_denominators
from photonic.errors import PhotonicError
from photonic.given_values import GivenValues
from photonic.meaning import program_of
from photonic.problem import pose
from photonic.proving.alternatives import alternatives
from photonic.proving.lemmas import proved_alternatives
from photonic.terms import UNKNOWN, describe
from rewriting.interrupts import certain_interrupt
from rewriting.term import postorder

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
    symbols with the coordinates' names: `{"A": ("r**3", 0, 0)}`, or by name, `{"A": {"r": "r**3"}}`, where what is not
    named is 0. Constants take numbers, unknown functions a function, as "sin" or a `Lambda`.

    Raises PhotonicError for what cannot be read, coordinates that do not exist in the dimension, values of the wrong
    shape or in other coordinates, a division by zero, and X ⊕ Y whose forms are not proved equal.

    >>> components("div(A)", "cylindrical", {"A": "vector"}, {"A": ("rho**2", 0, 0)})
    3*rho
    """
    problem = pose(expr, expr, (), fields, dimension)
    proved_alternatives(alternatives([problem.left]), dimension=dimension, strict=True)
    require_denominators(problem)
    program = program_of(problem.left, dimension=dimension)
    try:
        system = as_coordinates(coordinates, dimension)
        unknown = {node.op.payload[0] for node in postorder(problem.left) if node.op.name == UNKNOWN}
        given = GivenValues(values or {}, system, tuple(program.inputs), frozenset(fields or ()))
        given.refuse_unused(unknown)
        calculus = _calculus(system, {name: given.function(name) for name in unknown if name in given.values})
        inputs = {item.name: _input(item, calculus, given) for item in program.inputs}
        with certain_interrupt():
            (value,) = evaluate(program, calculus, inputs)
    except ValueError as error:
        raise PhotonicError(str(error)) from None
    entries = tidied(calculus.entries(value) if isinstance(calculus, FrameCalculus) else value)
    if any(entry.has(sympy.nan, sympy.zoo) for entry in entries.flat):
        raise PhotonicError(f"{describe(problem.left)} divides by zero where its fields have these values")
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


def _calculus(coordinates: Coordinates, functions: Mapping[str, sympy.Lambda]) -> Any:
    if coordinates.name == "cartesian":
        return ComponentCalculus(coordinates.dimension, functions=functions)
    return FrameCalculus(coordinates, functions=functions)


def _input(item: Input, calculus: Any, given: GivenValues) -> Any:
    if item.name not in given.values:
        return calculus.field(item.name, item.kind, item.sign)
    entries = given.entries(item)
    if not isinstance(calculus, FrameCalculus):
        return entries
    return calculus.constant(entries) if item.kind.startswith("constant") else calculus.given(entries)
