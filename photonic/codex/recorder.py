"""The recorder: every step of every cell becomes a BeamEvent with its lineage, written as soon as it has happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import define, field

from backends.contracts import BeamEvent, Record
from backends.contracts.naming import entanglement_id

__all__ = ["Recorder", "Sink"]

Sink = Callable[..., None]
"""Takes records; what it has taken is safe when it returns."""


@define
class Recorder:
    """Records the run `run_id` of the scroll `container` into a sink.

    Beams of one cell follow each other: each has the one before as its parent, besides those named. `beams` holds all
    that were recorded, in order.
    """

    run_id: str
    container: str
    sink: Sink
    beams: list[BeamEvent] = field(factory=list)
    _last: dict[str, str] = field(factory=dict)

    def beam(
        self,
        cell: str,
        stage: str,
        token: str,
        result: Any,
        *,
        eid: str | None = None,
        parents: tuple[str, ...] = (),
        drift: float | None = None,
        qscore: float | None = None,
        sqi_after: float | None = None,
        context: str | None = None,
        also: tuple[Record, ...] = (),
    ) -> BeamEvent:
        """Record one step; records in `also` are written with it, all or none."""
        before = (self._last[cell],) if cell in self._last else ()
        event = BeamEvent.now(
            cell_id=cell,
            sheet_run_id=self.run_id,
            container_id=self.container,
            stage=stage,
            token=token,
            result=result,
            eid=eid,
            parents=tuple(dict.fromkeys((*before, *parents))),
            drift=drift,
            qscore=qscore,
            sqi_after=sqi_after,
            context_ref=context,
        )
        self.sink(event, *also, run_id=self.run_id)
        self._last[cell] = event.beam_id
        self.beams.append(event)
        return event

    def last(self, cell: str) -> str | None:
        """The id of the latest beam of a cell."""
        return self._last.get(cell)

    def eid(self, digest: str) -> str:
        """The entanglement id of a class with this content hash."""
        return entanglement_id(self.run_id, digest)
