"""Finding the first wrong union of a round: the round is undone and made again with ever fewer matches.

A union can be wrong only by what follows from it: congruence or a computation then brings two numbers into one class.
What follows from the first k matches of a round follows from the first k + 1 too, so bisection finds the match with
which the contradiction begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rewriting.apply import Outcome, apply
from rewriting.compute import Computed
from rewriting.egraph import EGraph
from rewriting.instantiate import Job, first_matches
from rewriting.joint.build import JointWork
from rewriting.report import Contradiction
from rewriting.table import Table
from rewriting.term import substitute

__all__ = ["apply_watchfully"]


def apply_watchfully(
    graph: EGraph,
    work: Sequence[Job] | JointWork,
    computed: Sequence[Computed],
    node_limit: float,
    expired: Callable[[], bool] = bool,
) -> Outcome:
    """`apply`, but a contradiction that comes to light only by what follows from the unions is traced to one of them.

    The graph then holds the matches before that one, and not it. Costs a copy of the graph for each round, where an
    analysis is attached that can be surprised (see `Analysis.surprising`). Where `expired` says stop before the match
    is found, the contradiction is told without it, and the graph holds matches of which none is wrong.
    """
    if not any(analysis.surprising for analysis in graph.analyses):
        return apply(graph, work, computed, node_limit, expired)
    before = _saved(graph)
    outcome = apply(graph, work, computed, node_limit, expired)
    found = outcome.contradiction
    if found is None or found.rule is not None:
        return outcome
    jobs = work.jobs() if isinstance(work, JointWork) else work
    count = sum(len(job.matches) for job in jobs)
    good, bad = -1, count
    while bad - good > 1 and not expired():
        middle = (good + bad) // 2
        _restore(graph, before)
        trial = apply(graph, first_matches(jobs, middle), computed, node_limit).contradiction
        if trial is None:
            good = middle
        else:
            bad, found = middle, trial
    _restore(graph, before)
    if good < 0:
        return Outcome({}, 0, False, found)
    outcome = apply(graph, first_matches(jobs, good), computed, node_limit)
    culprit = _blamed(graph, jobs, good, found) if bad - good == 1 else found
    return Outcome(outcome.unions, outcome.folded, False, culprit)


def _blamed(graph: EGraph, jobs: Sequence[Job], position: int, found: Contradiction) -> Contradiction:
    """The contradiction, told of the match at a position among all of them."""
    for job in jobs:
        if position < len(job.matches):
            one, rule = job.take(slice(position, position + 1)), job.compiled.rule
            rows = {name: int(one.classes(graph.table, name)[0]) for name in rule.variables}
            bindings = {name: graph.term(row) for name, row in rows.items()}
            left, right = int(one.left[0]), substitute(rule.rhs, bindings)
            known = graph.lookup(right)
            row, values = -1 if known is None else known, (found.left_value, found.right_value)
            return Contradiction(rule, bindings, left, row, graph.term(left), right, *values, found.analysis)
        position -= len(job.matches)
    raise AssertionError(f"no match number {position} in the round; please report this")


def _saved(graph: EGraph) -> tuple[Table, tuple[int, int], list[Any]]:
    return graph.table.copy(), graph.history.mark(), [analysis.state() for analysis in graph.analyses]


def _restore(graph: EGraph, saved: tuple[Table, tuple[int, int], list[Any]]) -> None:
    table, mark, states = saved
    graph.table = table.copy()
    graph.history.rewind(mark)
    for analysis, state in zip(graph.analyses, states, strict=True):
        analysis.restore(state)
    graph.reset()
