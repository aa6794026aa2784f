"""Seconds of simplify: `python -m benchmarks.simplify [count]`.

As many expressions of at most 50 nodes as asked for, 300 if nothing is said, in several goals: processor time of the
first call on each in a warm process, and how many known short forms are found. Proofs are checked anew, a price that
rose is an error, and results are simplified again.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.simplify_inputs import Input, inputs
from photonic.errors import PhotonicError
from photonic.proving.verdict import Simplified
from photonic.simplifier import simplify
from photonic.simplifying.rewrites import rewrites_for
from photonic.terms import describe
from photonic.theory.rules import vocabulary

__all__ = ["main"]

BAR = 20.0
"""Milliseconds that an expression may take."""

GOALS = ("cheapest", "smallest", "expanded", "factored in ∇·", "free of ∇×")
PRICED = ("cheapest", "smallest")
"""Goals in which the known short forms are short."""

SEED, OTHER_SEED = 0, 7
"""Of what is measured, and of what warms the process."""


class _Row(NamedTuple):
    """One expression and goal: milliseconds, those of the second call on the result, and what is to be counted."""

    milliseconds: float
    again: float
    settled: bool
    found: bool | None
    reached: bool


def timed(term: object, goal: str) -> tuple[Simplified, float]:
    """The answer and the processor milliseconds of one call."""
    began = time.process_time()
    result = simplify(term, goal=goal)
    return result, 1e3 * (time.process_time() - began)


def measured(each: Input, goal: str) -> _Row | None:
    """What simplify does with an expression; None where it refuses it, since it divides by zero."""
    try:
        result, milliseconds = timed(each.term, goal)
    except PhotonicError:
        return None
    for proof in (result.checked, result.proof):
        proof.check(rewrites_for(3, *vocabulary([result.before])).kernel)
    if result.cost_after > result.cost_before:
        raise AssertionError(f"{describe(each.term)} became worse; please report this")
    second, again = timed(result.after, goal)
    found = None
    if each.short is not None and goal in PRICED:
        found = result.cost_after <= simplify(each.short, goal=goal).cost_before
    return _Row(milliseconds, again, second.cost_after == result.cost_after, found, result.reached)


def line(goal: str, rows: Sequence[_Row]) -> list[str]:
    """A line of the table."""
    times = sorted(row.milliseconds for row in rows)
    found = [row.found for row in rows if row.found is not None]
    return [
        goal,
        f"{statistics.median(times):.1f}",
        f"{times[len(times) * 9 // 10]:.1f}",
        f"{times[-1]:.1f}",
        f"{sum(each <= BAR for each in times) / len(times):.0%}",
        f"{statistics.median(row.again for row in rows):.1f}",
        f"{sum(row.settled for row in rows)} of {len(rows)}",
        f"{sum(found)} of {len(found)}" if found else "",
        f"{sum(row.reached for row in rows)}",
    ]


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    table = Table("goal", "median ms", "90 %", "most", f"≤ {BAR:.0f}", "again", "settled", "short found", "reached")
    for each in (*inputs(160, OTHER_SEED)[80:], *inputs(count, SEED)):
        rewrites_for(3, *vocabulary([each.term]))
    for each in inputs(160, OTHER_SEED)[80:]:
        measured(each, GOALS[0])
    for goal in GOALS:
        rows = [row for each in inputs(count, SEED) if (row := measured(each, goal)) is not None]
        table.add_row(*line(goal, rows))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
