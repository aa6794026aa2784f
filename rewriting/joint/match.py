"""Matching all rules of a rule set together, for graphs so small that calls into NumPy cost more than what they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Flags, Ids, Offsets
from rewriting.instantiate import Job
from rewriting.joint.plan import NONE, JointPlan
from rewriting.live_index import LiveIndex
from rewriting.match import Matches
from rewriting.sieve import Resolution
from rewriting.table import Table

__all__ = ["JointMatches", "match_together", "spread"]

S = TypeVar("S", bound=np.generic)

_MOST = 1 << 17
"""Partial matches of all rules that are held at a time; where there are more, rules are looked for one by one."""


@dataclass(slots=True)
class JointMatches:
    """Matches of many rules: match i is one of rule `who[i]`, rules ascending, in the order of `match_blocks` each.

    `rows[n, i]` is the row bound to compound subterm n, `values[place, i]` see `JointPlan`, `evidence[a, i]` the
    evidence for variable a of those the rule's conditions ask about.
    """

    plan: JointPlan
    who: Offsets
    rows: Ids
    values: Ids
    evidence: Ids

    def __len__(self) -> int:
        return int(self.who.size)

    def value(self, places: Offsets, positions: Offsets) -> Ids:
        """The value at a place of each of some matches."""
        return self.values.take(places * self.who.size + positions)

    def chosen(self, mask: Flags) -> JointMatches:
        """Only the matches marked; the matches themselves where that is all of them."""
        positions = mask.nonzero()[0]
        if positions.size == self.who.size:
            return self
        rows, values = self.rows.take(positions, axis=1), self.values.take(positions, axis=1)
        return JointMatches(self.plan, self.who.take(positions), rows, values, self.evidence.take(positions, axis=1))

    def hits(self) -> Offsets:
        """How many matches each rule has."""
        return np.bincount(self.who, minlength=len(self.plan.rules))

    def job(self, first: int, last: int, number: int) -> Job:
        """The matches from `first` up to `last`, which are all of one rule, as a job; `number` is the rule's."""
        compiled = self.plan.rules[int(self.who[first])]
        rows = tuple(self.rows[n, first:last] for n in range(max(len(compiled.lhs.nodes), 1)))
        evidence = tuple(self.evidence[a, first:last] for a in range(len(compiled.asked)))
        return Job(compiled, number, Matches(rows), evidence)


def match_together(
    plan: JointPlan, resolution: Resolution, snapshot: LiveIndex, rules: Offsets, seen: Offsets
) -> JointMatches | None:
    """The matches of these eligible rules, ascending; None if there are too many. All their symbols are in the graph.

    Only those that were not there at the clock seen[i] of rule i. The loop that this replaces:

        for rule in rules:
            yield from match_blocks(rule.lhs, snapshot, seen[rule])
    """
    return _Together(plan, resolution, snapshot, rules, seen).matches()


