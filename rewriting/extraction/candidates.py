"""The k cheapest forms of a class, each found from those before it (Huang and Chiang 2005, k best parses, lazily)."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np

from rewriting.columns import Offsets
from rewriting.egraph import EGraph
from rewriting.extract import Cost, Extraction, Veto
from rewriting.term import Term
from rewriting.unwind import from_below

__all__ = ["candidates"]

_Form = tuple[float, float, int, tuple[int, ...]]
"""Cost, number of nodes, position of the e-node among the sorted rows, and which form of each child it takes."""

_MOST_NODES = 2.0**53
"""Beyond so many nodes a form is left out: counts are no longer exact, and it might seem no larger than its parts."""


def candidates(egraph: EGraph, row: int, k: int, cost: Cost, veto: Veto = None) -> list[tuple[Term, float]]:
    """Up to k distinct terms of the class of a row with their costs, cheapest first; fewer if there are no more.

    Of equally cheap ones, small ones come first. A form is an e-node and the rank of the form taken for each child;
    the next form of a class differs from one found before in one rank, by one. As a form costs no less than its parts
    and is larger, ranks only ever ask for forms of smaller terms: cycles do no harm, free operators neither. Forms that
    have 2⁵³ nodes or more, written out as trees, are left out.
    Raises ValueError if k < 1 or a cost is negative.
    """
    if k < 1:
        raise ValueError(f"k is {k}: ask for at least one form")
    search = _Search(Extraction(egraph, cost, veto), k)
    goal = egraph.find(row)
    found = search.ranked(goal, k)
    return [(search.term(goal, rank), form[0]) for rank, form in enumerate(found)]


@dataclass(slots=True)
class _Ranking:
    """The forms of a class found so far, cheapest first, and those that may be next; `expanded` have led to more."""

    open: list[_Form]
    found: list[_Form] = field(default_factory=list)
    expanded: int = 0


class _Search:
    """Rankings of the classes that are asked for, made when first they are."""

    def __init__(self, extraction: Extraction, k: int) -> None:
        self._extraction, self._k = extraction, k
        self._totals = extraction.totals()
        self._sizes = extraction.sizes()
        self._rankings: dict[int, _Ranking] = {}
        self._children: dict[int, tuple[int, ...]] = {}
        self._terms: dict[tuple[int, int], Term] = {}

    def ranked(self, goal: int, k: int) -> list[_Form]:
        """The first k forms of a class, or all."""
        self._want(goal, k)
        return self._ranking(goal).found

    def term(self, goal: int, rank: int) -> Term:
        """A form that was found, as a term; cheapest parts may be sought only now. Nothing recurses."""

        def parts(form: tuple[int, int]) -> list[tuple[int, int]]:
            _, _, position, ranks = self._form(*form)
            return list(zip(self._below(position), ranks, strict=True))

        def written(form: tuple[int, int], below: list[Term]) -> Term:
            row = int(self._extraction.rows[self._form(*form)[2]])
            return Term(self._extraction.egraph.table.op_of(row), tuple(below))

        return from_below((goal, rank), parts, written, self._terms)

    def _form(self, goal: int, rank: int) -> _Form:
        return self.ranked(goal, rank + 1)[rank]

    def _want(self, goal: int, count: int) -> None:
        """Find forms until a class has so many or no more. Nothing recurses: terms may be deep."""
        stack = [(goal, count)]
        while stack:
            goal, count = stack[-1]
            ranking = self._ranking(goal)
            if len(ranking.found) >= count:
                stack.pop()
                continue
            if ranking.expanded < len(ranking.found):
                missing = self._missing(ranking.found[-1])
                if missing:
                    stack.extend(missing)
                    continue
                self._expand(ranking)
            if not ranking.open:
                stack.pop()
                continue
            ranking.found.append(heapq.heappop(ranking.open))

    def _missing(self, form: _Form) -> list[tuple[int, int]]:
        """What the forms after this one are made of and is not known yet, nor known not to exist."""
        asked = []
        for child, rank in zip(self._below(form[2]), form[3], strict=True):
            ranking = self._ranking(child)
            over = ranking.expanded == len(ranking.found) > 0 and not ranking.open
            if len(ranking.found) < rank + 2 and not over:
                asked.append((child, rank + 2))
        return asked

    def _expand(self, ranking: _Ranking) -> None:
        """Open the forms that take the next form of one child, none left of the last one that was moved on."""
        _, _, position, ranks = ranking.found[-1]
        children = self._below(position)
        last = max((k for k, rank in enumerate(ranks) if rank), default=0)
        for k in range(last, len(ranks)):
            if ranks[k] + 1 < len(self._ranking(children[k]).found):
                following = (*ranks[:k], ranks[k] + 1, *ranks[k + 1 :])
                cost, size = float(self._extraction.own[position]), 1.0
                for child, rank in zip(children, following, strict=True):
                    part = self._part(child, rank)
                    cost, size = cost + part[0], size + part[1]
                if size < _MOST_NODES:
                    heapq.heappush(ranking.open, (cost, size, position, following))
        ranking.expanded = len(ranking.found)

    def _part(self, child: int, rank: int) -> tuple[float, float]:
        if rank:
            return self._ranking(child).found[rank][:2]
        return float(self._extraction.cheapest[child]), float(self._sizes[child])

    def _ranking(self, goal: int) -> _Ranking:
        """The ranking of a class; at first its k best e-nodes are open, each on the cheapest form of its children."""
        known = self._rankings.get(goal)
        if known is not None:
            return known
        first, last = np.searchsorted(self._extraction.classes, [goal, goal + 1])
        positions: Offsets = np.arange(first, last)
        costs = self._totals[first:last]
        sizes = np.ones(positions.size)
        for column in self._extraction.children:
            sizes += self._sizes.take(column[first:last])
        cheap = np.lexsort((positions, sizes, costs))[: self._k].tolist()
        best = [k for k in cheap if costs[k] < np.inf and sizes[k] < _MOST_NODES]
        opened = [
            (float(costs[k]), float(sizes[k]), int(positions[k]), (0,) * len(self._below(int(positions[k]))))
            for k in best
        ]
        self._rankings[goal] = ranking = _Ranking(opened)
        return ranking

    def _below(self, position: int) -> tuple[int, ...]:
        """The classes of an e-node's children."""
        known = self._children.get(position)
        if known is None:
            columns, nothing = self._extraction.children, self._extraction.nothing
            known = tuple(int(column[position]) for column in columns if column[position] != nothing)
            self._children[position] = known
        return known
