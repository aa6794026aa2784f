"""Applying rules: search one, then turn the matches of all of them into new e-nodes and unions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rewriting.columns import joined
from rewriting.compute import Computed, unite_computed
from rewriting.egraph import EGraph
from rewriting.guards import admitted, plan_of
from rewriting.instantiate import Job
from rewriting.joint.build import JointWork
from rewriting.limit import fits_at_once, instantiate_within
from rewriting.live_index import LiveIndex
from rewriting.match import Matches, match, match_blocks
from rewriting.multipattern import match_others
from rewriting.proposals import JobList, Proposals, Work
from rewriting.report import Contradiction
from rewriting.ruleset import CompiledRule
from rewriting.table import Table

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
    work: Sequence[Job] | JointWork,
    computed: Sequence[Computed],
    node_limit: float,
    expired: Callable[[], bool] = bool,
) -> Outcome:
    """Insert the right sides and unite them with what they matched, and rows with their values; close the graph.

    Matches are cut off, in the order of the rules and of the matched rows, where the next one would take the graph
    beyond `node_limit` distinct e-nodes, or once `expired` says stop. The first union that an analysis refuses is
    left out, and all after it.
    """
    made, cut = _instantiated(graph.table, work, node_limit, expired)
    graph.announce()
    proposals = Proposals(graph, made)
    contradiction = proposals.stop_at_refusal()
    unions = proposals.commit()
    folded, cut_too, refused = unite_computed(graph, () if contradiction else computed, node_limit)
    graph.rebuild(node_limit)
    return Outcome(
        unions, folded, cut or cut_too or graph.held_back, contradiction or refused or standing_conflict(graph)
    )


def _instantiated(
    table: Table, work: Sequence[Job] | JointWork, node_limit: float, expired: Callable[[], bool]
) -> tuple[Work, bool]:
    """The matches whose right sides are made, and whether any was left out."""
    if isinstance(work, JointWork):
        if fits_at_once(table, work.most_rows, node_limit):
            work.instantiate(table)
            return work, False
        work = work.jobs()
    jobs, cut = instantiate_within(table, work, node_limit, expired)
    return JobList(jobs), cut


def standing_conflict(graph: EGraph) -> Contradiction | None:
    """What congruence brought to light, told as a contradiction."""
    for analysis in graph.analyses:
        found = analysis.conflict()
        if found is not None:
            left, right = found.left, found.right
            terms, values = (graph.term(left), graph.term(right)), (found.left_value, found.right_value)
            return Contradiction(None, {}, left, right, *terms, *values, analysis.name)
    return None
