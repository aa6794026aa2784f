"""Shorter proofs by looking around: the terms one step off a proof, and the shortest way through all of them.

`shorten.py` finds single rules that span several steps. Here the proof may also leave its own terms: two of them that
are far apart in the proof may have a neighbour in common, or be neighbours. All terms that one rewrite makes of a term
of the proof are gathered, up to a budget; the shortest way from end to end through these and the proof is found
breadth first, and its surroundings are searched again until nothing gets shorter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from rewriting.op import VARIABLE, Op
from rewriting.proof import Kernel, ProofError
from rewriting.proofs.matching import match_term
from rewriting.proofs.move import Move
from rewriting.proofs.shorten import shorten
from rewriting.proofs.steps import Proof, proved
from rewriting.rule import Rule
from rewriting.term import Term, replace_at, substitute, variables

__all__ = ["shortest_nearby"]

_MOST_PLACES = 200
"""Places of one term that are looked at, from the root down."""


def shortest_nearby(proof: Proof, rules: Iterable[Rule], kernel: Kernel, budget: int = 2000) -> Proof:
    """An equal proof, never a longer one, checked by the kernel. `budget` bounds the neighbours gathered each time.

    Raises ValueError for a budget below zero; with none, only `shorten` is left of this.
    """
    if budget < 0:
        raise ValueError(f"budget is {budget}: it cannot be below zero")
    rules = list(rules)
    rewriter = _Rewriter(rules, kernel)
    best = shorten(proof, rules, kernel)
    while len(best.steps) > 1:
        moves = _shortest(best, _surroundings(best, rewriter, budget))
        if len(moves) >= len(best.steps):
            break
        best = proved(best.lhs, moves, kernel)
    return best


class _Rewriter:
    """What the rules make of a term in one step, read in both directions where no variable is left unbound."""

    def __init__(self, rules: Sequence[Rule], kernel: Kernel) -> None:
        self._kernel = kernel
        self._known: dict[Rule, bool] = {}
        self._patterns: dict[Op | None, list[tuple[Term, Term, Rule, bool]]] = {}
        seen = set()
        for rule in rules:
            for lhs, rhs, forward in ((rule.lhs, rule.rhs, True), (rule.rhs, rule.lhs, False)):
                key = (lhs, rhs, rule.name, rule.conditions)
                if key not in seen and set(variables(rhs)) <= set(variables(lhs)):
                    seen.add(key)
                    root = None if lhs.op.name == VARIABLE else lhs.op
                    self._patterns.setdefault(root, []).append((lhs, rhs, rule, forward))

    def neighbours(self, term: Term) -> Iterator[tuple[Term, Move]]:
        """The terms one step away, each with the move that leads there."""
        places: deque[tuple[tuple[int, ...], Term]] = deque([((), term)])
        looked = 0
        while places and looked < _MOST_PLACES:
            position, part = places.popleft()
            looked += 1
            places.extend(((*position, k), child) for k, child in enumerate(part.args))
            for root in (part.op, None):
                for lhs, rhs, rule, forward in self._patterns.get(root, ()):
                    bindings = match_term(lhs, part)
                    if bindings is not None and self._allowed(rule, bindings):
                        new = substitute(rhs, bindings)
                        if new is not part:
                            yield replace_at(term, position, new), Move(rule, forward, position, bindings)

    def _allowed(self, rule: Rule, bindings: dict[str, Term]) -> bool:
        """Whether the kernel has the rule and its conditions hold; those without conditions are asked about once."""
        if rule.conditions or rule not in self._known:
            try:
                self._kernel.instance(rule, bindings)
            except ProofError:
                self._known[rule] = False
            else:
                self._known[rule] = True
        return self._known[rule]


def _surroundings(proof: Proof, rewriter: _Rewriter, budget: int) -> dict[Term, dict[Term, Move]]:
    """Moves between terms of the proof and their neighbours, and between neighbours by way of the proof, both ways."""
    links: dict[Term, dict[Term, Move]] = {}
    for step in proof.steps:
        _link(links, step.before, step.after, step.move)
    gathered = 0
    for term in [proof.lhs, *(step.after for step in proof.steps)]:
        for other, move in rewriter.neighbours(term):
            if gathered >= budget:
                return links
            gathered += 1
            _link(links, term, other, move)
    return links


def _link(links: dict[Term, dict[Term, Move]], start: Term, stop: Term, move: Move) -> None:
    links.setdefault(start, {}).setdefault(stop, move)
    back = Move(move.rule, not move.forward, move.position, move.bindings, move.given)
    links.setdefault(stop, {}).setdefault(start, back)


def _shortest(proof: Proof, links: dict[Term, dict[Term, Move]]) -> list[Move]:
    """The moves of a shortest way from one side of the proof to the other."""
    came: dict[Term, tuple[Term, Move] | None] = {proof.lhs: None}
    waiting = deque([proof.lhs])
    while waiting and proof.rhs not in came:
        term = waiting.popleft()
        for other, move in links[term].items():
            if other not in came:
                came[other] = term, move
                waiting.append(other)
    moves: list[Move] = []
    step = came[proof.rhs]
    while step is not None:
        moves.append(step[1])
        step = came[step[0]]
    return moves[::-1]
