"""Well-known fields as candidates for witnesses, where an ansatz has too many unknowns or cannot hold them.

Rotations with rational entries and about a turning angle, involutions and projections that are not symmetric, shears,
circular motion, waves along an axis and the Hopf field: with V = (2(xz − y), 2(yz + x), 1 − x² − y² + z²) the field
A = V/(1 + r²)² has ∇×A = f A for f = 4/(1 + r²), which no field of plane waves does with an f that varies along A
(A. M. Kamchatnov, Topological solitons in magnetohydrodynamics, Sov. Phys. JETP 55, 69, 1982, in other words).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sympy

from backends.program import Input, Program

__all__ = ["combinations", "known_solutions"]

CONSTANTS = (1, 2, 3)
LEAPS = 3
"""How often the search begins anew in another order."""

Fields = dict[str, Any]


@cache
def _pools() -> Mapping[int, Sequence[Any]]:
    """Fields by rank, in three dimensions; in fewer, their first components. Made at first use, not at import."""
    x, y, z, t = sympy.symbols("x y z t", real=True)
    size = 1 + x**2 + y**2 + z**2
    radius = sympy.sqrt(x**2 + y**2 + z**2)
    normed = sympy.Rational(3, 5), sympy.Rational(4, 5)
    return {
        0: (1, 0, x, t, 2, -1, y, x - t, x**2, 4 / size, sympy.exp(x), radius, sympy.cosh(x), sympy.sinh(x)),
        1: (
            (*normed, 0),
            (0, 0, 1),
            (sympy.cos(t), sympy.sin(t), 0),
            (-y, x, 0),
            (2 * (x * z - y) / size**2, 2 * (y * z + x) / size**2, (1 - x**2 - y**2 + z**2) / size**2),
            (sympy.sin(z), sympy.cos(z), 0),
            (sympy.cos(x), sympy.sin(x), 0),
            (x, y, z),
            (1, 2, 3),
            (y, 0, 0),
            (0, 0, 0),
        ),
        2: (
            ((1, 1, 0), (0, -1, 0), (0, 0, 1)),
            ((normed[0], -normed[1], 0), (normed[1], normed[0], 0), (0, 0, 1)),
            ((1, 0, 0), (0, 2, 0), (0, 0, 3)),
            ((1, 1, 0), (0, 1, 0), (0, 0, 1)),
            ((1, -1, 0), (0, 1, 0), (0, 0, 1)),
            ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
            ((1, 2, 0), (2, 3, 1), (0, 1, 5)),
            ((sympy.cos(t), -sympy.sin(t), 0), (sympy.sin(t), sympy.cos(t), 0), (0, 0, 1)),
            ((1, x, 0), (0, 1, 0), (0, 0, 1)),
            ((1, t, 0), (0, -1, 0), (0, 0, 1)),
            ((1, 1, 0), (0, 0, 0), (0, 0, 0)),
            ((0, 1, 0), (0, 0, 1), (1, 0, 0)),
            ((0, 1, 0), (-1, 0, 2), (0, -2, 0)),
            ((0, 1, 0), (0, 0, 0), (0, 0, 0)),
            ((0, 0, 0), (0, 0, 0), (0, 0, 0)),
        ),
    }


def known_solutions(
    inputs: Mapping[str, Input],
    hypotheses: Sequence[Program],
    holds: Callable[[Program, Fields], bool],
    seed: int,
    ends: float,
) -> Iterator[Fields]:
    """Choices of known fields for the `inputs` on which every hypothesis holds, until `time.thread_time` is `ends`.

    Names are given fields one after the other, and a hypothesis is tried once all its names have one.
    """
    dimension = hypotheses[0].dimension
    names = dict.fromkeys(item.name for each in sorted(hypotheses, key=_size) for item in each.inputs)
    order = [inputs[name] for name in {**names, **inputs} if inputs[name].kind not in ("position", "time")]
    for leap in range(LEAPS):
        draw = random.Random(f"{seed} {leap}")
        pools = {item.name: _pool(item, dimension, draw) for item in order}
        yield from combinations(order, pools, hypotheses, holds, ends)


def _size(program: Program) -> int:
    return len(program.inputs)


def combinations(
    order: Sequence[Input],
    pools: Mapping[str, Sequence[Any]],
    hypotheses: Sequence[Program],
    holds: Callable[[Program, Fields], bool],
    ends: float,
    fields: Fields | None = None,
) -> Iterator[Fields]:
    """Choices from the pools on which every hypothesis holds, for inputs in this order, beside `fields` chosen before.

    A hypothesis is tried once all its names have a field; the search ends when `time.thread_time` is `ends`.
    """
    fields = {} if fields is None else fields
    if not order:
        yield dict(fields)
        return
    item, *others = order
    asked = [each for each in hypotheses if item.name in _names(each) and _names(each) <= {*fields, item.name}]
    spoken = any(item.name in _names(each) for each in hypotheses)
    for value in pools[item.name] if spoken else pools[item.name][:2]:
        if time.thread_time() > ends:
            return
        extended = {**fields, item.name: value}
        if all(holds(each, extended) for each in asked):
            yield from combinations(others, pools, hypotheses, holds, ends, extended)


def _names(program: Program) -> set[str]:
    return {item.name for item in program.inputs if item.kind not in ("position", "time")}


def _pool(item: Input, dimension: int, draw: random.Random) -> list[Any]:
    """Fields for an input in a drawn order, without repetition."""
    if item.kind.startswith("constant"):
        numbers = [sympy.Integer(number) for number in CONSTANTS]
        return numbers if item.rank == 0 else [_constant(item.rank, dimension, draw) for _ in range(4)]
    cut = [_cut(value, dimension) for value in _pools()[item.rank]]
    pool = list(dict.fromkeys(cut))
    draw.shuffle(pool)
    if dimension < 3:
        absent = set("yz"[dimension - 1 :])
        pool = [value for value in pool if not absent & {s.name for s in sympy.Tuple(value).free_symbols}]
    return pool


def _cut(value: Any, dimension: int) -> Any:
    return tuple(_cut(part, dimension) for part in value[:dimension]) if isinstance(value, tuple) else sympy.S(value)


def _constant(rank: int, dimension: int, draw: random.Random) -> Any:
    if rank:
        return tuple(_constant(rank - 1, dimension, draw) for _ in range(dimension))
    return sympy.Integer(draw.randint(-1, 2))
