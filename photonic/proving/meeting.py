"""Meeting: two sides that have one normal form, taken towards each other until they are alike, and no further.

What both sides would have done to them alike need not be done to either: each such law is left out where the sides meet
without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from photonic.proving.likeness import Likeness
from photonic.proving.replaying import Deed, Replay
from rewriting.conditions import Premises
from rewriting.proofs.move import Move, reversed_moves
from rewriting.term import Term

__all__ = ["met"]

MOST_TRIALS = 6
"""Laws that both sides use and that are left out one by one, if not all at once."""

MOST_DEEDS = 400
"""Deeds done in all trials together."""

LONGEST = 150
"""Deeds of both sides together beyond which they never met and trying took longer than the proof."""


def met(
    left: Term, forth: Sequence[Deed], right: Term, back: Sequence[Deed], likeness: Likeness, premises: Premises
) -> list[Move] | None:
    """Moves from the left side to the right one by what is done to both; None where they do not meet."""
    if len(forth) + len(back) > LONGEST:
        return None

    def attempt(without: frozenset[Deed], lazy: bool = True) -> list[Move] | None:
        first = Replay(left, likeness, premises).run((d for d in forth if d not in without), lazy)
        second = Replay(right, likeness, premises).run((d for d in back if d not in without), lazy)
        return _joined(first, second, likeness)

    best = attempt(frozenset())
    if best is None:
        best = attempt(frozenset(), lazy=False)
    shared = [deed for deed in forth if deed in set(back)]
    if not shared:
        return best
    work = len(forth) + len(back)
    without = frozenset(shared)
    found = attempt(without)
    if found is not None and (best is None or len(found) <= len(best)):
        return found
    left_out: frozenset[Deed] = frozenset()
    for deed in shared[:MOST_TRIALS] if len(shared) > 1 else ():
        work += len(forth) + len(back)
        if work > MOST_DEEDS:
            break
        found = attempt(left_out | {deed})
        if found is not None and (best is None or len(found) < len(best)):
            best, left_out = found, left_out | {deed}
    return best


def _joined(first: Replay, second: Replay, likeness: Likeness) -> list[Move] | None:
    """The shortest way by two states that are alike."""
    there: dict[Term, tuple[Term, int]] = {}
    for term, count in second.states:
        there.setdefault(likeness.form(term), (term, count))
    best: tuple[int, int, int, list[Move]] | None = None
    for term, count in first.states:
        other = there.get(likeness.form(term))
        if other is None or (best is not None and count + other[1] >= best[0]):
            continue
        between = likeness.way(term, other[0])
        if between is not None and (best is None or count + other[1] + len(between) < best[0]):
            best = count + other[1] + len(between), count, other[1], between
    if best is None:
        return None
    return [*first.moves[: best[1]], *best[3], *reversed_moves(second.moves[: best[2]])]
