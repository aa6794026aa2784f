"""Matching: a pattern's join plan run over whole columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rewriting.columns import Ids, Offsets
from rewriting.op import Op
from rewriting.pattern import Node, Pattern
from rewriting.table import Table

__all__ = ["Matches", "Snapshot", "match"]

_MOST_MATCHES = 1 << 24
"""Matches of one rule that are held at a time; a column of them takes 64 MiB."""

_DENSE = 16
"""An operator with 1/16 of all rows or more gets an index with a slot for every id, the others one for bisection."""


@dataclass(frozen=True, slots=True)
class Matches:
    """All matches of a pattern: `rows[n][i]` is the row that match i binds to compound subterm n.

    For a pattern that is a bare variable or a leaf there is one column, the canonical id matched. `complete` is false
    where there are more matches than a snapshot is willing to hold.
    """

    rows: tuple[Ids, ...]
    complete: bool = True

    def __len__(self) -> int:
        return int(self.rows[0].size)

    def take(self, positions: Offsets | slice) -> Matches:
        """The matches at some positions."""
        return Matches(tuple(column[positions] for column in self.rows), self.complete)


class Snapshot:
    """The live rows of a rebuilt table, by operator and by operator and class; valid until the table changes."""

    def __init__(self, table: Table, most: int = _MOST_MATCHES) -> None:
        """`most` bounds the matches that any step of a join may produce; it leaves out the last ones beyond that."""
        self.table, self.most, self.complete = table, most, True
        rows = table.live_rows()
        functors = table.functor.take(rows)
        self._rows = rows.take(np.argsort(functors, kind="stable"))
        self._ends = np.cumsum(np.bincount(functors, minlength=len(table.functors))).tolist()
        self._indices: dict[tuple[int, int | None], _ClassIndex] = {}

    def count(self, functor: int) -> int:
        """How many live rows an operator has."""
        return int(self._ends[functor] - (self._ends[functor - 1] if functor else 0))

    def rows(self, functor: int) -> Ids:
        """The live rows of an operator, ascending."""
        return self._rows[self._ends[functor] - self.count(functor) : self._ends[functor]]

    def join(
        self, functor: int, classes: Ids, child: int | None = None, wanted: Ids | None = None
    ) -> tuple[Offsets, Ids]:
        """Each pairing of a position in `classes` with a row of the operator in that class, positions ascending.

        With `child` and `wanted`, only rows whose child has the canonical id wanted at the position. The loop replaced:

            for i, c in enumerate(classes):
                for row in rows(functor):
                    if find(row) == c and (child is None or children[child][row] == wanted[i]):
                        yield i, row
        """
        index = self._indices.get((functor, child))
        if index is None:
            index = self._indices[functor, child] = _ClassIndex(self.table, self.rows(functor), child)
        hits, starts, counts = index.runs(classes, wanted)
        ends = counts.cumsum()
        if ends.size and ends[-1] > self.most:
            self.complete = False
            counts = np.diff(np.minimum(ends, self.most), prepend=0)
        return index.expand(hits, starts, counts)


class _ClassIndex:
    """The rows of one operator sorted by class, or by class and one child."""

    def __init__(self, table: Table, rows: Ids, child: int | None) -> None:
        classes = table.sets.parent.take(rows)
        self._present = None
        keys: Ids | Offsets = classes if child is None else _pair(classes, table.children[child].take(rows))
        order = keys.argsort(kind="stable")
        self._keys = keys.take(order)
        if child is None:
            if rows.size * _DENSE >= table.count:
                self._starts = np.zeros(table.count + 1, dtype=np.int64)
                np.bincount(classes, minlength=table.count).cumsum(out=self._starts[1:])
            else:
                self._present = np.zeros(table.count, dtype=np.bool_)
                self._present[classes] = True
        self._child = child
        self._rows = rows.take(order)

    def runs(self, classes: Ids, wanted: Ids | None) -> tuple[Offsets | None, Offsets, Offsets]:
        """Where the rows for each class are: run i is counts[i] rows from starts[i] on, for position hits[i] (or i)."""
        if self._child is None and self._present is None:
            starts = self._starts.take(classes)
            return None, starts, self._starts.take(classes + 1) - starts
        hits = None if self._present is None else self._present.take(classes).nonzero()[0]
        keys: Ids | Offsets = classes if hits is None else classes.take(hits)
        if wanted is not None:
            keys = _pair(classes, wanted)
        starts = self._keys.searchsorted(keys)
        return hits, starts, self._keys.searchsorted(keys, side="right") - starts

    def expand(self, hits: Offsets | None, starts: Offsets, counts: Offsets) -> tuple[Offsets, Ids]:
        """Runs of rows spread out."""
        positions = np.arange(counts.size).repeat(counts)
        before = counts.cumsum() - counts
        rows = self._rows.take(np.arange(positions.size) + (starts - before).take(positions))
        return (positions if hits is None else hits.take(positions)), rows


def _pair(high: Ids, low: Ids) -> Offsets:
    return high.astype(np.int64) << 32 | low


def match(pattern: Pattern, snapshot: Snapshot) -> Matches | None:
    """All matches of a pattern, in ascending order of the row matched by the root; None where there are none."""
    table = snapshot.table
    leaves = _leaf_classes(pattern, table)
    if leaves is None:
        return None
    if not pattern.nodes:
        return Matches((leaves[pattern.root] if isinstance(pattern.root, Op) else _all_classes(table),))
    functors = []
    for node in pattern.nodes:
        functor = table.functor_number(node.op, node.arity)
        if functor is None or not snapshot.count(functor):
            return None
        functors.append(functor)
    snapshot.complete = True
    columns = [snapshot.rows(functors[0])]
    columns = _filtered(table, pattern.nodes[0], columns, 0, leaves)
    for number in range(1, len(pattern.nodes)):
        if not columns[0].size:
            return None
        node = pattern.nodes[number]
        columns = _joined(snapshot, functors[number], node, columns)
        columns = _filtered(table, node, columns, number, leaves)
    return Matches(tuple(columns), snapshot.complete) if columns[0].size else None


def _leaf_classes(pattern: Pattern, table: Table) -> dict[Op, Ids] | None:
    """The class of each leaf of the pattern, as a column of one; None if one is not in the graph."""
    classes = {}
    for op in pattern.leaves:
        row = table.leaf_row(op)
        if row is None:
            return None
        classes[op] = table.sets.parent[row : row + 1].copy()
    return classes


def _all_classes(table: Table) -> Ids:
    parent = table.sets.parent[: table.count]
    return np.flatnonzero(parent == np.arange(parent.size)).astype(np.int32)


def _joined(snapshot: Snapshot, functor: int, node: Node, columns: list[Ids]) -> list[Ids]:
    """The matches so far, each with every row that fits the next node's place, and its first repeated variable."""
    children = snapshot.table.children
    parent, place = node.parent or (0, 0)
    classes = children[place].take(columns[parent])
    if node.same:
        child, (number, k) = node.same[0]
        if number < len(columns):
            positions, rows = snapshot.join(functor, classes, child, children[k].take(columns[number]))
            return [*(column.take(positions) for column in columns), rows]
    positions, rows = snapshot.join(functor, classes)
    return [*(column.take(positions) for column in columns), rows]


def _filtered(table: Table, node: Node, columns: list[Ids], number: int, leaves: dict[Op, Ids]) -> list[Ids]:
    """Only the matches whose newest row has the leaves and the repeated variables that its node asks for."""
    for k, child in enumerate(node.children):
        if isinstance(child, Op):
            columns = _kept(columns, table.children[k].take(columns[number]) == leaves[child])
    for k, (other, place) in node.same:
        columns = _kept(columns, table.children[k].take(columns[number]) == table.children[place].take(columns[other]))
    return columns


def _kept(columns: list[Ids], mask: np.typing.NDArray[np.bool_]) -> list[Ids]:
    positions = mask.nonzero()[0]
    if positions.size == mask.size:
        return columns
    return [column.take(positions) for column in columns]
