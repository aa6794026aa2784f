"""What a user gives fields for values: formulas in the coordinates, along their frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import sympy
from attrs import frozen

from backends.calculus import TIME
from backends.components.coordinates import NAMED, Coordinates
from backends.program import Input
from photonic.errors import PhotonicError
from photonic.formulas import formulas

__all__ = ["GivenValues"]

FOREIGN = frozenset(name for ways in NAMED.values() for names, _ in ways.values() for name in names)
"""The names of all coordinates that have one."""


@frozen
class GivenValues:
    """Values for the inputs of a program, in the symbols of some coordinates.

    `known` are names that the user declared: they are no slips for another coordinate.
    """

    values: Mapping[str, Any]
    coordinates: Coordinates
    inputs: tuple[Input, ...]
    known: frozenset[str]

    def refuse_unused(self, functions: Iterable[str]) -> None:
        """Raises PhotonicError for a value of something that does not occur, or that takes none."""
        own = {item.name for item in self.inputs if item.kind not in ("position", "time")} | set(functions)
        for name in self.values:
            if name not in own:
                why = "it follows from the coordinates" if name in ("r", TIME) else "the expression does not contain it"
                raise PhotonicError(f"values gives one of {name}: {why}")

    def function(self, name: str) -> sympy.Lambda:
        """The unknown function of this name: a function of SymPy or of Python, its name, or a Lambda.

        Raises PhotonicError for anything else.
        """
        value, place = self.values[name], sympy.Symbol("argument", real=True)
        if isinstance(value, str):
            value = sympy.Lambda(place, formulas(f"{value}(argument)", {"argument": place}))
        if not isinstance(value, sympy.Lambda) and callable(value):
            value = sympy.Lambda(place, value(place))
        if not isinstance(value, sympy.Lambda) or len(value.variables) != 1:
            raise PhotonicError(f"the value of {name} should be a function of one variable: 'sin', or Lambda(s, s**2)")
        return value

    def entries(self, item: Input) -> np.ndarray[Any, np.dtype[Any]]:
        """The components of an input along the frame, of shape (dimension,) * rank; of a constant the Cartesian ones.

        Raises PhotonicError for a value of another shape.
        """
        shape = (self.coordinates.dimension,) * item.rank
        entries = self._nested(item, self.values[item.name])
        if entries.shape == (*shape, 1) and item.rank == 1:
            entries = entries.reshape(shape)
        if entries.shape != shape:
            raise PhotonicError(
                f"the value of {item.name} has shape {entries.shape}; a {item.kind} has shape {shape} here"
            )
        for index in np.ndindex(shape):
            entries[index] = self._entry(item, entries[index])
        return entries

    def _nested(self, item: Input, value: Any) -> np.ndarray[Any, np.dtype[Any]]:
        letters = [str(symbol) for symbol in self.coordinates.symbols]
        if isinstance(value, Mapping):
            strange = [str(name) for name in value if str(name) not in letters]
            if strange or item.rank != 1:
                named = f"{strange[0]} is none of {', '.join(letters)}" if strange else f"it is a {item.kind}"
                raise PhotonicError(f"the value of {item.name} names components: {named}")
            value = [value.get(letter, 0) for letter in letters]
        if isinstance(value, (sympy.MatrixBase, sympy.NDimArray)):
            value = value.tolist()
        if isinstance(value, str) and item.rank:
            value = formulas(value, self._own)
        return np.array(value, dtype=np.object_)

    @property
    def _own(self) -> dict[str, sympy.Symbol]:
        """What names stand for: the coordinates and the time, and the constants of the expression."""
        constants = (item for item in self.inputs if item.kind == "constant")
        return {
            **{item.name: self._constant(item) for item in constants},
            **{str(symbol): symbol for symbol in (*self.coordinates.symbols, sympy.Symbol(TIME, real=True))},
        }

    @staticmethod
    def _constant(item: Input) -> sympy.Symbol:
        return sympy.Symbol(item.name, **dict.fromkeys(("real", *item.sign.split()), True))

    def _entry(self, item: Input, given: Any) -> sympy.Expr:
        own = self._own
        try:
            entry = formulas(given, own) if isinstance(given, str) else sympy.sympify(given, strict=True)
        except PhotonicError as error:
            raise PhotonicError(f"the value of {item.name}: {error.message}") from None
        except sympy.SympifyError:
            entry = None
        if not isinstance(entry, sympy.Expr):
            raise PhotonicError(f"the value of {item.name}, {given!r}, is no expression")
        entry = entry.subs({symbol: own[symbol.name] for symbol in entry.free_symbols if symbol.name in own})
        self._refuse_names(item, entry)
        if entry.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo, sympy.I):
            raise PhotonicError(f"the value of {item.name}, {given}, is no real number anywhere")
        return entry.subs(self._constants(item.name))

    def _refuse_names(self, item: Input, entry: sympy.Expr) -> None:
        letters = [str(symbol) for symbol in self.coordinates.symbols]
        names = {symbol.name for symbol in entry.free_symbols}
        foreign = sorted(names & FOREIGN - set(letters) - self.known)
        if foreign:
            raise PhotonicError(
                f"the value of {item.name} speaks of {foreign[0]}, but the coordinates are {', '.join(letters)}; "
                f"a parameter of that name is declared in fields"
            )
        varying = sorted(names & {*letters, TIME})
        if varying and item.kind.startswith("constant"):
            raise PhotonicError(f"the value of {item.name}, a {item.kind}, varies with {varying[0]}")

    def _constants(self, but: str) -> dict[sympy.Symbol, sympy.Expr]:
        """The constants that have values themselves."""
        given = [i for i in self.inputs if i.kind == "constant" and i.name in self.values and i.name != but]
        return {self._constant(item): self.entries(item).item() for item in given}
