"""Scopes: what the names of a scroll stand for, and the reading of expressions in them."""

from __future__ import annotations

from attrs import field, frozen

from photonic.errors import DeclarationError, Place, ScrollError
from photonic.expressions.declarations import AMBIENT, KINDS, Declaration, Declarations
from photonic.reading.equations import Equation
from photonic.substitution import put_in
from photonic.text.parser import parse_equation, parse_term
from rewriting.term import Term

__all__ = ["Name", "Scope"]


@frozen
class Name:
    """What a name stands for.

    `role` is `let`, `parameter` or `define`; `value` the number of a constant or of a parameter, or the expression of
    a definition, in which no defined name is left.
    """

    declaration: Declaration
    role: str
    value: Term | None
    place: Place


@frozen
class Scope:
    """Names, hypotheses and the dimension, where it is stated, of a scroll and all that it includes."""

    names: dict[str, Name] = field(factory=dict)
    hypotheses: tuple[Equation, ...] = ()
    dimension: tuple[int, Place] | None = None

    @property
    def known(self) -> Declarations:
        """All that expressions may name: the coordinates and the time, what is declared and what is defined."""
        return {**AMBIENT, **{name: item.declaration for name, item in self.names.items()}}

    @property
    def declarations(self) -> Declarations:
        """The same without what is defined."""
        own = {name: item.declaration for name, item in self.names.items() if item.role != "define"}
        return {**AMBIENT, **own}

    @property
    def definitions(self) -> dict[str, Term]:
        """The expression of each defined name."""
        return self._valued("define")

    @property
    def values(self) -> dict[str, Term]:
        """The numbers of constants and parameters."""
        return self._valued("let", "parameter")

    def constants(self) -> Declarations:
        """The constants and parameters that have a value."""
        values = self.values
        return {n: i.declaration for n, i in self.names.items() if n in values and not KINDS[i.declaration.kind].varies}

    def term(self, text: str, place: Place) -> Term:
        """The term that a text spells, definitions put in."""
        return put_in(parse_term(text, self.known, place), self.definitions)

    def pair(self, text: str, place: Place) -> tuple[Term, Term]:
        """The two sides of an equation, definitions put in."""
        left, right = parse_equation(text, self.known, place)
        return put_in(left, self.definitions), put_in(right, self.definitions)

    def merged(self, other: Scope, place: Place) -> Scope:
        """Both scopes in one; `place` is where the other one comes in.

        Raises DeclarationError where both use one name for different things, ScrollError for two dimensions.
        """
        for name, item in other.names.items():
            mine = self.names.get(name)
            if mine is not None and mine.place != item.place:
                raise DeclarationError(_clash(name, item.place, mine.place), place)
        known = {equation.name: equation for equation in self.hypotheses}
        for equation in other.hypotheses:
            if equation.name in known and known[equation.name].place != equation.place:
                raise ScrollError(_clash(equation.name, equation.place, known[equation.name].place), place)
        fresh = tuple(equation for equation in other.hypotheses if equation.name not in known)
        mine_at, theirs = self.dimension, other.dimension
        if mine_at and theirs and mine_at[0] != theirs[0]:
            raise ScrollError(
                f"the dimension is {theirs[0]} in {theirs[1]}, and {mine_at[0]} in {mine_at[1]}: make them one", place
            )
        return Scope({**self.names, **other.names}, (*self.hypotheses, *fresh), mine_at or theirs)

    def _valued(self, *roles: str) -> dict[str, Term]:
        return {n: item.value for n, item in self.names.items() if item.role in roles and item.value is not None}


def _clash(name: str, first: Place, second: Place) -> str:
    return f"{name!r} is declared in {first} and in {second}: rename one of them"
