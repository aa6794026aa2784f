"""How a proof reads: as lines, each with one law and the parts that it changed.

A line may hold several steps of the kernel: a law that is used at several places, terms that are collected forth and
back to a form that both sides have, a product that is regrouped for a law, zeros that a law leaves behind and that are
dropped without a word, and what makes of ∂t a the left side of a hypothesis q ∂t a = X, which is divided by q thereby.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from attrs import frozen

from photonic.normal_forms.collecting import COLLECTING, collected
from photonic.proving.clearing import CLEARING, cleared
from photonic.proving.differences import with_differences
from photonic.proving.linearity import LINEARITY, is_linear
from rewriting.op import NUMBER, VARIABLE
from rewriting.proof import Computation
from rewriting.proofs.move import Move
from rewriting.proofs.steps import Proof, Step
from rewriting.rule import Rule
from rewriting.term import Term, postorder, subterm_at

__all__ = ["Line", "in_lines", "line_count", "lines_of"]

Position = tuple[int, ...]
Label = tuple[str, bool]
T = TypeVar("T")

QUOTIENT = "divide_self"
"""The law q (1/q) = 1."""

UNSAID = frozenset({"constant"})
"""Conditions that a declaration shows at once."""


@frozen
class Line:
    """One line: the whole expression before and after, the law, and the positions in `before` that it changed.

    `conditions` are those that were checked of terms: pairs of a predicate and a term. `given` says that the law is a
    hypothesis.
    """

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

    @property
    def repeated(self) -> bool:
        """Whether the law was used more often than there are places: again on what it made."""
        uses = [step for step in self.steps if isinstance(step.move.rule, Rule) and step.rule == self.rule]
        return len(uses) > len(self.positions)

    @property
    def given(self) -> bool:
        """Whether the law is a hypothesis."""
        return any(isinstance(step.move.rule, Rule) and step.move.rule.trusted for step in self.steps)

    @property
    def divides(self) -> bool:
        """Whether q/q is put in: with a hypothesis in the same line, that is divided by q."""
        return any(step.rule == QUOTIENT and not step.move.as_written for step in self.steps)

    @property
    def conditions(self) -> tuple[tuple[str, Term], ...]:
        """The conditions of the law, of the terms that it was used on; not what numbers and declarations show."""
        found: dict[tuple[str, Term], None] = {}
        for step in self.steps:
            for condition in step.move.rule.conditions if isinstance(step.move.rule, Rule) else ():
                term = step.bindings[condition.arguments[0]]
                if condition.name not in UNSAID and term.op.name != NUMBER:
                    found[condition.name, term] = None
        return tuple(found)


def lines_of(proof: Proof) -> tuple[Line, ...]:
    """The proof's steps as they are shown."""
    found: list[Line] = []
    for line in map(_line, _grouped(proof.steps, lambda step: step.move)):
        found.append(line)
        if line.given:
            for count in (2, 3):
                divided = _divided(found[-count:]) if len(found) >= count else None
                if divided is not None:
                    found[-count:] = [divided]
                    break
    return tuple(found)


def line_count(moves: Sequence[Move]) -> int:
    """How many lines moves take."""
    return len(_grouped(moves, lambda move: move))


def _divided(lines: Sequence[Line]) -> Line | None:
    """Lines that put q/q in, collect terms there and use a hypothesis about q there, as one: that is divided by q.

    Each place must have one q and one use of the hypothesis, and nothing must be done elsewhere.
    """
    first, *between, last = lines
    if not first.divides or first.given or any(line.rule != COLLECTING.name for line in between):
        return None
    quotients = [step for step in first.steps if step.rule == QUOTIENT]
    uses = [step for step in last.steps if not _silent(step.move)]
    steps = tuple(step for line in lines for step in line.steps)
    divisors = [q for step in quotients for q in step.bindings.values()]
    known = set(postorder(uses[0].move.sides()[0]))
    places = first.positions
    alike = all(_each_in_one(places, [step.position for step in each]) for each in (quotients, uses))
    if not alike or not known.issuperset(divisors) or not all(_inside(step.position, places) for step in steps):
        return None
    return Line(first.before, last.after, last.rule, last.forward, places, steps)


def _each_in_one(places: Sequence[Position], positions: Sequence[Position]) -> bool:
    """Whether every place, none of which lies in another, has just one of the positions in it."""
    return all(sum(_within(position, place) for position in positions) == 1 for place in places)


