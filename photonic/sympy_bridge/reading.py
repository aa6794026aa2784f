"""How from_sympy goes through an object: a table of kinds, what its names stand for, and sums and products."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import sympy
from attrs import frozen
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration, Declarations
from photonic.expressions.operand import symbol_for
from photonic.expressions.ranked import rank_of
from photonic.sympy_bridge.axes import axis_of
from photonic.sympy_bridge.survey import Names

__all__ = ["Readers", "Reading", "add", "assumed", "is_field", "multiply"]

KEPT = ("positive", "negative", "nonnegative", "nonpositive", "nonzero", "integer")
"""Assumptions that a symbol of the language takes over; all fields are real."""


@frozen
class Reading:
    """One object being read: what its names stand for, and the reader of each kind."""

    names: Names
    readers: Readers
    recognise: Callable[[Any, int, Callable[[Any], Any]], Any] = lambda expr, _dimension, _read: expr

    def whole(self, value: Any) -> Any:
        """The glyph expression of what stands by itself, as a side or the argument of a function: recognised."""
        return self.recognise(self(value), self.names.dimension, self)

    @property
    def declared(self) -> Declarations:
        """What is declared of names, coordinates and the time among them."""
        return self.names.declared

    def __call__(self, value: Any) -> Any:
        """The glyph expression of a part. Raises PhotonicError, naming it, for what has no meaning as a field."""
        for kinds, reader in self.readers:
            if isinstance(value, kinds):
                return reader(self, value)
        return self.refuse(value)

    def refuse(self, value: Any) -> Any:
        """Raises PhotonicError: says of a part why it is not read, and what to do."""
        advice = next((words for kinds, words in ADVICE if isinstance(value, kinds)), "it has no meaning as a field")
        raise PhotonicError(f"{value} ({type(value).__name__}) cannot be read: {advice}")


ADVICE: Sequence[tuple[Any, str]] = (
    ((sympy.Integral, sympy.Sum, sympy.Product, sympy.Limit), "work it out with doit()"),
    (sympy.Piecewise, "fields have one expression everywhere; read its pieces one by one"),
    (sympy.logic.boolalg.BooleanAtom, "SymPy has decided the equation; Eq(left, right, evaluate=False) keeps it"),
    (Relational, "of relations only an equation Eq(left, right) can be read"),
    (sympy.core.numbers.ImaginaryUnit, "all fields are real; read real and imaginary parts one by one"),
    (sympy.NumberSymbol, "of the named numbers pi and E can be read; write evalf() for the others"),
    (sympy.Number, "it is no finite number"),
    (sympy.Order, "leave the remainder away with removeO()"),
    ((sympy.Max, sympy.Min), "write it by Abs: Max(a, b) = (a + b + Abs(a - b))/2"),
)
"""Why some kinds are not read, and what to do."""

Readers = Sequence[tuple[Any, Callable[[Reading, Any], Any]]]
"""Pairs of a class (or a tuple of them) and its reader; the first that fits is taken."""


def assumed(declaration: Declaration, value: Any) -> Any:
    """The symbol of a declaration, with the assumptions of the SymPy object that it stands for.

    Raises PhotonicError where a scalar of SymPy is declared as a vector or tensor.
    """
    if declaration.rank:
        parts = f"its components are {declaration.name}_x, …" if declaration.rank == 1 else f"{declaration.name}_xx, …"
        raise PhotonicError(f"{value} is a scalar, but {declaration.name} is declared as {declaration.kind}: {parts}")
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
