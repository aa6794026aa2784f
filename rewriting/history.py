"""Why classes were united: one edge for every union that was needed, oldest first, for ever.

The edges form a forest over the rows, because only unions of two different classes are recorded. So two equal rows are
joined by exactly one path, and what an edge itself rests on (the gaps inside its match or its congruence) was equal
before the edge was made, hence is joined by edges older than it: explanations cannot run in circles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rewriting.columns import Flags, Ids, Offsets, grown

__all__ = ["ASSERTED", "CONGRUENCE", "History"]

CONGRUENCE = -1
"""The reason of an edge between two rows with one operator and pairwise equal children."""

ASSERTED = -2
"""The reason of the first union that the user asserted; the next has −3, and so on."""


class History:
    """Columns left, right, reason, record of the edges, and the pool of match records that `record` points into.

    `reason` is CONGRUENCE, ASSERTED less the number of an assertion, or the number of a rule. For a rule the record
    holds, from `record` on, the rows that its match was made of, in an order that the rule's compiled form knows.
    """

    __slots__ = ("_pool_count", "count", "is_recorded", "left", "most", "pool", "reason", "record", "right")

    def __init__(self, record: bool = True) -> None:
        """Without `record`, nothing is ever written: there are no proofs then."""
        self.is_recorded = record
        self.most: tuple[int | None, int | None] = (None, None)
        """Edges and pool entries beyond which columns grow no more than they must; a memory limit sets them."""
        self.count = 0
        self.left: Ids = np.zeros(256, dtype=np.int32)
        self.right: Ids = np.zeros(256, dtype=np.int32)
        self.reason: Ids = np.zeros(256, dtype=np.int32)
        self.record: Offsets = np.zeros(256, dtype=np.int64)
        self.pool: Ids = np.zeros(256, dtype=np.int32)
        self._pool_count = 0

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return sum(c.nbytes for c in (self.left, self.right, self.reason, self.record, self.pool))

    def most_for(self, edges: int, record_width: int) -> tuple[int, int]:
        """Edges and pool entries that there can be in the end, if no new record is wider than that."""
        if not self.is_recorded:
            return self.left.size, self.pool.size
        return max(edges, self.count), self._pool_count + max(edges - self.count, 0) * record_width

    def bytes_for(self, edges: int, record_width: int) -> int:
        """The memory that so many edges can come to hold, in bytes, while `most` is `most_for` them."""
        most, most_pool = self.most_for(edges, record_width)
        return 20 * max(self.left.size, most) + 4 * max(self.pool.size, most_pool)

    @property
    def pool_count(self) -> int:
        """How much of the pool is written."""
        return self._pool_count

    def mark(self) -> tuple[int, int]:
        """What `rewind` needs to come back to here: edges are only ever appended."""
        return self.count, self._pool_count

    def rewind(self, mark: tuple[int, int]) -> None:
        """Forget all edges since a mark."""
        self.count, self._pool_count = mark

    def restore(self, left: Ids, right: Ids, reason: Ids, record: Offsets, pool: Ids) -> None:
        """Take over the columns of a stored history."""
        self.left, self.right, self.reason, self.record, self.pool = left, right, reason, record, pool
        self.count, self._pool_count = left.size, pool.size

    def append(self, left: Ids, right: Ids, reason: int | Ids, matched: Sequence[Ids] = ()) -> None:
        """Record that left[i] and right[i] were united, for one reason or each for its own.

        matched[j][i] is what match i rests on.
        """
        if not self.is_recorded:
            return
        size, width = left.size, len(matched)
        stop, pool_stop = self.count + size, self._pool_count + size * width
        self._make_room(stop, pool_stop)
        span = slice(self.count, stop)
        self.left[span], self.right[span], self.reason[span] = left, right, reason
        self.record[span] = self._pool_count + width * np.arange(size, dtype=np.int64)
        for j, column in enumerate(matched):
            self.pool[self._pool_count + j : pool_stop : width] = column
        self.count, self._pool_count = stop, pool_stop

    def append_records(self, left: Ids, right: Ids, reasons: Offsets, rows: Ids, kept: Flags) -> None:
        """Record that left[i] and right[i] were united for reasons[i]: the record has the rows[:, i] marked in kept."""
        if not self.is_recorded:
            return
        widths = kept.sum(axis=0)
        ends = self._pool_count + widths.cumsum()
        stop, pool_stop = self.count + left.size, int(ends[-1]) if ends.size else self._pool_count
        self._make_room(stop, pool_stop)
        span = slice(self.count, stop)
        self.left[span], self.right[span], self.reason[span], self.record[span] = left, right, reasons, ends - widths
        self.pool[self._pool_count : pool_stop] = rows.T[kept.T]
        self.count, self._pool_count = stop, pool_stop

    def matched(self, edge: int, width: int) -> list[int]:
        """The `width` rows of an edge's match record."""
        start = int(self.record[edge])
        return [int(row) for row in self.pool[start : start + width]]

    def _make_room(self, edges: int, pool: int) -> None:
        most, most_pool = self.most
        self.left, self.right = grown(self.left, edges, most), grown(self.right, edges, most)
        self.reason, self.record = grown(self.reason, edges, most), grown(self.record, edges, most)
        self.pool = grown(self.pool, pool, most_pool)
