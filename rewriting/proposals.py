"""The unions that the matches of a round ask for: checked by the analyses, made, and recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from rewriting.analysis import Refusal
from rewriting.columns import Flags, Ids, Offsets, joined
from rewriting.egraph import EGraph
from rewriting.history import History
from rewriting.instantiate import Job
from rewriting.report import Contradiction

__all__ = ["JobList", "Proposals", "Work"]


class Work(Protocol):
    """Matches with their right sides instantiated: match i unites left[i] and right[i]."""

    @property
    def left(self) -> Ids:
        """The rows matched."""
        ...

    @property
    def right(self) -> Ids:
        """The rows of the right sides."""
        ...

    def trusted(self, positions: Offsets) -> Flags:
        """Whether these matches are of trusted rules."""
        ...

    def record(self, history: History, positions: Offsets) -> Mapping[int, int]:
        """Write what these matches united into the history; how many each rule united, by its number in the graph."""
        ...

    def one(self, position: int) -> Job:
        """The match at a position."""
        ...


class JobList:
    """The matches of several jobs, one after another."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = jobs
        self.starts = np.cumsum([0, *(len(job.matches) for job in jobs)])
        self.left, self.right = joined([job.left for job in jobs]), joined([job.right for job in jobs])

    def trusted(self, positions: Offsets) -> Flags:
        """See Work."""
        trusted = np.array([job.compiled.rule.trusted for job in self.jobs], dtype=np.bool_)
        return np.repeat(trusted, np.diff(self.starts)).take(positions)

    def record(self, history: History, positions: Offsets) -> Mapping[int, int]:
        """See Work; CompiledRule tells the order within a record."""
        cuts = np.searchsorted(positions, self.starts)
        made: dict[int, int] = {}
        for job, start, first, last in zip(self.jobs, self.starts, cuts, cuts[1:], strict=False):
            if first < last:
                self._record(history, job, positions[first:last] - start)
                made[job.number] = made.get(job.number, 0) + int(last - first)
        return made

    def _record(self, history: History, job: Job, chosen: Offsets) -> None:
        if not history.is_recorded:
            return
        columns = [*job.matches.rows[1:], *job.witnesses]
        columns += [job.built[number] for number in range(1, len(job.compiled.rhs.nodes))]
        matched = [column.take(chosen) for column in columns]
        history.append(job.left.take(chosen), job.right.take(chosen), job.number, matched)

    def one(self, position: int) -> Job:
        """See Work."""
        index = int(np.searchsorted(self.starts, position, side="right")) - 1
        first = position - int(self.starts[index])
        return self.jobs[index].take(slice(first, first + 1))


class Proposals:
    """The unions to be made: match `wanted[i]` unites left[i] and right[i], which are not equal yet."""

    def __init__(self, graph: EGraph, work: Work) -> None:
        self.graph, self.work = graph, work
        left, right = work.left, work.right
        self.wanted = np.flatnonzero(graph.table.sets.find(left) != graph.table.sets.find(right))
        self.left, self.right = left.take(self.wanted), right.take(self.wanted)

    def stop_at_refusal(self) -> Contradiction | None:
        """Drop the first union that an analysis refuses and all after it; returns what was refused."""
        if not self.graph.analyses or not self.wanted.size:
            return None
        left, right = self.graph.find(self.left), self.graph.find(self.right)
        exempt = self.work.trusted(self.wanted)
        first: Contradiction | None = None
        for analysis in self.graph.analyses:
            refusal = analysis.refused(self.graph.table, left, right, exempt)
            if refusal is not None:
                first = self._contradiction(analysis.name, refusal)
                stop = slice(refusal.position)
                self.wanted, self.left, self.right = self.wanted[stop], self.left[stop], self.right[stop]
                left, right, exempt = left[stop], right[stop], exempt[stop]
        return first

    def commit(self) -> Mapping[int, int]:
        """Make the unions and record them; returns how many each rule made, by its number in the graph."""
        if not self.wanted.size:
            return {}
        needed, gone = self.graph.table.sets.union(self.left, self.right)
        # As a mask and not by sorting: the pairs needed are few among many.
        chosen = np.zeros(self.wanted.size, dtype=np.bool_)
        chosen[needed] = True
        made = self.work.record(self.graph.history, self.wanted[chosen])
        self.graph.merged(gone)
        return made

    def _contradiction(self, analysis: str, refusal: Refusal) -> Contradiction:
        graph, one = self.graph, self.work.one(int(self.wanted[refusal.position]))
        rule = one.compiled.rule
        bindings = {name: graph.term(int(one.classes(graph.table, name)[0])) for name in rule.variables}
        left, right = int(self.left[refusal.position]), int(self.right[refusal.position])
        values = refusal.left_value, refusal.right_value
        return Contradiction(rule, bindings, left, right, graph.term(left), graph.term(right), *values, analysis)
