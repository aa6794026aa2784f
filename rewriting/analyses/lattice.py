"""Lattice analyses: what is known of a class, as a value that only becomes more precise."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rewriting.analysis import Analysis, Conflict, grouped, parents_of
from rewriting.columns import Flags, Ids, grown, joined
from rewriting.op import Op
from rewriting.table import Table

__all__ = ["Lattice"]


class Lattice(Analysis):
    """A value of fixed shape for every class: `make` gives it for an e-node, `join` combines what two sources know.

    Everything known of any e-node of a class is true of the class, so `join` must be associative, commutative and
    idempotent. Every intermediate state is sound, so the search for the fixed point may stop after `turns` levels:
    values on a cycle (x = x + 0) can otherwise improve without end.
    """

    def __init__(self, name: str, nothing: Any, dtype: Any = np.float64, turns: int = 100) -> None:
        self.name, self._turns = name, turns
        self._nothing = np.asarray(nothing, dtype=dtype)
        self._values: NDArray[Any] = np.empty((0, *self._nothing.shape), dtype=dtype)
        self._fresh: list[Ids] = []
        self._changed: list[Ids] = []
        self._conflict: Conflict | None = None

    @abstractmethod
    def make(self, op: Op, operands: list[NDArray[Any]]) -> NDArray[Any]:
        """What is known of n e-nodes, shape (n, *shape), given n values of each operand; n = 1 for a leaf."""

    @abstractmethod
    def join(self, left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
        """What n pairs of values know together."""

    def impossible(self, values: NDArray[Any]) -> Flags:
        """Which of n values no class can have, such as an empty interval: a contradiction. None, unless overridden.

        An analysis that overrides this sets `surprising`, so that a run stops at the first wrong union.
        """
        return np.zeros(len(values), dtype=np.bool_)

    def conflict(self) -> Conflict | None:
        """See Analysis."""
        return self._conflict

    def values(self, classes: Ids) -> NDArray[Any]:
        """What is known of the classes with these canonical ids."""
        return self._values.take(classes, axis=0)

    def added(self, table: Table, rows: Ids) -> None:
        """See Analysis."""
        old = len(self._values)
        self._values = grown(self._values, table.count)
        self._values[old:] = self._nothing
        self._fresh.append(rows)

    def merged(self, table: Table, gone: Ids, by_congruence: bool) -> None:
        """Both classes' knowledge is knowledge of the united one; e-nodes above either may learn from it."""
        del by_congruence
        kept = table.sets.find(gone)
        self._learn(kept, self._values.take(gone, axis=0))
        self._changed.append(kept)

    def settled(self, table: Table) -> None:
        """Recompute e-nodes that are new or have a child that changed, level by level, until nothing changes."""
        rows, self._fresh = joined(self._fresh), []
        for _ in range(self._turns):
            changed, self._changed = np.unique(table.sets.find(joined(self._changed))), []
            rows = np.union1d(rows, parents_of(table, changed))
            if not rows.size:
                return
            for op, arity, group in grouped(table, rows):
                operands = [self._values.take(table.children[k].take(group), axis=0) for k in range(arity)]
                self._learn(table.sets.find(group), np.asarray(self.make(op, operands)))
            rows = rows[:0]

    def _learn(self, classes: Ids, values: NDArray[Any]) -> None:
        """Join values into classes, several into one where a class occurs more than once; note which changed."""
        classes, values = self._combined(classes, values)
        before = self._values.take(classes, axis=0)
        after = self.join(before, values)
        differs = (after != before).reshape(classes.size, -1).any(axis=1)
        self._values[classes[differs]] = after[differs]
        if self._conflict is None and differs.any():
            wrong = np.flatnonzero(
                differs & self.impossible(after) & ~self.impossible(before) & ~self.impossible(values)
            )
            if wrong.size:
                row, first = int(classes[wrong[0]]), wrong[0]
                self._conflict = Conflict(row, row, before[first].tolist(), values[first].tolist())
        self._changed.append(classes[differs])

    def _combined(self, classes: Ids, values: NDArray[Any]) -> tuple[Ids, NDArray[Any]]:
        """One value for each class, neighbours joined pairwise: n values of a class take log₂ n turns."""
        order = np.argsort(classes, kind="stable")
        classes, values = classes.take(order), values.take(order, axis=0)
        while (repeated := classes[1:] == classes[:-1]).any():
            # The second of each pair: an odd number of places behind the first of its class.
            first = np.flatnonzero(np.r_[True, ~repeated])
            place = np.arange(classes.size) - np.repeat(first, np.diff(np.r_[first, classes.size]))
            second = np.flatnonzero(place % 2 == 1)
            values[second - 1] = self.join(values[second - 1], values[second])
            kept = np.flatnonzero(place % 2 == 0)
            classes, values = classes.take(kept), values.take(kept, axis=0)
        return classes, values
