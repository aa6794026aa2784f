"""The equalities that were asserted, as rules without variables, each written out when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from rewriting.columns import Ids
from rewriting.rule import Rule
from rewriting.table import Table

__all__ = ["Assertions"]


class Assertions(Sequence[Rule]):
    """What was asserted of one table's rows, oldest first.

    Two rows are enough to know an equality by, since a row stands for the same term for ever; most are never cited.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._entries: list[Rule | tuple[str, int, int]] = []

    def restore(self, rules: Iterable[Rule]) -> None:
        """Add some that are written out already."""
        self._entries.extend(rules)

    def extend(self, name: str, left: Ids, right: Ids) -> None:
        """Add that the terms of left[i] and right[i] are equal, for every i, all of one name."""
        self._entries.extend((name, a, b) for a, b in zip(left.tolist(), right.tolist(), strict=True))

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rule]: ...
    def __getitem__(self, index: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        entry = self._entries[index]
        if not isinstance(entry, Rule):
            name, left, right = entry
            entry = Rule(name, self._table.term(left), self._table.term(right), trusted=True)
            self._entries[index] = entry
        return entry

    def __iter__(self) -> Iterator[Rule]:
        return (self[k] for k in range(len(self)))
