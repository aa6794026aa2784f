"""Applying rules: search one, then turn the matches of all of them into new e-nodes and unions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rewriting.analysis import Refusal
from rewriting.columns import Offsets, joined
from rewriting.compute import Computed, unite_computed
from rewriting.egraph import EGraph
from rewriting.guards import admitted, plan_of
from rewriting.instantiate import Job
from rewriting.limit import instantiate_within
from rewriting.live_index import LiveIndex
from rewriting.match import Matches, match, match_blocks
from rewriting.multipattern import match_others
from rewriting.report import Contradiction
from rewriting.ruleset import CompiledRule

__all__ = ["Outcome", "apply", "search", "standing_conflict"]


@dataclass(frozen=True)
class Outcome:
    """What a round did: unions by number of the rule and by computation, whether matches were cut off or refused."""

    unions: Mapping[int, int]
    folded: int
    cut: bool
    contradiction: Contradiction | None


def search(
    graph: EGraph, compiled: CompiledRule, number: int, snapshot: LiveIndex, seen: int = -1, most: float = math.inf
) -> Job | None:
    """The matches of a rule whose conditions hold, with their witnesses; None where there are none.

    Only matches that are new since the clock `seen`, see `match_blocks`; a rule with further patterns, whose matches
    can be new though no row of the left side is, is looked for from scratch. With more than `most`, the first ones.
    """
    most = int(min(most, snapshot.most))
    parts: list[Job] = []
    room = most
    plan = plan_of(graph.analyses, compiled) if compiled.asked else None
    for found in _found(compiled, snapshot, seen):
        matched = Job(compiled, number, found)
        job = matched if plan is None else admitted(matched, plan, graph.table)
        if job is not None:
            parts.append(job)
            room -= len(job.matches)
            if room < 0:
                break
    if len(parts) < 2 and room >= 0:
        return parts[0] if parts else None
    witnesses = tuple(joined(list(columns))[:most] for columns in zip(*(part.witnesses for part in parts), strict=True))
    return Job(compiled, number, Matches.merged([part.matches for part in parts], most), witnesses)


def _found(compiled: CompiledRule, snapshot: LiveIndex, seen: int) -> Iterator[Matches]:
    """The matches of all patterns of a rule, block by block."""
    if not compiled.others:
        yield from match_blocks(compiled.lhs, snapshot, seen)
        return
    first = match(compiled.lhs, snapshot)
    found = None if first is None else match_others(compiled, first, snapshot)
    if found is not None:
        yield found


def apply(
    graph: EGraph,
    jobs: Sequence[Job],
    computed: Sequence[Computed],
    node_limit: float,
    expired: Callable[[], bool] = bool,
) -> Outcome:
    """Insert the right sides and unite them with what they matched, and rows with their values; close the graph.

    Matches are cut off, in the order of the rules and of the matched rows, where the next one would take the graph
    beyond `node_limit` distinct e-nodes, or once `expired` says stop. The first union that an analysis refuses is
    left out, and all after it.
    """
    made, cut = instantiate_within(graph.table, jobs, node_limit, expired)
    graph.announce()
    proposals = _Proposals(graph, made)
    contradiction = proposals.stop_at_refusal()
    unions = proposals.commit()
    folded, cut_too, refused = unite_computed(graph, () if contradiction else computed, node_limit)
    graph.rebuild()
    return Outcome(unions, folded, cut or cut_too, contradiction or refused or standing_conflict(graph))


def standing_conflict(graph: EGraph) -> Contradiction | None:
    """What congruence brought to light, told as a contradiction."""
    for analysis in graph.analyses:
        found = analysis.conflict()
        if found is not None:
            left, right = found.left, found.right
            terms, values = (graph.term(left), graph.term(right)), (found.left_value, found.right_value)
            return Contradiction(None, {}, left, right, *terms, *values, analysis.name)
    return None


class _Proposals:
    """The unions that matches ask for: match `wanted[i]`, counted through all jobs, unites left[i] and right[i]."""

    def __init__(self, graph: EGraph, jobs: Sequence[Job]) -> None:
        self.graph, self.jobs = graph, jobs
        self.starts = np.cumsum([0, *(len(job.matches) for job in jobs)])
        left, right = joined([job.left for job in jobs]), joined([job.right for job in jobs])
        self.wanted = np.flatnonzero(graph.find(left) != graph.find(right))
        self.left, self.right = left.take(self.wanted), right.take(self.wanted)

    def stop_at_refusal(self) -> Contradiction | None:
        """Drop the first union that an analysis refuses and all after it; returns what was refused."""
        if not self.graph.analyses or not self.wanted.size:
            return None
        left, right = self.graph.find(self.left), self.graph.find(self.right)
        trusted = np.array([job.compiled.rule.trusted for job in self.jobs], dtype=np.bool_)
        exempt = np.repeat(trusted, np.diff(self.starts)).take(self.wanted)
        first: Contradiction | None = None
        for analysis in self.graph.analyses:
            refusal = analysis.refused(self.graph.table, left, right, exempt)
            if refusal is not None:
                first = self._contradiction(analysis.name, refusal)
                stop = slice(refusal.position)
                self.wanted, self.left, self.right = self.wanted[stop], self.left[stop], self.right[stop]
                left, right, exempt = left[stop], right[stop], exempt[stop]
        return first

    def commit(self) -> dict[int, int]:
        """Make the unions and record them; returns how many each rule made, by its number in the graph."""
        needed, gone = self.graph.table.sets.union(self.left, self.right)
        # As a mask and not by sorting: the pairs needed are few among many.
        chosen = np.zeros(self.wanted.size, dtype=np.bool_)
        chosen[needed] = True
        used = self.wanted[chosen]
        cuts = np.searchsorted(used, self.starts)
        made: dict[int, int] = {}
        for job, start, first, last in zip(self.jobs, self.starts, cuts, cuts[1:], strict=False):
            if first < last:
                self._record(job, used[first:last] - start)
                made[job.number] = made.get(job.number, 0) + int(last - first)
        self.graph.merged(gone)
        return made

    def _record(self, job: Job, chosen: Offsets) -> None:
        """Write the unions that some matches of a job made into the history; see CompiledRule for the order."""
        if not self.graph.history.is_recorded:
            return
        columns = [*job.matches.rows[1:], *job.witnesses]
        columns += [job.built[number] for number in range(1, len(job.compiled.rhs.nodes))]
        matched = [column.take(chosen) for column in columns]
        self.graph.history.append(job.left.take(chosen), job.right.take(chosen), job.number, matched)

    def _contradiction(self, analysis: str, refusal: Refusal) -> Contradiction:
        position = int(self.wanted[refusal.position])
        index = int(np.searchsorted(self.starts, position, side="right")) - 1
        job, graph = self.jobs[index], self.graph
        one = job.take(slice(position - int(self.starts[index]), position - int(self.starts[index]) + 1))
        rule = job.compiled.rule
        bindings = {name: graph.term(int(one.classes(graph.table, name)[0])) for name in rule.variables}
        left, right = int(self.left[refusal.position]), int(self.right[refusal.position])
        values = refusal.left_value, refusal.right_value
        return Contradiction(rule, bindings, left, right, graph.term(left), graph.term(right), *values, analysis)
