"""Sketches of a theory for all e-nodes, column by column."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rewriting.canonical.theory import PRIME, Sketch, Theory
from rewriting.columns import Flags, Ids, grown
from rewriting.table import Table

__all__ = ["Sketches"]

_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)


class Sketches:
    """By class, the sketch of the row that stands for it: a leaf with a value of its own, or else its oldest row.

    The children of a row are older than the row, and so are the oldest rows of their classes: one pass from old to new
    gives every class its sketch, whatever cycles the classes form.
    """

    def __init__(self, theory: Theory) -> None:
        self._theory = theory
        self._values: Sketch = np.zeros((0, 2), dtype=np.int64)
        self._valued: dict[int, int] = {}

    def stand_in(self, table: Table, row: int) -> int:
        """The row that stands for the class of a row."""
        canonical, parent = row, table.sets.parent
        while (above := int(parent[canonical])) != canonical:
            canonical = above
        return self._valued.get(canonical, canonical)

    def update(self, table: Table, start: int) -> None:
        """Sketch the classes from an id on; older ones are as they were. The graph is closed."""
        self._values = grown(self._values, table.count)
        parent = table.sets.parent[: table.count]
        classes = (np.flatnonzero(parent[start:] == np.arange(start, table.count)) + start).astype(np.int32)
        self._values[classes] = _at_random(classes)
        self._valued = {}
        for row, op in table.leaf_ops.items():
            value = self._theory.leaf(op)
            if value is not None:
                self._valued[int(parent[row])] = row
                self._values[parent[row]] = value
        classes = classes[self._through(table, classes)]
        classes = classes[~np.isin(classes, np.fromiter(self._valued, dtype=np.int32, count=len(self._valued)))]
        cuts = np.unique(np.searchsorted(classes, table.batches))
        for batch in np.split(classes, cuts):
            if batch.size:
                self._values[batch] = self._sketched(table, batch, original=True)

    def coincidences(self, table: Table) -> list[tuple[int, int]]:
        """Pairs of rows of different classes with one sketch: each with the oldest one that has it. The loop replaced:

        for row in rows:
            other = first.setdefault(sketch(row), row)
            if find(other) != find(row):
                yield other, row
        """
        parent = table.sets.parent[: table.count]
        rows = self._rows(table)
        classes = np.flatnonzero(parent == np.arange(table.count)).astype(np.int32)
        standing = classes.copy()
        for canonical, row in self._valued.items():
            standing[np.searchsorted(classes, canonical)] = row
        rows, values = (
            np.concatenate([standing, rows]),
            np.concatenate([self._values.take(classes, axis=0), self._sketched(table, rows)]),
        )
        keys = _packed(values)
        order = np.lexsort((rows, keys))
        keys, rows = keys.take(order), rows.take(order)
        starts = np.flatnonzero(np.r_[np.ones(min(keys.size, 1), dtype=np.bool_), keys[1:] != keys[:-1]])
        first = np.repeat(rows.take(starts), np.diff(np.r_[starts, keys.size]))
        apart = np.flatnonzero(parent.take(first) != parent.take(rows))
        return list(zip(first.take(apart).tolist(), rows.take(apart).tolist(), strict=True))

    def outermost(self, table: Table) -> list[tuple[int, int]]:
        """E-nodes of the theory whose class is no operand of another one: one row for each class and sketch."""
        rows = self._rows(table)
        own = table.sets.parent.take(rows)
        inner: Flags = np.zeros(table.count, dtype=np.bool_)
        for column in table.children:
            children = column.take(rows)
            inner[children[children != own]] = True
        rows = rows[~inner.take(own)]
        keys = _packed(self._sketched(table, rows))
        pairs = np.stack([table.sets.parent.take(rows).astype(np.int64), keys], axis=1)
        _, first = np.unique(pairs, axis=0, return_index=True)
        return [(int(rows[i]), int(keys[i])) for i in np.sort(first)]

    def _through(self, table: Table, rows: Ids) -> Flags:
        """Whether the theory looks through the operators of these rows."""
        known = np.array([arity > 0 and self._theory.knows(op, arity) for op, arity in table.functors], dtype=np.bool_)
        flags: Flags = known.take(table.functor.take(rows))
        return flags

    def _rows(self, table: Table) -> Ids:
        rows = table.live_rows()
        return rows[self._through(table, rows)]

    def _sketched(self, table: Table, rows: Ids, original: bool = False) -> Sketch:
        """The sketches of e-nodes of the theory, by their children\'s classes; grouped by operator."""
        result: Sketch = np.zeros((rows.size, 2), dtype=np.int64)
        for positions, functor in _by_functor(table, rows):
            op, arity = table.functors[functor]
            chosen = rows.take(positions)
            columns = table.original if original else table.children
            operands = [self._values.take(table.sets.find(columns[k].take(chosen)), axis=0) for k in range(arity)]
            result[positions] = self._theory.sketch(op, operands)
        return result


def _by_functor(table: Table, rows: Ids) -> Iterator[tuple[NDArray[np.intp], int]]:
    functors = table.functor.take(rows)
    for functor in np.unique(functors).tolist():
        yield np.flatnonzero(functors == functor), functor


def _at_random(rows: Ids) -> Sketch:
    """Two numbers for each row that have nothing to do with those of other rows."""
    mixed = (rows.astype(np.uint64)[:, None] + np.uint64(1)) * _ODD
    mixed = (mixed ^ (mixed >> np.uint64(32))) * _MIX
    mixed ^= mixed >> np.uint64(29)
    values: Sketch = (mixed % np.uint64(PRIME)).astype(np.int64)
    return values


def _packed(values: Sketch) -> NDArray[np.int64]:
    packed: NDArray[np.int64] = values[:, 0] << np.int64(31) | values[:, 1]
    return packed
