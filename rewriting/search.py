"""One round's search: which rules to look for, where, and how much of what they find may be applied."""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from rewriting.apply import search
from rewriting.budget import Budget
from rewriting.columns import Offsets
from rewriting.compute import Computed, find_computed
from rewriting.egraph import EGraph
from rewriting.gains import Gains
from rewriting.guards import plan_of
from rewriting.instantiate import Job
from rewriting.joint.build import JointWork
from rewriting.joint.search import JointSearch
from rewriting.live_index import LiveIndex
from rewriting.report import RuleReport
from rewriting.ruleset import CompiledRule, RuleSet
from rewriting.schedule import Scheduler
from rewriting.sieve import Sieve

__all__ = ["Found", "Searcher"]

_sieves: weakref.WeakKeyDictionary[RuleSet, Sieve] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Found:
    """What a round may apply; `held_back` if some matches that are known to exist are not among it."""

    work: Sequence[Job] | JointWork
    computed: Sequence[Computed]
    held_back: bool


class _Tally:
    """What each rule did so far."""

    def __init__(self, rules: int) -> None:
        self.tries, self.hits = np.zeros(rules, dtype=np.int64), np.zeros(rules, dtype=np.int64)
        self.unions, self.seconds = np.zeros(rules, dtype=np.int64), np.zeros(rules)

    def reports(self, rules: Sequence[CompiledRule]) -> tuple[RuleReport, ...]:
        """As reports, in the order of the rules."""
        columns = (column.tolist() for column in (self.tries, self.hits, self.unions, self.seconds))
        return tuple(RuleReport(compiled.rule, *each) for compiled, *each in zip(rules, *columns, strict=True))


