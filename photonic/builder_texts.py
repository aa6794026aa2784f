"""What a scroll's builder is given, as the text of one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy

from photonic.errors import ScrollError
from photonic.expressions.declarations import KINDS, is_name
from photonic.expressions.operand import Field, declaration_of
from photonic.terms import describe, to_term

__all__ = ["Texts", "equation_text", "expression_text", "name_text", "names_and_kind", "run_lines"]

Texts = Mapping[str, Any]
"""Expressions by name."""

ASSIGNMENTS = {"equations": "∂t {}", "given": "{}", "conserve": "conserve {}"} | {
    role: f"{role} {{}}" for role in ("exact", "start", "truth", "guess")
}
LISTS = ("grid", "methods")
NUMBERS = ("length", "time", "steps", "rate", "tolerance")
BREAK = re.compile(r"[\r\n#]")


def name_text(name: Any) -> str:
    """A name as it is. Raises ScrollError for what is none."""
    if not isinstance(name, str) or not is_name(name):
        raise ScrollError(f"{name!r} is not a name: use letters, digits and _, beginning with a letter")
    return name


def expression_text(value: Any) -> str:
    """One line of text: a text as it is, a glyph expression as it is written, a vector of three by its components.

    Raises PhotonicError for anything else, and for texts of several lines or with a comment.
    """
    if isinstance(value, str):
        if BREAK.search(value) or not value.strip():
            raise ScrollError(f"{value!r} is not the text of one line without '#': give one expression")
        return value.strip()
    if isinstance(value, (tuple, list)):
        return f"({', '.join(map(expression_text, value))})"
    if isinstance(value, (bool, complex)) or value is None:
        raise ScrollError(f"{value!r} is no expression: give a text, a number or a glyph expression")
    if isinstance(value, sympy.Basic):
        return describe(to_term(value))
    if isinstance(value, float | int) or hasattr(value, "__float__"):
        return repr(value) if isinstance(value, int) else repr(float(value))
    raise ScrollError(f"{type(value).__name__} is no expression: give a text, a number or a glyph expression")


def equation_text(sides: Sequence[Any]) -> str:
    """'left = right', of one text or of two expressions. Raises ScrollError for another number of them."""
    if len(sides) == 1 and isinstance(sides[0], str):
        if "=" not in sides[0]:
            raise ScrollError(f"{sides[0]!r} is no equation: write 'left = right', or give both sides")
        return expression_text(sides[0])
    if len(sides) != 2:
        raise ScrollError("an equation is one text 'left = right', or two expressions")
    return " = ".join(map(expression_text, sides))


def names_and_kind(names: Sequence[Any], kind: str | None) -> Iterator[tuple[str, str]]:
    """Names as they stand in a let block, with their kind. A last name that is a kind is taken for it.

    Raises ScrollError for names or kinds that are none, and for names without a kind.
    """
    listed = list(names)
    if kind is None and listed and isinstance(listed[-1], str) and _is_kind(listed[-1]):
        kind = listed.pop()
    for symbol in [item for item in listed if isinstance(item, sympy.Basic)]:
        if not isinstance(symbol, Field | sympy.Symbol):
            raise ScrollError(f"{symbol} is an expression: field declares names, define gives a name to an expression")
        declaration = declaration_of(symbol)
        yield declaration.name, declaration.text
    texts = [part.strip() for item in listed if not isinstance(item, sympy.Basic) for part in _split(item)]
    if texts:
        if kind is None or not _is_kind(kind):
            raise ScrollError(f"{', '.join(texts)} is declared as {kind!r}: the kinds are {', '.join(KINDS)}")
        yield ", ".join(map(name_text, texts)), kind
    elif not listed:
        raise ScrollError("nothing is declared: give names and a kind, as in field('E', 'B', 'vector')")


def _is_kind(text: str) -> bool:
    """Whether a text is a kind, perhaps with what is assumed before it."""
    return text.split()[-1:] != [] and text.split()[-1] in KINDS


def _split(item: Any) -> list[str]:
    return item.split(",") if isinstance(item, str) else [name_text(item)]


def run_lines(entries: Mapping[str, Any]) -> list[str]:
    """The lines of a run block. Raises ScrollError for an entry that is none."""
    lines = []
    for key, value in entries.items():
        if value is None:
            continue
        if key in ASSIGNMENTS:
            if not isinstance(value, Mapping):
                raise ScrollError(f"{key} is {value!r}: give expressions by name, {{'u': 'sin(x)'}}")
            lines += [f"{ASSIGNMENTS[key].format(name_text(n))} = {expression_text(e)}" for n, e in value.items()]
        elif key in LISTS:
            several = value if isinstance(value, (tuple, list)) else (value,)
            lines.append(f"{key} {' '.join(map(expression_text, several))}")
        elif key in NUMBERS:
            lines.append(f"{key} {expression_text(value)}")
        else:
            raise ScrollError(f"{key!r} is no entry of a run: {', '.join([*ASSIGNMENTS, *LISTS, *NUMBERS])} are")
    return lines
