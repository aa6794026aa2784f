"""BeamEvent: one recorded step of one cell, with its lineage."""

from typing import ClassVar, Literal, Self

from attrs import field, frozen

from backends.contracts.contract import Record, meaning
from backends.contracts.json_text import Json
from backends.contracts.naming import BEAM_ID, CELL_ID, EID, IDENTIFIER, RUN_ID, STAGE, TIMESTAMP, beam_id, utc_now

__all__ = ["BeamEvent"]


@frozen(kw_only=True)
class BeamEvent(Record):
    """One step of one cell in one run: what was done, to what, with what result, and from which earlier beams it came.

    Read as provenance, a beam is an activity; `parents` are the activities that informed it.
    """

    kind: ClassVar[str] = "beam_event"

    schema_version: Literal[1] = 1
    beam_id: str = field(metadata=meaning(**BEAM_ID))
    cell_id: str = field(metadata=meaning(**CELL_ID))
    sheet_run_id: str = field(metadata=meaning(**RUN_ID))
    container_id: str = field(metadata=meaning(**IDENTIFIER))
    eid: str | None = field(default=None, metadata=meaning(**EID))
    stage: str = field(metadata=meaning(**STAGE))
    token: str = field(metadata=meaning("the glyph at work, as it is written"))
    result: Json = field(default=None, metadata=meaning("what the step made, as free JSON; null when it made nothing"))
    timestamp: str = field(metadata=meaning(**TIMESTAMP))
    parents: tuple[str, ...] = field(
        default=(), metadata=meaning("beams of the same run that this one came from", items=BEAM_ID, uniqueItems=True)
    )
    drift: float | None = field(
        default=None,
        metadata=meaning("mean rounding error of the lowered form against the precise truth, in bits", minimum=0),
    )
    qscore: float | None = field(
        default=None, metadata=meaning("quality index (SQI) of the form before this step; higher is better")
    )
    sqi_after: float | None = field(
        default=None, metadata=meaning("quality index (SQI) of the cell's form after this step; higher is better")
    )
    context_ref: str | None = field(
        default=None, metadata=meaning("where the step's context is found: a content hash, a file or a scroll's goal")
    )

    @classmethod
    def now(
        cls,
        *,
        cell_id: str,
        sheet_run_id: str,
        container_id: str,
        stage: str,
        token: str,
        result: Json = None,
        eid: str | None = None,
        parents: tuple[str, ...] = (),
        drift: float | None = None,
        qscore: float | None = None,
        sqi_after: float | None = None,
        context_ref: str | None = None,
    ) -> Self:
        """A beam that happens now: its timestamp is taken here and its id made from cell, stage and timestamp."""
        timestamp = utc_now()
        return cls(
            beam_id=beam_id(cell_id, stage, timestamp),
            timestamp=timestamp,
            cell_id=cell_id,
            sheet_run_id=sheet_run_id,
            container_id=container_id,
            stage=stage,
            token=token,
            result=result,
            eid=eid,
            parents=parents,
            drift=drift,
            qscore=qscore,
            sqi_after=sqi_after,
            context_ref=context_ref,
        )
