"""CollapseTrace: one form chosen out of an e-class, with all that is needed to show and replay the choice."""

from typing import ClassVar, Literal

from attrs import field, frozen

from backends.contracts.contract import Contract, Record, meaning
from backends.contracts.json_text import Json, JsonObject
from backends.contracts.naming import HASH, TIMESTAMP

__all__ = ["CollapseTrace", "DreamPack", "Hologram", "SignatureBlock"]


def _hash_of(what: str) -> dict[str, object]:
    return meaning(**{**HASH, "description": f"content hash of {what}: 16 to 64 lower-case hexadecimal digits"})


@frozen(kw_only=True)
class SignatureBlock(Contract):
    """Content hashes by which a replay is checked."""

    ghx_projection_id: str = field(metadata=_hash_of("the replayable projection"))
    vault_snapshot_id: str = field(metadata=_hash_of("the e-graph snapshot"))
    qglyph_id: str = field(metadata=_hash_of("the collapsed form"))


@frozen(kw_only=True)
class DreamPack(Contract):
    """Where in a scroll the choice was made and what the class looked like."""

    scroll_tree: Json = field(metadata=meaning("the scroll's declarations and goals around the choice, as free JSON"))
    entropy_state: dict[str, float] = field(
        metadata=meaning("description lengths in bits, by the name of what they describe")
    )
    memory_tags: tuple[str, ...] = field(metadata=meaning("words under which the choice is found again"))


@frozen(kw_only=True)
class Hologram(Contract):
    """The replayable projection of a collapse."""

    ghx_data: Json = field(metadata=meaning("the replayable projection, as free JSON"))
    trigger_metadata: JsonObject = field(metadata=meaning("what asked for the collapse, as a free JSON object"))
    signature_block: SignatureBlock = field(metadata=meaning("content hashes by which a replay is checked"))
    dream_pack: DreamPack = field(metadata=meaning("where in the scroll, and what the class looked like"))


@frozen(kw_only=True)
class CollapseTrace(Record):
    """One collapse: the expression, the form chosen for it, and its hologram."""

    kind: ClassVar[str] = "collapse_trace"

    schema_version: Literal[1] = 1
    type: Literal["collapse_trace"] = "collapse_trace"
    expression: str = field(metadata=meaning("what was to be collapsed, as it was written"))
    output: str = field(metadata=meaning("the form chosen, as it prints"))
    adapter: Literal["photon", "codex", "qwave"] = field(metadata=meaning("which way of execution asked for it"))
    identity: str = field(metadata=meaning("whose collapse it is: the cell, or the name of the goal"))
    timestamp: str = field(metadata=meaning(**TIMESTAMP))
    hologram: Hologram = field(metadata=meaning("what is needed to show and replay the choice"))
