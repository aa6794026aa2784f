"""Equality saturation: match all rules, apply all matches, close the graph; again, until something says stop."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from rewriting.apply import Outcome, standing_conflict
from rewriting.budget import Budget, OutOfTimeError
from rewriting.culprit import apply_watchfully
from rewriting.egraph import EGraph
from rewriting.interrupts import deferred_interrupt
from rewriting.report import RoundReport, RunReport, Stop, StopReason
from rewriting.ruleset import RuleSet
from rewriting.schedule import GoalDirected, Scheduler, Simple
from rewriting.search import Found, Searcher

__all__ = ["run"]


def run(
    egraph: EGraph,
    rules: RuleSet,
    *,
    rounds: float = 30,
    node_limit: float = 100_000,
    match_limit: float = math.inf,
    time_limit: float = 60.0,
    memory_limit: float = math.inf,
    scheduler: Scheduler | None = None,
    goals: Sequence[tuple[int, int]] = (),
    on_round: Callable[[RoundReport], None] | None = None,
) -> RunReport:
    """Grow the e-graph by the rules and say why it stopped.

    A round finds the matches of all rules first and applies them together; from the second round on only matches that
    were not there before are looked for. All limits hold within a round; math.inf means none, 0 stops at once:

    `node_limit` distinct e-nodes: the first match that would overstep it, in the order of rules and rows, is not
    applied, nor are those after it; nor is what an analysis would add beyond it (see `Workbench.try_add_all`).
    `match_limit` matches applied in the whole run: the first so many, in the same order.
    `time_limit` seconds: looked at before each step of a join and before each piece of a batch is built. A search that
    runs out of time changes nothing; a batch that does is applied as far as it was built.
    `memory_limit` bytes held by the graph's columns, index and history, and by the matches waiting to be applied. No
    more rows are made than surely fit. What analyses hold, and the temporary columns of a step, come on top.

    `goals` are pairs of row ids: the run ends as soon as the two of every pair are equal. `on_round` is called after
    each round. However it ends, by Ctrl-C too, the graph is closed and valid, and another run can go on from there:
    changes to it are never broken off halfway, and KeyboardInterrupt is raised once what was built is closed.

    Raises ValueError for a limit below zero or NaN, TypeError for one that is not a number, MissingConditionError for
    a condition that no analysis decides.
    """
    budget = Budget(
        rounds=rounds,
        node_limit=node_limit,
        match_limit=match_limit,
        time_limit=time_limit,
        memory_limit=memory_limit,
    )
    scheduler = scheduler or Simple()
    return _Run(egraph, rules, GoalDirected(goals, scheduler) if goals else scheduler, budget).complete(on_round)


class _Run:
    """The state of one run."""

    def __init__(self, graph: EGraph, rules: RuleSet, scheduler: Scheduler, budget: Budget) -> None:
        self.graph, self.scheduler, self.budget = graph, scheduler, budget
        self.reports: list[RoundReport] = []
        graph.resume()
        graph.rebuild(budget.node_limit)
        self.searcher = Searcher(graph, rules, scheduler, budget)
        scheduler.begin(rules.rules)

    def complete(self, on_round: Callable[[RoundReport], None] | None) -> RunReport:
        """Go round until there is a reason to stop."""
        while (stop := self._stop_before()) is None:
            stop = self._round()
            if on_round is not None and self.reports:
                on_round(self.reports[-1])
            if stop is not None:
                break
        return RunReport(stop, tuple(self.reports), self.searcher.reports(), self.budget.seconds)

    def _stop_before(self) -> Stop | None:
        """Why not to begin another round."""
        standing = None if self.reports else standing_conflict(self.graph)
        if standing is not None:
            return Stop(StopReason.CONTRADICTION, contradiction=standing)
        if self.scheduler.is_finished(self.graph.find):
            return Stop(StopReason.GOAL_REACHED)
        if not self.reports and self.graph.held_back:
            return Stop(StopReason.NODE_LIMIT, self.budget.node_limit)
        return self.budget.before_round(self.graph, len(self.reports))

    def _round(self) -> Stop | None:
        """One round; why it must be the last, if it must."""
        began, table = time.perf_counter(), self.graph.table
        try:
            found = self.searcher.round(len(self.reports))
        except OutOfTimeError:
            return Stop(StopReason.TIME_LIMIT, self.budget.time_limit)
        rows = table.count
        with deferred_interrupt() as is_interrupted:
            self.budget.is_interrupted = is_interrupted
            table.clock += 1
            outcome = self._apply(found)
        table = self.graph.table  # another one if the round was undone
        unions = sum(outcome.unions.values()) + outcome.folded
        self.searcher.count_unions(outcome.unions)
        self.reports.append(RoundReport(table.live_count, table.class_count, unions, time.perf_counter() - began))
        return self._stop_after(outcome, unions > 0 or table.count > rows, found.held_back)

    def _apply(self, found: Found) -> Outcome:
        """Apply what was found, within the limits of e-nodes, memory and time."""
        most, reason, limit = self.budget.most_nodes(self.graph, self.searcher.record_width)
        if reason is StopReason.MEMORY_LIMIT:
            self.graph.bound_rows(
                int(most) - self.graph.table.live_count + self.graph.table.count, self.searcher.record_width
            )
        try:
            outcome = apply_watchfully(self.graph, found.work, found.computed, most, self.budget.expired)
        finally:
            self.graph.bound_rows(None)
        if outcome.cut:
            self.budget.note(reason, limit)
        return outcome

    def _stop_after(self, outcome: Outcome, changed: bool, held_back: bool) -> Stop | None:
        if outcome.contradiction is not None:
            return Stop(StopReason.CONTRADICTION, contradiction=outcome.contradiction)
        if self.budget.stop is not None:
            return self.budget.stop
        if not changed and not held_back and self.scheduler.release(len(self.reports) - 1):
            return Stop(StopReason.SATURATED)
        return None
