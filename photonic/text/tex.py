r"""Commands of TeX with arguments in braces, as papers have them: \frac{a}{b}, \mathbf{A}, \sqrt{f}, \dot{u}.

Each is read as what it prints: a quotient in brackets, the bare name, a root, a derivative by time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from photonic.expressions.declarations import is_name

__all__ = ["BARE", "FRACTIONS", "GROUPED", "closing_brace", "grouped", "nested_beyond"]

Pieces = Iterator[tuple[int, str]]
"""Positions in a text, and what is read there."""

FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac")
BARE = (
    "mathbf", "boldsymbol", "bm", "mathrm", "mathit", "mathsf", "mathcal", "mathbb", "pmb", "vec", "text", "textbf",
    "textrm", "operatorname",
)  # fmt: skip
BEFORE = {"sqrt": "sqrt", "dot": "∂t ", "ddot": "∂t ∂t "}
"""What stands before the argument, which brackets hold."""

GROUPED = frozenset({*FRACTIONS, *BARE, *BEFORE})
OPERATOR = re.compile(r"\s*(?:\\partial|∂)\s*(?:\^\s*(?:\d|\{\s*\d+\s*\})|[²³⁴])?\s*")
"""A numerator that is an operator alone: what it differentiates stands behind the quotient."""


def closing_brace(text: str, opening: int) -> int:
    """Where the brace that opens at a position is closed; −1 if it is not."""
    depth = 0
    for position in range(opening, len(text)):
        depth += (text[position] == "{") - (text[position] == "}")
        if not depth:
            return position
    return -1


def nested_beyond(text: str, most: int) -> int:
    """Where the first brace opens that is inside `most` others; −1 if none is."""
    depth = 0
    for position, char in enumerate(text):
        depth += (char == "{") - (char == "}" and depth > 0)
        if depth > most:
            return position
    return -1


def grouped(
    word: str, text: str, behind: int, inside: Callable[[int, int], Pieces]
) -> tuple[list[tuple[int, str]], int] | None:
    """What a command, whose word ends at `behind`, stands for, and where its arguments end; None if it lacks one.

    `inside(start, end)` reads a part of the text.
    """
    groups = []
    for _ in range(2 if word in FRACTIONS else 1):
        group = _argument(text, behind, word in FRACTIONS)
        if group is None:
            return None
        groups.append(group)
        behind = group[1] + (text[group[0] - 1] == "{")
    start, end = groups[0]
    if word in FRACTIONS:
        read = list(_quotient(text, groups[0], groups[1], inside))
    elif word in BARE:
        read = list(inside(start, end))
    else:
        read = [(start, f"{BEFORE[word]}("), *inside(start, end), (end, ")")]
    return (read, behind) if read else None


def _argument(text: str, position: int, may_be_bare: bool) -> tuple[int, int] | None:
    r"""Where the next argument begins and ends: what braces hold, or the digit or letter of \frac12."""
    while position < len(text) and text[position] == " ":
        position += 1
    if text.startswith("{", position):
        end = closing_brace(text, position)
        return (position + 1, end) if end >= 0 else None
    is_bare = may_be_bare and position < len(text) and is_name("_" + text[position])
    return (position, position + 1) if is_bare else None


def _quotient(
    text: str, above: tuple[int, int], below: tuple[int, int], inside: Callable[[int, int], Pieces]
) -> Pieces:
    numerator = text[slice(*above)]
    if OPERATOR.fullmatch(numerator):
        yield from [*inside(*above), (below[0], "/"), *inside(*below), (below[1], " ")]
        return
    differential = OPERATOR.match(numerator) is not None
    yield above[0], "("
    yield from inside(*above) if differential else _held(text, above, inside)
    yield below[0], "/"
    yield from inside(*below) if differential else _held(text, below, inside)
    yield below[1], ")"


def _held(text: str, part: tuple[int, int], inside: Callable[[int, int], Pieces]) -> Pieces:
    """A part in brackets, unless it is one name or number."""
    if is_name("_" + text[slice(*part)].strip()):
        yield from inside(*part)
        return
    yield part[0], "("
    yield from inside(*part)
    yield part[1], ")"
