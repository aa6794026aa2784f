"""The e-nodes to choose from in DAG extraction: a class's own when it is asked for, and those near the cheapest trees.

Slack tells how near: by how much the cheapest tree that uses an e-node costs more than the cheapest tree of the goal.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rewriting.extract import Extraction

__all__ = ["Choice", "Options"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An e-node of a class: its own cost, the classes of its children, its row, and the cost of its cheapest tree."""

    cost: float
    children: tuple[int, ...]
    row: int
    total: float


class Options(dict[int, list[Choice]]):
    """For each class its e-nodes that a term can use, cheapest tree first; made when a class is first asked for.

    The first is the one that the cheapest tree takes. Of several with the same children only the cheapest is there.
    """

    def __init__(self, extraction: Extraction) -> None:
        super().__init__()
        self._extraction = extraction
        self._totals = extraction.totals()

    def __missing__(self, goal: int) -> list[Choice]:
        extraction = self._extraction
        first, last = (int(end) for end in np.searchsorted(extraction.classes, [goal, goal + 1]))
        totals, rows = self._totals[first:last], extraction.rows[first:last]
        order = np.lexsort((rows, rows != extraction.choice[goal], totals))
        usable = order[totals.take(order) < np.inf]
        own = extraction.own[first:last].take(usable).tolist()
        columns = [column[first:last].take(usable).tolist() for column in extraction.children]
        found: dict[tuple[int, ...], Choice] = {}
        for k, (row, total) in enumerate(zip(rows.take(usable).tolist(), totals.take(usable).tolist(), strict=True)):
            children = tuple(column[k] for column in columns if column[k] != extraction.nothing)
            kinds = tuple(sorted(set(children)))
            known = found.get(kinds)
            if goal not in kinds and (known is None or own[k] < known.cost):
                found[kinds] = Choice(own[k], children, row, total)
        self[goal] = choices = list(found.values())
        return choices

    def tree(self, goals: Sequence[int]) -> dict[int, Choice]:
        """The choices of the cheapest trees of some classes."""
        chosen: dict[int, Choice] = {}
        stack = list(goals)
        while stack:
            goal = stack.pop()
            if goal not in chosen:
                chosen[goal] = self[goal][0]
                stack.extend(chosen[goal].children)
        return chosen

    def near(self, goals: Sequence[int], most: int) -> dict[int, list[Choice]]:
        """About `most` e-nodes with the least slack below the goals, by class, and all that their children need."""
        taken: dict[int, list[Choice]] = {}
        heap = [(0.0, goal, 0) for goal in dict.fromkeys(goals)]
        count = 0
        while heap:
            slack, goal, place = heapq.heappop(heap)
            if len(taken.get(goal, ())) != place or (place and count >= most):
                continue
            choices = self[goal]
            taken.setdefault(goal, []).append(choices[place])
            count += 1
            for child in choices[place].children:
                if child not in taken:
                    heapq.heappush(heap, (slack, child, 0))
            if place + 1 < len(choices) and count < most:
                further = choices[place + 1].total - choices[place].total
                heapq.heappush(heap, (slack + max(further, 0.0), goal, place + 1))
        return taken
