"""The JSON form of a scroll: which nodes it has, with which fields, and the JSON Schema (draft 2020-12) of the whole.

A scroll is `{"schema_version": 1, "name", "title", "preamble", "body"}`. Each node has a `type`; all but a blank line
may have a `comment`, which stood behind it, and a `line`, where it stood, which is ignored on the way back.

An expression is one of

    {"number": "1.5"}                      a decimal without sign
    {"symbol": "u", "kind": "scalar"}      a name with what it is declared as
    {"glyph": "dot", "operands": […]}      a glyph by its name
    {"chain": ["add", "subtract"], "operands": [a, b, c]}    (a + b) − c, from left to right, however long
    {"function": "sin", "operands": […]}   a known function; pi has no operands
    {"unknown": "h", "order": 1, "operands": [f]}            h'(f) for a function h that is declared
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["EXPRESSION", "EXPRESSIONS", "PHOTON_AST_VERSION", "SCROLL", "node_schema", "photon_ast_schema", "types_in"]

PHOTON_AST_VERSION = 1
EXPRESSION = {"$ref": "#/$defs/Expression"}

_LINE = {"type": "string", "description": "text of one line", "pattern": "^[^\\r\\n]*$(?!\\n)"}
_WORDS = {"type": "string", "description": "text of one line without #", "pattern": "^[^\\r\\n#]*$(?!\\n)"}
_NAME = {"type": "string", "description": "a name of letters, digits and _", "pattern": "^\\w+$(?!\\n)"}
_KIND = {
    "type": "string",
    "description": "a kind, with what is assumed before it: scalar, positive constant",
    "pattern": "^\\w+( \\w+)*$(?!\\n)",
}
_NAMES = {"type": "array", "minItems": 1, "items": _NAME}
_DECIMAL = {
    "type": "string",
    "description": "a decimal without sign or exponent",
    "pattern": "^[0-9]+([.][0-9]+)?$(?!\\n)",
}
_FILE = {"type": "string", "description": "the name of a file", "pattern": '^[^\\r\\n#"]+$(?!\\n)'}
_OPERANDS = {"type": "array", "items": EXPRESSION}
_CHAINED = {"enum": ["add", "subtract", "multiply"]}

EXPRESSIONS: Mapping[str, Mapping[str, Any]] = {
    "number": {"number": _DECIMAL},
    "symbol": {"symbol": _NAME, "kind": _KIND},
    "glyph": {"glyph": _NAME, "operands": _OPERANDS},
    "chain": {
        "chain": {"type": "array", "minItems": 2, "items": _CHAINED},
        "operands": {"type": "array", "minItems": 3, "items": EXPRESSION},
    },
    "function": {"function": _NAME, "operands": {"type": "array", "maxItems": 1, "items": EXPRESSION}},
    "unknown": {
        "unknown": _NAME,
        "order": {"type": "integer", "minimum": 0},
        "operands": {"type": "array", "minItems": 1, "maxItems": 1, "items": EXPRESSION},
    },
}
"""The fields of an expression's nodes by the field that tells which it is."""

_GAPS: Mapping[str, Mapping[str, Any]] = {"blank": {}, "comment": {"text": _LINE}}
_EQUATION = {"equation": {"name": _NAME, "left": EXPRESSION, "right": EXPRESSION}}
_RUN_LINES: Mapping[str, Mapping[str, Any]] = {
    "evolution": {"field": _NAME, "expression": EXPRESSION},
    "assignment": {
        "role?": {"enum": ["exact", "start", "truth", "guess"]},
        "field": _NAME,
        "expression": EXPRESSION,
    },
    "conserve": {"name": _NAME, "expression": EXPRESSION},
    "grid": {"points": {"type": "array", "minItems": 1, "items": {"anyOf": [{"type": "integer"}, _NAME]}}},
    "methods": {"methods": _NAMES},
    "number": {"quantity": {"enum": ["length", "time", "steps", "rate", "tolerance"]}, "value": EXPRESSION},
}
_LINES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "parameter": {"parameter_value": {"name": _NAME, "kind?": _KIND, "value": EXPRESSION}},
    "let": {"declaration": {"names": _NAMES, "kind": _KIND, "value?": EXPRESSION}},
    "define": {"definition": {"name": _NAME, "expression": EXPRESSION}},
    "given": _EQUATION,
    "prove": _EQUATION,
    "refute": _EQUATION,
    "simplify": {"named_expression": {"name": _NAME, "expression": EXPRESSION}},
    "compare": _RUN_LINES,
    "evolve": _RUN_LINES,
    "fit": _RUN_LINES,
}
_RUNS = ("compare", "evolve", "fit")
_STATEMENTS: Mapping[str, Mapping[str, Any]] = {
    "include": {"scroll": _NAME},
    "include_file": {"file": _FILE},
    "dimension": {"value": {"enum": [1, 2, 3]}},
    **{kind: {**({"name": _WORDS} if kind in _RUNS else {}), "lines": {"type": "array"}} for kind in _LINES},
}
SCROLL: Mapping[str, Any] = {
    "schema_version": {"const": PHOTON_AST_VERSION},
    "name": _NAME,
    "title": _WORDS,
    "comment?": _LINE,
    "line?": {"type": "integer"},
    "preamble?": {"type": "array"},
    "body": {"type": "array"},
}


def types_in(place: str) -> dict[str, Mapping[str, Any]]:
    """The nodes that may stand in `preamble`, in `body`, or among the lines of a block, with their fields."""
    if place == "preamble":
        return dict(_GAPS)
    return {**_GAPS, **(_STATEMENTS if place == "body" else _LINES[place])}


def node_schema(fields: Mapping[str, Any], kind: str | None = None) -> dict[str, Any]:
    """The schema of an object with these fields, where a name that ends in ? may be missing; `kind` is its type."""
    named: dict[str, Any] = dict(fields)
    if kind is not None:
        behind = {} if kind == "blank" else {"comment?": _LINE}
        named = {"type": {"const": kind}, **named, **behind, "line?": {"type": "integer"}}
    return {
        "type": "object",
        "properties": {name.removesuffix("?"): schema for name, schema in named.items()},
        "required": [name for name in named if not name.endswith("?")],
        "additionalProperties": False,
    }


def photon_ast_schema() -> dict[str, Any]:
    """The JSON Schema of a scroll's JSON form."""
    whole = {**SCROLL, "preamble?": _list_in("preamble"), "body": _list_in("body")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:photonic:contract:photon_ast:{PHOTON_AST_VERSION}",
        "title": "PhotonAst",
        "description": "A scroll as data: what codex_to_photon_ast gives and photon_to_codex_ast takes.",
        **node_schema(whole),
        "$defs": {"Expression": {"oneOf": [node_schema(fields) for fields in EXPRESSIONS.values()]}},
    }


def _list_in(place: str) -> dict[str, Any]:
    nodes = []
    for kind, fields in types_in(place).items():
        own = {**fields, "lines": _list_in(kind)} if "lines" in fields else fields
        nodes.append(node_schema(own, kind))
    return {"type": "array", "items": {"oneOf": nodes}}
