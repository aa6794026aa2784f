r"""The characters of a text as the lexer reads them, and where each stands in the text as it was typed.

Spellings that mean the same become the same here: commands of TeX (`\nabla\cdot`, `x^{2}`, `\frac{f}{g}`), letters of
other alphabets of mathematics (𝐀, ϕ), lowered indices (u₀), the arrow over a vector (E⃗), accents apart from their
letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NoReturn

from attrs import field, frozen

from photonic.errors import ParseError, Place
from photonic.expressions.catalogue import glyphs, reserved_words
from photonic.expressions.declarations import ARROW, INDICES, is_name
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.text.spelling import spellings
from photonic.text.tex import BARE, FRACTIONS, GROUPED, closing_brace, grouped, nested_beyond

if TYPE_CHECKING:
    from photonic.expressions.glyph import Glyph

__all__ = ["SIZES", "Characters", "characters"]

COMMAND = re.compile(r"\\([A-Za-z]+|[,;:! |\n])[ ]?")
MOST_BRACES = 50
"""As many as there may be brackets in each other."""

SIZES = ("left", "right", *(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r")))
SPACES = (",", ";", ":", "!", " ", "\n", "quad", "qquad", "displaystyle", *SIZES)
"""Commands of TeX that print nothing, or brackets of the right size."""

SAID_OTHERWISE: Mapping[str, str] = {
    **dict.fromkeys(FRACTIONS, "its two arguments stand in braces, or write (f + g)/h"),
    "sqrt": "its argument stands in braces, or write sqrt(f); other roots are powers, f^(1/3)",
    **dict.fromkeys(BARE, "its argument stands in braces, or write the bare name"),
    **dict.fromkeys(("hat", "bar", "tilde", "overline"), "give the marked quantity a name of its own, as u_bar"),
    **dict.fromkeys(("int", "iint", "iiint", "oint"), "the language has derivatives and no integrals"),
    **dict.fromkeys(("sum", "prod"), "write the terms out, with + or *"),
    **dict.fromkeys(("begin", "end", "label", "tag"), "give the formula alone"),
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
    too_deep = nested_beyond(text, MOST_BRACES)
    if too_deep >= 0:
        _refuse(
            f"more than {MOST_BRACES} braces are nested: name the inner parts, use the names", text, too_deep, place
        )
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
    if not piece or not is_name("_" + piece[0]) or not is_name("_" + before) or "_" in (piece[0], before):
        return False
    leaves_index = text[start - 1] == "}" or (text[start - 1] in INDICES and text[start] not in INDICES)
    return text[start] == "\\" or leaves_index or _is_behind_command(text, start)


def _is_behind_command(text: str, start: int) -> bool:
    found = re.search(r"\\[A-Za-z]+ ?$", text[max(0, start - 24) : start])
    return found is not None


def _pieces(text: str, place: Place, position: int = 0, stop: int | None = None) -> Iterator[tuple[int, str]]:
    """What stands for each part of the text from a position to another, with the part's start."""
    known = tuple(glyphs())
    kept, indexed, stop = _kept(known), _indexed(known), len(text) if stop is None else stop
    while position < stop:
        char = text[position]
        symbol = next((s for s in indexed if text.startswith(s, position)), "")
        if symbol:
            yield position, symbol
            position += len(symbol)
            continue
        command = COMMAND.match(text, position) if char == "\\" else None
        braced = _braced(text, position, place)
        inside = partial(_pieces, text, place)
        taken = grouped(command[1], text, command.end(1), inside) if command and command[1] in GROUPED else None
        if taken is not None:
            ((_, first), *others), end = taken
            yield from [(position, first), *others]
            position = end
        elif command:
            yield position, _command(command[1], text, position, place)
            position = command.end()
        elif braced is not None:
            pieces, position = braced
            yield from pieces
        elif char in INDICES:
            yield (
                position,
                ("" if position and text[position - 1] in INDICES else "_") + unicodedata.normalize("NFKC", char),
            )
            position += 1
        else:
            end = position + 1
            while end < stop and text[end] != ARROW and unicodedata.combining(text[end]):
                end += 1
            yield from _letter(text[position:end], position, kept)
            position = end


def _braced(text: str, position: int, place: Place) -> tuple[list[tuple[int, str]], int] | None:
    r"""What stands for x^{n} and x_{i} from their sign on, and for what \sin{f} has in braces; and where it ends."""
    sign = text[position] if text[position] in "_^" else ""
    opening = position + len(sign)
    if not text.startswith("{", opening) or not (sign or "\\" in text):
        return None
    end = closing_brace(text, opening)
    if end < 0:
        return None
    inside = list(_pieces(text, place, opening + 1, end))
    held = "".join(piece for _, piece in inside).strip()
    if sign == "_":
        return ([(position, sign), *inside], end + 1) if is_name("_" + held) else None
    if not sign or not (held.isdigit() or held in ("T", "ᵀ")):
        inside = [(opening, "("), *inside, (end, ")")]
    return [*([(position, sign)] if sign else []), *inside], end + 1


def _letter(cluster: str, position: int, kept: frozenset[str]) -> Iterator[tuple[int, str]]:
    """A character with its accents, composed where Unicode knows the whole; letters in Python's form."""
    composed = unicodedata.normalize("NFC", cluster)
    for index, char in enumerate(composed):
        plain = unicodedata.normalize("NFKC", char) if not char.isascii() and char.isalpha() else char
        same = char in kept or not is_name(char) or not is_name(plain)
        yield position + min(index, len(cluster) - 1), char if same else plain


def _command(word: str, text: str, position: int, place: Place) -> str:
    if word in SPACES:
        return "" if word in SIZES else " "
    table = spellings()
    has_argument = text[position + 1 + len(word) :].lstrip()[:1] in ("{", "[")
    if word in SAID_OTHERWISE and (has_argument or word not in table):
        return _refuse(f"\\{word} of TeX is not read so: {SAID_OTHERWISE[word]}", text, position, place)
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
