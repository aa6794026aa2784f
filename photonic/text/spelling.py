r"""Names by which a character is typed: `\nabla` for ∇, `\curl` for ∇×, `\kappa` for κ. Made from the glyphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from photonic.expressions.catalogue import CATALOGUE, by_spelling, glyphs
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Fixity

__all__ = ["MEANT", "glyph_named", "letters", "names_of", "spellings"]

COMMAND = re.compile(r"\\([A-Za-z]+)")
LETTER = re.compile(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z]+)")
FURTHER = {"square": "□", "Laplacian": "Δ", "partial": "∂", "minus": "−", "top": "ᵀ", "T": "ᵀ", "^2": "²", "^3": "³"}
"""Names that follow from nothing: TeX has several for one character, or none."""

MEANT = {"∂": "∂t", "²": "^", "³": "^", "-": "−", "**": "^", "|": "norm", "‖": "norm", "√": "sqrt"}
"""Signs that are no glyph's symbol, with the glyph that one asks about by them."""


def spellings() -> Mapping[str, str]:
    """What each name inserts, by the name without its backslash; shorter TeX names come before the glyphs' own."""
    table = dict(FURTHER)
    for glyph in glyphs():
        symbol = glyph.symbol
        if symbol.isascii() or glyph.fixity is Fixity.BRACKET:
            continue
        command = _command(glyph)
        if command:
            table.setdefault(command, symbol)
        table.setdefault(glyph.ascii, symbol)
    return table | {word: letter for word, letter in letters().items() if word not in table}


@lru_cache(maxsize=1)
def letters() -> dict[str, str]:
    """The Greek letters by their names: alpha, Omega."""
    table = {}
    for code in range(0x0391, 0x03CA):
        letter = LETTER.fullmatch(unicodedata.name(chr(code), ""))
        if letter:
            word = letter[2].lower().replace("lamda", "lambda")
            table[word.capitalize() if letter[1] == "CAPITAL" else word] = chr(code)
    return table


def _command(glyph: type[Glyph]) -> str:
    """The TeX command that alone prints the symbol."""
    template = glyph.typeset if isinstance(glyph.typeset, str) else next(iter(glyph.typeset.values()))
    bare = re.sub(r"<\d>", "", template).strip()
    found = COMMAND.fullmatch(bare)
    return found[1] if found and len(glyph.symbol) == 1 else ""


def names_of(character: str) -> list[str]:
    """All names of a character or of a glyph's symbol, the shortest to remember first."""
    meant = {"⋅": "·", "∆": "Δ"}.get(character, character)
    return [name for name, symbol in spellings().items() if symbol == meant]


def glyph_named(text: str) -> type[Glyph] | None:
    r"""The glyph that is meant by a symbol, an ASCII word, a name such as `\nabla`, or a form such as (A·∇)."""
    word = text.strip()
    word = spellings().get(word.removeprefix("\\"), word) if word.startswith("\\") else word
    if re.fullmatch(r"\(?\s*\w*\s*[·⋅]\s*∇\s*\)?\w*", word):
        return CATALOGUE.get("advection")
    return by_spelling(MEANT.get(word, word))
