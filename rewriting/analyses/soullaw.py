"""SoulLaw: the policy on every e-node. What a check flags is vetoed; a check that fails vetoes everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rewriting.columns import Flags
from rewriting.egraph import EGraph

__all__ = ["Veto", "survey"]

Check = Callable[[EGraph], Flags]
"""For every row of the graph, whether the policy forbids it; an array of shape (rows,)."""


@dataclass(frozen=True)
class Veto:
    """Which rows are forbidden by any check, how many by each, and the checks that failed to answer, with why."""

    rows: Flags
    counts: Mapping[str, int]
    broken: Mapping[str, str]


def survey(egraph: EGraph, checks: Mapping[str, Check]) -> Veto:
    """Ask every check about every row of the graph as it is now.

    Fail-closed: whatever a check raises, and an answer of the wrong shape or type, is a veto on all rows.
    """
    egraph.rebuild()
    size = egraph.table.count
    total: Flags = np.zeros(size, dtype=np.bool_)
    counts: dict[str, int] = {}
    broken: dict[str, str] = {}
    for name, check in checks.items():
        flags, why = _ask(egraph, check, size)
        if why:
            broken[name] = why
        counts[name] = int(flags.sum())
        total |= flags
    return Veto(total, counts, broken)


def _ask(egraph: EGraph, check: Check, size: int) -> tuple[Flags, str]:
    everything: Flags = np.ones(size, dtype=np.bool_)
    try:
        flags = np.asarray(check(egraph))
    except Exception as error:
        return everything, f"{type(error).__name__}: {error}"
    if flags.dtype != np.bool_ or flags.shape != (size,):
        return everything, f"it answered {flags.dtype} of shape {flags.shape} and not one flag for each of {size} rows"
    return flags, ""
