"""Extraction: the cheapest term of a class, by a cost for each operator summed over the tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Flags, Ids, Offsets
from rewriting.egraph import EGraph
from rewriting.op import Op
from rewriting.table import LEAF
from rewriting.term import Term
from rewriting.unwind import from_below

__all__ = ["Cost", "Extraction", "ExtractionError", "Veto", "extract"]

_FULL_ROUNDS = 64
"""Rounds over all e-nodes before it pays to look up which ones changed."""

Cost = Callable[[Op], float]
"""What one occurrence of an operator costs: at least 0; infinity forbids it."""

Veto = Flags | Callable[[Op], bool] | None
"""Which e-nodes must not be used: a flag for each row, or a predicate on operators; True forbids."""


class ExtractionError(ValueError):
    """Every term of the class contains something that is forbidden."""


def extract(egraph: EGraph, row: int, cost: Cost, veto: Veto = None) -> tuple[Term, float]:
    """The cheapest term in the class of a row, and its cost.

    Of equally cheap terms, the shallowest that is reached first, then the oldest e-node, is taken: the same graph
    always gives the same answer. Raises ExtractionError if every term is vetoed, ValueError for a negative cost,
    IndexError for a row that does not exist.
    """
    egraph.require_rows(row=row)
    extraction = Extraction(egraph, cost, veto)
    return extraction.best(row), extraction.cost(row)


class Extraction:
    """The cheapest form of every class of an e-graph as it is now; use one for several questions.

    Columns over the allowed e-nodes, sorted by class: `rows`, their own costs `own`, and `children[k]`, the class of
    child k (`nothing`, which costs nothing, where an e-node has fewer children). Class i has the cheapest cost
    `cheapest[i]` (infinite if it has no allowed form), attained by the e-node `choice[i]`.
    """

    def __init__(self, egraph: EGraph, cost: Cost, veto: Veto = None) -> None:
        egraph.rebuild()
        self.egraph = egraph
        table = egraph.table
        rows = table.live_rows()
        self.rows = rows[~_vetoed(egraph, rows, veto)]
        self.rows = self.rows.take(np.argsort(table.sets.parent.take(self.rows), kind="stable"))
        self.classes = table.sets.parent.take(self.rows)
        self.own = _own_costs(egraph, self.rows, cost)
        self.nothing = table.count
        arity = np.array([arity for _, arity in table.functors]).take(table.functor.take(self.rows))
        self.children = [
            np.where(arity > k, column.take(self.rows), self.nothing) for k, column in enumerate(table.children)
        ]
        self.cheapest: NDArray[np.float64] = np.full(table.count + 1, np.inf)
        self.cheapest[self.nothing] = 0.0
        self.choice: Ids = np.full(table.count, -1, dtype=np.int32)
        if self.rows.size:
            self._relax()

    def cost(self, row: int) -> float:
        """The cost of the cheapest form of the class of a row; infinite if there is none."""
        return float(self.cheapest[self.egraph.find(row)])

    def best(self, row: int) -> Term:
        """The cheapest form of the class of a row. Raises ExtractionError if every form is vetoed."""
        goal = self.egraph.find(row)
        if self.choice[goal] < 0:
            raise ExtractionError(
                f"class {goal}, which holds {self.egraph.term(row)}, has no form without vetoed or infinitely costly "
                f"operators: relax the veto or the cost"
            )
        table = self.egraph.table
        return from_below(
            goal,
            lambda each: self.egraph.enode(int(self.choice[each]))[1],
            lambda each, parts: Term(table.op_of(int(self.choice[each])), tuple(parts)),
        )

    def position(self, goal: int) -> int:
        """Where among `rows` the chosen e-node of a class is that has one."""
        first, last = np.searchsorted(self.classes, [goal, goal + 1])
        return int(first) + int(np.flatnonzero(self.rows[first:last] == self.choice[goal])[0])

    def totals(self) -> NDArray[np.float64]:
        """For each e-node in `rows`, its own cost and the cheapest of its children."""
        total = self.own.copy()
        for column in self.children:
            total += self.cheapest.take(column)
        return total

    def sizes(self) -> NDArray[np.float64]:
        """For each class, the nodes in the smallest of its cheapest forms, as a tree; 0 for `nothing`."""
        return self.by(np.where(self.totals() == self.cheapest.take(self.classes), 1.0, np.inf)).cheapest

    def by(self, own: NDArray[np.float64]) -> Extraction:
        """The extraction from the same e-nodes where they cost `own[i]` by themselves, each at least 0."""
        other = copy(self)
        other.own = own
        other.cheapest = np.full_like(self.cheapest, np.inf)
        other.cheapest[self.nothing] = 0.0
        other.choice = np.full_like(self.choice, -1)
        if other.rows.size:
            other._relax()
        return other

    def _relax(self) -> None:
        """Lower the costs of classes until none gets cheaper (Bellman and Ford, on hyperedges). The loop replaced:

            while anything changes:
                for row in rows with a child that changed:
                    if own[row] + sum(cheapest[children of row]) < cheapest[class of row]:
                        cheapest[class of row], choice[class of row] = that sum, row

        A class changes its choice only when it gets strictly cheaper, so choices never form a cycle, not even where
        operators are free.
        """
        where: Offsets = np.arange(self.rows.size)
        users: Users | None = None
        rounds = 0
        while where.size:
            lowered = self._lower(where)
            rounds += 1
            if rounds > _FULL_ROUNDS:
                users = users or Users(self.children, self.nothing)
                where = users.of(lowered)
            elif not lowered.size:
                return

    def _lower(self, where: Offsets) -> Ids:
        """Lower the costs of classes by the e-nodes at these ascending positions; returns those that got cheaper."""
        classes = self.classes.take(where)
        totals = self.own.take(where)
        for column in self.children:
            totals += self.cheapest.take(column.take(where))
        starts = np.flatnonzero(np.r_[True, classes[1:] != classes[:-1]])
        segment = np.repeat(np.arange(starts.size), np.diff(np.r_[starts, classes.size]))
        heads = classes.take(starts)
        least = np.minimum.reduceat(totals, starts)
        better = least < self.cheapest.take(heads)
        winners = np.flatnonzero(better.take(segment) & (totals == least.take(segment)))
        _, first = np.unique(segment.take(winners), return_index=True)
        winners = winners.take(first)
        self.choice[classes.take(winners)] = self.rows.take(where.take(winners))
        self.cheapest[heads[better]] = least[better]
        return heads[better]


class Users:
    """For each class, the positions of the e-nodes that have it as a child."""

    def __init__(self, children: Sequence[Ids], nothing: int) -> None:
        below = np.concatenate([*children, np.empty(0, dtype=np.int32)])
        size = children[0].size if children else 0
        order = np.argsort(below, kind="stable")
        self._positions: Offsets = order % max(size, 1)
        self._starts = np.searchsorted(below.take(order), np.arange(nothing + 1))

    def of(self, classes: Ids) -> Offsets:
        """The positions of the users of some classes, ascending."""
        first, counts = self._starts.take(classes), self._starts.take(classes + 1) - self._starts.take(classes)
        ends = counts.cumsum()
        total = int(ends[-1]) if ends.size else 0
        return np.unique(self._positions.take(np.arange(total) + (first - ends + counts).repeat(counts)))


def _vetoed(egraph: EGraph, rows: Ids, veto: Veto) -> Flags:
    if veto is None:
        return np.zeros(rows.size, dtype=np.bool_)
    if callable(veto):
        return _by_op(egraph, rows, lambda op: float(veto(op))) > 0
    if veto.shape != (egraph.table.count,):
        raise ValueError(f"veto has shape {veto.shape}: it needs one flag for each row, shape ({egraph.table.count},)")
    return veto.take(rows)


def _own_costs(egraph: EGraph, rows: Ids, cost: Cost) -> NDArray[np.float64]:
    def checked(op: Op) -> float:
        value = float(cost(op))
        if not value >= 0:
            raise ValueError(f"cost of {op} is {value}: costs must be at least 0, or a cycle could cost less and less")
        return value

    return _by_op(egraph, rows, checked)


def _by_op(egraph: EGraph, rows: Ids, function: Callable[[Op], float]) -> NDArray[np.float64]:
    """`function` of the operator of each row, called once for each operator."""
    table = egraph.table
    functors = table.functor.take(rows)
    value_of = np.zeros(len(table.functors))
    for number in np.unique(functors):
        if number != LEAF:
            value_of[number] = function(table.functors[number][0])
    values = value_of.take(functors)
    for position in np.flatnonzero(functors == LEAF):
        values[position] = function(table.leaf_ops[int(rows[position])])
    return values
