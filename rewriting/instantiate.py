"""Right sides instantiated for all matches of all rules together, level by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from rewriting.columns import Ids, joined
from rewriting.match import Matches
from rewriting.op import Op
from rewriting.ruleset import CompiledRule
from rewriting.table import Table

__all__ = ["Job", "first_matches", "instantiate"]


@dataclass(slots=True)
class Job:
    """The matches of one rule, and what instantiating its right side gave.

    `built[n]` are the rows of compound subterm n of the right side, one for each match; `right` the rows of all of it.
    """

    compiled: CompiledRule
    number: int
    matches: Matches
    witnesses: tuple[Ids, ...] = ()
    built: dict[int, Ids] = field(default_factory=dict)
    right: Ids = field(default_factory=lambda: np.empty(0, dtype=np.int32))

    @property
    def left(self) -> Ids:
        """The rows matched by the root of the left side."""
        return self.matches.rows[0]

    def take(self, positions: slice) -> Job:
        """The job for some of its matches, nothing instantiated."""
        witnesses = tuple(column[positions] for column in self.witnesses)
        return Job(self.compiled, self.number, self.matches.take(positions), witnesses)

    def classes(self, table: Table, variable: str) -> Ids:
        """The canonical id that each match binds a variable to."""
        place = self.compiled.place(variable)
        if place is None:
            return table.sets.parent.take(self.left)
        if place[1] < 0:
            return table.sets.parent.take(self.matches.rows[place[0]])
        return table.children[place[1]].take(self.matches.rows[place[0]])


def first_matches(jobs: Sequence[Job], count: int) -> list[Job]:
    """The jobs with only their first `count` matches, counted through all of them, nothing instantiated."""
    kept = []
    for job in jobs:
        if count > 0:
            kept.append(job.take(slice(0, min(count, len(job.matches)))))
        count -= len(job.matches)
    return kept


def instantiate(table: Table, jobs: Sequence[Job]) -> None:
    """Insert what the right sides stand for, one batch for each height, and fill in `built` and `right`.

    The table must be rebuilt. The loop that this replaces:

        for job in jobs:
            for match in job.matches:
                job.right.append(table.add(substitute(job.compiled.rule.rhs, match)))
    """
    columns = [_Columns(table, job) for job in jobs]
    for height in range(1, max((job.compiled.rhs.height for job in jobs), default=0) + 1):
        todo = [
            (source, number)
            for source in columns
            for number, node in enumerate(source.job.compiled.rhs.nodes)
            if node.height == height
        ]
        _insert(table, todo)
    for source in columns:
        source.finish()


class _Columns:
    """Where the children of one job's new e-nodes come from."""

    def __init__(self, table: Table, job: Job) -> None:
        self.table, self.job = table, job
        self.size = len(job.matches)
        self._known: dict[str | Op | int, Ids] = {}

    def child(self, child: str | Op | int) -> Ids:
        """The canonical ids of a child: of a variable, a leaf or a subterm that is built."""
        known = self._known.get(child)
        if known is None:
            if isinstance(child, str):
                known = self.job.classes(self.table, child)
            elif isinstance(child, int):
                known = self.table.sets.parent.take(self.job.built[child])
            else:
                row = self.table.leaf(child)  # may make room for it: only then look at the columns
                known = np.full(self.size, self.table.sets.parent[row], dtype=np.int32)
            self._known[child] = known
        return known

    def finish(self) -> None:
        """Fill in the rows of the whole right side."""
        root = self.job.compiled.rhs.root
        self.job.right = self.job.built[root] if isinstance(root, int) else self.child(root)


def _insert(table: Table, todo: Sequence[tuple[_Columns, int]]) -> None:
    """Insert one height's nodes of all jobs in one batch and hand the rows back to the jobs."""
    nodes = [source.job.compiled.rhs.nodes[number] for source, number in todo]
    numbers = np.array([table.declare(node.op, node.arity) for node in nodes], dtype=np.int16)
    sizes = [source.size for source, _ in todo]
    columns = []
    for k in range(max(node.arity for node in nodes)):
        parts = [
            source.child(node.children[k]) if k < node.arity else np.zeros(source.size, dtype=np.int32)
            for (source, _), node in zip(todo, nodes, strict=True)
        ]
        columns.append(joined(parts))
    rows = table.insert(np.repeat(numbers, sizes), columns)
    for (source, number), part in zip(todo, _split(rows, sizes), strict=True):
        source.job.built[number] = part


def _split(rows: Ids, sizes: Sequence[int]) -> Iterator[Ids]:
    start = 0
    for size in sizes:
        yield rows[start : start + size]
        start += size
