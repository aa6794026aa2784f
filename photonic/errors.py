"""What a user's mistake looks like: a message that names the place and the repair.

Faults of Photonic itself are `AssertionError`s that ask to be reported; they are never one of these.
"""

from __future__ import annotations

import re
import unicodedata

from attrs import frozen

__all__ = [
    "DeclarationError",
    "GlyphError",
    "NotWrittenError",
    "ParseError",
    "PhotonicError",
    "Place",
    "RankError",
    "ScrollError",
    "quoted",
]

LONGEST_QUOTED = 60
WINDOW = 37
"""Characters of a long line that are shown on each side of the caret."""


@frozen
class Place:
    """A position in a text: the source's name, line and column (both from 1), and the line itself."""

    source: str = "<text>"
    line: int = 1
    column: int = 1
    text: str = ""

    def __str__(self) -> str:
        return f"{_shown(self.source)}:{self.line}:{self.column}"

    def word(self) -> str:
        """The letters, digits and underscores that begin in this column."""
        found = re.match(r"\w*", self.text[self.column - 1 :])
        return found.group() if found else ""

    def caret(self) -> str:
        """The line, or as much of a long one as a terminal shows, with a caret under the column."""
        start, end = 0, len(self.text)
        if end > 2 * WINDOW:
            start = max(0, min(self.column - 1 - WINDOW, end - 2 * WINDOW))
            end = start + 2 * WINDOW
        before, behind = "…" if start else "", "…" if end < len(self.text) else ""
        shown = before + _shown(self.text[start:end])
        indent = "".join(map(_blank, shown[: len(before) + self.column - 1 - start]))
        return f"  {shown}{behind}\n  {indent}^"


def _blank(char: str) -> str:
    """As much white as the character takes on a screen."""
    if char == "\t" or unicodedata.combining(char):
        return char if char == "\t" else ""
    return "  " if unicodedata.east_asian_width(char) in "WF" else " "


def _shown(text: str) -> str:
    """The text without characters that a terminal would act on, or could not write; of the same length."""
    return "".join(c if c == "\t" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def quoted(text: object) -> str:
    """What a user wrote as a message quotes it: in quotes, and of a long text its beginning."""
    written = repr(text)
    return written if len(written) <= LONGEST_QUOTED else f"{written[: LONGEST_QUOTED - 2]}…{written[-1]}"


class PhotonicError(ValueError):
    """A mistake in what the user gave, with its place when it came from a text."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.message = message
        self.place = place
        super().__init__(message if place is None else f"{place}: {message}\n{place.caret()}")


class NotWrittenError(PhotonicError):
    """What was found could not be recorded: no fault of what was asked, but of a full disk, say."""


class ParseError(PhotonicError):
    """A text is not an expression of the language."""


class RankError(PhotonicError, TypeError):
    """Operands have ranks that the glyph does not take."""


class DeclarationError(PhotonicError):
    """A name is declared twice, with an unknown kind, or not at all."""


class GlyphError(DeclarationError, TypeError):
    """A glyph's declaration is incomplete, or contradicts itself or another glyph."""


class ScrollError(PhotonicError):
    """A scroll's structure is wrong."""
