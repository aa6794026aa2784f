"""Right sides of many rules instantiated together, and their unions recorded together; see `JointPlan`."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from rewriting.columns import Flags, Functors, Ids, Offsets
from rewriting.history import History
from rewriting.instantiate import Job
from rewriting.joint.match import JointMatches, spread
from rewriting.joint.plan import JointPlan, Level
from rewriting.table import Table

__all__ = ["JointTarget", "JointWork"]

_EMPTY: Ids = np.empty(0, dtype=np.int32)


class JointTarget:
    """What the right sides of a plan are made of, as numbers of one graph: given when a match first asks for them."""

    def __init__(self, plan: JointPlan) -> None:
        self.plan = plan
        self._functors = np.zeros(len(plan.made), dtype=np.int16)
        # One more than there are leaves: what a child that is not there is looked up as.
        self._leaves: Ids = np.full(len(plan.leaves) + 1, -1, dtype=np.int32)
        self._leaves[-1] = 0

    def functors(self, table: Table, operators: Offsets) -> Functors:
        """The functor numbers of operators of right sides."""
        found = self._functors.take(operators)
        if not found.all():
            for number in sorted(set(operators[found == 0].tolist())):
                self._functors[number] = table.declare(*self.plan.made[number])
            found = self._functors.take(operators)
        return found

    def sources(self, table: Table, codes: Offsets, matches: JointMatches, positions: Offsets) -> Ids:
        """Row ids where `codes` say: of the values of the matches at some positions, or of leaves."""
        fixed = (codes < 0).nonzero()[0]
        if not fixed.size:
            return matches.value(codes, positions)
        numbers = -2 - codes.take(fixed)
        known = self._leaves[numbers]
        if (known < 0).any():
            for number in sorted(set(numbers[known < 0].tolist())):
                self._leaves[number] = table.leaf(self.plan.leaves[number])
            known = self._leaves[numbers]
        found = matches.value(np.maximum(codes, 0), positions)
        found[fixed] = known
        return found


@dataclass(slots=True)
class JointWork:
    """The matches of a round and what becomes of them; `numbers[rule]` is the number of a rule in the graph."""

    matches: JointMatches
    target: JointTarget
    numbers: Offsets
    right: Ids = field(default_factory=lambda: _EMPTY)

    def __len__(self) -> int:
        return len(self.matches)

    @property
    def left(self) -> Ids:
        """The rows matched by the roots of the left sides."""
        rows: Ids = self.matches.rows[0]
        return rows

    @property
    def most_rows(self) -> int:
        """No more rows than this can be made."""
        return int(self.matches.plan.cost.take(self.matches.who).sum())

    def jobs(self) -> list[Job]:
        """The same, one rule a job, nothing instantiated."""
        cuts = np.flatnonzero(np.diff(self.matches.who, prepend=-1, append=-1)).tolist()
        return [self._job(first, last) for first, last in pairwise(cuts)]

    def one(self, position: int) -> Job:
        """The match at a position."""
        return self._job(position, position + 1)

    def _job(self, first: int, last: int) -> Job:
        return self.matches.job(first, last, int(self.numbers[self.matches.who[first]]))

    def instantiate(self, table: Table) -> None:
        """Insert what the right sides stand for, one batch for each height; the table must be rebuilt."""
        matches, here = self.matches, np.arange(len(self.matches))
        for level in matches.plan.levels:
            self._insert(table, level)
        self.right = self.target.sources(table, matches.plan.result.take(matches.who), matches, here)

    def _insert(self, table: Table, level: Level) -> None:
        matches, numbers = self.matches, level.numbers
        starts, counts = level.starts.take(matches.who), level.counts.take(matches.who)
        positions, nodes = spread(numbers, starts, counts)
        if not positions.size:
            return
        functors = self.target.functors(table, level.operators.take(nodes))
        columns = []
        for children in level.children:
            found = self.target.sources(table, children.take(nodes), matches, positions)
            columns.append(table.sets.parent.take(found))
        made = level.places.take(nodes) * len(matches) + positions
        matches.values.reshape(-1)[made] = table.insert(functors, columns)

    def trusted(self, positions: Offsets) -> Flags:
        """Whether these matches are of trusted rules."""
        return self.matches.plan.trusted.take(self.matches.who.take(positions))

    def record(self, history: History, positions: Offsets) -> dict[int, int]:
        """Write the unions that matches made into the history; how many each rule made, by number in the graph."""
        matches, plan = self.matches, self.matches.plan
        who = matches.who.take(positions)
        reasons = self.numbers.take(who)
        if history.is_recorded:
            parts = (matches.rows[1:], matches.evidence, matches.values[plan.built :])
            rows = np.concatenate([part.take(positions, axis=1) for part in parts])
            history.append_records(
                self.left.take(positions), self.right.take(positions), reasons, rows, plan.record.take(who, axis=1)
            )
        counts = np.bincount(reasons)
        return {number: int(counts[number]) for number in counts.nonzero()[0].tolist()}
