"""Pairs of numbers as numbers, for the keys of e-nodes with more than two operands."""

from __future__ import annotations

import numpy as np

from rewriting.columns import Ids, Keys, grown
from rewriting.keyindex import KeyIndex

__all__ = ["PairNumbers"]


class PairNumbers:
    """A number of its own for each pair of numbers, so that a node of any arity has an exact key of two numbers."""

    __slots__ = ("_count", "_index", "_keys")

    def __init__(self) -> None:
        self._index = KeyIndex()
        self._keys: Keys = np.zeros(256, dtype=np.uint64)
        self._count = 0

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self._keys.nbytes + self._index.nbytes

    def copy(self) -> PairNumbers:
        """The same numbers again."""
        twin = PairNumbers()
        twin._index, twin._keys, twin._count = self._index.copy(), self._keys.copy(), self._count
        return twin

    def number(self, left: Ids, right: Ids) -> Ids:
        """The numbers of the pairs (left[i], right[i])."""
        stop = self._count + left.size
        self._keys = grown(self._keys, stop)
        self._keys[self._count : stop] = left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)
        self._index.reserve(left.size, self._keys, lambda: self._count)
        numbers, new = self._index.admit(self._keys, self._count, left.size)
        self._count += new.size
        return numbers
