"""The types of the columns that an e-graph is made of, and how a column grows."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Flags", "Functors", "Ids", "Keys", "Offsets", "grown", "joined"]

Ids: TypeAlias = NDArray[np.int32]
"""Row ids. A row id names an e-node, the term it was inserted as and, when it is canonical, an e-class."""

Functors: TypeAlias = NDArray[np.int16]
"""Functor numbers: an operator together with its arity; 0 stands for every leaf."""

Keys: TypeAlias = NDArray[np.uint64]
"""Packed (functor, canonical children): equal keys are congruent e-nodes."""

Offsets: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

S = TypeVar("S", bound=np.generic)


def grown(column: NDArray[S], size: int, most: int | None = None) -> NDArray[S]:
    """The column with room for `size` entries along its first axis; the old entries are kept, new ones are zero.

    Room grows by half at least, so that appending n entries one batch at a time costs O(n) in all and no more than a
    third is ever idle; but no more than `most` entries are made room for where fewer are enough.
    """
    if size <= column.shape[0]:
        return column
    length = column.shape[0] + (column.shape[0] >> 1)
    if most is not None:
        length = min(length, most)
    room = np.zeros((max(size, length), *column.shape[1:]), dtype=column.dtype)
    room[: column.shape[0]] = column
    return room


def joined(parts: list[Ids]) -> Ids:
    """The parts one after another; no copy where there is only one."""
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
