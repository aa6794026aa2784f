"""How long each stage took and how often things happened, collected as a run goes and shown as a table."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from attrs import field, frozen

__all__ = ["Span", "StageRow", "Stopwatch"]


@frozen
class StageRow:
    """One stage in the table. Times are wall-clock seconds; a stage inside another counts in both."""

    stage: str
    calls: int
    failures: int
    total: float
    longest: float

    @property
    def mean(self) -> float:
        """Seconds per call."""
        return self.total / self.calls


@frozen(eq=False)
class Stopwatch:
    """Collects spans and counts; any number of threads may share one."""

    _rows: dict[str, StageRow] = field(factory=dict, init=False)
    _counts: dict[str, int] = field(factory=dict, init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def span(self, stage: str) -> Span:
        """`with watch.span("saturate"): ...` times the block; one left by an exception counts as a failure."""
        return Span(self, stage)

    def count(self, name: str, by: int = 1) -> None:
        """Add `by` to the count of `name`."""
        with self._lock:
            self._counts[name] = self._counts.get(name, 0) + by

    def rows(self) -> tuple[StageRow, ...]:
        """The stages in the order in which they first ended."""
        with self._lock:
            return tuple(self._rows.values())

    def counts(self) -> dict[str, int]:
        """The counts by name."""
        with self._lock:
            return dict(self._counts)

    def add(self, stage: str, seconds: float, *, failed: bool = False) -> None:
        """Add one call of a stage that was timed elsewhere."""
        with self._lock:
            old = self._rows.get(stage, StageRow(stage, 0, 0, 0.0, 0.0))
            self._rows[stage] = StageRow(
                stage, old.calls + 1, old.failures + failed, old.total + seconds, max(old.longest, seconds)
            )


class Span:
    """One block being timed; `seconds` is its duration once it has ended."""

    def __init__(self, watch: Stopwatch, stage: str) -> None:
        self.watch = watch
        self.stage = stage
        self.seconds = 0.0

    def __enter__(self) -> Span:
        self._began = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.seconds = time.perf_counter() - self._began
        self.watch.add(self.stage, self.seconds, failed=kind is not None)
