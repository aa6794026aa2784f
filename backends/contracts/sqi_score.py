"""sqi_score: how a form or a rewrite was judged."""

from typing import ClassVar, Literal

from attrs import field, frozen

from backends.contracts.contract import Record, meaning
from backends.contracts.naming import IDENTIFIER, TIMESTAMP

__all__ = ["SqiScore"]


@frozen(kw_only=True)
class SqiScore(Record):
    """The quality of one mutation: whether it meets its goal, may be trusted, and makes the form simpler."""

    kind: ClassVar[str] = "sqi_score"

    schema_version: Literal[1] = 1
    type: Literal["sqi_score"] = "sqi_score"
    timestamp: str = field(metadata=meaning(**TIMESTAMP))
    mutation_id: str = field(metadata=meaning(**IDENTIFIER))
    container_id: str = field(metadata=meaning(**IDENTIFIER))
    goal_match_score: float = field(
        metadata=meaning("share of fingerprint points on which the form meets its goal, 0 to 1", minimum=0, maximum=1)
    )
    rewrite_success_prob: float = field(
        metadata=meaning("posterior mean of the rule's success from its history, 0 to 1", minimum=0, maximum=1)
    )
    entropy_delta: float = field(
        metadata=meaning("change in description length, in bits; negative when the form became shorter")
    )
