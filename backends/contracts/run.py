"""A run's first and last record: the manifest from which it can be replayed, and how it ended."""

from typing import ClassVar, Literal

from attrs import field, frozen

from backends.contracts.contract import Record, meaning
from backends.contracts.json_text import JsonObject
from backends.contracts.naming import RUN_ID, TIMESTAMP

__all__ = ["RunEnd", "RunManifest"]


@frozen(kw_only=True)
class RunManifest(Record):
    """Everything from which a run can be explained and replayed, written before its first step."""

    kind: ClassVar[str] = "run_manifest"

    schema_version: Literal[1] = 1
    run_id: str = field(metadata=meaning(**RUN_ID))
    created: str = field(metadata=meaning(**TIMESTAMP))
    scroll: str = field(metadata=meaning("the full text of the scroll, or of the Python input that took its place"))
    settings: JsonObject = field(metadata=meaning("flags and parameters in force, by name"))
    versions: dict[str, str] = field(
        metadata=meaning("versions of Python, Photonic and the libraries that had a part, by name")
    )
    replay: JsonObject = field(
        metadata=meaning("what else a replay needs: seeds, programs, inputs, device, mesh and compiler flags")
    )


@frozen(kw_only=True)
class RunEnd(Record):
    """How a run ended; nothing is recorded for the run after it."""

    kind: ClassVar[str] = "run_end"

    schema_version: Literal[1] = 1
    run_id: str = field(metadata=meaning(**RUN_ID))
    status: Literal["finished", "failed", "interrupted"] = field(
        metadata=meaning("`finished`: all steps done; `failed`: an error stopped it; `interrupted`: it was stopped")
    )
    timestamp: str = field(metadata=meaning(**TIMESTAMP))
    reason: str = field(
        default="",
        # PostgreSQL's texts hold no NUL.
        metadata=meaning("why it failed or was interrupted, without NUL characters", pattern="^[^\\u0000]*$"),
    )
