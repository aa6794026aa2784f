"""Pseudo-random residues as a pure function of what they stand for: H(seed, name, …).

The same name at the same argument gets the same number in every batch, process and version, with no state kept.
The mixing function is SplitMix64's (G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators,
OOPSLA 2014).
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backends.exact.modular import PRIME, Residues

__all__ = ["draw", "draw_nonzero", "key"]


def key(*labels: str | int) -> int:
    """A 64-bit key that stands for the labels."""
    digest = hashlib.blake2b(digest_size=8)
    for label in labels:
        digest.update(f"{type(label).__name__}:{label};".encode())
    return int.from_bytes(digest.digest(), "big")


def draw(of: int, *arguments: ArrayLike) -> Residues:
    """One residue for each entry of the arguments: integers or integer arrays that broadcast together."""
    return (_words(of, arguments) % np.uint64(PRIME)).astype(np.int64)


def draw_nonzero(of: int, *arguments: ArrayLike) -> Residues:
    """As `draw`, but never 0."""
    return 1 + (_words(of, arguments) % np.uint64(PRIME - 1)).astype(np.int64)


def _words(of: int, arguments: tuple[ArrayLike, ...]) -> NDArray[np.uint64]:
    """Uniform 64-bit words, shaped as the arguments broadcast together."""
    arrays = np.broadcast_arrays(*[np.asarray(argument, dtype=np.int64) for argument in arguments])
    words = np.full(arrays[0].size, of, dtype=np.uint64)
    for array in arrays:
        words = _mix(words ^ _mix(array.ravel().astype(np.uint64)))
    return words.reshape(arrays[0].shape)


def _mix(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's increment and finaliser; array arithmetic wraps modulo 2⁶⁴."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
