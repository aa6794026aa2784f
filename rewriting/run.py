"""Equality saturation: match all rules, apply all matches, close the graph; again, until something says stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rewriting.apply import Outcome, search, standing_conflict
from rewriting.compute import Computed, find_computed
from rewriting.culprit import apply_watchfully
from rewriting.egraph import EGraph
from rewriting.guards import plan_of
from rewriting.instantiate import Job
from rewriting.interrupts import deferred_interrupt
from rewriting.match import Snapshot
from rewriting.report import RoundReport, RuleReport, RunReport, Stop, StopReason
from rewriting.ruleset import CompiledRule, RuleSet
from rewriting.schedule import Scheduler, Simple
from rewriting.table import LEAF

__all__ = ["run"]


def run(
    egraph: EGraph,
    rules: RuleSet,
    *,
    rounds: int = 30,
    node_limit: int = 100_000,
    time_limit: float = 60.0,
    scheduler: Scheduler | None = None,
    goals: Sequence[tuple[int, int]] = (),
    on_round: Callable[[RoundReport], None] | None = None,
) -> RunReport:
    """Grow the e-graph by the rules and say why it stopped.

    A round finds the matches of all rules first and applies them together. `node_limit` bounds the distinct e-nodes
    and holds within a round: the matches that would overstep it are not applied. `time_limit` is in seconds; it is
    looked at between rules and between rounds. `goals` are pairs of row ids: the run ends as soon as the two of every
    pair are equal. `on_round` is called after each round.

    However it ends, by Ctrl-C too, the graph is closed and valid: changes to it are never broken off halfway, and
    KeyboardInterrupt is raised once the round that it falls into is complete.

    Raises ValueError for a limit below zero, MissingConditionError for a condition that no analysis decides.
    """
    for name, value in (("rounds", rounds), ("node_limit", node_limit), ("time_limit", time_limit)):
        if not value >= 0:
            raise ValueError(f"{name} is {value!r}: a limit cannot be below zero")
    return _Run(egraph, rules, scheduler or Simple(), rounds, node_limit, time_limit, goals).complete(on_round)


@dataclass(slots=True)
class _Tally:
    """What one rule did so far, and the clock when all its matches were last applied."""

    tries: int = 0
    hits: int = 0
    unions: int = 0
    seconds: float = 0.0
    seen: int = -1


class _Run:
    """The state of one run."""

    def __init__(
        self,
        graph: EGraph,
        rules: RuleSet,
        scheduler: Scheduler,
        rounds: int,
        node_limit: int,
        time_limit: float,
        goals: Sequence[tuple[int, int]],
    ) -> None:
        self.graph, self.rules, self.computations = graph, rules.compiled, rules.computations
        self.scheduler, self.goals = scheduler, goals
        self.rounds, self.node_limit, self.time_limit = rounds, node_limit, time_limit
        self.began = time.perf_counter()
        self.tallies = [_Tally() for _ in self.rules]
        self.numbers = [graph.rule_number(compiled.rule) for compiled in self.rules]
        self.reports: list[RoundReport] = []
        self.held_back = False
        with deferred_interrupt():
            graph.rebuild()
            self._demand()
        scheduler.begin(len(self.rules))

    def complete(self, on_round: Callable[[RoundReport], None] | None) -> RunReport:
        """Go round until there is a reason to stop."""
        while (stop := self._stop_before()) is None:
            stop = self._round()
            if on_round is not None and self.reports:
                on_round(self.reports[-1])
            if stop is not None:
                break
        tallies = zip(self.rules, self.tallies, strict=True)
        rules = tuple(RuleReport(c.rule, t.tries, t.hits, t.unions, t.seconds) for c, t in tallies)
        return RunReport(stop, tuple(self.reports), rules, self._seconds())

    def _seconds(self) -> float:
        return time.perf_counter() - self.began

    def _demand(self) -> None:
        """Tell the analyses which conditions the rules will ask about."""
        for compiled in self.rules:
            for _, judge, names in plan_of(self.graph.analyses, compiled).facts:
                judge.demand(names)
        for analysis in self.graph.analyses:
            analysis.settled(self.graph.table)

    def _stop_before(self) -> Stop | None:
        """Why not to begin another round."""
        standing = None if self.reports else standing_conflict(self.graph)
        if standing is not None:
            return Stop(StopReason.CONTRADICTION, contradiction=standing)
        if self.goals and all(self.graph.find(left) == self.graph.find(right) for left, right in self.goals):
            return Stop(StopReason.GOAL_REACHED)
        if len(self.reports) >= self.rounds:
            return Stop(StopReason.ROUND_LIMIT, self.rounds)
        if self._seconds() >= self.time_limit:
            return Stop(StopReason.TIME_LIMIT, self.time_limit)
        return None

    def _round(self) -> Stop | None:
        """One round; why it must be the last, if it must."""
        began = time.perf_counter()
        found = self._search()
        if found is None:
            return Stop(StopReason.TIME_LIMIT, self.time_limit)
        jobs, computed = found
        rows = self.graph.table.count
        self.graph.table.clock += 1
        with deferred_interrupt():
            outcome = apply_watchfully(self.graph, jobs, computed, self.node_limit)
        table = self.graph.table
        unions = sum(outcome.unions.values()) + outcome.folded
        for tally, number in zip(self.tallies, self.numbers, strict=True):
            tally.unions += outcome.unions.get(number, 0)
        seconds = time.perf_counter() - began
        self.reports.append(RoundReport(table.live_count, table.class_count, unions, seconds))
        return self._stop_after(outcome, changed=unions > 0 or table.count > rows)

    def _stop_after(self, outcome: Outcome, changed: bool) -> Stop | None:
        if outcome.contradiction is not None:
            return Stop(StopReason.CONTRADICTION, contradiction=outcome.contradiction)
        if outcome.cut:
            return Stop(StopReason.NODE_LIMIT, self.node_limit)
        if not changed and not self.held_back and self.scheduler.release(len(self.reports) - 1):
            return Stop(StopReason.SATURATED)
        return None

    def _search(self) -> tuple[list[Job], list[Computed]] | None:
        """The matches of every rule that may have new ones, and what can be computed; None if the time ran out."""
        snapshot = Snapshot(self.graph.table)
        self.held_back = False
        jobs = []
        for index, compiled in enumerate(self.rules):
            if self._seconds() >= self.time_limit:
                return None
            job = self._search_rule(index, compiled, snapshot)
            if job is not None:
                jobs.append(job)
        return jobs, find_computed(self.graph, self.computations, snapshot)

    def _search_rule(self, index: int, compiled: CompiledRule, snapshot: Snapshot) -> Job | None:
        tally, number = self.tallies[index], len(self.reports)
        if not self.scheduler.may_search(index, number) or not self._may_match(compiled, tally.seen):
            return None
        began = time.perf_counter()
        job = search(self.graph, compiled, self.numbers[index], snapshot)
        hits = 0 if job is None else len(job.matches)
        tally.tries += 1
        tally.hits += hits
        tally.seconds += time.perf_counter() - began
        if not self.scheduler.may_apply(index, number, hits):
            return None
        if job is None or job.matches.complete:
            tally.seen = self.graph.table.clock
        else:
            self.held_back = True
        return job

    def _may_match(self, compiled: CompiledRule, seen: int) -> bool:
        """Whether anything that the left side speaks of has changed since all its matches were last applied.

        A new match needs a row of one of the pattern's operators, or a leaf, that is new or in another class.
        """
        if compiled.asked or not compiled.lhs.nodes:
            return True
        table = self.graph.table
        functors = [table.functor_number(op, arity) for op, arity in compiled.uses]
        return None not in functors and any(table.changed_at[functor] > seen for functor in (LEAF, *functors))
