"""All rules of a round searched together, their conditions decided, for one graph; see `JointPlan`."""

from __future__ import annotations

import weakref
from collections.abc import Mapping

import numpy as np

from rewriting.columns import Offsets
from rewriting.guards import Plan
from rewriting.joint.build import JointTarget, JointWork
from rewriting.joint.guards import JointGuards
from rewriting.joint.match import JointMatches, match_together
from rewriting.joint.plan import JointPlan
from rewriting.live_index import LiveIndex
from rewriting.ruleset import RuleSet
from rewriting.sieve import Resolution

__all__ = ["JointSearch"]

_MOST_ROWS = 1 << 13
"""In larger graphs rules are looked for one by one: the work then outweighs the calls."""

_plans: weakref.WeakKeyDictionary[RuleSet, JointPlan] = weakref.WeakKeyDictionary()


class JointSearch:
    """The rules of one set in one graph."""

    def __init__(self, rules: RuleSet, resolution: Resolution, guards: Mapping[int, Plan]) -> None:
        plan = _plans.get(rules)
        if plan is None:
            plan = _plans[rules] = JointPlan(rules.compiled, resolution.symbols)
        self.plan, self._resolution = plan, resolution
        self._guards, self._target = JointGuards(plan, guards), JointTarget(plan)

    @staticmethod
    def suits(snapshot: LiveIndex) -> bool:
        """Whether a graph is small enough."""
        return snapshot.table.count <= _MOST_ROWS

    def find(self, rules: Offsets, snapshot: LiveIndex, seen: Offsets) -> JointMatches | None:
        """The matches of these rules, ascending, that are new since seen[rule]; None where there are too many."""
        found = match_together(self.plan, self._resolution, snapshot, rules, seen)
        return None if found is None else self._guards.admitted(found, snapshot.table)

    def work(self, found: JointMatches, allowed: Offsets, numbers: Offsets) -> JointWork:
        """The first allowed[rule] matches of each rule, to be applied; numbers[rule] is its number in the graph."""
        hits = found.hits()
        if (allowed < hits).any():
            place = np.arange(len(found)) - (hits.cumsum() - hits).take(found.who)
            found = found.chosen(place < allowed.take(found.who))
        return JointWork(found, self._target, numbers)
