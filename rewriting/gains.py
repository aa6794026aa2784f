"""When conditions come to hold of classes that were there before: then old matches of a rule count as new."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rewriting.columns import Flags, Offsets
from rewriting.conditions import Judge
from rewriting.egraph import EGraph
from rewriting.guards import Plan
from rewriting.interrupts import deferred_interrupt

__all__ = ["Gains"]


class Gains:
    """The conditions of some rules, by number of the rule, watched from round to round in one graph."""

    def __init__(self, graph: EGraph, guards: Mapping[int, Plan]) -> None:
        self._graph = graph
        numbers: dict[frozenset[str], int] = {}
        self._judges: list[tuple[Judge, frozenset[str]]] = []
        pairs: list[tuple[int, int]] = []
        for index, plan in guards.items():
            for _, judge, names in plan.facts:
                number = numbers.setdefault(names, len(numbers))
                if number == len(self._judges):
                    self._judges.append((judge, names))
                pairs.append((index, number))
        self._related = [index for index, plan in guards.items() if plan.relations]
        self._rules, self._asked = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        self._held: list[Flags | None] = [None] * len(self._judges)
        self._gained_at = np.full(len(self._judges), -1, dtype=np.int64)
        if self._judges:
            with deferred_interrupt():
                for judge, names in self._judges:
                    judge.demand(names)
                for analysis in graph.analyses:
                    analysis.settled(graph.table)

    def related(self, count: int) -> Flags:
        """Which of so many rules have a condition that a `Relation` decides: nobody says when it comes to hold."""
        flags = np.zeros(count, dtype=np.bool_)
        flags[self._related] = True
        return flags

    def update(self) -> None:
        """Look at the conditions anew; the clock at which one has come to hold of an old class is noted."""
        table = self._graph.table
        everyone = np.arange(table.count, dtype=np.int32)
        for number, (judge, names) in enumerate(self._judges):
            holds, before = judge.holds(names, everyone), self._held[number]
            if before is not None and (holds[: before.size] & ~before).any():
                self._gained_at[number] = table.clock
            self._held[number] = holds

    def since(self, seen: Offsets) -> Flags:
        """Which rules have a condition that has come to hold of an old class since the clock seen[rule]."""
        gained = np.zeros(seen.size, dtype=np.bool_)
        if self._judges:
            late = self._gained_at.take(self._asked) > seen.take(self._rules)
            gained[self._rules[late]] = True
        return gained