def _inside(position: Position, places: Iterable[Position]) -> bool:
    return any(_within(position, place) for place in places)


def _grouped(steps: Sequence[T], move_of: Callable[[T], Move]) -> list[list[T]]:
    """Runs of steps that one law makes, with what is done without a word before and behind it."""
    groups: list[list[T]] = []
    waiting: list[T] = []
    said: Label | None = None
    for step in steps:
        move = move_of(step)
        if _comes_first(move):
            waiting.append(step)
        elif _follows(move) and groups and not waiting:
            groups[-1].append(step)
        elif groups and said == _family(move):
            groups[-1] += [*waiting, step]
            waiting = []
        else:
            groups.append([*waiting, step])
            waiting, said = [], _family(move)
    if groups and waiting and said == _family(move_of(waiting[0])):
        groups[-1] += waiting
        waiting = []
    return [*groups, waiting] if waiting else groups


def _comes_first(move: Move) -> bool:
    """Whether a move only makes the next one possible: zeros and ones put in, a product regrouped, −Y added."""
    return (_clears(move) and not move.forward) or (isinstance(move.rule, Rule) and _regroups(move.rule))


def _follows(move: Move) -> bool:
    """Whether a move only drops zeros and ones that the one before has left."""
    return _clears(move) and move.forward


def _clears(move: Move) -> bool:
    """Whether nothing but zeros, ones and signs is written in another way."""
    if move.rule is COLLECTING:
        before, after = cleared(move.bindings["term"]), collected(move.bindings["term"])
        return before is after or (after is not None and with_differences(before) is with_differences(after))
    return move.rule is CLEARING


def _silent(move: Move) -> bool:
    return _clears(move) or _comes_first(move)


def _family(move: Move) -> Label:
    """What a line names: the law of a move and its direction, or what all arithmetic, or all linearity, goes by."""
    if isinstance(move.rule, Computation):
        return move.rule.name, move.rule is COLLECTING or move.forward
    if _is_arithmetic(move.rule):
        return COLLECTING.name, True
    forward = move.as_written
    return (LINEARITY.name if is_linear(move.rule, move.forward is forward) else move.rule.name), forward


@lru_cache(maxsize=1 << 10)
def _is_arithmetic(rule: Rule) -> bool:
    """Whether a law says no more than that terms may be collected."""
    letters = any(node.op.name == VARIABLE for node in postorder(rule.lhs))
    return letters and not rule.conditions and collected(rule.lhs) is collected(rule.rhs)


@lru_cache(maxsize=1 << 10)
def _regroups(rule: Rule) -> bool:
    """Whether a law only moves the brackets of a product."""
    nodes = [node for side in (rule.lhs, rule.rhs) for node in postorder(side)]
    return all(node.op.name in ("multiply", VARIABLE) for node in nodes) and _is_arithmetic(rule)


def _line(steps: Sequence[Step]) -> Line:
    said = [step for step in steps if not _silent(step.move)] or list(steps)
    label, forward = _family(said[0].move)
    names = {step.rule for step in said}
    last = max(k for k, step in enumerate(steps) if step in said)
    name = said[0].rule if len(names) == 1 else label
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
    return list(_ordered(list(moves))) if len(moves) > 2 else list(moves)


def _ordered(left: list[Move]) -> Iterator[Move]:
    labels = [_family(move) for move in left]
    needed = [
        {k for k in range(n) if _within(move.position, left[k].position) or _within(left[k].position, move.position)}
        for n, move in enumerate(left)
    ]
    waiting = dict(enumerate(left))
    while waiting:
        ready = [k for k in waiting if not needed[k] & waiting.keys()]
        label = labels[_next(left, labels, ready, waiting.keys())]
        while ready:
            for k in ready:
                if labels[k] == label:
                    yield waiting.pop(k)
            ready = [k for k in waiting if labels[k] == label and not needed[k] & waiting.keys()]


def _next(moves: Sequence[Move], labels: Sequence[Label], ready: Sequence[int], waiting: Iterable[int]) -> int:
    """Zeros are dropped first; else a law all of whose uses may come now, or the first that may."""
    for k in ready:
        if moves[k].rule is CLEARING and moves[k].forward:
            return k
    later = {labels[k] for k in set(waiting) - set(ready)}
    return next((k for k in ready if labels[k] not in later), ready[0])
