"""What a Pareto front can do without: e-nodes whose every form is beaten by forms that are known beforehand.

The cheapest tree that uses an e-node costs, in each cost by itself, what `outside` and the e-node's own cheapest tree
come to. A form through it costs no less in any cost, so it is of no use if some known form costs no more in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Flags, Ids
from rewriting.extract import Extraction

__all__ = ["hopeful", "supported"]

_SHARES = (0.25, 0.5, 0.75)


def supported(extractions: Sequence[Extraction], goal: int) -> list[Extraction]:
    """Extractions whose best form of the goal is on the front or next to it: by each cost, and by weighted sums.

    Each extraction given is by one cost and has the goal's class among those that it can form.
    """
    scales = [1.0 / max(float(each.cheapest[goal]), 1e-300) for each in extractions]
    mixed = [
        extractions[0].by(share * scales[a] * extractions[a].own + (1 - share) * scales[b] * extractions[b].own)
        for a, b in combinations(range(len(extractions)), 2)
        for share in _SHARES
    ]
    return [*extractions, *mixed]


def hopeful(extractions: Sequence[Extraction], goal: int, known: NDArray[np.float64]) -> Flags:
    """For each e-node, whether a form of the goal through it may be worth more than the known ones, one in each row."""
    bounds = np.stack([_through(extraction, goal) for extraction in extractions], axis=1)
    flags: Flags = np.asarray(np.isfinite(bounds).all(axis=1))
    for point in known:
        np.logical_and(flags, np.any(bounds < point, axis=1), out=flags)
    return flags


def _through(extraction: Extraction, goal: int) -> NDArray[np.float64]:
    """For each e-node the cost of the cheapest tree of the goal that uses it. The loop that is replaced:

    while anything changes:
        for row in rows of classes that changed:
            for child in children of row:
                outside[child] = min(outside[child], outside[class of row] + total of row - cheapest[child])
    """
    totals = extraction.totals()
    usable = totals < np.inf
    starts = np.searchsorted(extraction.classes, np.arange(extraction.nothing + 1))
    outside: NDArray[np.float64] = np.full(extraction.nothing + 1, np.inf)
    outside[goal] = 0.0
    changed: Ids = np.array([goal], dtype=np.int32)
    while changed.size:
        counts = starts.take(changed + 1) - starts.take(changed)
        ends = counts.cumsum()
        places = np.arange(int(ends[-1])) + (starts.take(changed) - ends + counts).repeat(counts)
        places = places[usable.take(places)]
        spent = outside.take(extraction.classes.take(places)) + totals.take(places)
        lowered = []
        for column in extraction.children:
            child = column.take(places)
            offer = spent - extraction.cheapest.take(child)
            better = np.flatnonzero((child != extraction.nothing) & (offer < _less(outside.take(child))))
            np.minimum.at(outside, child.take(better), offer.take(better))
            lowered.append(child.take(better))
        changed = np.unique(np.concatenate(lowered)) if lowered else np.empty(0, dtype=np.int32)
    through: NDArray[np.float64] = np.where(usable, outside.take(extraction.classes) + totals, np.inf)
    return through


def _less(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values less what rounding may make of them, so that it does not drive anything round a free cycle for ever."""
    return values - 1e-12 * np.where(np.isfinite(values), np.abs(values), 0.0)
