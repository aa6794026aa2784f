"""Tidying: a proof by normal forms, made as short as a person would write it.

Two terms go to one normal form by a detour: sums are opened to be collected again, and a minus sign is carried in and
out. Where one law, one hypothesis or collecting terms leads from a term of the proof straight to a later one, or
collecting to a form that both have, what lies between is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import frozen

from photonic.normal_forms.chains import Chain, backwards, moves_of
from photonic.normal_forms.collecting import COLLECTING, collected
from photonic.normal_forms.orientation import permutes_up_to_sign
from photonic.proving.likeness import Likeness
from photonic.proving.meeting import met
from photonic.proving.proof_reading import in_lines, line_count
from photonic.proving.replaying import deeds_of
from photonic.proving.single_step import single_step
from photonic.theory.rules import Theory
from rewriting.conditions import Premises
from rewriting.proofs.steps import Move
from rewriting.rule import Rule
from rewriting.term import Term, replace_at

__all__ = ["Halves", "Joined", "Shortcuts", "tidied"]

Halves: TypeAlias = tuple[Chain, Chain]
"""Chains from the left and from the right side to one term."""

FEW = 1
"""Moves that are not worth a thought."""

SHORT = 3
"""Lines in which nothing is gained by permuting later."""

MANY = 40
"""Moves beyond which no shortcuts are looked for: the work grows with their square."""

LONGEST_DETOUR = 8
MOST_LOOKS = 120
"""Pairs of terms that are compared."""


@frozen
class Joined:
    """Chains from both sides to one term, and how to have some that permute as late as they may."""

    halves: Halves
    calmly: Callable[[], Halves | None]


def tidied(left: Term, right: Term, joined: Joined, shortcuts: Shortcuts) -> list[Move]:
    """Moves from the left side to the right one, in as few lines as are found."""
    likeness = Likeness()
    moves = _tidied(left, right, joined.halves, shortcuts, likeness)
    if len(moves) <= MANY and any(map(_permutes, moves)) and line_count(moves) > SHORT:
        calm = joined.calmly()
        other = moves if calm is None else _tidied(left, right, calm, shortcuts, likeness)
        moves = min(moves, other, key=line_count)
    return moves


def _tidied(left: Term, right: Term, halves: Halves, shortcuts: Shortcuts, likeness: Likeness) -> list[Move]:
    forth, back = halves
    deeds = [deeds_of(chain, shortcuts.shortened) for chain in halves]
    moves = met(left, deeds[0], right, deeds[1], likeness, shortcuts.premises)
    if moves is None:
        moves = list(moves_of([*forth, *backwards(back)]))
    return in_lines(shortcuts.shortened(left, moves))


def _permutes(move: Move) -> bool:
    return isinstance(move.rule, Rule) and permutes_up_to_sign(move.rule)


@frozen
class Shortcuts:
    """What may lead from a term of a proof straight to a later one: one law, one hypothesis, or collecting terms."""

    theory: Theory
    hypotheses: Sequence[Rule]
    premises: Premises

    def shortened(self, start: Term, moves: Sequence[Move]) -> list[Move]:
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
                way = self._between(terms[first], terms[stop])
                if way is not None and len(way) < gain:
                    found = (best[first][0] + len(way), first, way)
            best.append(found)
        return _followed(best)

    def _between(self, start: Term, stop: Term) -> list[Move] | None:
        if start is stop:
            return []
        way = _collecting(start, stop)
        if way is None:
            single = single_step(start, stop, self.theory, self.hypotheses, self.premises)
            way = None if single is None else [single]
        return way


def _followed(best: list[tuple[int, int, list[Move]]]) -> list[Move]:
    """The moves of the way to the last term."""
    shorter: list[Move] = []
    position = len(best) - 1
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
