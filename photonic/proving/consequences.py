"""What hypotheses say when they are solved for each of their terms: seeds for the search.

From a + b = c follows a = c − b. The e-graph finds that by itself once it holds the terms (a + b) − b and c − b: the
first is a by a law, and the two are equal by congruence. So nothing here is trusted; these are only places to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from photonic.problem import Hypothesis
from photonic.terms import apply, rank
from rewriting.term import Term, number

__all__ = ["solved_seeds"]

MOST_SEEDS = 60


def solved_seeds(given: Iterable[Hypothesis]) -> list[Term]:
    """Terms whose presence lets the laws solve each hypothesis for each of its summands and factors."""
    seeds: dict[Term, None] = {}
    for hypothesis in given:
        for side, other in ((hypothesis.left, hypothesis.right), (hypothesis.right, hypothesis.left)):
            for seed in _unwrap(side, other):
                if len(seeds) >= MOST_SEEDS:
                    return list(seeds)
                seeds[seed] = None
    return list(seeds)


def _unwrap(side: Term, other: Term) -> Iterator[Term]:
    """The equation side = other, solved for the parts of `side`, outermost first."""
    pending = [(side, other)]
    while pending:
        side, other = pending.pop(0)
        for undo, part in _undone(side):
            yield undo(side)
            solved = undo(other)
            yield solved
            pending.append((part, solved))


def _undone(side: Term) -> Iterator[tuple[_Undo, Term]]:
    """Each way to undo the operator at the root: what to do to both sides, and what is left of this one."""
    match side.op.name:
        case "add":
            left, right = side.args
            yield _Undo("subtract", right), left
            yield _Undo("subtract", left), right
        case "subtract":
            left, right = side.args
            yield _Undo("add", right), left
            yield _Undo("from", left), right
        case "negate":
            yield _Undo("negate"), side.args[0]
        case "multiply" if rank(side.args[0]) == 0:
            yield _Undo("multiply", apply("divide", number(1), side.args[0])), side.args[1]


class _Undo:
    """An operation on a side of an equation."""

    def __init__(self, name: str, operand: Term | None = None) -> None:
        self.name, self.operand = name, operand

    def __call__(self, side: Term) -> Term:
        if self.operand is None:
            return apply(self.name, side)
        if self.name == "from":
            return apply("subtract", self.operand, side)
        if self.name == "multiply":
            return apply("multiply", self.operand, side)
        return apply(self.name, side, self.operand)
