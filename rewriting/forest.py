"""The history's edges as rooted trees, to find the path between two rows."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from rewriting.history import History
from rewriting.unionfind import UnionFind

__all__ = ["Forest"]


class Forest:
    """Every row's way to its class's canonical row: `above[row]` by the edge `edge[row]`; the canonical one is a root.

    The edges form a forest (see History), so the path between two rows of a class is unique and is made of edges that
    were there when the two became equal.
    """

    def __init__(self, history: History, sets: UnionFind) -> None:
        rows, numbers = sets.count, np.arange(history.count)
        left, right = history.left[: history.count], history.right[: history.count]
        everyone = np.arange(rows, dtype=np.int32)
        roots = np.flatnonzero(sets.parent[:rows] == everyone)
        # One more vertex, `rows`, leads to all roots: a single search then spans every tree.
        ends = np.concatenate([left, right, np.full(roots.size, rows)])
        others = np.concatenate([right, left, roots])
        links = csr_array((np.ones(ends.size, dtype=np.int8), (ends, others)), shape=(rows + 1, rows + 1))
        _, above = breadth_first_order(links, rows, directed=True, return_predecessors=True)
        self.above = np.where(above[:rows] == rows, everyone, above[:rows])
        self.edge = np.full(rows, -1, dtype=np.int64)
        climbs = self.above.take(left) == right
        self.edge[left[climbs]] = numbers[climbs]
        self.edge[right[~climbs]] = numbers[~climbs]
        self._left = left

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