class Searcher:
    """The search of one run. For each rule it knows the clock at which all its matches were last handed out."""

    def __init__(self, graph: EGraph, rules: RuleSet, scheduler: Scheduler, budget: Budget) -> None:
        self.graph, self.rules, self.scheduler, self.budget = graph, rules, scheduler, budget
        sieve = _sieves.get(rules)
        if sieve is None:
            sieve = _sieves[rules] = Sieve(rules.compiled)
        self._sieve, self._resolution = sieve, sieve.resolve(graph.table)
        self._seen = np.full(len(rules), -1, dtype=np.int64)
        self._tally = _Tally(len(rules))
        self._numbers = np.full(len(rules), -1, dtype=np.int64)
        self._indices: dict[int, int] = {}
        """The rules by their numbers in the graph."""
        guards = {index: plan_of(graph.analyses, rules.compiled[index]) for index in sieve.guarded}
        self._gains = Gains(graph, guards)
        self._afresh = sieve.joined | self._gains.related(len(rules))
        """Rules whose matches can be new though no row of the left side is: they are looked for from scratch."""
        self._joint = JointSearch(rules, self._resolution, guards)
        self._is_bounded = not math.isinf(budget.match_limit) or not math.isinf(budget.memory_limit)
        self.record_width = sieve.record_width

    def round(self, number: int) -> Found:
        """The matches of every rule that may have new ones, and what can be computed.

        Raises OutOfTimeError where the time runs out; nothing has been changed then.
        """
        snapshot = LiveIndex(self.graph.table, watch=self.budget.watch)
        self._seen[self._afresh] = -1
        self._gains.update()
        since = np.where(self._gains.since(self._seen), -1, self._seen)
        jointly = not self._is_bounded and self._joint.suits(snapshot)
        passing = self._sieve.passing(self._resolution, snapshot, since, jointly=jointly)
        self._seen[~passing] = self.graph.table.clock
        self.budget.watch()
        may_search = self.scheduler.may_search
        rules = np.array([i for i in passing.nonzero()[0].tolist() if may_search(i, number)], dtype=np.intp)
        found = self._together(rules, number, snapshot, since) if jointly else None
        work, held_back = self._one_by_one(rules, number, snapshot, since) if found is None else found
        computed = () if self.budget.stop else find_computed(self.graph, self.rules.computations, snapshot)
        return Found(work, computed, held_back)

    def _together(
        self, rules: Offsets, number: int, snapshot: LiveIndex, since: Offsets
    ) -> tuple[Sequence[Job] | JointWork, bool] | None:
        """The matches of all rules that may be applied, found together; None where the graph is too large for that."""
        began, eligible = time.perf_counter(), self._joint.plan.eligible.take(rules)
        joint = rules[eligible]
        found = self._joint.find(joint, snapshot, since)
        if found is None:
            return None
        allowed, held_back = self._admit(joint, found.hits(), number)
        work = self._joint.work(found, allowed, self._numbers)
        self._tally.seconds[joint] += (time.perf_counter() - began) / max(joint.size, 1)
        if eligible.all():
            return work, held_back
        others, more_held_back = self._one_by_one(rules[~eligible], number, snapshot, since)
        jobs = sorted([*work.jobs(), *others], key=lambda job: self._indices[job.number])
        return jobs, held_back or more_held_back

    def _admit(self, rules: Offsets, hits: Offsets, number: int) -> tuple[Offsets, bool]:
        """How many of its matches each rule may apply, and whether one that may apply some has more."""
        allowed, held_back = hits.copy(), False
        found = hits.nonzero()[0]
        most, may_apply = self.scheduler.most, self.scheduler.may_apply
        self._tally.hits += hits
        for index, count in zip(found.tolist(), hits.take(found).tolist(), strict=True):
            wanted = most(index, number)
            admitted = count if wanted is None else min(count, wanted + 1)
            if not may_apply(index, number, admitted):
                allowed[index] = 0
            elif admitted < count:
                allowed[index], held_back = admitted, True
            if admitted < count:
                self._tally.hits[index] += admitted - count
        for index in found[self._numbers.take(found) < 0].tolist():
            self._number(index)
        self._tally.tries[rules] += 1
        self.budget.matches += int(allowed.sum())
        complete = rules[allowed.take(rules) == hits.take(rules)]
        self._seen[complete] = self.graph.table.clock
        return allowed, held_back

    def _one_by_one(self, rules: Offsets, number: int, snapshot: LiveIndex, since: Offsets) -> tuple[list[Job], bool]:
        """The matches of each rule that may be applied, and whether one that may apply some has more."""
        jobs: list[Job] = []
        held, held_back = 0, False
        for index in rules.tolist():
            self.budget.watch()
            job, complete = self._search_rule(index, number, snapshot, held, int(since[index]))
            if complete:
                self._seen[index] = self.graph.table.clock
            elif job is not None:
                held_back = True
            if job is not None:
                jobs.append(job)
                held += sum(column.nbytes for column in job.matches.rows)
            if self.budget.stop is not None:
                break
        return jobs, held_back

    def _search_rule(
        self, index: int, number: int, snapshot: LiveIndex, held: int, seen: int
    ) -> tuple[Job | None, bool]:
        """The matches of one rule that may be applied, and whether those are all."""
        began, compiled = time.perf_counter(), self.rules.compiled[index]
        room, reason, limit = self.budget.most_matches(self.graph, held, compiled.matched_rows)
        wanted = self.scheduler.most(index, number)
        most = room if wanted is None else min(room, wanted)
        # One more than may be applied: enough to know that there are too many.
        job = search(self.graph, compiled, self._number(index), snapshot, seen, most + 1)
        hits = 0 if job is None else len(job.matches)
        self._tally.tries[index] += 1
        self._tally.hits[index] += hits
        self._tally.seconds[index] += time.perf_counter() - began
        if not self.scheduler.may_apply(index, number, hits):
            return None, False
        if job is not None and hits > room:
            self.budget.note(reason, limit)
            job, hits = job.take(slice(int(room))), int(room)
            self._tally.hits[index] -= 1
            self.budget.matches += hits
            return (job if hits else None), False
        self.budget.matches += hits
        return job, job is None or job.matches.complete

    def _number(self, index: int) -> int:
        """The number by which the graph names a rule."""
        number = int(self._numbers[index])
        if number < 0:
            number = self._numbers[index] = self.graph.rule_number(self.rules.compiled[index].rule)
            self._indices[number] = index
        return number

    def count_unions(self, unions: Mapping[int, int]) -> None:
        """Add up the unions that a round made, by number of the rule in the graph."""
        for number, made in unions.items():
            self._tally.unions[self._indices[number]] += made

    def reports(self) -> Callable[[], tuple[RuleReport, ...]]:
        """What each rule did, as a function that tells it when asked and keeps nothing of the graph."""
        return partial(self._tally.reports, self.rules.compiled)
