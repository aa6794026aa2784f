"""Axes as SymPy spells them, and the glyphs that stand for an axis: its unit vector and the derivative along it."""

from __future__ import annotations

from typing import Any

import sympy

from backends.calculus import SPACE, TIME
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE, by_spelling
from photonic.expressions.declarations import AMBIENT
from photonic.expressions.operand import symbol_for
from photonic.expressions.ranked import rank_of

__all__ = ["along", "axis_of", "partial", "unit"]


def axis_of(value: Any) -> str:
    """The axis "x", "y", "z" or "t" that a symbol or a Cartesian base scalar stands for, else ""."""
    from sympy.vector.scalar import BaseScalar

    if isinstance(value, BaseScalar):
        index, system = value.args[:2]
        if system.lame_coefficients() != (1, 1, 1):
            raise PhotonicError(f"{value} is no Cartesian coordinate: only Cartesian systems of sympy.vector are read")
        return SPACE[int(index)]
    return value.name if isinstance(value, sympy.Symbol) and value.name in (*SPACE, TIME) else ""


def partial(expr: Any, axis: str) -> Any:
    """∂ of an expression along x, y, z or t; of a number 0."""
    if isinstance(expr, sympy.Number):
        return sympy.Integer(0)
    if axis == TIME:
        return CATALOGUE["time_derivative"](expr)
    own = by_spelling(f"d{axis}")
    return own(expr) if own is not None else CATALOGUE["advection"](unit(axis), expr)


def unit(axis: str) -> Any:
    """The unit vector along an axis, in any dimension: ∇x, ∇y or ∇z."""
    return CATALOGUE["gradient"](symbol_for(AMBIENT[axis]))


def along(whole: Any, axes: str) -> Any:
    """The component of a vector or tensor along axes: A·∇x, ∇x·T·∇y."""
    if rank_of(whole) == 1:
        return CATALOGUE["dot"](whole, unit(axes))
    return CATALOGUE["dot"](CATALOGUE["dot"](unit(axes[0]), whole), unit(axes[1]))
