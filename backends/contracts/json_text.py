"""JSON as the records use it: canonical when written, strict when read.

Canonical: UTF-8, keys sorted, no spaces, no NaN or Infinity; equal data give equal bytes, so the bytes can be hashed.
Strict: a repeated key, NaN, Infinity, a number beyond double precision and half a surrogate pair are refused.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from math import isfinite
from reprlib import repr as short
from typing import Any, Never, TypeAlias

from backends.contracts.errors import ContractError, Problem, member_path

__all__ = ["MAX_DEPTH", "MAX_NUMBER", "Json", "JsonObject", "canonical_json", "content_hash", "free_json", "parse_json"]

Json: TypeAlias = bool | int | float | str | list[Any] | dict[str, Any] | None
JsonObject: TypeAlias = dict[str, Any]

MAX_DEPTH = 100
"""Levels of nesting that a field of free JSON may have; a text as a whole may have twice as many, for what holds it."""

MAX_NUMBER = sys.float_info.max
"""The largest magnitude of a number: what a double holds, so that no reader turns it into Infinity."""


def canonical_json(data: Json) -> bytes:
    """The canonical bytes of JSON data. Raises ContractError for what JSON cannot hold."""
    found: list[Problem] = []
    plain = free_json(data, "", found, 2 * MAX_DEPTH)
    if found:
        raise ContractError("JSON data", found)
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def content_hash(data: Json) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits: the name of a content."""
    return sha256(canonical_json(data)).hexdigest()


def parse_json(text: str | bytes) -> Json:
    """The data of one JSON text. Raises ContractError for text that is not strict JSON."""
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        data = json.loads(decoded, parse_constant=_no_constant, object_pairs_hook=_distinct)
    except RecursionError:
        raise ContractError("JSON text", [Problem("", "it is nested too deeply; flatten it")]) from None
    except ValueError as error:
        raise ContractError("JSON text", [Problem("", f"it is not strict JSON: {error}")]) from error
    found: list[Problem] = []
    free_json(data, "", found, 2 * MAX_DEPTH)
    if found:
        raise ContractError("JSON text", found)
    return data  # type: ignore[no-any-return]


def free_json(value: Any, path: str, found: list[Problem], levels: int = MAX_DEPTH) -> Any:
    """A deep copy of `value` when it is JSON of at most so many levels; faults are added to `found` by their paths."""
    if type(value) not in (list, dict):
        if fault := _scalar_fault(value):
            found.append(Problem(path, fault))
        return value
    if levels == 0:
        found.append(Problem(path, "it is nested too deeply; flatten it"))
        return value
    if type(value) is list:
        return [free_json(item, f"{path}[{index}]", found, levels - 1) for index, item in enumerate(value)]
    return {
        _key(key, path, found): free_json(item, member_path(path, str(key)), found, levels - 1)
        for key, item in value.items()
    }


def _key(key: Any, path: str, found: list[Problem]) -> Any:
    fault = (
        _scalar_fault(key) if type(key) is str else f"key {short(key)} is of type {type(key).__name__}; keys are texts"
    )
    if fault:
        found.append(Problem(path, fault))
    return key


def _scalar_fault(value: Any) -> str | None:
    """What is wrong with a value that is neither a list nor a dict; None when it is JSON."""
    kind = type(value)
    if value is None or kind is bool:
        return None
    if kind is int:
        return None if abs(value) <= MAX_NUMBER else "the integer is beyond double precision; write it as a text"
    if kind is float:
        return None if isfinite(value) else f"{value} is no JSON number; use null or a text that says why"
    if kind is str:
        return None if _encodes(value) else f"{short(value)} holds half a surrogate pair; mend the text"
    return f"{short(value)} is of type {kind.__name__}, which JSON lacks; use null, bool, int, float, str, list or dict"


def _encodes(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _no_constant(name: str) -> Never:
    raise ValueError(f"{name} is not a JSON number")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"repeated key {next(key for key in keys if keys.count(key) > 1)!r}")
    return data
