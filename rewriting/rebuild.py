"""Congruence closure: equal children make equal nodes, until nothing more follows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rewriting.analysis import Analysis, parents_of
from rewriting.columns import Ids, joined
from rewriting.history import CONGRUENCE, History
from rewriting.table import Table

__all__ = ["close"]


def close(table: Table, history: History, analyses: Sequence[Analysis], gone: list[Ids]) -> None:
    """Restore congruence after unions. `gone` holds the ids that stopped being canonical since the last time.

    Each turn re-keys only the rows with a child that moved, buries those whose new key another row owns already and
    unites the two. The loop that this replaces:

        while some live rows r, s have one operator and equal canonical children:
            union(r, s)

    An edge made here rests on unions of earlier turns only, since the keys that are compared were packed after those.
    """
    while gone:
        moved = joined(gone)
        gone.clear()
        table.mark(moved)
        rows = parents_of(table, moved)
        if not rows.size:
            break
        owners = table.rekey(rows)
        spare = np.flatnonzero(owners != rows)
        rows, owners = rows.take(spare), owners.take(spare)
        table.bury(rows)
        needed, lost = table.sets.union(rows, owners)
        history.append(rows.take(needed), owners.take(needed), CONGRUENCE)
        if lost.size:
            gone.append(lost)
            for analysis in analyses:
                analysis.merged(table, lost, by_congruence=True)
    moved = table.sets.flatten()
    table.mark(moved)
    for analysis in analyses:
        analysis.settled(table)
