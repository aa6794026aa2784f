"""glyph_execution: one run of one glyph and what it was estimated to cost."""

from typing import ClassVar, Literal

from attrs import field, frozen

from backends.contracts.contract import Contract, Record, meaning
from backends.contracts.naming import TIMESTAMP

__all__ = ["GlyphCost", "GlyphExecution", "GlyphPayload"]


@frozen(kw_only=True)
class GlyphCost(Contract):
    """The parts of a cost."""

    energy: float = field(metadata=meaning("estimated floating-point operations", minimum=0))
    ethics_risk: float = field(metadata=meaning("share of policy checks not passed, 0 to 1", minimum=0, maximum=1))
    delay: float = field(metadata=meaning("estimated seconds", minimum=0))
    opportunity_loss: float = field(
        metadata=meaning("cost above the best form known, in the unit of `cost`", minimum=0)
    )


@frozen(kw_only=True)
class GlyphPayload(Contract):
    """Which glyph did what, for whom, when and at which cost."""

    glyph: str = field(metadata=meaning("the glyph, as it is written"))
    action: str = field(metadata=meaning("what was done with it, as in `lower`, `fuse` or `run`"))
    source: Literal["photon", "codex", "qwave", "user"] = field(metadata=meaning("who asked for it"))
    timestamp: str = field(metadata=meaning(**TIMESTAMP))
    cost: float = field(
        metadata=meaning("the one figure by which the scheduler compares executions and COST_THRESHOLD", minimum=0)
    )
    detail: GlyphCost = field(metadata=meaning("the parts of the cost"))


@frozen(kw_only=True)
class GlyphExecution(Record):
    """One execution of a glyph."""

    kind: ClassVar[str] = "glyph_execution"

    schema_version: Literal[1] = 1
    type: Literal["glyph_execution"] = "glyph_execution"
    payload: GlyphPayload = field(metadata=meaning("the execution"))
