"""to_sympy: glyph expressions as SymPy's own scalars, vectors, arrays and matrices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sympy

from backends.components.coordinates import Coordinates
from photonic.componentwise import as_coordinates, components
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.operand import Field
from photonic.expressions.ranked import Ranked, rank_of
from photonic.expressions.written import as_written
from photonic.problem import pose
from photonic.terms import from_term

if TYPE_CHECKING:
    from sympy.vector import CoordSys3D

__all__ = ["FORMS", "to_sympy"]

ARITHMETIC = tuple(CATALOGUE[n] for n in ("add", "subtract", "negate", "multiply", "divide", "power", "sqrt"))
"""Glyphs for which SymPy has an arithmetic of its own, where their operands are scalars."""

FORMS = ("expr", "vector", "array", "matrix")


def to_sympy(
    expr: Any,
    form: str = "expr",
    coordinates: str | Coordinates = "cartesian",
    system: CoordSys3D | None = None,
    fields: Mapping[str, str] | None = None,
    dimension: int = 3,
) -> Any:
    """The expression in components, as SymPy's own objects; `from_sympy` reads them back.

    `form` is "expr" (a scalar), "vector" (`sympy.vector`: a Vector or Dyadic in `system`, a scalar in its base
    scalars), "array" (`sympy.ImmutableDenseNDimArray` of the expression's rank) or "matrix" (`sympy.ImmutableMatrix`:
    vectors are columns). Fields become functions of the coordinates, f(x, y, z, t), and a vector A has the components
    A_x, A_y, A_z. A scalar of plain arithmetic keeps its symbols in the form "expr", as SymPy's algorithms want it.

    `system` is a three-dimensional `CoordSys3D`, which then says the coordinates; by default one named N is made. An
    equation, as a text or a pair, gives an `Eq`. Raises PhotonicError for an unknown form, for a vector asked for as a
    scalar, and for a system of other coordinates.

    >>> to_sympy("laplacian(f)", fields={"f": "scalar"})
    Derivative(f(x, y, z, t), (x, 2)) + Derivative(f(x, y, z, t), (y, 2)) + Derivative(f(x, y, z, t), (z, 2))
    """
    if form not in FORMS:
        raise PhotonicError(f"form {form!r} is none of {', '.join(FORMS)}")
    if system is not None:
        coordinates = _of_system(system, coordinates)
    sides = _sides(expr, fields, dimension)
    if len(sides) == 2:
        left, right = (to_sympy(side, form, coordinates, system, fields, dimension) for side in sides)
        return sympy.Eq(left, right, evaluate=False)
    (written,) = sides
    if form == "expr":
        if rank_of(written):
            kind = ("", "vector", "tensor")[rank_of(written)]
            raise PhotonicError(f"a {kind} is no scalar expression: use form='vector', 'array' or 'matrix'")
        if _is_arithmetic(written):
            return written.doit()
    parts = components(written, coordinates, dimension=dimension)
    if form == "expr":
        return parts
    if form == "vector":
        return _in_system(parts, as_coordinates(coordinates, dimension), system)
    if form == "array":
        return parts if isinstance(parts, sympy.NDimArray) else sympy.ImmutableDenseNDimArray(parts)
    return sympy.ImmutableMatrix(parts if isinstance(parts, sympy.NDimArray) else [[parts]])


def _sides(expr: Any, fields: Mapping[str, str] | None, dimension: int) -> tuple[Any, ...]:
    """The expression, or the two sides of an equation: of a text with = and of a pair."""
    if isinstance(expr, (tuple, sympy.Equality)) or (isinstance(expr, str) and "=" in expr):
        problem = pose(expr, None, (), fields, dimension)
        return from_term(problem.left), from_term(problem.right)
    return (from_term(pose(expr, expr, (), fields, dimension).left) if isinstance(expr, str) else as_written(expr),)


def _of_system(system: CoordSys3D, coordinates: str | Coordinates) -> str | Coordinates:
    """The coordinates of a system: those asked for, or the ones that its Lamé coefficients show."""
    if not hasattr(system, "lame_coefficients"):
        raise PhotonicError(f"system is {system!r}: give a sympy.vector.CoordSys3D")
    first, second, _ = system.base_scalars()
    shown = {(1, 1, 1): "cartesian", (1, first, 1): "cylindrical", (1, first, first * sympy.sin(second)): "spherical"}
    found = shown.get(tuple(system.lame_coefficients()))
    if found is None or found == coordinates or isinstance(coordinates, Coordinates):
        return coordinates
    if coordinates != "cartesian":
        raise PhotonicError(f"the system {system} is {found}, the coordinates asked for are {coordinates}")
    return found


def _is_arithmetic(expr: Any) -> bool:
    """Whether a scalar is made of numbers, scalar symbols, arithmetic and known functions alone."""
    nodes = sympy.preorder_traversal(expr)
    return all(not isinstance(node, Ranked) or isinstance(node, ARITHMETIC) for node in nodes) and not expr.has(Field)


def _in_system(parts: Any, coordinates: Coordinates, system: CoordSys3D | None) -> Any:
    """Components over the base vectors and base scalars of a sympy.vector system."""
    from sympy.vector import CoordSys3D, Dyadic, Vector

    if coordinates.dimension != 3:
        raise PhotonicError("sympy.vector has three dimensions: use form='array' or 'matrix'")
    if system is None:
        kind = {} if coordinates.name == "cartesian" else {"transformation": coordinates.name}
        try:
            system = CoordSys3D("N", **kind)
        except ValueError:
            raise PhotonicError("sympy.vector has no name for these coordinates: give system=CoordSys3D(…)") from None
    if not isinstance(system, CoordSys3D):
        raise PhotonicError(f"system is {system!r}: give a sympy.vector.CoordSys3D")
    placed = dict(zip(coordinates.symbols, system.base_scalars(), strict=True))
    base = system.base_vectors()

    def there(entry: Any) -> Any:
        return entry.subs(placed)

    if not isinstance(parts, sympy.NDimArray):
        return there(parts)
    if parts.rank() == 1:
        return sum((there(parts[i]) * base[i] for i in range(3)), Vector.zero)
    terms = [there(parts[i, j]) * (base[i] | base[j]) for i in range(3) for j in range(3)]
    return sum(terms, Dyadic.zero)