class _Together:
    """One search for all rules."""

    def __init__(
        self, plan: JointPlan, resolution: Resolution, snapshot: LiveIndex, rules: Offsets, seen: Offsets
    ) -> None:
        self.plan, self.snapshot, self.table, self.rules = plan, snapshot, snapshot.table, rules
        self.functor = resolution.functor_of_symbol.take(plan.symbol)
        self.seen = seen
        self.values = _values(self.table, plan.width)
        if plan.leaf_pairs.size:
            leaf_classes, leaf_stamps = resolution.leaf_classes_and_stamps()
            self.leaf_class = np.append(leaf_classes, NONE)  # the last one is what NONE finds
            owners, symbols = plan.leaf_pairs
            late = leaf_stamps.take(symbols) > seen.take(owners)
            if late.any():
                # Where the class of a leaf has changed, all matches count as new.
                self.seen = seen.copy()
                self.seen[owners[late]] = -1

    def matches(self) -> JointMatches | None:
        """Subterm by subterm; what is complete is put aside."""
        part = self._roots()
        done: list[_Part] = []
        number = 1
        while part is not None and part.who.size:
            left = self.plan.size.take(part.who) > number
            more = int(np.count_nonzero(left))
            if more < left.size:
                done.append(self._new_ones(part if not more else part.at((~left).nonzero()[0])))
            if not more:
                break
            if self.snapshot.watch is not None:
                self.snapshot.watch()
            part = self._extended(part if more == left.size else part.at(left.nonzero()[0]), number)
            number += 1
        return None if part is None else self._together(done)

    def _roots(self) -> _Part | None:
        """What the roots can match: rows of the operator, or every class; only those with news in or below them."""
        plan, table, rules = self.plan, self.table, self.rules
        pool, ends = self.snapshot.sorted_rows, self.snapshot.ends
        functors = self.functor[0].take(rules)
        stops = ends.take(functors)
        starts = ends.take(functors - 1, mode="clip")
        variables = plan.size.take(rules) == 0
        if variables.any():
            classes = (table.sets.parent[: table.count] == np.arange(table.count)).nonzero()[0].astype(np.int32)
            starts[variables], stops[variables] = pool.size, pool.size + classes.size
            pool = np.concatenate([pool, classes])
        positions, rows = spread(pool, starts, stops - starts)
        if positions.size > _MOST:
            return None
        who = rules.take(positions)
        since = self.seen.take(who)
        if int(since.max(initial=-1)) >= 0:
            news = (self._recent()[plan.depth.take(who), rows] > since).nonzero()[0]
            who, rows = who.take(news), rows.take(news)
        return self._checked(_Part(who, [rows]), 0)

    def _recent(self) -> Ids:
        """recent[d, row]: the last clock at which the row, or a row in a class up to d levels below it, changed."""
        table = self.table
        recent = [table.stamp[: table.count]]
        rows = self.snapshot.sorted_rows
        parents = table.sets.parent.take(rows)
        for _ in range(int(self.plan.depth.take(self.rules).max(initial=0))):
            below = np.zeros(table.count, dtype=np.int32)
            np.maximum.at(below, parents, recent[-1].take(rows))
            latest = recent[0].copy()
            for column in table.children:
                np.maximum(latest, below.take(column[: table.count]), out=latest)
            recent.append(latest)
        return np.array(recent)

    def _extended(self, part: _Part, number: int) -> _Part | None:
        """The partial matches with one more subterm; None where there are too many."""
        who = part.who
        classes = self._value(part, self.plan.origin[number].take(who))
        pool, starts, counts = self.snapshot.by_class.among(self.functor[number].take(who), classes)
        if int(counts.sum()) > _MOST:
            return None
        positions, rows = spread(pool, starts, counts)
        longer = part.at(positions)
        longer.rows.append(rows)
        return self._checked(longer, number)

    def _value(self, part: _Part, places: Offsets) -> Ids:
        """The value of each match at a place."""
        size = part.who.size
        rows = np.concatenate(part.rows).take(self.plan.node_of.take(places) * size + np.arange(size))
        found: Ids = self.values.take(self.plan.child_of.take(places) * self.table.count + rows)
        return found

    def _checked(self, part: _Part, number: int) -> _Part:
        """Only those whose newest row has the leaves and repeated variables that its subterm asks for."""
        plan, good = self.plan, None
        for k in range(plan.width):
            tests = []
            if not (plan.has_leaf[number][k] or plan.has_same[number][k]):
                continue
            own = self.values[k].take(part.rows[number])
            if plan.has_leaf[number][k]:
                wanted = self.leaf_class.take(plan.leaf[number, k].take(part.who))
                tests.append((wanted == own) | (wanted == NONE))
            if plan.has_same[number][k]:
                tests.append(self._value(part, plan.same[number, k].take(part.who)) == own)
            for test in tests:
                good = test if good is None else good & test
        if good is None or good.all():
            return part
        return part.at(good.nonzero()[0])

    def _new_ones(self, part: _Part) -> _Part:
        """Only the matches that a fresh row takes part in."""
        since = self.seen.take(part.who)
        if len(part.rows) == 1 or int(since.max()) < 0:
            return part
        new: Flags = self.table.stamp.take(part.rows[0]) > since
        for column in part.rows[1:]:
            new |= self.table.stamp.take(column) > since
        return part.at(new.nonzero()[0])

    def _together(self, parts: list[_Part]) -> JointMatches:
        """The parts, each with matches of one number of subterms, in the order of the rules."""
        plan = self.plan
        ends = np.cumsum([part.who.size for part in parts], dtype=np.intp).tolist()
        rows = np.zeros((max(plan.most, 1), ends[-1] if ends else 0), dtype=np.int32)
        for part, end in zip(parts, ends, strict=True):
            for number, column in enumerate(part.rows):
                rows[number, end - column.size : end] = column
        who = np.concatenate([part.who for part in parts]) if parts else np.empty(0, dtype=np.intp)
        if len(parts) > 1:
            order = who.argsort(kind="stable")
            who, rows = who.take(order), rows.take(order, axis=1)
        values = np.empty((plan.places, who.size), dtype=np.int32)
        offsets = plan.child_of[:, None] * self.table.count
        self.values.take(rows.take(plan.node_of, axis=0) + offsets, out=values[: plan.built], mode="clip")
        return JointMatches(plan, who, rows, values, np.full((plan.asked, who.size), -1, dtype=np.int32))


@dataclass(slots=True)
class _Part:
    """Partial matches with the same number of rows bound: the rule of each, and the rows."""

    who: Offsets
    rows: list[Ids]

    def at(self, positions: Offsets) -> _Part:
        """Those at some positions."""
        return _Part(self.who.take(positions), [column.take(positions) for column in self.rows])


def _values(table: Table, width: int) -> Ids:
    """values[k, row]: child k of a row; then its class, in the last line."""
    values = np.zeros((width + 1, table.count), dtype=np.int32)
    for k, column in enumerate(table.children[:width]):
        values[k] = column[: table.count]
    values[width] = table.sets.parent[: table.count]
    return values


def spread(pool: NDArray[S], starts: Offsets, counts: Offsets) -> tuple[Offsets, NDArray[S]]:
    """All pairings of a position i with the counts[i] entries of the pool from starts[i] on."""
    ends = counts.cumsum()
    positions = np.arange(counts.size).repeat(counts)
    shift = (starts - ends + counts).take(positions)
    return positions, pool.take(np.arange(positions.size) + shift)
