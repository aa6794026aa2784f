"""Conditions decided for the matches of many rules together: an analysis is asked once, not for each rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rewriting.columns import Flags, Ids, Offsets
from rewriting.conditions import Judge, Relation
from rewriting.guards import Plan
from rewriting.joint.match import JointMatches
from rewriting.joint.plan import NONE, JointPlan
from rewriting.table import Table

__all__ = ["JointGuards"]


@dataclass(slots=True)
class _Test:
    """A question that some rules ask: places[a][rule] is where argument a stands, slots[a] which evidence it is."""

    judge: Judge | None
    relation: Relation | None
    name: str
    names: frozenset[str]
    places: Offsets
    slots: Offsets

    def answer(self, columns: list[Ids], table: Table) -> tuple[Flags, list[Ids | None]]:
        """Whether it holds, and the evidence for each argument, which counts only where it holds."""
        if self.relation is not None:
            return self.relation.related(self.name, columns, table)
        assert self.judge is not None
        holds = self.judge.holds(self.names, columns[0])
        evidence = np.full(holds.size, -1, dtype=np.int32)
        evidence[holds] = self.judge.witnesses(self.names, columns[0][holds])
        return holds, [evidence]


class JointGuards:
    """The conditions of the eligible rules of a plan in one graph, question by question."""

    def __init__(self, plan: JointPlan, guards: Mapping[int, Plan]) -> None:
        self._plan = plan
        self._guarded: Flags = np.zeros(len(plan.rules), dtype=np.bool_)
        self._tests: dict[tuple[object, ...], _Test] = {}
        for index, guard in guards.items():
            if plan.eligible[index]:
                self._guarded[index] = True
                self._add(index, guard)

    def _add(self, index: int, guard: Plan) -> None:
        """Enter the questions of one rule; the same question asked twice by a rule becomes two."""
        rule, asked = self._plan.rules[index], self._plan.rules[index].asked
        counted: dict[tuple[object, ...], int] = {}
        questions: list[tuple[Judge | None, Relation | None, str, frozenset[str], tuple[str, ...]]] = [
            (None, relation, condition.name, frozenset(), condition.arguments)
            for relation, condition in guard.relations
        ]
        questions += [(judge, None, "", names, (variable,)) for variable, judge, names in guard.facts]
        for judge, relation, name, names, arguments in questions:
            key = (id(judge), id(relation), name, names, len(arguments))
            turn = counted[key] = counted.get(key, -1) + 1
            test = self._tests.get((*key, turn))
            if test is None:
                nothing = np.full((len(arguments), len(self._plan.rules)), NONE, dtype=np.intp)
                test = self._tests[*key, turn] = _Test(judge, relation, name, names, nothing, nothing.copy())
            test.places[:, index] = [self._plan.variable(rule, argument) for argument in arguments]
            test.slots[:, index] = [asked.index(argument) for argument in arguments]

    def admitted(self, found: JointMatches, table: Table) -> JointMatches:
        """The matches whose conditions hold, with the evidence for each variable asked about. The loop replaced:

        for job in jobs:
            yield admitted(job, plan, table)
        """
        if not self._guarded.take(found.who).any():
            return found
        kept: Flags = np.ones(len(found), dtype=np.bool_)
        for test in self._tests.values():
            positions = ((test.places[0].take(found.who) != NONE) & kept).nonzero()[0]
            if not positions.size:
                continue
            who = found.who.take(positions)
            columns = [found.value(places.take(who), positions) for places in test.places]
            holds, evidence = test.answer(columns, table)
            for slots, rows in zip(test.slots, evidence, strict=True):
                if rows is not None:
                    slot = slots.take(who)
                    known = found.evidence[slot, positions]
                    # Two terms as evidence for one variable: no proof could use both.
                    holds = holds & ((known < 0) | (rows < 0) | (known == rows))
                    found.evidence[slot, positions] = np.where(known < 0, rows, known)
            kept[positions] = holds
        return found.chosen(kept)
