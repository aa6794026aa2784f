"""Disjoint sets of row ids, united and found a whole batch at a time."""

from __future__ import annotations

import numpy as np

from rewriting.columns import Ids, grown, joined

__all__ = ["UnionFind"]


_SMALL = 1 << 12
"""Up to so many ids all are brought to their canonical ids at each union: the questions that follow are then quick."""


class UnionFind:
    """`parent[i] <= i` leads from each id to the smallest id of its set, the canonical one.

    Between `union` and `flatten` an id may be several steps from its canonical id; after `flatten` it is at most one.
    """

    __slots__ = ("_moved", "_scratch", "count", "flat", "parent")

    def __init__(self) -> None:
        self.parent: Ids = np.zeros(256, dtype=np.int32)
        self._scratch: Ids = np.zeros(256, dtype=np.int32)
        self.count = 0
        self.flat = True
        self._moved: list[Ids] = []

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self.parent.nbytes + self._scratch.nbytes

    def copy(self) -> UnionFind:
        """The same sets again."""
        twin = UnionFind()
        twin.parent, twin._scratch = self.parent.copy(), np.empty_like(self._scratch)
        twin.count, twin.flat, twin._moved = self.count, self.flat, list(self._moved)
        return twin

    def extend(self, more: int) -> None:
        """Append `more` ids, each in a set of its own."""
        stop = self.count + more
        self.reserve(stop)
        self.parent[self.count : stop] = np.arange(self.count, stop, dtype=np.int32)
        self.count = stop

    def reserve(self, size: int, most: int | None = None) -> None:
        """Make room for `size` ids in all; see `grown`."""
        if size > self.parent.size:
            self.parent = grown(self.parent, size, most)
            self._scratch = np.empty(self.parent.size, dtype=np.int32)

    def truncate(self, count: int) -> None:
        """Drop the ids from `count` on; none of them may be in a set with another id."""
        self.count = count

    def find(self, ids: Ids) -> Ids:
        """The canonical id of each id."""
        above = self.parent.take(ids)
        while not self.flat:
            higher = self.parent.take(above)
            if (higher == above).all():
                break
            above = higher
        return above

    def union(self, left: Ids, right: Ids) -> tuple[Ids, Ids]:
        """Unite left[i] with right[i] for every i.

        Returns (i, gone): the pairs that were needed, which form a spanning forest of what was united, and the ids
        that were canonical before and are no longer. The loop that this replaces:

            for i in range(len(left)):
                a, b = find(left[i]), find(right[i])
                if a != b:
                    parent[max(a, b)] = min(a, b)

        Each turn hooks every root onto the smallest root it is to be united with, then shortens the paths, so the
        number of turns grows like the logarithm of the longest chain of pairs (Shiloach and Vishkin, 1982).
        """
        needed: list[Ids] = []
        gone: list[Ids] = []
        pairs = np.arange(left.size, dtype=np.int32)
        left, right = self.find(left), self.find(right)
        apart = (left != right).nonzero()[0]
        while apart.size:
            left, right, pairs = left.take(apart), right.take(apart), pairs.take(apart)
            high, low = np.maximum(left, right), np.minimum(left, right)
            hooked, chosen = self._hook(high, low)
            needed.append(pairs.take(chosen))
            gone.append(hooked)
            self.flat = False
            if self.count <= _SMALL:
                self._flatten_now()
            else:
                self._shorten(hooked)
            left, right = self.find(left), self.find(right)
            apart = (left != right).nonzero()[0]
        return joined(needed), joined(gone)

    def flatten(self) -> Ids:
        """Bring every id to within one step of its canonical id; returns the ids whose parent changed by that."""
        if self.flat:
            moved, self._moved = joined(self._moved), []
            return moved
        self._flatten_now()
        return self.flatten()

    def _flatten_now(self) -> None:
        """Bring every id to within one step of its canonical id, and remember those that moved."""
        before = self.parent[: self.count]
        after = self.find(before)
        moved: Ids = (after != before).nonzero()[0].astype(np.int32)
        self.parent[: self.count] = after
        self.flat = True
        self._moved.append(moved)

    def _hook(self, high: Ids, low: Ids) -> tuple[Ids, Ids]:
        """Give each root in `high` its smallest partner as parent; also returns one deciding pair for each root."""
        np.minimum.at(self.parent, high, low)
        deciding: Ids = (self.parent.take(high) == low).nonzero()[0].astype(np.int32)
        roots = high.take(deciding)
        self._scratch[roots[::-1]] = deciding[::-1]
        first = self._scratch.take(roots) == deciding
        return roots[first], deciding[first]

    def _shorten(self, ids: Ids) -> None:
        """Point each of the ids at its root."""
        above = self.parent.take(ids)
        while True:
            higher = self.parent.take(above)
            if (higher == above).all():
                break
            self.parent[ids] = above = higher
