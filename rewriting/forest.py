"""The history's edges as rooted trees, to find the path between two rows."""

from __future__ import annotations

import numpy as np

from rewriting.columns import Ids, Offsets
from rewriting.history import History
from rewriting.unionfind import UnionFind

__all__ = ["Forest"]


class Forest:
    """Every row's way to its class's canonical row: `above[row]` by the edge `edge[row]`; the canonical one is a root.

    The edges form a forest (see History), so the path between two rows of a class is unique and is made of edges that
    were there when the two became equal.
    """

    def __init__(self, history: History, sets: UnionFind) -> None:
        rows, numbers = sets.count, np.arange(history.count, dtype=np.int64)
        left, right = history.left[: history.count], history.right[: history.count]
        self._left = left
        self.above: Ids = np.arange(rows, dtype=np.int32)
        self.edge: Offsets = np.full(rows, -1, dtype=np.int64)
        ends, others = np.concatenate([left, right]), np.concatenate([right, left])
        order = np.argsort(ends, kind="stable")
        links = others.take(order), np.concatenate([numbers, numbers]).take(order)
        starts = np.searchsorted(ends.take(order), np.arange(rows + 1))
        level = np.flatnonzero(sets.parent[:rows] == self.above).astype(np.int32)
        while level.size:
            level = self._hang(level, starts, *links)

    def _hang(self, level: Ids, starts: Offsets, others: Ids, numbers: Offsets) -> Ids:
        """Hang up the rows one edge below those of a level; returns them. The loop that this replaces:

        for row in level:
            for other, number in links[row]:
                if number != edge[row]:
                    above[other], edge[other] = row, number
        """
        counts = starts.take(level + 1) - starts.take(level)
        ends = counts.cumsum()
        places = np.arange(int(ends[-1])) + (starts.take(level) - ends + counts).repeat(counts)
        rows, found, by = level.repeat(counts), others.take(places), numbers.take(places)
        down = np.flatnonzero(by != self.edge.take(rows))
        below: Ids = found.take(down)
        self.above[below], self.edge[below] = rows.take(down), by.take(down)
        return below

    def path(self, start: int, stop: int) -> list[tuple[int, bool]] | None:
        """The edges from one row to another, each with whether it is walked from its left row to its right row.

        None if the two rows are not equal.
        """
        up, down = self._way_up(start), self._way_up(stop)
        if up[-1] != down[-1]:
            return None
        while len(up) > 1 and len(down) > 1 and up[-2] == down[-2]:
            up.pop()
            down.pop()
        climbed = [(int(self.edge[row]), int(self._left[self.edge[row]]) == row) for row in up[:-1]]
        descended = [(int(self.edge[row]), int(self._left[self.edge[row]]) != row) for row in down[:-1]]
        return climbed + descended[::-1]

    def _way_up(self, row: int) -> list[int]:
        way = [row]
        while int(self.above[row]) != row:
            row = int(self.above[row])
            way.append(row)
        return way
