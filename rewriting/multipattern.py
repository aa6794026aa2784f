"""Rules with several patterns: each is matched by itself, and the matches are joined on the variables they share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Ids, Offsets
from rewriting.live_index import LiveIndex
from rewriting.match import Matches, match
from rewriting.pattern import Pattern
from rewriting.ruleset import CompiledRule
from rewriting.table import Table

__all__ = ["match_others"]


def match_others(compiled: CompiledRule, found: Matches, snapshot: LiveIndex) -> Matches | None:
    """The matches of the left side, each with every way to match the further patterns. The loop that this replaces:

        for name, pattern, _ in compiled.others:
            found = [(*m, *o) for m in found for o in match(pattern) if agree(m, o) and class_of(o) == m[name]]

    Where a step of the join has more pairs than the snapshot is willing to hold, the last ones are left out.
    """
    table = snapshot.table
    bound = _bound(table, compiled.lhs, found)
    columns, complete = list(found.rows), found.complete
    for name, pattern, _ in compiled.others:
        if snapshot.watch is not None:
            snapshot.watch()
        others = match(pattern, snapshot)
        if others is None:
            return None
        more = _bound(table, pattern, others)
        root = table.sets.parent.take(others.rows[0])
        if name in more:
            same = np.flatnonzero(more[name] == root)
            others, root = others.take(same), root.take(same)
            more = {key: column.take(same) for key, column in more.items()}
        more[name] = root
        shared = sorted(bound.keys() & more.keys())
        left, right, whole = _pairs(
            [bound[key] for key in shared], [more[key] for key in shared], columns[0], root, snapshot.most
        )
        if not left.size:
            return None
        columns = [*(column.take(left) for column in columns), *(column.take(right) for column in others.rows)]
        bound = {key: column.take(left) for key, column in bound.items()} | {
            key: column.take(right) for key, column in more.items() if key not in bound
        }
        complete = complete and whole and others.complete
    return Matches(tuple(columns), complete)


def _bound(table: Table, pattern: Pattern, matches: Matches) -> dict[str, Ids]:
    """The canonical ids that the variables of a pattern are bound to."""
    if isinstance(pattern.root, str):
        return {pattern.root: table.sets.parent.take(matches.rows[0])}
    return {name: table.children[k].take(matches.rows[number]) for name, (number, k) in pattern.binding.items()}


def _pairs(
    left: Sequence[Ids], right: Sequence[Ids], first: Ids, second: Ids, most: int
) -> tuple[Offsets, Offsets, bool]:
    """All pairs of positions whose columns agree, in order of the left position; at most `most`, and if that is all."""
    ours, theirs = _keys(left, right, first.size, second.size)
    order = np.argsort(theirs, kind="stable")
    theirs = theirs.take(order)
    starts = np.searchsorted(theirs, ours)
    counts = np.searchsorted(theirs, ours, side="right") - starts
    ends = counts.cumsum()
    whole = not ends.size or int(ends[-1]) <= most
    if not whole:
        counts = np.diff(np.minimum(ends, most), prepend=0)
    positions = np.arange(counts.size).repeat(counts)
    before = counts.cumsum() - counts
    return positions, order.take(np.arange(positions.size) + (starts - before).take(positions)), whole


def _keys(
    left: Sequence[Ids], right: Sequence[Ids], size: int, other: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """One number for each row of several columns, the same for equal rows on either side."""
    keys = np.zeros(size + other, dtype=np.int64)
    for a, b in zip(left, right, strict=True):
        _, numbers = np.unique(np.concatenate([a, b]), return_inverse=True)
        _, keys = np.unique(keys * (int(numbers.max(initial=0)) + 1) + numbers.reshape(-1), return_inverse=True)
        keys = keys.reshape(-1).astype(np.int64)
    return keys[:size], keys[size:]
