"""The e-nodes as columns, one row each, with the index that keeps congruent rows from being stored twice.

    row  functor  children (canonical)  original (as inserted)  key    live  sets.parent
    0    0 (x)    –                     –                       –      yes   0
    1    0 (y)    –                     –                       –      yes   0        y was united with x
    2    1 (+)    0, 0                  0, 1                    +,0,0  yes   2        the term x + y
    3    2 (sin)  2                     2                       sin,2  yes   3        the term sin(x + y)

A row id never changes its meaning: it stands for the term made of its operator and its original children, which are
older rows. Everything else in a row is bookkeeping about the e-class that the term is in now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Flags, Functors, Ids, Keys, Offsets, grown, joined
from rewriting.congruence import MOST_FUNCTORS, MOST_ROWS, CapacityError, CongruenceIndex
from rewriting.keyindex import DEAD
from rewriting.op import Op
from rewriting.term import Term
from rewriting.unionfind import UnionFind
from rewriting.unwind import from_below

__all__ = ["DEAD", "LEAF", "MOST_ROWS", "SPARE", "CapacityError", "Table"]

LEAF = 0
"""The functor number that all leaves share."""

_BLOCK = 1 << 18
"""Candidates inserted at a time, so that their temporary columns stay in the processor's cache."""

SPARE = 1 << 12
"""Candidates for which there is room even where the rows to come are bounded."""


