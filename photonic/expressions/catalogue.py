"""The catalogue: every glyph class by the name of its operator. Glyphs enter it when their class is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonic.expressions.glyph import Glyph

__all__ = ["CATALOGUE", "WATCHERS", "by_spelling", "glyphs", "reserved_words"]

CATALOGUE: dict[str, type[Glyph]] = {}

WATCHERS: list[Callable[[type[Glyph]], None]] = []
"""Asked about each glyph that enters; one that raises keeps it out."""


def glyphs() -> Iterator[type[Glyph]]:
    """All glyph classes in the order of their definition."""
    yield from list(CATALOGUE.values())


def by_spelling(word: str) -> type[Glyph] | None:
    """The glyph that this word spells."""
    for glyph in CATALOGUE.values():
        if word in (glyph.ascii, glyph.symbol, *glyph.aliases):
            return glyph
    return None


def reserved_words() -> frozenset[str]:
    """Words that no field can be called."""
    words = {"nabla"}
    for glyph in CATALOGUE.values():
        words |= {glyph.ascii, glyph.symbol, *glyph.aliases}
    return frozenset(words)
