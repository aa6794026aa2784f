"""The lexer: a text as tokens with their columns. Spellings come from the glyphs; nothing is transformed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from photonic.errors import ParseError, Place
from photonic.expressions.catalogue import glyphs
from photonic.expressions.declarations import is_name
from photonic.expressions.notation import Fixity

if TYPE_CHECKING:
    from photonic.expressions.glyph import Glyph

__all__ = ["Token", "tokenize"]

LOOK_ALIKES: dict[str, str] = {
    **dict.fromkeys("⨂⦻", "⊗"),
    **dict.fromkeys("◻▢⬜☐", "□"),
    **dict.fromkeys("⨯✕✖", "×"),
    **dict.fromkeys("•∙‧・.&", "·"),
    **dict.fromkeys("–—‐➖", "−"),
    **dict.fromkeys("▽𝛁𝛻", "∇"),
    **dict.fromkeys("△𝚫", "Δ"),
    **dict.fromkeys("𝜕𝛛ð", "∂"),
    "∶": ":",
    "＝": "=",
    "（": "(",
    "）": ")",
    "，": ",",
    "＋": "+",
    "∗": "*",
    "⁄": "/",
    "÷": "/",
    "[": "(",
    "]": ")",
}
"""Characters that look like one of the language's: each is named in the error, with the one that is meant."""

PUNCTUATION = ("(", ")", ",", "'", "=")
SPELLINGS = {"-": "−", "⋅": "·", "∆": "Δ", "**": "^"} | {f"∂_{axis}": f"∂{axis}" for axis in "txyz"}
"""Second spellings that the lexer takes as the first."""

SUPERSCRIPTS = {"²": 2, "³": 3, "⁴": 4}
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?", re.ASCII)


@frozen
class Token:
    """A piece of text: kind `number`, `name`, `symbol`, `superscript` or `end`; column from 1."""

    kind: str
    text: str
    column: int


@frozen
class _Symbols:
    """The symbols of some glyphs.

    `starting`: by their first character, longest first, so that ∇· is seen before ∇. `words`: operators that are words,
    such as ℋ, each a symbol where it stands as a word of its own. `called`: functions that are no words, such as D/Dt:
    each needs its bracket.
    """

    starting: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    called: frozenset[str]


@lru_cache(maxsize=8)
def _symbols(known: tuple[type[Glyph], ...]) -> _Symbols:
    spellings = {s for s in SPELLINGS if not is_name(s)} | set(PUNCTUATION) | {"∇²", "∇_", "∇"}
    for glyph in known:
        spellings |= {s for s in (glyph.symbol, *glyph.aliases) if "{" not in s and not is_name(s)}
    ordered = sorted(spellings, key=len, reverse=True)
    operators = (Fixity.PREFIX, Fixity.INFIX, Fixity.POSTFIX)
    return _Symbols(
        {char: tuple(s for s in ordered if s[0] == char) for char in {s[0] for s in ordered}},
        frozenset(g.symbol for g in known if g.fixity in operators and is_name(g.symbol)),
        frozenset(g.symbol for g in known if g.fixity is Fixity.FUNCTION and not is_name(g.symbol)),
    )


def tokenize(text: str, place: Place) -> list[Token]:
    """The tokens of a text, with an `end` token behind them. Raises ParseError at the first foreign character."""
    return [*_scan(text, place), Token("end", "", len(text) + 1)]


def _scan(text: str, place: Place) -> Iterator[Token]:
    symbols = _symbols(tuple(glyphs()))
    position = 0
    while position < len(text):
        char = text[position]
        if char.isspace():
            position += 1
            continue
        kind, piece = _piece(text, position, symbols, place)
        kind = "symbol" if kind == "name" and piece in symbols.words else kind
        yield Token(kind, SPELLINGS.get(piece, piece) if kind == "symbol" else piece, position + 1)
        position += len(piece)


def _piece(text: str, position: int, symbols: _Symbols, place: Place) -> tuple[str, str]:
    if text[position] in SUPERSCRIPTS:
        return "superscript", text[position]
    for symbol in symbols.starting.get(text[position], ()):
        if text.startswith(symbol, position):
            behind = position + len(symbol)
            if symbol in symbols.called and not text[behind:].lstrip().startswith("("):
                continue
            if symbol[0] == "∂" and _continues(text, behind):
                word = re.match(r"\w+", text[behind:])
                raise _error(
                    f"put a blank behind {symbol}: '{symbol} {word.group() if word else ''}'", text, position, place
                )
            return "symbol", symbol
    number = NUMBER.match(text, position)
    if number and text.startswith(".", number.end()):
        raise _error("a number has one decimal point, with digits behind it", text, number.end(), place)
    if number:
        return "number", number.group()
    if is_name(text[position]):
        end = position + 1
        while end < len(text) and is_name("_" + text[end]):
            end += 1
        return "name", text[position:end]
    if text[position] in symbols.called:
        symbol = text[position]
        raise _error(f"{symbol} needs its operands in brackets: '{symbol}(…)'", text, position, place)
    raise _error(_foreign(text[position]), text, position, place)


def _continues(text: str, position: int) -> bool:
    return position < len(text) and (text[position].isalnum() or text[position] == "_") and text[position] != "Δ"


def _foreign(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"the byte 0x{ord(char) - 0xDC00:02X} is no UTF-8: the text was written in another encoding"
    name = f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"
    if char in LOOK_ALIKES:
        meant = LOOK_ALIKES[char]
        return f"{char!r} is {name}; did you mean {meant!r} (U+{ord(meant):04X})?"
    if char == "∂":
        return "∂ needs the variable of differentiation: '∂t u' is the time derivative, '∂x u' the one along x"
    return f"{char!r} ({name}) is not part of the language"


def _error(message: str, text: str, position: int, place: Place) -> ParseError:
    return ParseError(message, Place(place.source, place.line, place.column + position, place.text or text))
