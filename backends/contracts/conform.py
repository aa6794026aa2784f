"""Whether a value has the declared type and obeys the declared rules, without any coercion.

A field's type is its annotation; its rules are JSON Schema keywords in the field's metadata. This module and the
published schema read the same two declarations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from math import isfinite
from reprlib import repr as short
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from backends.contracts.errors import Problem, member_path
from backends.contracts.json_text import MAX_NUMBER, Json, JsonObject, free_json

__all__ = ["Rules", "conform", "is_timestamp"]

Rules = Mapping[str, Any]


def conform(value: Any, expected: Any, rules: Rules, path: str, found: list[Problem]) -> Any:
    """`value` in the form a record keeps (arrays as tuples, numbers as floats); faults are added to `found`.

    An `int` is a number, as in JSON; a `bool` is neither an integer nor a number, and 1.0 is not an integer.
    """
    if expected == Json:
        return free_json(value, path, found)
    origin = get_origin(expected)
    if origin is UnionType:  # X | None, the only union besides Json
        return None if value is None else conform(value, get_args(expected)[0], rules, path, found)
    if origin is tuple:
        return _array(value, expected, rules, path, found)
    if origin is dict:
        return _object(value, expected, rules, path, found)
    if origin is Literal:
        fault: str | None = _choice_fault(value, get_args(expected))
    elif expected in _SCALARS:
        fault = _SCALARS[expected](value, rules)
    else:
        fault = None if isinstance(value, expected) else _wrong(value, f"a {expected.__name__}")
    if fault:
        found.append(Problem(path, fault))
        return value
    # Adding 0.0 turns -0.0 into 0.0: records that compare equal then have equal bytes.
    return float(value) + 0.0 if expected is float else value


def is_timestamp(text: str) -> bool:
    """Whether the text names a day and time that exist."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _wrong(value: Any, needed: str) -> str:
    return f"{short(value)} is of type {type(value).__name__}; {needed} is needed"


def _choice_fault(value: Any, choices: tuple[Any, ...]) -> str | None:
    # The types are compared too: True == 1 and 1.0 == 1 in Python.
    if any(type(value) is type(choice) and value == choice for choice in choices):
        return None
    return f"{short(value)} is not allowed; use {' or '.join(map(repr, choices))}"


def _text_fault(value: Any, rules: Rules) -> str | None:
    if type(value) is not str:
        return _wrong(value, "a text")
    found: list[Problem] = []
    free_json(value, "", found)
    if found:
        return found[0].message
    if "pattern" in rules and not re.search(rules["pattern"], value):
        return f"{short(value)} does not match {rules['pattern']}; it has to be {rules['description']}"
    if rules.get("format") == "date-time" and not is_timestamp(value):
        return f"{short(value)} names no existing day and time"
    return None


def _number_fault(value: Any, rules: Rules) -> str | None:
    # float is subclassed by NumPy's float64, which is welcome; an int stands for the number that it is.
    if type(value) is not int and not isinstance(value, float):
        return _wrong(value, "a number")
    if isinstance(value, float) and not isfinite(value):
        return f"{value} is not finite; leave out what is not known"
    if abs(value) > MAX_NUMBER:
        return "the number is beyond double precision"
    return _range_fault(value, rules)


def _integer_fault(value: Any, rules: Rules) -> str | None:
    return _wrong(value, "an integer") if type(value) is not int else _range_fault(value, rules)


def _range_fault(value: float, rules: Rules) -> str | None:
    if value < rules.get("minimum", value):
        return f"{value!r} is less than {rules['minimum']}"
    if value > rules.get("maximum", value):
        return f"{value!r} is more than {rules['maximum']}"
    return None


_SCALARS: dict[Any, Callable[[Any, Rules], str | None]] = {
    str: _text_fault,
    float: _number_fault,
    int: _integer_fault,
}


def _array(value: Any, expected: Any, rules: Rules, path: str, found: list[Problem]) -> Any:
    if type(value) not in (list, tuple):
        found.append(Problem(path, _wrong(value, "an array")))
        return value
    item_type = get_args(expected)[0]
    items = rules.get("items", {})
    kept = tuple(conform(item, item_type, items, f"{path}[{index}]", found) for index, item in enumerate(value))
    if len(kept) < rules.get("minItems", 0):
        found.append(Problem(path, f"it has {len(kept)} items; at least {rules['minItems']} are needed"))
    if rules.get("uniqueItems") and any(item in kept[:index] for index, item in enumerate(kept)):
        found.append(Problem(path, f"{short(list(kept))} repeats an item; give each once"))
    return kept


def _object(value: Any, expected: Any, rules: Rules, path: str, found: list[Problem]) -> Any:
    if type(value) is not dict:
        found.append(Problem(path, _wrong(value, "an object")))
        return value
    if expected == JsonObject:
        return free_json(value, path, found)
    key_type, item_type = get_args(expected)
    names, items = rules.get("propertyNames", {}), rules.get("additionalProperties", {})
    return {
        conform(key, key_type, names, member_path(path, str(key)), found): conform(
            item, item_type, items, member_path(path, str(key)), found
        )
        for key, item in value.items()
    }
