"""Contractions written out by components, so that δ, ε and every zero among them cost nothing.

`plan("ijk,j,k->i", …)` with the entries of ε as a literal is the cross product as six signed products. The
interpreters share these plans; each multiplies and sums its own kind of component.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from attrs import frozen

__all__ = ["Contraction", "Literal", "plan"]

Literal = tuple[int, ...]
"""The entries of a constant integer tensor in row-major order."""


@frozen
class Contraction:
    """What an einsum does to components.

    `terms[o]` lists, for the row-major output component o, pairs (coefficient, component of each operand that is not
    a literal); `operands` holds the positions of those operands. An output component without terms is zero.
    """

    rank: int
    operands: tuple[int, ...]
    terms: tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]


def plan(subscripts: str, ranks: Sequence[int], dimension: int, literals: Sequence[Literal | None]) -> Contraction:
    """The contraction `subscripts` (NumPy's notation, explicit output) of operands of the given ranks.

    Every axis has length `dimension`; `literals` holds the entries of an operand that is a constant integer tensor,
    and None for the others. Equal arguments return one cached object. Raises ValueError where the subscripts do not
    fit the ranks.

    The loop it stands for: for each value of all the indices, output[its output indices] += product of the operands'
    components at their indices.
    """
    return _plan(subscripts, tuple(ranks), dimension, tuple(literals))


@lru_cache(maxsize=4096)
def _plan(subscripts: str, ranks: tuple[int, ...], dimension: int, literals: tuple[Literal | None, ...]) -> Contraction:
    inputs, output = _parse(subscripts, ranks)
    letters = sorted(set("".join(inputs)))
    live = tuple(position for position, entries in enumerate(literals) if entries is None)
    sums: list[dict[tuple[int, ...], int]] = [{} for _ in range(dimension ** len(output))]
    for values in product(range(dimension), repeat=len(letters)):
        at = dict(zip(letters, values, strict=True))
        components = [_flat(indices, at, dimension) for indices in inputs]
        coefficient = 1
        for entries, component in zip(literals, components, strict=True):
            coefficient *= 1 if entries is None else entries[component]
        if coefficient:
            chosen = tuple(components[position] for position in live)
            row = sums[_flat(output, at, dimension)]
            row[chosen] = row.get(chosen, 0) + coefficient
    return Contraction(len(output), live, tuple(tuple((c, key) for key, c in row.items() if c) for row in sums))


def _parse(subscripts: str, ranks: tuple[int, ...]) -> tuple[list[str], str]:
    left, arrow, output = subscripts.replace(" ", "").partition("->")
    inputs = left.split(",")
    if not arrow:
        raise ValueError(f"subscripts {subscripts!r} have no output: write them with '->', as in 'i,i->'")
    if tuple(map(len, inputs)) != ranks:
        raise ValueError(f"subscripts {subscripts!r} do not fit operands of ranks {ranks}: one letter for each axis")
    if len(set(output)) != len(output) or not set(output) <= set(left):
        raise ValueError(f"subscripts {subscripts!r}: each output index once, and each among the operands' indices")
    return inputs, output


def _flat(indices: str, at: dict[str, int], dimension: int) -> int:
    """The row-major position of a component."""
    position = 0
    for letter in indices:
        position = position * dimension + at[letter]
    return position
