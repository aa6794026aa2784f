"""The limits of a run: what each allows, how much of it is used, and what to say when it is used up."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from rewriting.egraph import EGraph
from rewriting.report import Stop, StopReason

__all__ = ["Budget", "OutOfTimeError"]


class OutOfTimeError(Exception):
    """The time ran out in the middle of a search. `run` turns it into a stop reason."""


class Budget:
    """The limits of one run; `math.inf` stands for none.

    Time counts from when the budget is made. Raises TypeError for a limit that is no number, ValueError for one below
    zero or not a number (NaN). A limit of zero means: stop at once.
    """

    def __init__(
        self, *, rounds: float, node_limit: float, match_limit: float, time_limit: float, memory_limit: float
    ) -> None:
        self.began = time.perf_counter()
        self.rounds = _checked("rounds", rounds)
        self.node_limit = _checked("node_limit", node_limit)
        self.match_limit = _checked("match_limit", match_limit)
        self.time_limit = _checked("time_limit", time_limit)
        self.memory_limit = _checked("memory_limit", memory_limit)
        self.matches = 0
        """Matches applied so far."""
        self.is_interrupted: Callable[[], bool] = bool
        """Whether Ctrl-C waits to be raised."""
        self.stop: Stop | None = None
        """The first limit that was reached inside a round."""

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self.began

    def watch(self) -> None:
        """Raise OutOfTimeError when the time is used up."""
        if self.seconds >= self.time_limit:
            raise OutOfTimeError

    def expired(self) -> bool:
        """Whether to break off at the next opportunity; the reason is noted."""
        if self.seconds >= self.time_limit:
            self.note(StopReason.TIME_LIMIT, self.time_limit)
            return True
        return self.is_interrupted()

    def note(self, reason: StopReason, limit: float) -> None:
        """A limit is reached; only the first one is kept."""
        self.stop = self.stop or Stop(reason, limit)

    def before_round(self, graph: EGraph, done: int) -> Stop | None:
        """Why not to begin another round after so many."""
        live = graph.table.live_count
        if done >= self.rounds:
            return Stop(StopReason.ROUND_LIMIT, self.rounds)
        if self.seconds >= self.time_limit:
            return Stop(StopReason.TIME_LIMIT, self.time_limit)
        if live > self.node_limit or not self.node_limit:
            return Stop(StopReason.NODE_LIMIT, self.node_limit)
        if self.matches >= self.match_limit:
            return Stop(StopReason.MATCH_LIMIT, self.match_limit)
        if not math.isinf(self.memory_limit) and graph.nbytes >= self.memory_limit:
            return Stop(StopReason.MEMORY_LIMIT, self.memory_limit)
        return None

    def most_matches(self, graph: EGraph, held: int, width: int) -> tuple[float, StopReason, float]:
        """How many more matches of `width` rows each may be held, beside `held` bytes of them; which limit says so."""
        by_count = self.match_limit - self.matches
        if math.isinf(self.memory_limit):
            return by_count, StopReason.MATCH_LIMIT, self.match_limit
        by_memory = (self.memory_limit - graph.nbytes - held) // (4 * width)
        if by_memory < by_count:
            return max(by_memory, 0), StopReason.MEMORY_LIMIT, self.memory_limit
        return by_count, StopReason.MATCH_LIMIT, self.match_limit

    def most_nodes(self, graph: EGraph, record_width: int) -> tuple[float, StopReason, float]:
        """How many distinct e-nodes the graph may come to hold, and which limit says so.

        Every new row may bring one edge of the history with a match record of `record_width` rows.
        """
        if not math.isinf(self.memory_limit):
            rows = graph.rows_within(int(self.memory_limit), record_width)
            by_memory = graph.table.live_count + max(rows - graph.table.count, 0)
            if by_memory < self.node_limit:
                return by_memory, StopReason.MEMORY_LIMIT, self.memory_limit
        return self.node_limit, StopReason.NODE_LIMIT, self.node_limit


def _checked(name: str, value: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is {value!r}: a limit is a number; math.inf means no limit")
    if not value >= 0:
        raise ValueError(f"{name} is {value!r}: a limit cannot be below zero; 0 stops at once, math.inf means no limit")
    return value
