"""to_sympy: glyph expressions as SymPy's own scalars, vectors, arrays and matrices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sympy

from backends.components.coordinates import Coordinates
from photonic.components import as_coordinates, components
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.operand import Field, Ranked, rank_of
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

    `system` is a three-dimensional `CoordSys3D` of the same coordinates; by default one named N is made. Raises
    PhotonicError for an unknown form and for a vector asked for as a scalar.

    >>> to_sympy("laplacian(f)", fields={"f": "scalar"})
    Derivative(f(x, y, z, t), (x, 2)) + Derivative(f(x, y, z, t), (y, 2)) + Derivative(f(x, y, z, t), (z, 2))
    """
    if form not in FORMS:
        raise PhotonicError(f"form {form!r} is none of {', '.join(FORMS)}")
    written = from_term(pose(expr, expr, (), fields, dimension).left) if isinstance(expr, str) else expr
    if form == "expr":
        if rank_of(written):
            kind = ("", "vector", "tensor")[rank_of(written)]
            raise PhotonicError(f"a {kind} is no scalar expression: use form='vector', 'array' or 'matrix'")
        if _is_arithmetic(written):
            return sympy.sympify(written).doit()
    parts = components(written, coordinates, dimension=dimension)
    if form == "expr":
        return parts
    if form == "vector":
        return _in_system(parts, as_coordinates(coordinates, dimension), system)
    if form == "array":
        return parts if isinstance(parts, sympy.NDimArray) else sympy.ImmutableDenseNDimArray(parts)
    return sympy.ImmutableMatrix(parts if isinstance(parts, sympy.NDimArray) else [[parts]])


def _is_arithmetic(expr: Any) -> bool:
    """Whether a scalar is made of numbers, scalar symbols, arithmetic and known functions alone."""
    nodes = sympy.preorder_traversal(sympy.sympify(expr))
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
