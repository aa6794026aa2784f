"""Right sides instantiated up to a limit of e-nodes, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from rewriting.columns import Ids, Offsets
from rewriting.instantiate import Job, first_matches, instantiate
from rewriting.table import MOST_ROWS, SPARE, Table

__all__ = ["fits_at_once", "instantiate_within"]

_SMALLEST_CHUNK = 1 << 16
"""Right-side nodes that are tried at a time near the limit, where a try may have to be undone."""

_LARGEST_CHUNK = 1 << 20
"""Right-side nodes that are made between two looks at the time."""


def instantiate_within(
    table: Table, jobs: Sequence[Job], limit: float, expired: Callable[[], bool] = bool
) -> tuple[list[Job], bool]:
    """Instantiate as many matches, in order, as leave at most `limit` live rows, until `expired` says stop.

    Returns the jobs that were instantiated (a job may come back in several pieces) and whether any match was left
    out. Few matches far from the limit go in one batch. Else they are made piece by piece; the first piece that
    oversteps the limit is undone and done again without the matches from the first one that does not fit.
    """
    if fits_at_once(table, sum(len(job.matches) * _nodes(job) for job in jobs), limit):
        instantiate(table, jobs)
        return list(jobs), False
    done: list[Job] = []

    def size() -> int:
        if table.most_rows < MOST_ROWS:
            # Memory is limited, so that a try must not make many more rows than may stay.
            return int(min(max(table.most_rows - table.count, SPARE), _LARGEST_CHUNK))
        return int(min(max(4 * (limit - table.live_count), _SMALLEST_CHUNK), _LARGEST_CHUNK))

    for chunk in _chunks(jobs, size):
        if expired():
            return done, True
        start, room = table.count, limit - table.live_count
        if room < 0:
            return done, True
        instantiate(table, chunk)
        if table.live_count > limit:
            fitting = first_matches(chunk, _fitting(table, chunk, start, int(room)))
            table.truncate(start)
            instantiate(table, fitting)
            return [*done, *fitting], True
        done.extend(chunk)
    return done, False


def fits_at_once(table: Table, rows: int, limit: float) -> bool:
    """Whether so many new rows are within the limit, and few enough to be made without a look at the time."""
    return rows <= min(limit - table.live_count, _LARGEST_CHUNK)


def _nodes(job: Job) -> int:
    """The most rows that one match can add."""
    return len(job.compiled.rhs.nodes) + len(job.compiled.rhs.leaves)


def _chunks(jobs: Sequence[Job], size: Callable[[], int]) -> Iterator[list[Job]]:
    """The jobs in order, cut into lists that stand for at most about `size()` right-side nodes each."""
    chunk: list[Job] = []
    room = size()
    for job in jobs:
        start = 0
        while start < len(job.matches):
            take = min(len(job.matches) - start, max(room // max(_nodes(job), 1), 1))
            chunk.append(job.take(slice(start, start + take)))
            start += take
            room -= take * _nodes(job)
            if room <= 0:
                yield chunk
                chunk, room = [], size()
    if chunk:
        yield chunk


def _fitting(table: Table, jobs: Sequence[Job], start: int, room: int) -> int:
    """How many matches, counted through all jobs, need at most `room` of the rows from `start` on."""
    first = np.full(table.count - start, np.iinfo(np.int64).max, dtype=np.int64)
    before = 0
    for job in jobs:
        ordinals: Offsets = np.arange(before, before + len(job.matches))
        for rows in job.built.values():
            _lower(first, rows - start, ordinals)
        for leaf in job.compiled.rhs.leaves:
            row = table.leaf_row(leaf)
            if row is not None:
                _lower(first, np.array([row - start]), ordinals[:1])
        before += len(job.matches)
    return int(np.sort(first)[room])


def _lower(first: Offsets, rows: Ids | Offsets, ordinals: Offsets) -> None:
    """Note which match needed each new row first."""
    new = rows >= 0
    np.minimum.at(first, rows[new], ordinals[new])
