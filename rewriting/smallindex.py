"""The index of keys of a graph so small that calls into NumPy would cost more than a loop over its keys."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from rewriting.columns import Ids, Keys
from rewriting.keyindex import KeyIndex

__all__ = ["SmallIndex"]

_MOST = 1 << 10
"""Keys up to which a dictionary is quicker; it then also is no larger than the smallest hash index."""


class SmallIndex:
    """Like KeyIndex, with a dictionary; `reserve` gives a KeyIndex in its stead where there are to be more keys.

    A row whose key has changed leaves its entry behind, as there: what the dictionary says counts only if the row
    still has that key. Row 0 is a leaf and has none, so it stands for what is not there.
    """

    __slots__ = ("_owners",)

    def __init__(self) -> None:
        self._owners: dict[int, int] = {}

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes: the dictionary, and a key and a row of 32 bytes each."""
        return sys.getsizeof(self._owners) + 64 * len(self._owners)

    def copy(self) -> SmallIndex:
        """Another index with the same entries."""
        twin = SmallIndex()
        twin._owners = self._owners.copy()
        return twin

    def clear(self) -> None:
        """Forget every key."""
        self._owners = {}

    def reserve(self, extra: int, column: Keys, kept: Callable[[], int]) -> SmallIndex | KeyIndex:
        """An index of the same keys with room for `extra` more: this one, or a KeyIndex where they are too many."""
        del kept
        if len(self._owners) + extra <= _MOST:
            return self
        rows = np.fromiter(self._owners.values(), dtype=np.int32, count=len(self._owners))
        keys = np.fromiter(self._owners, dtype=np.uint64, count=len(self._owners))
        rows = rows[column.take(rows) == keys]
        larger = KeyIndex()
        larger.reserve(rows.size + extra, column, lambda: 0)
        larger.own(column, rows)
        return larger

    def admit(self, column: Keys, start: int, size: int) -> tuple[Ids, Ids]:
        """See KeyIndex."""
        keys = column[start : start + size]
        numbers, missed = self._look_up(column, keys)
        fresh: dict[int, int] = {}
        won: list[int] = []
        rows: list[int] = []
        for position, key in zip(missed.tolist(), keys.take(missed).tolist(), strict=True):
            row = fresh.setdefault(key, start + len(won))
            rows.append(row)
            if row == start + len(won):
                won.append(position)
        self._owners.update(fresh)
        numbers[missed] = rows
        first = np.array(won, dtype=np.int32)
        column[start : start + first.size] = keys.take(first)
        return numbers, first

    def own(self, column: Keys, rows: Ids) -> Ids:
        """See KeyIndex."""
        keys = column.take(rows)
        owners, missed = self._look_up(column, keys)
        fresh: dict[int, int] = {}
        asking = zip(keys.take(missed).tolist(), rows.take(missed).tolist(), strict=True)
        owners[missed] = [fresh.setdefault(key, row) for key, row in asking]
        self._owners.update(fresh)
        return owners

    def find(self, column: Keys, keys: Keys) -> Ids:
        """The owner of each key, or −1."""
        owners, missed = self._look_up(column, keys)
        owners[missed] = -1
        return owners

    def _look_up(self, column: Keys, keys: Keys) -> tuple[Ids, Ids]:
        """What the dictionary says of each key, and the positions where that is not so."""
        look = self._owners.get
        owners = np.array([look(key, 0) for key in keys.tolist()], dtype=np.int32)
        return owners, (column.take(owners) != keys).nonzero()[0].astype(np.int32)
