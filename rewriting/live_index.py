"""The live rows of an e-graph at the beginning of a round, indexed for joins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rewriting.columns import Flags, Ids, Offsets
from rewriting.table import Table

__all__ = ["ClassOperatorIndex", "LiveIndex", "Runs"]

_MOST_MATCHES = 1 << 24
"""Matches of one rule that are held at a time; a column of them takes 64 MiB."""

_DENSE = 16
"""An operator with 1/16 of all rows or more gets an index with a slot for every id, the others one for bisection."""

_SMALL = 1 << 12
"""Graphs with fewer rows get one index for all operators together: building one costs more than bisecting in it."""


class LiveIndex:
    """The live rows of a rebuilt table, by operator and by operator and class; valid until the table changes."""

    def __init__(self, table: Table, most: int = _MOST_MATCHES, watch: Callable[[], None] | None = None) -> None:
        """`most` bounds the matches of one pattern; `watch` is called between the steps of a search and may raise."""
        self.table, self.most, self.watch = table, most, watch
        rows = table.live_rows()
        functors = table.functor.take(rows)
        self.sorted_rows = rows.take(functors.argsort(kind="stable"))
        self.counts = np.bincount(functors, minlength=len(table.functors))
        self.ends = self.counts.cumsum()
        self._ends: list[int] = self.ends.tolist()
        self._indices: dict[tuple[int, int | None], _ClassIndex] = {}
        self._fresh: dict[tuple[int, int], Ids] = {}
        self._hot: dict[tuple[int, int], Flags] = {}
        self._small: ClassOperatorIndex | None = None

    def count(self, functor: int) -> int:
        """How many live rows an operator has."""
        return self._ends[functor] - (self._ends[functor - 1] if functor else 0)

    def rows(self, functor: int) -> Ids:
        """The live rows of an operator, ascending."""
        return self.sorted_rows[self._ends[functor] - self.count(functor) : self._ends[functor]]

    def fresh(self, functor: int, seen: int) -> Ids:
        """The live rows of an operator that were made, re-keyed or moved to another class after the clock `seen`."""
        known = self._fresh.get((functor, seen))
        if known is None:
            rows = self.rows(functor)
            known = rows[self.table.stamp.take(rows) > seen] if self.table.changed_at[functor] > seen else rows[:0]
            self._fresh[functor, seen] = known
        return known

    def hot(self, functor: int, seen: int) -> Flags:
        """For each canonical id, whether the class holds such a fresh row."""
        known = self._hot.get((functor, seen))
        if known is None:
            known = np.zeros(self.table.count, dtype=np.bool_)
            known[self.table.sets.parent.take(self.fresh(functor, seen))] = True
            self._hot[functor, seen] = known
        return known

    @property
    def by_class(self) -> ClassOperatorIndex:
        """All live rows by class and operator, in one index."""
        if self._small is None:
            self._small = ClassOperatorIndex(self.table, self.sorted_rows)
        return self._small

    def runs(self, functor: int, classes: Ids, child: int | None = None, wanted: Ids | None = None) -> Runs:
        """The pairings of each position in `classes` with the rows of the operator in that class, not yet spread out.

        With `child` and `wanted`, only rows whose child has the canonical id wanted at the position. `expand` of all
        of them gives what this loop gives:

            for i, c in enumerate(classes):
                for row in rows(functor):
                    if find(row) == c and (child is None or children[child][row] == wanted[i]):
                        yield i, row
        """
        if child is None and self.table.count < _SMALL:
            return self.by_class.runs(functor, classes)
        index = self._indices.get((functor, child))
        if index is None:
            index = self._indices[functor, child] = _ClassIndex(self.table, self.rows(functor), child)
        return index.runs(classes, wanted)


class Runs:
    """Run i stands for the counts[i] rows from `rows[starts[i]]` on, paired with position hits[i] (or i)."""

    __slots__ = ("_before", "_counts", "_ends", "_hits", "_rows", "_starts", "total")

    def __init__(self, rows: Ids, hits: Offsets | None, starts: Offsets, counts: Offsets) -> None:
        self._rows, self._hits, self._starts, self._counts = rows, hits, starts, counts
        self._ends = counts.cumsum()
        self._before = self._ends - counts
        self.total = int(self._ends[-1]) if self._ends.size else 0

    def expand(self, first: int, stop: int) -> tuple[Offsets, Ids]:
        """The pairings from number `first` up to `stop`: positions, ascending, and rows."""
        if first == 0 and stop == self.total:
            begin, positions = 0, np.arange(self._counts.size).repeat(self._counts)
        else:
            begin = int(self._ends.searchsorted(first, side="right"))
            end = int(self._ends.searchsorted(stop, side="left")) + 1
            lengths = np.minimum(self._ends[begin:end], stop) - np.maximum(self._before[begin:end], first)
            positions = np.arange(begin, begin + lengths.size).repeat(lengths)
        shift = (self._starts - self._before).take(positions)
        rows = self._rows.take(np.arange(first, stop) + shift)
        return (positions if self._hits is None else self._hits.take(positions)), rows


class ClassOperatorIndex:
    """All rows sorted by class and operator."""

    def __init__(self, table: Table, rows: Ids) -> None:
        self._width = len(table.functors)
        keys = table.sets.parent.take(rows) * np.int64(self._width) + table.functor.take(rows)
        order = keys.argsort(kind="stable")
        self._keys, self._rows = keys.take(order), rows.take(order)

    def runs(self, functor: int, classes: Ids) -> Runs:
        keys = classes * np.int64(self._width) + functor
        starts = self._keys.searchsorted(keys)
        return Runs(self._rows, None, starts, self._keys.searchsorted(keys, side="right") - starts)

    def among(self, functors: Offsets, classes: Ids) -> tuple[Ids, Offsets, Offsets]:
        """(pool, starts, counts): operator functors[i] has in class i counts[i] rows of the pool from starts[i] on."""
        keys = classes * np.int64(self._width) + functors
        starts = self._keys.searchsorted(keys)
        return self._rows, starts, self._keys.searchsorted(keys, side="right") - starts


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

    def runs(self, classes: Ids, wanted: Ids | None) -> Runs:
        if self._child is None and self._present is None:
            starts = self._starts.take(classes)
            return Runs(self._rows, None, starts, self._starts.take(classes + 1) - starts)
        hits = None if self._present is None else self._present.take(classes).nonzero()[0]
        keys: Ids | Offsets = classes if hits is None else classes.take(hits)
        if wanted is not None:
            keys = _pair(classes, wanted)
        starts = self._keys.searchsorted(keys)
        return Runs(self._rows, hits, starts, self._keys.searchsorted(keys, side="right") - starts)


def _pair(high: Ids, low: Ids) -> Offsets:
    return high.astype(np.int64) << 32 | low
