"""Matching: a pattern's join plan run over whole columns, a bounded block at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rewriting.columns import Flags, Ids, Offsets, joined
from rewriting.live_index import LiveIndex
from rewriting.op import Op
from rewriting.pattern import Pattern
from rewriting.table import Table

__all__ = ["Matches", "match", "match_blocks"]

_BLOCK = 1 << 18
"""Partial matches that one step of a join makes at a time, so that no join needs more memory than this or runs long
before the time is looked at."""


@dataclass(frozen=True, slots=True)
class Matches:
    """All matches of a pattern: `rows[n][i]` is the row that match i binds to compound subterm n.

    For a pattern that is a bare variable or a leaf there is one column, the canonical id matched. `complete` is false
    where there are more matches than were asked for.
    """

    rows: tuple[Ids, ...]
    complete: bool = True

    def __len__(self) -> int:
        return int(self.rows[0].size)

    def take(self, positions: Offsets | slice) -> Matches:
        """The matches at some positions."""
        return Matches(tuple(column[positions] for column in self.rows), self.complete)

    @staticmethod
    def merged(parts: list[Matches], most: int) -> Matches:
        """The parts one after another; at most `most` matches, and not complete if that leaves any out."""
        if len(parts) == 1 and len(parts[0]) <= most:
            return parts[0]
        rows = tuple(joined(list(columns)) for columns in zip(*(part.rows for part in parts), strict=True))
        if rows[0].size <= most:
            return Matches(rows)
        return Matches(tuple(column[:most] for column in rows), complete=False)


def match(pattern: Pattern, snapshot: LiveIndex, seen: int = -1) -> Matches | None:
    """All matches of a pattern, up to `snapshot.most`; None where there are none. See `match_blocks`."""
    parts, total = [], 0
    for part in match_blocks(pattern, snapshot, seen):
        parts.append(part)
        total += len(part)
        if total > snapshot.most:
            break
    return Matches.merged(parts, snapshot.most) if parts else None


def match_blocks(pattern: Pattern, snapshot: LiveIndex, seen: int = -1) -> Iterator[Matches]:
    """The matches of a pattern in blocks, none empty, in ascending order of the row matched by the root.

    With `seen`, a clock of the table, only matches that were not there at that time: those that a row takes part in
    which is new, re-keyed or in another class since then. Between two steps `snapshot.watch` is called.
    """
    table = snapshot.table
    leaves: dict[Op, int] = {}
    for op in pattern.leaves:
        row = table.leaf_row(op)
        if row is None:
            return
        leaves[op] = int(table.sets.parent[row])
        if table.stamp[row] > seen:
            seen = -1
    if not pattern.nodes:
        yield from _classes(pattern, table, leaves, seen)
        return
    functors = []
    for node in pattern.nodes:
        functor = table.functor_number(node.op, node.arity)
        if functor is None or not snapshot.count(functor):
            return
        functors.append(functor)
    yield from _Search(pattern, snapshot, functors, leaves, seen).blocks()


def _classes(pattern: Pattern, table: Table, leaves: dict[Op, int], seen: int) -> Iterator[Matches]:
    """The matches of a leaf, or of a bare variable: every class that is new."""
    if isinstance(pattern.root, Op):
        found = np.array([leaves[pattern.root]], dtype=np.int32)
    else:
        parent = table.sets.parent[: table.count]
        own = parent == np.arange(parent.size, dtype=np.int32)
        if seen >= 0:
            own &= table.stamp[: table.count] > seen
        found = own.nonzero()[0].astype(np.int32)
    if found.size:
        yield Matches((found,))


class _Search:
    """One pattern looked for in one snapshot."""

    def __init__(
        self, pattern: Pattern, snapshot: LiveIndex, functors: list[int], leaves: dict[Op, int], seen: int
    ) -> None:
        self.nodes, self.snapshot, self.table = pattern.nodes, snapshot, snapshot.table
        self.functors, self.leaves, self.seen = functors, leaves, seen

    def blocks(self) -> Iterator[Matches]:
        """Root rows first, in blocks that are then extended depth first, so that the order of the rows is kept."""
        rows = self._roots()
        for start in range(0, rows.size, _BLOCK):
            if rows.size > _BLOCK:
                self._look_around()
            columns = self._filtered([rows[start : start + _BLOCK]], 0)
            if columns[0].size:
                yield from self._extended(columns)

    def _look_around(self) -> None:
        if self.snapshot.watch is not None:
            self.snapshot.watch()

    def _roots(self) -> Ids:
        """The rows that the root can match; where only news are wanted, those with news in or below them."""
        if self.seen < 0:
            return self.snapshot.rows(self.functors[0])
        if len(self.nodes) == 1:
            return self.snapshot.fresh(self.functors[0], self.seen)
        rows = self.snapshot.rows(self.functors[0])
        return rows[self._news(0, rows)]

    def _news(self, number: int, rows: Ids) -> Flags:
        """Which rows are fresh, or have a child in a class with news for the subterm that belongs there."""
        news: Flags = self.table.stamp.take(rows) > self.seen
        for k, child in enumerate(self.nodes[number].children):
            if isinstance(child, int):
                news |= self._hot(child).take(self.table.children[k].take(rows))
        return news

    def _hot(self, number: int) -> Flags:
        """For each class, whether it has news for a subterm."""
        functor = self.functors[number]
        if self.nodes[number].height == 1:
            return self.snapshot.hot(functor, self.seen)
        rows = self.snapshot.rows(functor)
        hot = np.zeros(self.table.count, dtype=np.bool_)
        hot[self.table.sets.parent.take(rows[self._news(number, rows)])] = True
        return hot

    def _extended(self, columns: list[Ids]) -> Iterator[Matches]:
        """The matches of the whole pattern that begin with these of its first subterms."""
        number = len(columns)
        if number == len(self.nodes):
            columns = self._new_ones(columns)
            if columns[0].size:
                yield Matches(tuple(columns))
            return
        node, children = self.nodes[number], self.table.children
        parent, place = node.parent or (0, 0)
        classes = children[place].take(columns[parent])
        child = wanted = None
        if node.same and node.same[0][1][0] < number:
            child, (other, k) = node.same[0]
            wanted = children[k].take(columns[other])
        runs = self.snapshot.runs(self.functors[number], classes, child, wanted)
        for start in range(0, runs.total, _BLOCK):
            if runs.total > _BLOCK:
                self._look_around()
            positions, rows = runs.expand(start, min(start + _BLOCK, runs.total))
            longer = self._filtered([*(column.take(positions) for column in columns), rows], number)
            if longer[0].size:
                yield from self._extended(longer)

    def _filtered(self, columns: list[Ids], number: int) -> list[Ids]:
        """Only the matches whose newest row has the leaves and the repeated variables that its node asks for."""
        node, children = self.nodes[number], self.table.children
        for k, child in enumerate(node.children):
            if isinstance(child, Op):
                columns = _kept(columns, children[k].take(columns[number]) == self.leaves[child])
        for k, (other, place) in node.same:
            columns = _kept(columns, children[k].take(columns[number]) == children[place].take(columns[other]))
        return columns

    def _new_ones(self, columns: list[Ids]) -> list[Ids]:
        """Only the matches that a fresh row takes part in."""
        if self.seen < 0 or len(columns) == 1:
            return columns
        stamp = self.table.stamp
        new: Flags = stamp.take(columns[0]) > self.seen
        for column in columns[1:]:
            new |= stamp.take(column) > self.seen
        return _kept(columns, new)


def _kept(columns: list[Ids], mask: Flags) -> list[Ids]:
    positions = mask.nonzero()[0]
    if positions.size == columns[0].size:
        return columns
    return [column.take(positions) for column in columns]
