"""A row seen through a theory: its operators down to the opaque parts, each child by the row that stands for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rewriting.op import Op
from rewriting.table import Table
from rewriting.term import Term

__all__ = ["Place", "TooLongError", "Unfolding", "unfold"]

LONGEST = 4096
"""Places in one unfolding; shared subterms are unfolded as often as they occur."""


class TooLongError(ValueError):
    """A row unfolds to more places than are written down."""


class Place(NamedTuple):
    """At `position` the term above has row `before`; row `after`, which is equal, stands there from now on."""

    position: tuple[int, ...]
    before: int
    after: int


class Unfolding(NamedTuple):
    """The places below a row, parents first and from left to right, and the term that stands there in the end."""

    places: list[Place]
    term: Term

    @property
    def record(self) -> list[int]:
        """The rows chosen, in order: enough to unfold again."""
        return [place.after for place in self.places]


def unfold(table: Table, row: int, known: Callable[[Op, int], bool], choose: Callable[[int], int]) -> Unfolding:
    """Unfold a row: below operators that are `known`, every child gives way to the row that `choose` has for it.

    Raises TooLongError.
    """
    places: list[Place] = []
    nodes: list[tuple[int, list[int]]] = []
    stack: list[tuple[int, tuple[int, ...], int]] = [(row, (), -1)]
    while stack:
        before, position, parent = stack.pop()
        after = before
        if parent >= 0:
            after = choose(before)
            places.append(Place(position, before, after))
            nodes[parent][1].append(len(nodes))
        children = table.original_children(after)
        nodes.append((after, []))
        if children and known(table.op_of(after), len(children)):
            number = len(nodes) - 1
            stack.extend((child, (*position, k), number) for k, child in reversed(list(enumerate(children))))
        if len(nodes) > LONGEST:
            raise TooLongError(f"row {row} unfolds to more than {LONGEST} places")
    terms: dict[int, Term] = {}
    for number in range(len(nodes) - 1, -1, -1):
        after, below = nodes[number]
        terms[number] = Term(table.op_of(after), tuple(terms[k] for k in below)) if below else table.term(after)
    return Unfolding(places, terms[0])
