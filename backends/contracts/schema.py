"""The published JSON Schemas (draft 2020-12), made from the classes, and the check against them."""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from attrs import NOTHING, Attribute, fields

from backends.contracts.conform import Rules, is_timestamp
from backends.contracts.contract import Contract, Record, fixed_value, rules_of
from backends.contracts.errors import Problem
from backends.contracts.json_text import MAX_NUMBER, Json, JsonObject
from backends.contracts.kinds import RECORDS

__all__ = ["schema_of", "schema_problems"]

_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number", "minimum": -MAX_NUMBER, "maximum": MAX_NUMBER},
}
_FREE_JSON = {
    "description": "any JSON value; numbers within double precision",
    "anyOf": [
        {"type": ["null", "boolean", "string"]},
        _SCALARS[float],
        {"type": "array", "items": {"$ref": "#/$defs/Json"}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/Json"}},
    ],
}


def schema_of(record: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a kind of record, as a JSON object."""
    definitions: dict[str, Any] = {}
    body = _class_schema(record, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:photonic:contract:{record.kind}:{body['properties']['schema_version']['const']}",
        "title": record.__name__,
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_problems(record: type[Record], data: Json) -> list[Problem]:
    """What the published schema finds wrong with the data, in the order of the fields' paths."""
    errors = sorted(_validator(record.kind).iter_errors(data), key=lambda error: error.json_path)
    return [Problem(error.json_path.removeprefix("$").removeprefix("."), error.message) for error in errors]


@cache
def _validator(kind: str) -> Any:
    # jsonschema takes a tenth of a second to import: only who reads from outside pays for it.
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend

    def is_integer(_: Any, value: Any) -> bool:
        return type(value) is int

    def is_time(value: Any) -> bool:
        return not isinstance(value, str) or is_timestamp(value)  # a format speaks of texts alone

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer)
    strict = extend(Draft202012Validator, type_checker=types)
    formats = FormatChecker(formats=())
    formats.checks("date-time")(is_time)
    schema = schema_of(RECORDS[kind])
    strict.check_schema(schema)
    return strict(schema, format_checker=formats)


def _class_schema(kind: type[Contract], definitions: dict[str, Any]) -> dict[str, Any]:
    attributes = fields(kind)
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": {a.name: _type_schema(a.type, rules_of(a), definitions) for a in attributes},
        "required": [a.name for a in attributes if _required(a)],
        "additionalProperties": False,
    }


def _required(attribute: Attribute[Any]) -> bool:
    return attribute.default is NOTHING or fixed_value(attribute) is not None


def _type_schema(kind: Any, rules: Rules, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field from its annotation and its rules; classes that it mentions are added to `definitions`."""
    origin, args = get_origin(kind), get_args(kind)
    if kind == Json:
        definitions["Json"] = _FREE_JSON
        return {"$ref": "#/$defs/Json", **rules}
    if kind == JsonObject:
        definitions["Json"] = _FREE_JSON
        return {"type": "object", "additionalProperties": {"$ref": "#/$defs/Json"}, **rules}
    if origin is UnionType:
        inner = {key: value for key, value in rules.items() if key != "description"}
        choices = [_type_schema(args[0], inner, definitions), {"type": "null"}]
        return {"description": rules["description"], "anyOf": choices}
    if origin is Literal:
        return _choice_schema(args, rules)
    if origin is tuple:
        items = _type_schema(args[0], rules.get("items", {}), definitions)
        return {"type": "array", **rules, "items": items}
    if origin is dict:
        values = _type_schema(args[1], rules.get("additionalProperties", {}), definitions)
        return {"type": "object", **rules, "additionalProperties": values}
    if kind in _SCALARS:
        return {**_SCALARS[kind], **rules}
    definitions[kind.__name__] = _class_schema(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}", **rules}


def _choice_schema(choices: tuple[Any, ...], rules: Rules) -> dict[str, Any]:
    one_type = {**_SCALARS[type(choices[0])], **rules}
    return {**one_type, "const": choices[0]} if len(choices) == 1 else {**one_type, "enum": list(choices)}
