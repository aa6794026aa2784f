"""Lines that fit a terminal: broken at blanks instead of inside a symbol, a proof's law on a line of its own."""

from __future__ import annotations

import re

__all__ = ["folded_lines"]

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
COLUMN_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
"""What separates the columns of a proof and of a table."""

PROMPT = len("Out[999]: ")
"""A result of one line shares it with the prompt."""

DEEPER = 6
NARROWEST = 20


def folded_lines(text: str, columns: int) -> str:
    """The text with no line longer than `columns` characters, as far as blanks allow; escapes count for nothing."""
    lines = text.split("\n")
    widest = max(columns - 1 - (PROMPT if len(lines) == 1 else 0), NARROWEST)
    return "\n".join(piece for line in lines for piece in _folded(line, widest))


def _folded(line: str, widest: int) -> list[str]:
    if _width(line) <= widest:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + DEEPER)
    first, *others = COLUMN_GAP.split(line, maxsplit=1)
    parts = [first, *(indent + other for other in others)]
    return [piece for part in parts for piece in _broken(part, widest, indent)]


def _broken(line: str, widest: int, indent: str) -> list[str]:
    """The line broken at the last blank that fits, again and again."""
    begin = len(line) - len(line.lstrip())
    out, current = [], line[:begin]
    for word in line[begin:].split(" "):
        longer = f"{current} {word}" if current.strip() else current + word
        if _width(longer) > widest and current.strip():
            out.append(current)
            longer = indent + word
        current = longer
    return [*out, current]


def _width(text: str) -> int:
    return len(ESCAPES.sub("", text))
