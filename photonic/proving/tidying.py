"""Tidying: a proof by normal forms, made as short as a person would write it.

Two terms go to one normal form by a detour: sums are opened to be collected again, and a minus sign is carried in and
out. Where one law, one hypothesis or collecting terms leads from a term of the proof straight to a later one, or
collecting to a form that both have, what lies between is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from photonic.normal_forms.collecting import COLLECTING, collected
from photonic.proving.single_step import single_step
from photonic.theory.rules import Theory
from rewriting.proofs.steps import Move
from rewriting.rule import Rule
from rewriting.term import Term, replace_at

__all__ = ["tidied"]

FEW = 2
"""Steps that are not worth a thought."""

MANY = 40
"""Steps beyond which a proof is left as it is: the work grows with their square."""

LONGEST_DETOUR = 8
MOST_LOOKS = 120
"""Pairs of terms that are compared."""


def tidied(
    start: Term,
    moves: Sequence[Move],
    theory: Theory,
    hypotheses: Sequence[Rule],
    premises: Mapping[str, Callable[[Term], bool]],
) -> list[Move]:
    """Moves from the same term to the same term, no more of them."""
    if not FEW < len(moves) <= MANY:
        return list(moves)
    terms = [start]
    for move in moves:
        terms.append(replace_at(terms[-1], move.position, move.sides()[1]))
    best: list[tuple[int, int, list[Move]]] = [(0, -1, [])]
    looks = 0
    for stop in range(1, len(terms)):
        found = (best[stop - 1][0] + 1, stop - 1, [moves[stop - 1]])
        for first in range(max(0, stop - LONGEST_DETOUR), stop - 1):
            gain = found[0] - best[first][0]
            if gain <= 1 or looks == MOST_LOOKS:
                continue
            looks += 1
            if terms[first] is terms[stop]:
                found = (best[first][0], first, [])
                continue
            way = _collecting(terms[first], terms[stop])
            if way is None:
                single = single_step(terms[first], terms[stop], theory, hypotheses, premises)
                way = None if single is None else [single]
            if way is not None and len(way) < gain:
                found = (best[first][0] + len(way), first, way)
        best.append(found)
    shorter: list[Move] = []
    position = len(terms) - 1
    while position > 0:
        _, position, way = best[position]
        shorter = [*way, *shorter]
    return shorter


def _collecting(start: Term, stop: Term) -> list[Move] | None:
    """Collecting terms forth, and back where that is needed, at the deepest place outside of which the terms agree."""
    position: tuple[int, ...] = ()
    before, after = start, stop
    while True:
        ways = _collected_at(before, after, position)
        if ways is not None:
            return ways
        if before.op != after.op or len(before.args) != len(after.args):
            return None
        unequal = [k for k, (a, b) in enumerate(zip(before.args, after.args, strict=True)) if a is not b]
        if len(unequal) != 1:
            return None
        position = (*position, unequal[0])
        before, after = before.args[unequal[0]], after.args[unequal[0]]


def _collected_at(before: Term, after: Term, position: tuple[int, ...]) -> list[Move] | None:
    forth, back = collected(before), collected(after)
    if forth is None or forth is not back:
        return None
    moves = []
    if forth is not before:
        moves.append(Move(COLLECTING, True, position, {"term": before}))
    if back is not after:
        moves.append(Move(COLLECTING, False, position, {"term": after}))
    return moves
