"""Worlds: the rules of a theory together with what decides their conditions, ready to prove things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from rewriting.analyses.facts import Clauses, Facts
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.proof import Kernel
from rewriting.proofs.steps import Proof
from rewriting.report import RunReport, StopReason
from rewriting.rule import Rule
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import Scheduler
from rewriting.term import Term

__all__ = ["UnprovedError", "World"]


class UnprovedError(ValueError):
    """A goal that was not reached. It may be true all the same; the message says why the run ended."""


@dataclass(frozen=True)
class World:
    """A theory: its rules, the facts that their conditions ask for, and the bounds within which goals are sought.

    `scheduler` makes a scheduler for each run, if the simple one will not do.
    """

    rules: RuleSet
    facts: Mapping[str, Clauses] = field(default_factory=dict)
    rounds: int = 20
    node_limit: int = 10_000
    scheduler: Callable[[], Scheduler] | None = None

    def graph(self, given: Iterable[tuple[Term, Term]] = ()) -> EGraph:
        """An e-graph that follows the facts, in which the pairs of terms given are equal."""
        graph = EGraph([Facts(self.facts)])
        for left, right in given:
            graph.union(graph.add(left), graph.add(right), f"given: {left} = {right}")
        return graph

    def kernel(self, given: Iterable[Rule] = ()) -> Kernel:
        """A kernel that has the rules and what is given, and decides conditions by a judge of its own."""
        judge = Facts(self.facts)
        premises = {name: partial(judge.premise, name) for name in self.facts}
        return Kernel([*self.rules, *given], premises, self.rules.computations)

    def grow(self, graph: EGraph, goals: Sequence[tuple[int, int]] = ()) -> RunReport:
        """Run the rules on a graph until all goals, pairs of rows, are reached or a bound is."""
        scheduler = None if self.scheduler is None else self.scheduler()
        return run(graph, self.rules, rounds=self.rounds, node_limit=self.node_limit, scheduler=scheduler, goals=goals)

    def prove(self, start: Term, goals: Sequence[Term], given: Iterable[tuple[Term, Term]] = ()) -> list[Proof]:
        """Proofs that a term equals each of the goals. Raises UnprovedError if one is not reached."""
        graph = self.graph(given)
        first, *rest = graph.add_all([start, *goals]).tolist()
        report = self.grow(graph, [(first, row) for row in rest])
        if report.reason is not StopReason.GOAL_REACHED:
            unproved = [goal for goal, row in zip(goals, rest, strict=True) if graph.find(row) != graph.find(first)]
            raise UnprovedError(f"{start} = {unproved[0]} is not proved: {report.stop}")
        kernel = self.kernel(graph.assertions)
        return [explain(graph, start, goal, kernel) for goal in goals]
