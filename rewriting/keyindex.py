"""A hash index from packed keys to row ids, probed for a whole batch at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rewriting.columns import Ids, Keys, Offsets

__all__ = ["DEAD", "KeyIndex"]

DEAD = np.uint64(2**64 - 1)
"""The key of rows that the index must never find."""

_FREE = -1
_SMALLEST = 11
"""Bits of the smallest index: 2048 slots."""

_SPARSE = 15
"""Bits up to which an index has eight slots for each key: a probe that takes another turn costs more than such room."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio, odd: Knuth's multiplicative hashing (The Art of Computer Programming, 6.4)."""


class KeyIndex:
    """Open addressing with linear probing; a slot holds a row id, the row's key stays in the table's key column.

    A row whose key has changed leaves its old slot behind. Such a stale slot needs no cleaning: the probe compares
    against the row's present key, so the slot either misses or names a row that truly has the wanted key. Only the row
    itself must not take its stale slot for an answer, since an older owner of its new key may stand further on: it
    hands such a slot to row 0, which is a leaf and so has no key that anyone asks for.
    """

    __slots__ = ("_bits", "_slots", "_used")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget every key."""
        self._bits = _SMALLEST
        self._slots: Ids = np.full(1 << self._bits, _FREE, dtype=np.int32)
        self._used = 0

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self._slots.nbytes

    @staticmethod
    def most_slots(keys: int) -> int:
        """The most slots that an index of so many keys can have."""
        return 1 << max((2 * keys - 1).bit_length(), _SPARSE)

    def copy(self) -> KeyIndex:
        """Another index with the same slots."""
        twin = KeyIndex()
        twin._bits, twin._slots, twin._used = self._bits, self._slots.copy(), self._used
        return twin

    def reserve(self, extra: int, column: Keys, kept: Callable[[], int]) -> KeyIndex:
        """This index, with room for `extra` more keys; `kept` counts the rows with a key, if it must be laid out anew.

        At most half of the slots are ever used, stale ones included, so that probes stay short; a quarter where there
        are few. Every row with a key must own it: then no two of them have the same.
        """
        used = self._used + extra
        if 4 * used <= self._slots.size or (2 * used <= self._slots.size and self._bits >= _SPARSE):
            return self
        keys = kept() + extra
        self._bits = max(_SMALLEST, min((8 * keys - 1).bit_length(), _SPARSE), (2 * keys - 1).bit_length())
        self._lay_out(column)
        return self

    def _lay_out(self, column: Keys) -> None:
        """The slots anew, without the stale ones.

        Rows are taken in the order of their old slots. Homes are the leading bits of the mixed keys whatever the size,
        so the new slots are written almost in order as well; and since no two keys are equal, none is compared.
        """
        rows = self._slots[self._slots != _FREE]
        keys = column.take(rows)
        owning = keys != DEAD
        rows, places = rows[owning], self._home(keys[owning])
        self._slots = np.full(1 << self._bits, _FREE, dtype=np.int32)
        free = slice(None)
        while rows.size:
            self._slots[places[free]] = rows[free]
            missed = self._slots.take(places) != rows
            rows, places = rows[missed], (places[missed] + 1) & (self._slots.size - 1)
            free = self._slots.take(places) == _FREE
        self._used = int(np.count_nonzero(self._slots != _FREE))

    def admit(self, column: Keys, start: int, size: int) -> tuple[Ids, Ids]:
        """Number the `size` keys that stand in the column from `start` on.

        Keys that are known keep their number, new ones are numbered on from `start`, by first appearance, and moved
        together. Returns the number of each key and the positions at which the new ones appeared.
        """
        trial = np.arange(start, start + size, dtype=np.int32)
        owners, places = self.claim(column, trial, are_new=True)
        won = (owners == trial).nonzero()[0].astype(np.int32)
        numbers = np.arange(start, start + won.size, dtype=np.int32)
        self._slots[places.take(won)] = numbers
        column[start : start + won.size] = column.take(won + start)
        trial[won] = numbers
        fresh = owners >= start
        owners[fresh] = trial.take(owners[fresh] - start)
        return owners, won

    def own(self, column: Keys, rows: Ids) -> Ids:
        """The owner of each row's key; see `claim`."""
        return self.claim(column, rows)[0]

    def claim(self, column: Keys, rows: Ids, are_new: bool = False) -> tuple[Ids, Offsets]:
        """The owner of each row's key, and the slot that names the owner; a key without owner goes to a row asking.

        The loop that this replaces, with a dictionary `owners` for the slots:

            for row in rows:
                yield owners.setdefault(column[row], row)

        `column[rows]` must hold the keys already, and `reserve(len(rows), …)` must have been called. Rows asking
        for one key probe the same slots in step, so they all get the same owner. Those that `are_new`
        have no stale slots.
        """
        keys = column.take(rows)
        places = self._home(keys)
        found = self._settle(places, rows, are_new)
        owners = found
        missed = (column.take(found) != keys).nonzero()[0]
        waiting = missed
        while waiting.size:
            keys, rows = keys.take(missed), rows.take(missed)
            step = (places.take(waiting) + 1) & (self._slots.size - 1)
            found = self._settle(step, rows, are_new)
            owners[waiting], places[waiting] = found, step
            missed = (column.take(found) != keys).nonzero()[0]
            waiting = waiting.take(missed)
        return owners, places

    def find(self, column: Keys, keys: Keys) -> Ids:
        """The owner of each key, or −1."""
        places = self._home(keys)
        owners = self._slots.take(places)
        waiting = ((owners != _FREE) & (column.take(owners, mode="clip") != keys)).nonzero()[0]
        while waiting.size:
            places[waiting] = step = (places.take(waiting) + 1) & (self._slots.size - 1)
            owners[waiting] = found = self._slots.take(step)
            missed = (found != _FREE) & (column.take(found, mode="clip") != keys.take(waiting))
            waiting = waiting[missed]
        return owners

    def _home(self, keys: Keys) -> Offsets:
        """The slot at which the search for a key begins; as wide as NumPy's own indices, which it need not convert."""
        mixed = (keys ^ (keys >> np.uint64(29))) * _SPREAD
        return (mixed >> np.uint64(64 - self._bits)).view(np.int64)

    def _settle(self, places: Offsets, rows: Ids, are_new: bool) -> Ids:
        """Who holds the slots once each free one is taken by a row that asks for it."""
        holders = self._slots.take(places)
        if not are_new:
            stale = holders == rows
            if stale.any():
                self._slots[places[stale]] = 0
                holders = self._slots.take(places)
        free = (holders == _FREE).nonzero()[0]
        if free.size:
            wanted = places.take(free)
            # Written last to first, so that the first row asking for a slot gets it.
            self._slots[wanted[::-1]] = rows.take(free)[::-1]
            taken = self._slots.take(wanted)
            holders[free] = taken
            self._used += int(np.count_nonzero(taken == rows.take(free)))
        return holders
