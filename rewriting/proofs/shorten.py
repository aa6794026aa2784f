"""Shorter proofs: where one rule leads from a term of a proof straight to a later one, what lies between is left out.

The history of an e-graph knows one way from a term to another, and it may be a long one. Here every two terms of a
proof are compared: if they differ in one place only and one rule spans the difference there, or above it, that is a
shortcut. The shortest chain of steps and shortcuts is checked by the kernel like any proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rewriting.op import VARIABLE, Op
from rewriting.proof import Kernel, ProofError
from rewriting.proofs.matching import match_terms
from rewriting.proofs.steps import Move, Proof, proved
from rewriting.rule import Rule
from rewriting.term import Term, subterm_at

__all__ = ["shorten"]

LONGEST = 150
"""Steps of a proof that is still shortened: the work grows with their square."""


def shorten(proof: Proof, rules: Iterable[Rule], kernel: Kernel) -> Proof:
    """An equal proof with as few steps as shortcuts by single rules allow; the proof itself if there are none."""
    if not 2 <= len(proof.steps) <= LONGEST:
        return proof
    terms = [proof.lhs, *(step.after for step in proof.steps)]
    index = _Index(rules)
    arrivals: list[tuple[int, int, Move | None]] = [(0, -1, None)]
    for stop in range(1, len(terms)):
        best = (arrivals[stop - 1][0] + 1, stop - 1, proof.steps[stop - 1].move)
        for start in range(stop - 1):
            if arrivals[start][0] + 1 < best[0]:
                move = index.shortcut(terms[start], terms[stop], kernel)
                if move is not None:
                    best = (arrivals[start][0] + 1, start, move)
        arrivals.append(best)
    if arrivals[-1][0] == len(proof.steps):
        return proof
    return proved(proof.lhs, _moves(arrivals), kernel)


def _moves(arrivals: list[tuple[int, int, Move | None]]) -> list[Move]:
    moves: list[Move] = []
    position = len(arrivals) - 1
    while position > 0:
        _, position, move = arrivals[position]
        assert move is not None, "every step but the first has a move; please report this"
        moves.append(move)
    return moves[::-1]


class _Index:
    """Rules by the operators at the roots of their two sides; None stands for a variable there."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: defaultdict[tuple[Op | None, Op | None], list[Rule]] = defaultdict(list)
        for rule in rules:
            self._rules[_root(rule.lhs), _root(rule.rhs)].append(rule)

    def shortcut(self, start: Term, stop: Term, kernel: Kernel) -> Move | None:
        """The single move from one term to another, if there is one."""
        for position in _places(start, stop):
            before, after = subterm_at(start, position), subterm_at(stop, position)
            for rule in self._between(before.op, after.op):
                for forward in (True, False):
                    sides = (before, after) if forward else (after, before)
                    found = match_terms(zip((rule.rhs, rule.lhs), sides[::-1], strict=True))
                    if found is not None and _holds(kernel, rule, found):
                        return Move(rule, forward, position, found)
        return None

    def _between(self, before: Op, after: Op) -> Iterator[Rule]:
        seen: set[tuple[Op | None, Op | None]] = set()
        for first, second in ((before, after), (after, before)):
            for key in ((first, second), (first, None), (None, second)):
                if key not in seen:
                    seen.add(key)
                    yield from self._rules.get(key, ())


def _root(pattern: Term) -> Op | None:
    return None if pattern.op.name == VARIABLE else pattern.op


def _holds(kernel: Kernel, rule: Rule, bindings: dict[str, Term]) -> bool:
    try:
        kernel.instance(rule, bindings)
    except ProofError:
        return False
    return True


def _places(start: Term, stop: Term) -> list[tuple[int, ...]]:
    """The deepest place outside of which the terms are equal, and all places above it, deepest first."""
    position: tuple[int, ...] = ()
    while start.op == stop.op and len(start.args) == len(stop.args):
        unequal = [k for k, (a, b) in enumerate(zip(start.args, stop.args, strict=True)) if a is not b]
        if len(unequal) != 1:
            break
        position = (*position, unequal[0])
        start, stop = start.args[unequal[0]], stop.args[unequal[0]]
    return [position[:length] for length in range(len(position), -1, -1)]
