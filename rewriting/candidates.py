"""The k cheapest forms of a class."""

from __future__ import annotations

import heapq
from itertools import count
from typing import NamedTuple

import numpy as np

from rewriting.egraph import EGraph
from rewriting.extract import Cost, Extraction, Veto
from rewriting.term import Term

__all__ = ["candidates"]


class _Chain(NamedTuple):
    """A list that shares its tail with others."""

    head: int
    tail: _Chain | None


def candidates(egraph: EGraph, row: int, k: int, cost: Cost, veto: Veto = None) -> list[tuple[Term, float]]:
    """Up to k distinct terms of the class of a row with their costs, cheapest first; fewer if there are no more.

    Terms are built top-down in the order of a lower bound: what is chosen so far, and the cheapest form of every part
    that is still open. The bound is exact for the best completion (A* search), so terms are finished in order of cost;
    of equally cheap ones, small ones first. Raises ValueError if k < 1 or a cost is negative.
    """
    if k < 1:
        raise ValueError(f"k is {k}: ask for at least one form")
    return _Search(Extraction(egraph, cost, veto)).run(egraph.find(row), k)


class _Search:
    """Open entries are (bound, size, order, trail, holes): e-nodes chosen in preorder, classes still to be filled."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.totals = extraction.totals()
        self.order = count()
        self.heap: list[tuple[float, int, int, _Chain | None, _Chain | None]] = []

    def run(self, goal: int, k: int) -> list[tuple[Term, float]]:
        found: list[tuple[Term, float]] = []
        self._push(float(self.extraction.cheapest[goal]), 0, None, _Chain(goal, None))
        while self.heap and len(found) < k:
            bound, size, _, trail, holes = heapq.heappop(self.heap)
            if holes is None:
                found.append((self._term(trail), bound))
                continue
            rest = bound - float(self.extraction.cheapest[holes.head])
            for position in self._enodes(holes.head):
                self._push(
                    rest + float(self.totals[position]), size + 1, _Chain(position, trail), self._fill(position, holes)
                )
        return found

    def _push(self, bound: float, size: int, trail: _Chain | None, holes: _Chain | None) -> None:
        if bound < np.inf:
            heapq.heappush(self.heap, (bound, size, next(self.order), trail, holes))

    def _enodes(self, class_id: int) -> range:
        """The positions of a class's e-nodes among the sorted rows."""
        first, last = np.searchsorted(self.extraction.classes, [class_id, class_id + 1])
        return range(int(first), int(last))

    def _fill(self, position: int, holes: _Chain) -> _Chain | None:
        """The open parts once the first is filled with an e-node: its children come before the others."""
        rest = holes.tail
        for column in reversed(self.extraction.children):
            child = int(column[position])
            if child != self.extraction.nothing:
                rest = _Chain(child, rest)
        return rest

    def _term(self, trail: _Chain | None) -> Term:
        """The term whose e-nodes in preorder are the trail, last one first."""
        built: list[Term] = []
        while trail is not None:
            row = int(self.extraction.rows[trail.head])
            op, children = self.extraction.egraph.enode(row)
            arguments = tuple(built.pop() for _ in children)
            built.append(Term(op, arguments))
            trail = trail.tail
        return built[0]
