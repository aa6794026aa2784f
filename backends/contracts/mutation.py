"""DnaMutation: one glyph replaced by another, by fusion or repair."""

from typing import ClassVar, Literal

from attrs import field, frozen

from backends.contracts.contract import Contract, Record, meaning
from backends.contracts.naming import IDENTIFIER, TIMESTAMP

__all__ = ["DnaMutation", "MutationMetadata", "MutationSide"]


@frozen(kw_only=True)
class MutationSide(Contract):
    """What stood on one side of a mutation."""

    glyph: str = field(metadata=meaning("the glyph or form, as it is written"))


@frozen(kw_only=True)
class MutationMetadata(Contract):
    """Why a mutation was made and what was expected of it."""

    reason: Literal["fusion", "repair"] = field(
        metadata=meaning("`fusion` of a recurring motif, or `repair` of an inaccurate form")
    )
    entropy_delta: float = field(
        metadata=meaning("change in description length, in bits; negative when the form became shorter")
    )
    rewrite_success_prob: float = field(
        metadata=meaning("posterior mean of the rule's success from its history, 0 to 1", minimum=0, maximum=1)
    )
    container_id: str = field(metadata=meaning(**IDENTIFIER))


@frozen(kw_only=True)
class DnaMutation(Record):
    """One form replaced by an equal one, with the reason."""

    kind: ClassVar[str] = "dna_mutation"

    schema_version: Literal[1] = 1
    mutation_id: str = field(metadata=meaning(**IDENTIFIER))
    timestamp: str = field(metadata=meaning(**TIMESTAMP))
    original: MutationSide = field(metadata=meaning("what stood before"))
    mutated: MutationSide = field(metadata=meaning("what stands now"))
    metadata: MutationMetadata = field(metadata=meaning("why, and what was expected"))
