"""The class of which every record is a kind: frozen data that has checked itself."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, get_args, get_origin

from attrs import Attribute, fields, frozen

from backends.contracts.conform import Rules, conform
from backends.contracts.errors import ContractError, Problem

__all__ = ["Contract", "Record", "fixed_value", "meaning", "rules_of"]

_RULES = "json schema keywords"


def meaning(description: str, **keywords: Any) -> dict[str, Any]:
    """Metadata of a field: what it means, and JSON Schema keywords that it obeys.

    Both the reader and the published schema are derived from them.
    """
    return {_RULES: {"description": description, **keywords}}


def rules_of(attribute: Attribute[Any]) -> Rules:
    """The JSON Schema keywords of a field, its description among them."""
    rules: Rules = attribute.metadata.get(_RULES, {})
    return rules


def fixed_value(attribute: Attribute[Any]) -> Any:
    """The one value that a field such as `schema_version` or `type` can have; None for other fields."""
    choices = get_args(attribute.type) if get_origin(attribute.type) is Literal else ()
    return choices[0] if len(choices) == 1 else None


@frozen(kw_only=True)
class Contract:
    """Data with declared types and rules; an object of this class that exists obeys them.

    Building one raises ContractError with all faults. Free JSON is copied, so that later changes to the caller's
    lists and dicts do not reach the record.
    """

    def __attrs_post_init__(self) -> None:
        found: list[Problem] = []
        for attribute in fields(type(self)):
            name = attribute.name
            kept = conform(getattr(self, name), attribute.type, rules_of(attribute), name, found)
            object.__setattr__(self, name, kept)
        if found:
            raise ContractError(type(self).__name__, found)

    def to_data(self) -> dict[str, Any]:
        """Plain JSON data with every field present, absent values as null."""
        return {attribute.name: _plain(getattr(self, attribute.name)) for attribute in fields(type(self))}


@frozen(kw_only=True)
class Record(Contract):
    """A contract that stands on its own in files and ledgers: it has a kind and a `schema_version`.

    Each kind lists its own `schema_version`, the number of the only version that this release reads and writes.
    """

    kind: ClassVar[str]


def _plain(value: Any) -> Any:
    if isinstance(value, Contract):
        return value.to_data()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
