"""Python text seen from above: what is code, where logical lines end, which brackets belong together.

Everything here works on strings. Tokens would not do: Python 3.12 reads `a∇b` as one name and refuses `∇·E`.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from attrs import frozen

__all__ = ["CLOSING", "TEXT", "WORD", "LogicalLine", "closing", "logical_lines", "mask", "split_at"]

TEXT, BLANK = "\x00", " "
"""What stands in a mask for a character of a string, and of a comment."""

OPENING = "([{"
CLOSING = dict(zip(OPENING, ")]}", strict=True))
PREFIXES = frozenset(("r", "u", "b", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"))
WORD = re.compile(r"[^\W\d][\w·]*")
QUOTE = re.compile("'''|\"\"\"|'|\"")


@frozen
class LogicalLine:
    """A statement line, brackets and continued lines included: its span, and whether the text ended inside it."""

    start: int
    end: int
    is_open: bool


def mask(text: str) -> str:
    """The text with every character of a string made NUL and every comment blank; nothing else moves.

    An f-string is a string with all that is in it. A prime behind a name, as in h'(f), begins no string.
    """
    out = list(text)
    position = 0
    while position < len(text):
        char = text[position]
        if char == "#":
            end = _line_end(text, position)
            out[position:end] = BLANK * (end - position)
        elif char in "'\"" and not _is_prime(text, position):
            start = position - len(_prefix(text, position))
            end = _string_end(text, position, formatted=bool({"f", "t"} & set(_prefix(text, position).lower())))
            out[start:end] = TEXT * (end - start)
        else:
            end = position + 1
        position = end
    return "".join(out)


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _word_before(text: str, position: int) -> str:
    start = position
    while start and (text[start - 1].isalnum() or text[start - 1] in "_·"):
        start -= 1
    return text[start:position]


def _prefix(text: str, position: int) -> str:
    word = _word_before(text, position)
    return word if word.lower() in PREFIXES else ""


def _is_prime(text: str, position: int) -> bool:
    """Whether the quote is the prime of a derivative: behind a name that is no keyword, or behind another prime."""
    if text[position] != "'":
        return False
    start = position
    while start and text[start - 1] == "'":
        start -= 1
    word = _word_before(text, start)
    if not word or word[0].isdigit() or keyword.iskeyword(word):
        return False
    return word.lower() not in PREFIXES or "'" not in text[position + 1 : _line_end(text, position)]


def _string_end(text: str, position: int, formatted: bool) -> int:
    """Where the string whose quote stands at `position` ends; a single quote ends at the latest with its line."""
    found = QUOTE.match(text, position)
    quote = found.group() if found else text[position]
    position += len(quote)
    while position < len(text):
        if text[position] == "\\":
            position += 2
        elif text.startswith(quote, position):
            return position + len(quote)
        elif text[position] == "\n" and len(quote) == 1:
            return position
        elif formatted and text.startswith("{{", position):
            position += 2
        elif formatted and text[position] == "{":
            position = _field_end(text, position + 1, quote)
        else:
            position += 1
    return len(text)


def _field_end(text: str, position: int, quote: str) -> int:
    """Behind the replacement field of an f-string; strings inside it may use any quote, as from Python 3.12 on."""
    depth = 1
    while position < len(text):
        char = text[position]
        if char in "'\"":
            if text.startswith(quote, position) and "}" not in text[position : _line_end(text, position)]:
                return position  # the field was never closed, or its format ends with the string
            prefix = _prefix(text, position)
            position = _string_end(text, position, formatted="f" in prefix.lower())
            continue
        if char == "\n" and len(quote) == 1 and depth <= 0:
            return position
        depth += (char in OPENING) - (char in ")]}")
        position += 1
        if depth == 0:
            return position
    return len(text)


def logical_lines(masked: str) -> Iterator[LogicalLine]:
    """The logical lines of a masked text; each ends before its line feed."""
    start = depth = 0
    for position, char in enumerate(masked):
        if char in OPENING:
            depth += 1
        elif char in ")]}":
            depth = max(0, depth - 1)
        elif char == "\n" and not depth and not masked[start:position].endswith("\\"):
            yield LogicalLine(start, position, False)
            start = position + 1
    if start < len(masked):
        yield LogicalLine(start, len(masked), depth > 0 or masked.endswith("\\"))


def closing(masked: str, position: int, end: int) -> int:
    """The position of the bracket that closes the one at `position`, or -1."""
    depth = 0
    for index in range(position, end):
        depth += (masked[index] in OPENING) - (masked[index] in ")]}")
        if depth == 0:
            return index
    return -1


def split_at(pattern: re.Pattern[str], masked: str, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """The pieces between matches of `pattern` outside brackets: piece's start and end, match's start and end.

    Behind the last piece stands an empty match.
    """
    first = position = start
    while position < end:
        if masked[position] in OPENING:
            close = closing(masked, position, end)
            position = end if close < 0 else close + 1
            continue
        found = pattern.match(masked, position, end)
        if found and found.end() > position:
            yield first, position, found.start(), found.end()
            first = position = found.end()
        else:
            position += 1
    yield first, end, end, end
