"""Replay: a run made again from its manifest, and compared with its record, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from backends.contracts import BeamEvent, RunManifest
from photonic.errors import PhotonicError
from photonic.reading.sources import Recorded
from photonic.scroll import Scroll, scroll_from_text

__all__ = ["Comparison", "compare_runs", "recorded_scroll"]


@frozen
class Comparison:
    """What is the same and what is not in two runs of one scroll."""

    steps: int
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every step gave the same result."""
        return not self.differences

    def __str__(self) -> str:
        if self.same:
            return f"every one of {self.steps} recorded results is the same"
        return "\n".join([f"{len(self.differences)} of {self.steps} recorded results differ:", *self.differences])


def compare_runs(before: Sequence[BeamEvent], after: Sequence[BeamEvent]) -> Comparison:
    """Compare the steps of two runs in order: cell, stage, glyph, result, drift, scores, class."""
    differences = []
    for index in range(max(len(before), len(after))):
        if index >= len(before) or index >= len(after):
            extra = before[index] if index < len(before) else after[index]
            which = "is missing now" if index < len(before) else "is new"
            differences.append(f"  {extra.cell_id} {extra.stage}: {which}")
            continue
        first, second = _essence(before[index]), _essence(after[index])
        changed = [name for name in first if first[name] != second[name]]
        if changed:
            where = f"{before[index].cell_id} {before[index].stage}"
            differences.append(f"  {where}: {'; '.join(_show(name, first[name], second[name]) for name in changed)}")
    return Comparison(max(len(before), len(after)), tuple(differences))


def _essence(event: BeamEvent) -> dict[str, Any]:
    """What a replay must reproduce: all but ids and times."""
    return {
        "cell": event.cell_id,
        "stage": event.stage,
        "glyph": event.token,
        "result": event.result,
        "drift": event.drift,
        "qscore": event.qscore,
        "sqi_after": event.sqi_after,
        "class": None if event.eid is None else event.eid.rsplit("::", 1)[1],
    }


def _show(name: str, first: Any, second: Any) -> str:
    texts = [text if len(text) <= 80 else text[:77] + "…" for text in (str(first), str(second))]
    return f"{name} was {texts[0]}, is {texts[1]}"


def recorded_scroll(manifest: RunManifest) -> Scroll:
    """The scroll of a manifest, with the parameters and the included texts that were recorded.

    Raises PhotonicError for a run that was no scroll.
    """
    source, parameters, includes = (manifest.replay.get(key) for key in ("source", "parameters", "includes"))
    if not isinstance(source, str):
        raise PhotonicError(f"the run {manifest.run_id} was not made from a scroll: it cannot be run again")
    texts = includes if isinstance(includes, dict) else {}
    recorded = Recorded({key: str(text) for key, text in texts.items()})
    given = parameters if isinstance(parameters, dict) else {}
    return scroll_from_text(manifest.scroll, source, given, recorded, source)
