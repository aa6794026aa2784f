"""How from_sympy goes through an object: a table of kinds, and the names with which axes and fields are spelt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import sympy
from attrs import frozen
from sympy.core.function import AppliedUndef

from backends.calculus import SPACE, TIME
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE, by_spelling
from photonic.expressions.declarations import Declaration, Declarations
from photonic.expressions.operand import rank_of, symbol_for

__all__ = ["Readers", "Reading", "add", "assumed", "axis_of", "is_field", "multiply", "partial", "unit"]

KEPT = ("positive", "negative", "nonnegative", "nonpositive", "nonzero", "integer")
"""Assumptions that a symbol of the language takes over; all fields are real."""


@frozen
class Reading:
    """One object being read: what `fields` declared, and the reader of each kind."""

    declared: Declarations
    readers: Readers

    def __call__(self, value: Any) -> Any:
        """The glyph expression of a part. Raises PhotonicError, naming it, for what has no meaning as a field."""
        try:
            value = sympy.sympify(value)
        except sympy.SympifyError:
            raise PhotonicError(f"{value!r} is not an expression of SymPy") from None
        for kinds, reader in self.readers:
            if isinstance(value, kinds):
                return reader(self, value)
        advice = "work it out with doit()" if isinstance(value, sympy.Integral) else "it has no meaning as a field"
        raise PhotonicError(f"{value} ({type(value).__name__}) cannot be read: {advice}")


Readers = Sequence[tuple[Any, Callable[[Reading, Any], Any]]]
"""Pairs of a class (or a tuple of them) and its reader; the first that fits is taken."""


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
    """∂ of an expression along x, y, z or t."""
    if axis == TIME:
        return CATALOGUE["time_derivative"](expr)
    own = by_spelling(f"d{axis}")
    return own(expr) if own is not None else CATALOGUE["advection"](unit(axis), expr)


def unit(axis: str) -> Any:
    """The unit vector along an axis."""
    return CATALOGUE["components"](*(sympy.Integer(int(axis == other)) for other in SPACE))


def assumed(declaration: Declaration, value: Any) -> Any:
    """The symbol of a declaration, with the assumptions of the SymPy object that it stands for."""
    made = symbol_for(declaration)
    kept = {name: True for name in KEPT if getattr(value, f"is_{name}", None)}
    return type(made)(declaration.name, **kept) if kept and isinstance(made, sympy.Symbol) else made


def add(parts: Sequence[Any]) -> Any:
    """The sum of parts of one rank: SymPy's own where all are scalars."""
    return sympy.Add(*parts) if not any(map(rank_of, parts)) else reduce(CATALOGUE["add"], parts)


def multiply(parts: Sequence[Any]) -> Any:
    """The product of scalars with at most one vector or tensor. Raises PhotonicError for two."""
    ranked = [part for part in parts if rank_of(part)]
    if len(ranked) > 1:
        raise PhotonicError(f"the product of {ranked[0]} and {ranked[1]} is not defined: use Dot, Cross or ⊗")
    scalar = sympy.Mul(*[part for part in parts if not rank_of(part)])
    if not ranked:
        return scalar
    return ranked[0] if scalar == 1 else CATALOGUE["multiply"](scalar, ranked[0])


def is_field(value: Any) -> bool:
    """Whether this is an undefined function of coordinates alone."""
    return isinstance(value, AppliedUndef) and all(axis_of(argument) for argument in value.args)
