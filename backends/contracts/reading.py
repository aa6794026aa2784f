"""From JSON to records and back: strict, with every fault of a record in one error."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from reprlib import repr as short
from typing import Any, TypeVar

from attrs import Attribute, fields
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from backends.contracts.conform import conform
from backends.contracts.contract import Contract, Record, fixed_value, rules_of
from backends.contracts.errors import ContractError, Problem
from backends.contracts.json_text import Json, canonical_json, parse_json
from backends.contracts.schema import schema_problems

__all__ = ["from_data", "from_json", "to_json"]

R = TypeVar("R", bound=Record)


def to_json(record: Record) -> bytes:
    """The canonical JSON of a record: the bytes that are stored and hashed."""
    return canonical_json(record.to_data())


def from_json(kind: type[R], text: str | bytes) -> R:
    """The record in a JSON text from outside, held against the published JSON Schema as well.

    Raises ContractError with all faults and the paths of their fields.
    """
    data = parse_json(text)
    record = from_data(kind, data)
    if faults := schema_problems(kind, data):
        raise ContractError(kind.__name__, faults)
    return record


def from_data(kind: type[R], data: Json) -> R:
    """The record in plain JSON data. Fields with defaults may be absent, unknown ones are refused.

    Raises ContractError with all faults; of a record of another `schema_version` or `type`, that fault alone.
    """
    if faults := _header_faults(kind, data):
        raise ContractError(kind.__name__, faults)
    try:
        return _converter().structure(data, kind)
    except ClassValidationError as group:
        raise ContractError(kind.__name__, _faults(group)) from None


def _header_faults(kind: type[Record], data: Json) -> list[Problem]:
    """Faults in the fields that say what the record is; until they are right, the others mean nothing."""
    if type(data) is not dict:
        return [_no_object(data)]
    found: list[Problem] = []
    for attribute in fields(kind):
        known = fixed_value(attribute)
        value = data.get(attribute.name)
        if known is None or (type(value) is type(known) and value == known):
            continue
        message = f"{short(value)} is not known here; {known!r} is" if attribute.name in data else "it is missing"
        if attribute.name == "schema_version":
            message += ". Read the record with the release that wrote it, or write it anew"
        found.append(Problem(attribute.name, message))
    return found


def _no_object(value: Any) -> Problem:
    return Problem("", f"{short(value)} is of type {type(value).__name__}; an object is needed")


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    converter.register_structure_hook_factory(_is_contract, lambda kind: _reader(kind, converter))
    return converter


def _is_contract(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Contract)


def _reader(kind: type[Contract], converter: Converter) -> Callable[[Any, Any], Contract]:
    """What structures one class: nested contracts by their own readers, every other field by `conform`."""
    leaves = {a.name: override(struct_hook=_leaf(a)) for a in fields(kind) if not _is_contract(a.type)}
    structure = make_dict_structure_fn(kind, converter, **leaves)  # type: ignore[arg-type]

    def read(value: Any, _: Any) -> Contract:
        if type(value) is not dict:
            raise ContractError(kind.__name__, [_no_object(value)])
        return structure(value, kind)

    return read


def _leaf(attribute: Attribute[Any]) -> Callable[[Any, Any], Any]:
    def read(value: Any, _: Any) -> Any:
        found: list[Problem] = []
        kept = conform(value, attribute.type, rules_of(attribute), "", found)
        if found:
            raise ContractError(attribute.name, found)
        return kept

    return read


def _faults(group: ClassValidationError) -> list[Problem]:
    """The faults in cattrs' tree of exceptions, each with the path from the root."""
    found: list[Problem] = []
    noted, others = group.group_exceptions()
    for error, note in noted:
        if isinstance(error, ClassValidationError):
            found += [problem.under(note.name) for problem in _faults(error)]
        elif isinstance(error, ContractError):
            found += [problem.under(note.name) for problem in error.problems]
        elif isinstance(error, KeyError):
            found.append(Problem(note.name, "it is missing"))
        else:
            raise AssertionError(f"field {note.name} raised {error!r}; please report this")
    for other in others:
        if not isinstance(other, ForbiddenExtraKeysError):
            raise AssertionError(f"reading {group.cl.__name__} raised {other!r}; please report this")
        found += [Problem(str(name), "no such field; remove it") for name in sorted(map(str, other.extra_fields))]
    return found
