"""Conditions of rules: named predicates on bound variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from rewriting.columns import Flags, Ids
from rewriting.table import Table
from rewriting.term import Term

__all__ = ["Condition", "Judge", "MissingConditionError", "Premises", "Relation", "with_literals"]

Premises: TypeAlias = Mapping[str, Callable[..., bool]]
"""What decides conditions on terms, by name: pure functions of the terms that the variables are bound to."""


_SLOT = "·"
"""Stands for a variable in the name of a condition that has literals among its arguments."""


def with_literals(name: str, arguments: Sequence[str | None]) -> str:
    """The name under which a condition with literals is decided: ("rank", [None, "1"]) gives "rank(·, 1)".

    None stands for a variable. Judges, relations and a kernel's premises know the condition by this name, of its
    variables alone.
    """
    return f"{name}({', '.join(_SLOT if argument is None else argument for argument in arguments)})"


class MissingConditionError(ValueError):
    """A rule asks for a condition that nothing attached to the e-graph can decide."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`name(?a, ?b)`: what must hold of the bound variables before the rule applies. Arguments without the `?`.

    A condition with literals, such as `rank(?a, 1)`, has them in its name: see `with_literals`.
    """

    name: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        parts = self.name.split(_SLOT)
        if len(parts) == len(self.arguments) + 1:
            return parts[0] + "".join(f"?{name}{part}" for name, part in zip(self.arguments, parts[1:], strict=True))
        return f"{self.name}({', '.join('?' + argument for argument in self.arguments)})"


@runtime_checkable
class Judge(Protocol):
    """An analysis that decides conditions on one variable, for whole columns of classes, and knows why.

    A condition holds of a class through some term in it. A proof must bind the variable to such a term, so the judge
    names a witness: a row whose term, with its children replaced by their own witnesses, satisfies all the conditions.
    """

    def decides(self) -> frozenset[str]:
        """The names of the conditions that this judge knows."""
        ...

    def demand(self, names: frozenset[str]) -> None:
        """Be ready to tell of which classes these conditions hold together, through one term."""
        ...

    def holds(self, names: frozenset[str], classes: Ids) -> Flags:
        """Whether one term in each class is known to satisfy all of the named conditions."""
        ...

    def witnesses(self, names: frozenset[str], classes: Ids) -> Ids:
        """The witness row of each class; every one of them must hold."""
        ...

    def witness_children(self, names: frozenset[str], row: int, table: Table) -> Sequence[tuple[int, frozenset[str]]]:
        """For each child of a witness row, the row that stands for it and what that row is itself a witness of."""
        ...

    def premise(self, name: str, term: Term) -> bool:
        """Whether the condition holds of a term: a pure function of the term, for the proof kernel."""
        ...


@runtime_checkable
class Relation(Protocol):
    """An analysis that decides conditions on any number of variables, for whole columns of classes."""

    def relations(self) -> frozenset[str]:
        """The names of the conditions that it knows."""
        ...

    def arity(self, name: str) -> int:
        """How many arguments a condition has."""
        ...

    def related(self, name: str, columns: Sequence[Ids], table: Table) -> tuple[Flags, list[Ids | None]]:
        """Whether the condition holds of columns[0][i], columns[1][i], …, and rows that are the evidence for it.

        The condition must be true of the terms of those rows; None, or −1, where it is true of any term of the class.
        """
        ...

    def witness_facts(self, name: str, rows: Sequence[int], table: Table) -> list[frozenset[str]]:
        """For each row of evidence, which facts it is a witness of (see Judge); empty: its own term is the evidence."""
        ...
