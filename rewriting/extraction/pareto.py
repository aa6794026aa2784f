"""Extraction by several costs at once: the forms of a class that no other form beats in every cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Flags
from rewriting.egraph import EGraph
from rewriting.extract import Cost, Extraction, ExtractionError, Veto
from rewriting.extraction.pareto_bounds import hopeful, supported
from rewriting.term import Term
from rewriting.unwind import from_below

__all__ = ["pareto_front"]

_T = TypeVar("_T")


def pareto_front(
    egraph: EGraph, row: int, costs: Sequence[Cost], veto: Veto = None, *, most: int = 64
) -> list[tuple[Term, tuple[float, ...]]]:
    """The terms of the class of a row that are cheapest in some trade-off, with their costs, summed over the tree.

    No two have the same costs; they are sorted by the first cost, then the next. With more than `most` on the front of
    any class, `most` of them spread along the first cost are kept, the cheapest in each cost always; the answer is then
    not complete. Raises ExtractionError if every form is vetoed, ValueError for no costs, `most` below the number of
    costs, or a cost below zero, IndexError for a row that does not exist.
    """
    egraph.require_rows(row=row)
    if not costs:
        raise ValueError("costs is empty: a front needs at least one cost")
    if most < len(costs):
        raise ValueError(f"most is {most}: it must be at least {len(costs)}, the number of costs")
    goal = egraph.find(row)
    extractions = [Extraction(egraph, cost, veto) for cost in costs]
    finite = np.all([np.isfinite(extraction.own) for extraction in extractions], axis=0)
    extractions = [extraction.by(np.where(finite, extraction.own, np.inf)) for extraction in extractions]
    if extractions[0].choice[goal] < 0:
        raise ExtractionError(f"class {goal}, which holds {egraph.term(row)}, has no form that is allowed")
    front = _Fronts(extractions, most).of(goal)
    return sorted(((term, tuple(values.tolist())) for values, term in front), key=lambda entry: entry[1])


class _Fronts:
    """The front of every class below one, grown until no class has a new point (Bellman and Ford, with sets of costs).

    A point is new if no known one is at least as good in every cost, so a cycle, which only adds costs, adds none.
    """

    def __init__(self, extractions: Sequence[Extraction], most: int) -> None:
        self._first, self._most, self._extractions = extractions[0], most, extractions
        self._own = np.stack([extraction.own for extraction in extractions], axis=1)
        self._usable: Flags = np.zeros(self._first.rows.size, dtype=np.bool_)
        self._fronts: dict[int, list[tuple[NDArray[np.float64], Term]]] = {}

    def of(self, goal: int) -> list[tuple[NDArray[np.float64], Term]]:
        """The front of one class: the forms that weighted sums of the costs find, and what is worth more than those."""
        known = [self._best(extraction, goal) for extraction in supported(self._extractions, goal)]
        self._usable = hopeful(self._extractions, goal, np.stack([total for total, _ in known]))
        nodes = self._below(goal)
        dirty = set(nodes)
        while dirty:
            changed = {each for each in nodes if dirty & nodes[each].keys() and self._grow(each, nodes[each], dirty)}
            dirty = changed
        return self._thinned(_undominated(self._fronts.get(goal, []) + known))

    def _best(self, extraction: Extraction, goal: int) -> tuple[NDArray[np.float64], Term]:
        """The best form of an extraction, with what it costs in every cost."""

        def children(each: int) -> list[int]:
            place = extraction.position(each)
            return [int(c[place]) for c in extraction.children if c[place] != extraction.nothing]

        def total(each: int, below: list[NDArray[np.float64]]) -> NDArray[np.float64]:
            return sum(below, self._own[extraction.position(each)])

        return from_below(goal, children, total), extraction.best(goal)

    def _below(self, goal: int) -> dict[int, dict[int, list[tuple[int, tuple[int, ...]]]]]:
        """For each class that can be reached: its e-nodes (position, children), by each child and by the class itself.

        A leaf is filed under its own class, which is dirty in the first sweep.
        """
        nodes: dict[int, dict[int, list[tuple[int, tuple[int, ...]]]]] = {}
        stack = [goal]
        while stack:
            each = stack.pop()
            if each in nodes:
                continue
            nodes[each] = {}
            first, last = np.searchsorted(self._first.classes, [each, each + 1])
            for position in range(int(first), int(last)):
                if self._usable[position]:
                    columns = self._first.children
                    children = tuple(int(c[position]) for c in columns if c[position] != self._first.nothing)
                    for child in dict.fromkeys(children or (each,)):
                        nodes[each].setdefault(child, []).append((position, children))
                    stack.extend(children)
        return nodes

    def _grow(self, goal: int, nodes: dict[int, list[tuple[int, tuple[int, ...]]]], dirty: set[int]) -> bool:
        """Add what the e-nodes on classes that changed have to offer; whether anything was new."""
        front = list(self._fronts.get(goal, []))
        before = [term for _, term in front]
        for position, children in dict.fromkeys(node for child in nodes if child in dirty for node in nodes[child]):
            offers: list[tuple[NDArray[np.float64], tuple[Term, ...]]] = [(self._own[position], ())]
            for child in children:
                below = self._fronts.get(child, [])
                offers = [(total + more, (*terms, term)) for total, terms in offers for more, term in below]
                offers = self._thinned(_undominated(offers))
            op = self._first.egraph.table.op_of(int(self._first.rows[position]))
            front += [(total, Term(op, terms)) for total, terms in offers]
        front = self._thinned(_undominated(front))
        self._fronts[goal] = front
        return [term for _, term in front] != before

    def _thinned(self, front: list[tuple[NDArray[np.float64], _T]]) -> list[tuple[NDArray[np.float64], _T]]:
        if len(front) <= self._most:
            return front
        values = np.stack([total for total, _ in front])
        ends = {int(k) for k in values.argmin(axis=0)}
        others = [k for k in np.argsort(values[:, 0], kind="stable").tolist() if k not in ends]
        room = self._most - len(ends)
        spread: list[int] = np.linspace(0, len(others) - 1, room).astype(int).tolist() if room > 0 else []
        return [front[k] for k in sorted({*ends, *(others[k] for k in spread)})]


def _undominated(points: list[tuple[NDArray[np.float64], _T]]) -> list[tuple[NDArray[np.float64], _T]]:
    """The points that none is at least as good as in every cost; of equal ones the first, in order of appearance."""
    if len(points) < 2:
        return points
    values = np.stack([total for total, _ in points])
    as_good = (values[:, None, :] <= values[None, :, :]).all(axis=2)
    better = as_good & ~as_good.T
    earlier = np.arange(len(points))[:, None] < np.arange(len(points))[None, :]
    beaten: NDArray[np.bool_] = np.asarray((better | (as_good & as_good.T & earlier)).any(axis=0))
    return [point for point, out in zip(points, list(beaten), strict=True) if not out]
