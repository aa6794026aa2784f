"""Output without Unicode: expressions in the language's ASCII spelling, other text character by character."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from photonic.expressions.catalogue import CATALOGUE, glyphs
from photonic.expressions.notation import Fixity
from photonic.expressions.plain_text import AsciiPrinter
from photonic.terms import from_term
from photonic.text.spelling import names_of
from rewriting.term import Term

__all__ = ["ascii_term", "plain"]

SIGNS = {
    "−": "-", "–": "-", "—": "-", "→": "->", "←": "<-", "↔": "<->", "↦": "|->", "⟲": "iterate", "≠": "!=", "≤": "<=",
    "≥": ">=", "…": "...", "‖": "||", "─": "-", "│": "|", "√": "sqrt", "∂": "d", "′": "'", "“": '"', "”": '"', "’": "'",
    "✗": "x", "°": " deg", "∈": " in ", "∞": "oo", "𝟎": "0", "𝟘": "0",
}  # fmt: skip


def ascii_term(term: Term) -> str:
    """The term in ASCII; the parser reads it back, with Greek names spelt out."""
    return plain(AsciiPrinter().doprint(from_term(term)))


QUOTES = "'\""
CLOSING = QUOTES + "),;"
"""Before these a word needs no blank."""


@lru_cache(maxsize=8)
def _words(_catalogue_size: int) -> list[tuple[str, str, bool]]:
    """Symbols, longest first, with the words for them and whether they stand between operands."""
    words = []
    for glyph in glyphs():
        for symbol in (glyph.symbol, *glyph.aliases):
            if not symbol.isascii() and glyph.fixity is not Fixity.BRACKET and symbol not in SIGNS:
                words.append((symbol, glyph.ascii, glyph.fixity in (Fixity.INFIX, Fixity.POSTFIX)))
    return sorted(words, key=lambda entry: len(entry[0]), reverse=True)


def plain(text: str) -> str:
    """Any text in ASCII: glyphs by their words, Greek letters by name, other signs by what they look like."""
    if text.isascii():
        return text
    words, out, position = _words(len(CATALOGUE)), "", 0
    while position < len(text):
        symbol, word, infix = next((w for w in words if text.startswith(w[0], position)), ("", "", False))
        if symbol:
            position += len(symbol)
            following = text[position : position + 1]
            before = " " if infix and out and not out[-1].isspace() and out[-1] not in QUOTES else ""
            joins = following and not following.isspace() and following not in CLOSING
            behind = " " if joins and (infix or following != "(") else ""
            out += before + word + behind
        else:
            out += _letter(text[position], out)
            position += 1
    return out


def _letter(char: str, before: str) -> str:
    """One character in ASCII; an index or an exponent of several letters is marked at its first only."""
    if char.isascii():
        return char
    if char in SIGNS:
        return SIGNS[char]
    names = names_of(char)
    if names and names[0].isalpha():
        return names[0]
    bare = "".join(SIGNS.get(c, c if c.isascii() else "") for c in unicodedata.normalize("NFKD", char))
    described = unicodedata.name(char, "")
    mark = "^" if "SUPERSCRIPT" in described else "_" if "SUBSCRIPT" in described else ""
    return mark + bare if bare and not before.endswith(("^", "_", "^-")) else bare or "?"
