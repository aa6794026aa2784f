"""Does a node of the JSON form have the fields that it must have? What does not fit is named by its JSON path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from backends.contracts.photon_ast import EXPRESSION, node_schema
from photonic.errors import PhotonicError

__all__ = ["AstError", "difference", "require"]

SHOWN = 80


class AstError(PhotonicError):
    """Data that are no scroll. `path` is the JSON path of what is wrong, such as `$.body[2].lines[0].left`."""

    def __init__(self, path: str, words: str) -> None:
        self.path = path
        super().__init__(f"{path}: {words}")


def require(node: Any, fields: Mapping[str, Any], path: str, kind: str | None = None) -> None:
    """Raise AstError at the first field that is missing, unknown or of the wrong shape; expressions are left aside."""
    errors = sorted(_validator(json.dumps([dict(fields), kind])).iter_errors(node), key=lambda error: error.json_path)
    if errors:
        wanted = errors[0].schema.get("description") if errors[0].validator == "pattern" else None
        message = errors[0].message if wanted is None else f"{errors[0].instance!r} is not {wanted}"
        shown = message if len(message) <= 2 * SHOWN else f"{message[:SHOWN]} … {message[-SHOWN:]}"
        raise AstError(path + errors[0].json_path.removeprefix("$"), shown)


@cache
def _validator(asked: str) -> Any:
    # jsonschema takes a tenth of a second to import: only who reads data pays for it.
    from jsonschema import Draft202012Validator

    fields, kind = json.loads(asked)
    return Draft202012Validator(node_schema(_shallow(fields), kind))


def _shallow(schema: Any) -> Any:
    """The schema with expressions left open: they are read one by one, without recursion into their depth."""
    if schema == EXPRESSION:
        return {}
    if isinstance(schema, dict):
        return {key: _shallow(value) for key, value in schema.items()}
    return [_shallow(value) for value in schema] if isinstance(schema, list) else schema


def difference(first: Any, second: Any, path: str = "$") -> str | None:
    """The path of the first place where two JSON values differ, lines aside; None where they are equal."""
    if isinstance(first, dict) and isinstance(second, dict):
        for key in [key for key in {**first, **second} if key != "line"]:
            if key not in first or key not in second:
                return f"{path}.{key}"
            found = difference(first[key], second[key], f"{path}.{key}")
            if found:
                return found
        return None
    if isinstance(first, list) and isinstance(second, list):
        for index, pair in enumerate(zip(first, second, strict=False)):
            found = difference(*pair, f"{path}[{index}]")
            if found:
                return found
        return None if len(first) == len(second) else f"{path}[{min(len(first), len(second))}]"
    return None if type(first) is type(second) and first == second else path
