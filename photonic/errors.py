"""What a user's mistake looks like: a message that names the place and the repair.

Faults of Photonic itself are `AssertionError`s that ask to be reported; they are never one of these.
"""

from __future__ import annotations

from attrs import frozen

__all__ = ["DeclarationError", "ParseError", "PhotonicError", "Place", "RankError", "ScrollError"]


@frozen
class Place:
    """A position in a text: the source's name, line and column (both from 1), and the line itself."""

    source: str = "<text>"
    line: int = 1
    column: int = 1
    text: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"

    def caret(self) -> str:
        """The line with a caret under the column."""
        return f"  {self.text}\n  {' ' * (self.column - 1)}^"


class PhotonicError(ValueError):
    """A mistake in what the user gave, with its place when it came from a text."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.message = message
        self.place = place
        super().__init__(message if place is None else f"{place}: {message}\n{place.caret()}")


class ParseError(PhotonicError):
    """A text is not an expression of the language."""


class RankError(PhotonicError, TypeError):
    """Operands have ranks that the glyph does not take."""


class DeclarationError(PhotonicError):
    """A name is declared twice, with an unknown kind, or not at all."""


class ScrollError(PhotonicError):
    """A scroll's structure is wrong."""