class Table:
    """All e-nodes of one e-graph. Rows are appended and never removed; see the module for the columns."""

    def __init__(self) -> None:
        self.count = 0
        self.live_count = 0
        self.most_rows = MOST_ROWS
        """Rows beyond which columns grow no more than they must; a memory limit sets it."""
        self.sets = UnionFind()
        self.functor: Functors = np.zeros(256, dtype=np.int16)
        self.children: list[Ids] = []
        self.original: list[Ids] = []
        self.live: Flags = np.zeros(256, dtype=np.bool_)
        self.functors: list[tuple[Op, int]] = [(Op("leaf"), 0)]
        self.leaf_ops: dict[int, Op] = {}
        self.clock = 0
        self.changed_at: Offsets = np.zeros(16, dtype=np.int64)
        """For each functor, the clock when one of its rows last was made, re-keyed or moved to another class."""
        self.stamp: Ids = np.zeros(256, dtype=np.int32)
        """For each row, the clock when it last was made, re-keyed or moved to another class."""
        self.batches: list[int] = []
        """Row numbers at which a batch begins: children of a non-leaf row lie in earlier batches."""
        self._functor_numbers: dict[tuple[Op, int], int] = {}
        self._leaf_rows: dict[Op, int] = {}
        self._congruence = CongruenceIndex()

    @property
    def key(self) -> Keys:
        """The key of each row, see `CongruenceIndex`; DEAD for those that are not found."""
        return self._congruence.key

    @property
    def class_count(self) -> int:
        """Number of e-classes."""
        return int(np.count_nonzero(self.sets.parent[: self.count] == np.arange(self.count, dtype=np.int32)))

    @property
    def nbytes(self) -> int:
        """Memory held by the columns and the index, in bytes."""
        columns: list[NDArray[Any]] = [*self.children, *self.original, self.functor, self.live, self.stamp]
        return self.sets.nbytes + self._congruence.nbytes + sum(column.nbytes for column in columns)

    def copy(self) -> Table:
        """Another table that holds the same: nothing done to one is seen in the other."""
        twin = Table()
        vars(twin).update((name, held if isinstance(held, int) else held.copy()) for name, held in vars(self).items())
        twin.children = [column.copy() for column in self.children]
        twin.original = [column.copy() for column in self.original]
        return twin

    def bytes_for(self, rows: int) -> int:
        """The most memory that this many rows can come to hold, in bytes, while `most_rows` is no more than that."""
        room = max(rows + SPARE, self.functor.size)
        entry = 2 + 1 + 4 + 8 * len(self.children) + 8
        return entry * room + self._congruence.bytes_for(rows + SPARE, room, len(self.children))

    def functor_number(self, op: Op, arity: int) -> int | None:
        """The number of an operator with `arity` ≥ 1 operands, or None where no row uses it."""
        return self._functor_numbers.get((op, arity))

    def declare(self, op: Op, arity: int) -> int:
        """The number of an operator with `arity` ≥ 1 operands, given now if need be.

        Raises CapacityError where there are too many operators.
        """
        number = self._functor_numbers.setdefault((op, arity), len(self.functors))
        if number == len(self.functors):
            if number >= MOST_FUNCTORS:
                raise CapacityError(f"operator {op}: an e-graph holds at most {MOST_FUNCTORS} operators with operands")
            self.functors.append((op, arity))
            self.changed_at = grown(self.changed_at, len(self.functors))
            self._congruence.declare(number, arity)
            for columns in (self.children, self.original):
                columns.extend(np.zeros(self.functor.size, dtype=np.int32) for _ in range(arity - len(columns)))
        return number

    def leaf_row(self, op: Op) -> int | None:
        """The row of a leaf, or None where it is not in the table."""
        return self._leaf_rows.get(op)

    def leaf(self, op: Op) -> int:
        """The row of a leaf, made if need be."""
        return self.add_leaves([op])[0]

    def add_leaves(self, ops: Sequence[Op]) -> list[int]:
        """The rows of leaves, inserted if need be; all at once."""
        new = [op for op in dict.fromkeys(ops) if op not in self._leaf_rows]
        if new:
            self._make_room(len(new))
            span = slice(self.count, self.count + len(new))
            self.leaf_ops.update(enumerate(new, self.count))
            self._leaf_rows.update((op, row) for row, op in enumerate(new, self.count))
            self._congruence.hide(span)
            for column in (*self.children, *self.original):
                column[span] = 0
            self._append(np.zeros(len(new), dtype=np.int16))
        return [self._leaf_rows[op] for op in ops]

    def insert(self, functors: Functors, columns: Sequence[Ids]) -> Ids:
        """The rows of a batch of e-nodes; rows are made for those that are not in the table.

        `columns[k][i]` is the canonical id of child k of e-node i (any id where e-node i has fewer children).
        New rows are numbered in the order of their first appearance. The loop that this replaces:

            for functor, *children in zip(functors, *columns):
                yield rows.setdefault((functor, *children), len(rows))
        """
        self._begin_batch()
        # Room for all at once: laying out the index anew for each block would cost more than the block. Most may turn
        # out to be known, so the index is not made for more than twice the rows.
        most = min(functors.size, max(self.count, _BLOCK), self.most_rows - self.count + SPARE)
        self._congruence.reserve(most, self.count)
        found = []
        start = 0
        while start < functors.size:
            block = slice(start, start + min(_BLOCK, max(SPARE, self.most_rows - self.count)))
            found.append(self._insert_block(functors[block], [column[block] for column in columns]))
            start = block.stop
        self._begin_batch()
        return joined(found)

    def find_rows(self, functors: Functors, columns: Sequence[Ids]) -> Ids:
        """The rows of a batch of e-nodes, −1 where there is none; like `insert`, but nothing is made."""
        return self._congruence.find(functors, columns)

    def rekey(self, rows: Ids) -> Ids:
        """Bring children and keys of these rows up to date; returns the row that owns each key from now on.

        A row that does not own its key is congruent with the owner: the caller must unite the two and bury the row.
        """
        # Room is made under the old keys: laid out under the new ones, the index would lose one of two equal rows.
        self._congruence.reserve(rows.size, self.count)
        for column in self.children:
            column[rows] = self.sets.find(column.take(rows))
        children = [column.take(rows) for column in self.children]
        owners = self._congruence.rekey(rows, self.functor.take(rows), children)
        self.mark(rows)
        return owners

    def mark(self, rows: Ids) -> None:
        """Note that these rows have changed: they were re-keyed or are in another class now."""
        self.changed_at[self.functor.take(rows)] = self.clock
        self.stamp[rows] = self.clock

    def bury(self, rows: Ids) -> None:
        """Take rows out of the live ones; they remain as terms that proofs may speak of."""
        self.prune(rows)
        self._congruence.hide(rows)

    def prune(self, rows: Ids) -> None:
        """Hide rows from matching, counting and extraction; unlike buried ones they are still found by their key."""
        self.live_count -= int(np.count_nonzero(self.live.take(rows)))
        self.live[rows] = False

    def keyed_rows(self) -> Ids:
        """The rows with operands that the index finds: those that are live and those that are pruned."""
        return self._congruence.keyed(self.count)

    def live_rows(self) -> Ids:
        """The rows that are distinct canonical e-nodes, ascending."""
        return np.flatnonzero(self.live[: self.count]).astype(np.int32)

    def truncate(self, count: int) -> None:
        """Forget the rows from `count` on, which nothing may have been united with since they were made."""
        self.live_count -= int(np.count_nonzero(self.live[count : self.count]))
        for row in range(self.count - 1, count - 1, -1):
            op = self.leaf_ops.pop(row, None)
            if op is not None:
                del self._leaf_rows[op]
        self.live[count : self.count] = False
        self.count = count
        self.sets.truncate(count)
        while self.batches and self.batches[-1] > count:
            self.batches.pop()
        self._congruence.renew(self.keyed_rows())

    def restore(
        self,
        functors: Sequence[tuple[Op, int]],
        leaves: Mapping[int, Op],
        functor: Functors,
        original: Sequence[Ids],
        batches: Sequence[int],
    ) -> None:
        """Fill an empty table with stored rows, each a class of its own until the stored unions are made again."""
        for op, arity in functors:
            self.declare(op, arity)
        self._make_room(functor.size)
        for columns in (self.children, self.original):
            for column, stored in zip(columns, original, strict=True):
                column[: functor.size] = stored
        self._congruence.hide(slice(functor.size))
        self._append(functor)
        self.leaf_ops.update(leaves)
        self._leaf_rows.update((op, row) for row, op in leaves.items())
        self.batches = list(batches)

    def revive(self, rows: Ids, pruned: Ids) -> bool:
        """Make these rows the live and the pruned ones, with keys as they are now; whether no two are congruent."""
        self.live[: self.count] = False
        self.live[rows] = True
        self.live_count = rows.size
        kept = np.union1d(rows, pruned).astype(np.int32)
        compound = kept[self.functor.take(kept) != LEAF]
        return np.array_equal(self.rekey(compound), compound) if compound.size else True

    def op_of(self, row: int) -> Op:
        """The operator of a row."""
        functor = int(self.functor[row])
        return self.leaf_ops[row] if functor == LEAF else self.functors[functor][0]

    def original_children(self, row: int) -> tuple[int, ...]:
        """The rows that a row was inserted on."""
        arity = self.functors[int(self.functor[row])][1]
        return tuple(int(self.original[k][row]) for k in range(arity))

    def term(self, row: int, known: dict[int, Term] | None = None) -> Term:
        """The fixed term that a row stands for. Shared rows are built once; `known` keeps what is built for later."""
        return from_below(row, self.original_children, lambda r, parts: Term(self.op_of(r), tuple(parts)), known)

    def _insert_block(self, functors: Functors, columns: Sequence[Ids]) -> Ids:
        """`insert` for few enough candidates."""
        start = self.count
        self._make_room(functors.size)
        self._congruence.reserve(functors.size, start)
        rows, new = self._congruence.admit(start, functors, columns)
        for k, (children, original) in enumerate(zip(self.children, self.original, strict=True)):
            column = columns[k].take(new) if k < len(columns) else 0
            children[start : start + new.size] = original[start : start + new.size] = column
        self._append(functors.take(new))
        return rows

    def _append(self, functors: Functors) -> None:
        """Count in new rows whose keys and children are written already."""
        stop = self.count + functors.size
        self.functor[self.count : stop] = functors
        self.live[self.count : stop] = True
        self.changed_at[functors] = self.clock
        self.stamp[self.count : stop] = self.clock
        self.sets.extend(functors.size)
        self.live_count += functors.size
        self.count = stop

    def _begin_batch(self) -> None:
        if not self.batches or self.batches[-1] != self.count:
            self.batches.append(self.count)

    def _make_room(self, more: int) -> None:
        size = self.count + more
        if size <= self.functor.size:
            return
        if size > MOST_ROWS:
            raise CapacityError(f"{size} rows: an e-graph holds at most {MOST_ROWS}; set a lower node limit")
        most = self.most_rows + SPARE
        self._congruence.make_room(size, most)
        self.functor, self.live = grown(self.functor, size, most), grown(self.live, size, most)
        self.stamp = grown(self.stamp, size, most)
        self.children = [grown(column, size, most) for column in self.children]
        self.original = [grown(column, size, most) for column in self.original]
        self.sets.reserve(size, most)
