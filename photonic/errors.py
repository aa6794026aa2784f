"""What a user's mistake looks like: a message that names the place and the repair.

Faults of Photonic itself are `AssertionError`s that ask to be reported; they are never one of these.
"""

from __future__ import annotations

from attrs import frozen

__all__ = ["DeclarationError", "NotWrittenError", "ParseError", "PhotonicError", "Place", "RankError", "ScrollError"]

WINDOW = 80
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

    def caret(self) -> str:
        """The line, or as much of a long one as tells, with a caret under the column."""
        start = max(0, self.column - 1 - WINDOW) if len(self.text) > 2 * WINDOW else 0
        shown = _shown(self.text[start : start + 2 * WINDOW])
        indent = "".join(c if c == "\t" else " " for c in shown[: self.column - 1 - start])
        return f"  {shown}\n  {indent.ljust(self.column - 1 - start)}^"


def _shown(text: str) -> str:
    """The text without characters that a terminal would act on, or could not write; of the same length."""
    return "".join(c if c == "\t" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


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


class ScrollError(PhotonicError):
    """A scroll's structure is wrong."""
