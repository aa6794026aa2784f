"""One round's search: which rules to look for, where, and how much of what they find may be applied."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from rewriting.apply import search
from rewriting.budget import Budget
from rewriting.columns import Flags
from rewriting.compute import Computed, find_computed
from rewriting.conditions import Judge
from rewriting.egraph import EGraph
from rewriting.guards import plan_of
from rewriting.instantiate import Job
from rewriting.interrupts import deferred_interrupt
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

    jobs: Sequence[Job]
    computed: Sequence[Computed]
    held_back: bool


@dataclass(slots=True)
class _Tally:
    """What one rule did so far."""

    tries: int = 0
    hits: int = 0
    unions: int = 0
    seconds: float = 0.0


class Searcher:
    """The search of one run. For each rule it knows the clock at which all its matches were last handed out."""

    def __init__(self, graph: EGraph, rules: RuleSet, scheduler: Scheduler, budget: Budget) -> None:
        self.graph, self.rules, self.scheduler, self.budget = graph, rules, scheduler, budget
        sieve = _sieves.get(rules)
        if sieve is None:
            sieve = _sieves[rules] = Sieve(rules.compiled)
        self._sieve, self._resolution = sieve, sieve.resolve(graph.table)
        self._seen = np.full(len(rules), -1, dtype=np.int64)
        self._tallies: dict[int, _Tally] = {}
        self._numbers: dict[int, int] = {}
        self._facts = _Facts(graph, {index: rules.compiled[index] for index in sieve.guarded})
        self._afresh = sieve.joined | self._facts.related(len(rules))
        """Rules whose matches can be new though no row of the left side is: they are looked for from scratch."""
        self.record_width = sieve.record_width

    def round(self, number: int) -> Found:
        """The matches of every rule that may have new ones, and what can be computed.

        Raises OutOfTimeError where the time runs out; nothing has been changed then.
        """
        snapshot = LiveIndex(self.graph.table, watch=self.budget.watch)
        self._seen[self._afresh] = -1
        before, clock = self._seen.copy(), self.graph.table.clock
        passing = self._sieve.passing(self._resolution, snapshot, before) | self._facts.gained(before)
        self._seen[~passing] = clock
        jobs: list[Job] = []
        held, held_back = 0, False
        for index in np.flatnonzero(passing).tolist():
            self.budget.watch()
            if not self.scheduler.may_search(index, number):
                continue
            job, complete = self._search_rule(index, number, snapshot, held)
            if complete:
                self._seen[index] = clock
            elif job is not None:
                held_back = True
            if job is not None:
                jobs.append(job)
                held += sum(column.nbytes for column in job.matches.rows)
            if self.budget.stop is not None:
                break
        computed = () if self.budget.stop else find_computed(self.graph, self.rules.computations, snapshot)
        return Found(jobs, computed, held_back)

    def _search_rule(self, index: int, number: int, snapshot: LiveIndex, held: int) -> tuple[Job | None, bool]:
        """The matches of one rule that may be applied, and whether those are all."""
        began, compiled = time.perf_counter(), self.rules.compiled[index]
        width = compiled.matched_rows
        room, reason, limit = self.budget.most_matches(self.graph, held, width)
        wanted = self.scheduler.most(index, number)
        most = room if wanted is None else min(room, wanted)
        # One more than may be applied: enough to know that there are too many.
        seen = -1 if self._facts.has_gained(index, int(self._seen[index])) else int(self._seen[index])
        job = search(self.graph, compiled, self._number_of(index), snapshot, seen, most + 1)
        hits = 0 if job is None else len(job.matches)
        tally = self._tallies.setdefault(index, _Tally())
        tally.tries += 1
        tally.hits += hits
        tally.seconds += time.perf_counter() - began
        if not self.scheduler.may_apply(index, number, hits):
            return None, False
        if job is not None and hits > room:
            self.budget.note(reason, limit)
            job, hits = job.take(slice(int(room))), int(room)
            tally.hits -= 1
            self.budget.matches += hits
            return (job if hits else None), False
        self.budget.matches += hits
        return job, job is None or job.matches.complete

    def _number_of(self, index: int) -> int:
        """The number by which the graph names a rule."""
        if index not in self._numbers:
            self._numbers[index] = self.graph.rule_number(self.rules.compiled[index].rule)
        return self._numbers[index]

    def count_unions(self, unions: Mapping[int, int]) -> None:
        """Add up the unions that a round made, by number of the rule in the graph."""
        for index, number in self._numbers.items():
            made = unions.get(number)
            if made:
                self._tallies[index].unions += made

    def reports(self) -> Callable[[], tuple[RuleReport, ...]]:
        """What each rule did, as a function that tells it when asked and keeps nothing of the graph."""
        return partial(_reports, self.rules.compiled, self._tallies)


def _reports(rules: Sequence[CompiledRule], tallies: Mapping[int, _Tally]) -> tuple[RuleReport, ...]:
    idle = _Tally()
    counted = [tallies.get(index, idle) for index in range(len(rules))]
    return tuple(
        RuleReport(compiled.rule, t.tries, t.hits, t.unions, t.seconds)
        for compiled, t in zip(rules, counted, strict=True)
    )


class _Facts:
    """When conditions came to hold of classes that were there before: then a rule's old matches count as new."""

    def __init__(self, graph: EGraph, rules: Mapping[int, CompiledRule]) -> None:
        self._graph = graph
        self._guarded: dict[int, tuple[frozenset[str], ...]] = {}
        self._judges: dict[frozenset[str], Judge] = {}
        self._related: list[int] = []
        for index, compiled in rules.items():
            plan = plan_of(graph.analyses, compiled)
            self._guarded[index] = tuple(names for _, _, names in plan.facts)
            for _, judge, names in plan.facts:
                self._judges.setdefault(names, judge)
            if plan.relations:
                self._related.append(index)
        self._held: dict[frozenset[str], Flags] = {}
        self._gained_at = dict.fromkeys(self._judges, -1)
        if self._judges:
            with deferred_interrupt():
                for names, judge in self._judges.items():
                    judge.demand(names)
                for analysis in graph.analyses:
                    analysis.settled(graph.table)

    def related(self, count: int) -> Flags:
        """Which of so many rules have a condition that a `Relation` decides: nobody says when it comes to hold."""
        flags = np.zeros(count, dtype=np.bool_)
        flags[self._related] = True
        return flags

    def gained(self, seen: np.typing.NDArray[np.int64]) -> Flags:
        """Which rules have a condition that has come to hold of an old class since the clock seen[i]."""
        passing = np.zeros(seen.size, dtype=np.bool_)
        if not self._judges:
            return passing
        clock, everyone = self._graph.table.clock, np.arange(self._graph.table.count, dtype=np.int32)
        for names, judge in self._judges.items():
            holds = judge.holds(names, everyone)
            before = self._held.get(names, holds)
            if (holds[: before.size] & ~before).any():
                self._gained_at[names] = clock
            self._held[names] = holds
        for index in self._guarded:
            passing[index] = self.has_gained(index, int(seen[index]))
        return passing

    def has_gained(self, index: int, seen: int) -> bool:
        """Whether a condition of this rule has come to hold of an old class since then."""
        return any(self._gained_at[names] > seen for names in self._guarded.get(index, ()))
