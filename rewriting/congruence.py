"""Which row stands for an operator on given classes: an exact key for each row, and the index of who owns each key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rewriting.columns import Functors, Ids, Keys, grown
from rewriting.keyindex import DEAD, KeyIndex
from rewriting.pairnumbers import PairNumbers
from rewriting.smallindex import SmallIndex

__all__ = ["MOST_FUNCTORS", "MOST_ROWS", "CapacityError", "CongruenceIndex"]

_ID_BITS = 26
MOST_ROWS = 2**_ID_BITS
"""Rows that keys can tell apart."""

MOST_FUNCTORS = 2 ** (64 - 2 * _ID_BITS) - 1
"""Operators with operands that keys can tell apart."""


class CapacityError(ValueError):
    """The e-graph cannot number more rows or operators."""


class CongruenceIndex:
    """The column of keys, one for each row, and who owns them. A row with the key DEAD is never found."""

    def __init__(self) -> None:
        self.key: Keys = np.zeros(256, dtype=np.uint64)
        self._index: SmallIndex | KeyIndex = SmallIndex()
        self._pairs = PairNumbers()
        self._arity: Functors = np.zeros(16, dtype=np.int16)

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self.key.nbytes + self._index.nbytes + self._pairs.nbytes

    def copy(self) -> CongruenceIndex:
        """Another index that holds the same."""
        twin = CongruenceIndex()
        vars(twin).update((name, held.copy()) for name, held in vars(self).items())
        return twin

    def bytes_for(self, rows: int, room: int, width: int) -> int:
        """The most memory for that many rows of at most `width` operands, in bytes; the key column has `room`."""
        return 8 * room + 4 * KeyIndex.most_slots(rows) + 32 * max(width - 2, 0) * rows + self._pairs.nbytes

    def declare(self, functor: int, arity: int) -> None:
        """Take note of how many operands an operator has."""
        self._arity = grown(self._arity, functor + 1)
        self._arity[functor] = arity

    def make_room(self, size: int, most: int) -> None:
        """Make room for the keys of `size` rows; see `grown`."""
        self.key = grown(self.key, size, most)

    def reserve(self, extra: int, count: int) -> None:
        """Make room in the index for `extra` more keys beside those of the first `count` rows."""
        self._index = self._index.reserve(extra, self.key, lambda: int(np.count_nonzero(self.key[:count] != DEAD)))

    def keyed(self, count: int) -> Ids:
        """Which of the first `count` rows can be found."""
        return np.flatnonzero(self.key[:count] != DEAD).astype(np.int32)

    def hide(self, rows: Ids | slice) -> None:
        """Let these rows never be found."""
        self.key[rows] = DEAD

    def admit(self, start: int, functors: Functors, columns: Sequence[Ids]) -> tuple[Ids, Ids]:
        """The rows of e-nodes, of which the new ones get the rows from `start` on, and the positions of the new ones.

        There must be room for all of them, in the column and in the index.
        """
        self.key[start : start + functors.size] = self._pack(functors, columns)
        return self._index.admit(self.key, start, functors.size)

    def find(self, functors: Functors, columns: Sequence[Ids]) -> Ids:
        """The rows of e-nodes, −1 where there is none."""
        return self._index.find(self.key, self._pack(functors, columns))

    def rekey(self, rows: Ids, functors: Functors, columns: Sequence[Ids]) -> Ids:
        """Give these rows new keys; returns the owner of each. There must be room in the index."""
        keys = self._pack(functors, columns)
        # A slot that a row has left behind may lie on the way to the owner of its new key, and would now name the row
        # itself: so the other rows are asked first.
        self.key[rows] = DEAD
        owners = self._index.find(self.key, keys)
        self.key[rows] = keys
        alone = np.flatnonzero(owners < 0)
        owners[alone] = self._index.own(self.key, rows.take(alone))
        return owners

    def renew(self, rows: Ids) -> None:
        """Let these rows, of which no two are congruent, be the ones that are found; no others are."""
        self._index.clear()
        self._index = self._index.reserve(rows.size, self.key, lambda: 0)
        self._index.own(self.key, rows)

    def _pack(self, functors: Functors, columns: Sequence[Ids]) -> Keys:
        """One exact 64-bit key for each e-node: 12 bits of functor, 26 of the first child, 26 of the others.

        Where there are more than two children, the others are numbered as nested pairs ((c₁, c₂), c₃) ….
        """
        key = functors.astype(np.uint64) << np.uint64(_ID_BITS) | columns[0].astype(np.uint64)
        key <<= np.uint64(_ID_BITS)
        if len(columns) == 1:
            return key
        others = columns[1]
        for k in range(2, len(columns)):
            wide = np.flatnonzero(self._arity.take(functors) > k)
            if wide.size:
                others = others.copy()
                others[wide] = self._pairs.number(others.take(wide), columns[k].take(wide))
                if int(others.max()) >= MOST_ROWS:
                    raise CapacityError(f"more than {MOST_ROWS} distinct pairs of operands; set a lower node limit")
        key |= others.astype(np.uint64)
        return key
