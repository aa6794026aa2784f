r"""The characters of a text as the lexer reads them, and where each stands in the text as it was typed.

Spellings that mean the same become the same here: commands of TeX (`\nabla\cdot`, `x^{2}`, `E_{x}`), letters of other
alphabets of mathematics (𝐀, ϕ), lowered indices (u₀), the arrow over a vector (E⃗), accents apart from their letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from attrs import field, frozen

from photonic.errors import ParseError, Place
from photonic.expressions.catalogue import glyphs, reserved_words
from photonic.expressions.declarations import ARROW, INDICES, is_name
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.text.spelling import spellings

if TYPE_CHECKING:
    from photonic.expressions.glyph import Glyph

__all__ = ["Characters", "characters"]

COMMAND = re.compile(r"\\([A-Za-z]+|[,;:! |])[ ]?")
BRACED = re.compile(r"[_^]\{([^{}]*)\}")
SPACES = (",", ";", ":", "!", " ", "quad", "qquad", "left", "right", "displaystyle")
"""Commands of TeX that print nothing, or brackets of the right size."""

SAID_OTHERWISE: Mapping[str, str] = {
    "frac": "write quotients on the line: (f + g)/h",
    "dfrac": "write quotients on the line: (f + g)/h",
    "sqrt": "write sqrt(f) or √f",
    **dict.fromkeys(("vec", "mathbf", "boldsymbol", "bm", "mathrm"), "write the bare name: its kind is declared"),
    **dict.fromkeys(("dot", "ddot"), "write ∂t u for the derivative by time"),
    **dict.fromkeys(("hat", "bar", "tilde", "overline"), "give the marked quantity a name of its own, as u_bar"),
}
FURTHER = {"|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|"} | {
    "prime": "'", "hbar": "ħ", "varphi": "φ", "varepsilon": "ε", "vartheta": "θ", "varrho": "ρ", "lbrace": "(",
}  # fmt: skip


@frozen
class Characters:
    """What the lexer reads. `columns` has the column as typed, from 1, of each character and of the end.

    `arrows` are positions of letters that an arrow stands over.
    """

    text: str
    columns: tuple[int, ...] = field(repr=False, default=())
    arrows: frozenset[int] = frozenset()

    def column(self, position: int) -> int:
        """The column as typed of a position from 0."""
        return self.columns[position] if self.columns else position + 1


def characters(text: str, place: Place) -> Characters:
    """The characters of a text. Raises ParseError for a command of TeX that has no meaning here."""
    if text.isascii() and "\\" not in text and "{" not in text:
        return Characters(text)
    out: list[str] = []
    columns: list[int] = []
    arrows: set[int] = set()
    for start, piece in _pieces(text, place):
        if piece == ARROW and out:
            arrows.add(len(out) - 1)
            continue
        if out and _would_join(text, start, piece, out[-1]):
            out.append(" ")
            columns.append(start + 1)
        out.extend(piece)
        columns.extend([start + 1] * len(piece))
    return Characters("".join(out), (*columns, len(text) + 1), frozenset(arrows))


def _would_join(text: str, start: int, piece: str, before: str) -> bool:
    r"""Whether a command or an index would make one name with its neighbour: k\alpha, u₀v, ∂ₜu."""
    if not piece or not is_name("_" + piece[0]) or not is_name("_" + before) or piece[0] == "_":
        return False
    leaves_index = text[start - 1] == "}" or (text[start - 1] in INDICES and text[start] not in INDICES)
    return text[start] == "\\" or leaves_index or _is_behind_command(text, start)


def _is_behind_command(text: str, start: int) -> bool:
    found = re.search(r"\\[A-Za-z]+ ?$", text[max(0, start - 24) : start])
    return found is not None


def _pieces(text: str, place: Place) -> Iterator[tuple[int, str]]:
    """What stands for each part of the text, with the part's start."""
    known = tuple(glyphs())
    kept, indexed, position = _kept(known), _indexed(known), 0
    while position < len(text):
        char = text[position]
        symbol = next((s for s in indexed if text.startswith(s, position)), "")
        if symbol:
            yield position, symbol
            position += len(symbol)
            continue
        command = COMMAND.match(text, position) if char == "\\" else None
        braced = BRACED.match(text, position) if char in "_^" else None
        if command:
            yield position, _command(command[1], text, position, place)
            position = command.end()
        elif braced and (char == "^" or is_name("_" + braced[1])):
            yield position, char
            yield from _braced(text, position, braced, place)
            position = braced.end()
        elif char in INDICES:
            yield (
                position,
                ("" if position and text[position - 1] in INDICES else "_") + unicodedata.normalize("NFKC", char),
            )
            position += 1
        else:
            end = position + 1
            while end < len(text) and text[end] != ARROW and unicodedata.combining(text[end]):
                end += 1
            yield from _letter(text[position:end], position, kept)
            position = end


def _braced(text: str, position: int, braced: re.Match[str], place: Place) -> Iterator[tuple[int, str]]:
    """What stands in the braces of an index, or of an exponent, which brackets hold here."""
    inside = [(position + 2 + start, piece) for start, piece in _pieces(braced[1], place)]
    raised = text[position] == "^"
    yield from [(position + 1, "("), *inside, (braced.end() - 1, ")")] if raised else inside


def _letter(cluster: str, position: int, kept: frozenset[str]) -> Iterator[tuple[int, str]]:
    """A character with its accents, composed where Unicode knows the whole; letters in Python's form."""
    composed = unicodedata.normalize("NFC", cluster)
    for index, char in enumerate(composed):
        plain = unicodedata.normalize("NFKC", char) if not char.isascii() and char.isalpha() else char
        same = char in kept or not is_name(char) or not is_name(plain)
        yield position + min(index, len(cluster) - 1), char if same else plain


def _command(word: str, text: str, position: int, place: Place) -> str:
    if word in SPACES:
        return " " if word not in ("left", "right") else ""
    table = spellings()
    is_braced = text[position + 1 + len(word) :].lstrip().startswith("{")
    if word in SAID_OTHERWISE and (is_braced or word.endswith("frac")):
        return _refuse(f"\\{word} of TeX is not read: {SAID_OTHERWISE[word]}", text, position, place)
    if word in FURTHER or word in table:
        return FURTHER.get(word) or table[word]
    if word in KNOWN_FUNCTIONS or word in reserved_words() or word in ("ln", "abs"):
        return word
    known = r"\nabla, \cdot, \times, \partial and Greek letters do"
    return _refuse(rf"\{word[:40]} names no character of the language: {known}", text, position, place)


def _refuse(message: str, text: str, position: int, place: Place) -> NoReturn:
    raise ParseError(message, Place(place.source, place.line, place.column + position, place.text or text))


@lru_cache(maxsize=8)
def _indexed(known: tuple[type[Glyph], ...]) -> tuple[str, ...]:
    """The symbols of glyphs with an index of their own, such as ∇ₛ, the longest first."""
    symbols = {s for glyph in known for s in (glyph.symbol, *glyph.aliases) if set(s) & set(INDICES)}
    return tuple(sorted(symbols, key=len, reverse=True))


@lru_cache(maxsize=8)
def _kept(known: tuple[type[Glyph], ...]) -> frozenset[str]:
    """The characters that glyphs are written with: none of them is changed."""
    return frozenset(c for glyph in known for s in (glyph.symbol, *glyph.aliases) for c in s)
