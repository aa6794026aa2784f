"""How a proof reads: as lines, each with one law and the parts that it changed.

A line may hold several steps of the kernel: a law that is used at several places, terms that are collected forth and
back to a form that both sides have, and zeros that a law leaves behind and that are dropped without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from photonic.proving.clearing import CLEARING
from rewriting.proof import Computation
from rewriting.proofs.move import Move
from rewriting.proofs.steps import Proof, Step
from rewriting.term import Term, subterm_at

__all__ = ["Line", "in_lines", "label_of", "lines_of"]

Position = tuple[int, ...]
Label = tuple[str, bool]


@frozen
class Line:
    """One line: the whole expression before and after, the law, and the positions in `before` that it changed."""

    before: Term
    after: Term
    rule: str
    forward: bool
    positions: tuple[Position, ...]
    steps: tuple[Step, ...]

    @property
    def parts(self) -> tuple[Term, ...]:
        """What stood at the positions, each once."""
        return tuple(dict.fromkeys(subterm_at(self.before, position) for position in self.positions))


def label_of(move: Move) -> Label:
    """The law of a move and its direction; a computation has one."""
    return (move.rule.name, isinstance(move.rule, Computation) or move.as_written)


def lines_of(proof: Proof) -> tuple[Line, ...]:
    """The proof's steps as they are shown."""
    return tuple(_line(steps) for steps in _grouped(proof.steps))


def _grouped(steps: Sequence[Step]) -> list[list[Step]]:
    """Runs of steps that one law makes; zeros are dropped behind a law and put in before one that is read backwards."""
    groups: list[list[Step]] = []
    waiting: list[Step] = []
    for step in steps:
        if step.move.rule is CLEARING and not step.move.forward:
            waiting.append(step)
        elif step.move.rule is CLEARING and groups and not waiting:
            groups[-1].append(step)
        elif groups and not waiting and _spoken(groups[-1]) == label_of(step.move):
            groups[-1].append(step)
        else:
            groups.append([*waiting, step])
            waiting = []
    return [*groups, waiting] if waiting else groups


def _spoken(group: Sequence[Step]) -> Label:
    """The law of a run."""
    return label_of(next((step for step in group if step.move.rule is not CLEARING), group[0]).move)


def _line(steps: Sequence[Step]) -> Line:
    name, forward = _spoken(steps)
    last = max(k for k, step in enumerate(steps) if step.rule == name)
    return Line(steps[0].before, steps[-1].after, name, forward, _outermost(steps[: last + 1]), tuple(steps))


def _outermost(steps: Sequence[Step]) -> tuple[Position, ...]:
    """The positions of the steps without those that lie within others."""
    found: list[Position] = []
    for step in steps:
        if not any(_within(step.position, other) for other in found):
            found = [*(other for other in found if not _within(other, step.position)), step.position]
    return tuple(sorted(found))


def _within(position: Position, other: Position) -> bool:
    return position[: len(other)] == other


def in_lines(moves: Sequence[Move]) -> list[Move]:
    """The same moves in an order in which a law's uses stand together, where they may.

    Moves at places of which neither lies in the other may change places.
    """
    return list(_ordered(list(moves)))


def _ordered(left: list[Move]) -> Iterator[Move]:
    needed = [
        {k for k in range(n) if _within(move.position, left[k].position) or _within(left[k].position, move.position)}
        for n, move in enumerate(left)
    ]
    waiting = dict(enumerate(left))
    while waiting:
        ready = [k for k in waiting if not needed[k] & waiting.keys()]
        label = _next_label(left, ready, waiting)
        while ready:
            for k in ready:
                if label_of(left[k]) == label:
                    yield waiting.pop(k)
            ready = [k for k in waiting if label_of(left[k]) == label and not needed[k] & waiting.keys()]


def _next_label(moves: Sequence[Move], ready: Sequence[int], waiting: dict[int, Move]) -> Label:
    """Zeros are dropped first; else a law all of whose uses may come now, or the first that may."""
    labels = [label_of(moves[k]) for k in ready]
    for k in ready:
        if moves[k].rule is CLEARING and moves[k].forward:
            return label_of(moves[k])
    later = {label_of(move) for k, move in waiting.items() if k not in ready}
    return next((label for label in labels if label not in later), labels[0])
