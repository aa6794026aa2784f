"""The lexer: a text as tokens with their columns. Spellings come from the glyphs; nothing is transformed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from attrs import frozen

from photonic.errors import ParseError, Place
from photonic.expressions.catalogue import glyphs
from photonic.expressions.declarations import is_name
from photonic.expressions.notation import Fixity
from photonic.text.characters import Characters, characters
from photonic.text.look_alikes import foreign

if TYPE_CHECKING:
    from photonic.expressions.glyph import Glyph

__all__ = ["PUNCTUATION", "SPELLINGS", "SUPERSCRIPTS", "Token", "tokenize"]

PUNCTUATION = ("(", ")", ",", "'", "=", "|", "‖", "√")
SPELLINGS = {"-": "−", "⋅": "·", "∆": "Δ", "**": "^", "nabla": "∇"}
"""Second spellings that the lexer takes as the first."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
RAISED = re.compile(f"⁻?[{''.join(SUPERSCRIPTS)[:-1]}]+")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?", re.ASCII)
INDEXED = re.compile(r"∂_([a-z]+)")
NUMERATOR = re.compile(r"∂\w+\s*/\s*∂")
"""A name under differentiation, as in ∂theta/∂t, whatever letters it begins with."""


@frozen
class Token:
    """A piece of text: kind `number`, `name`, `symbol`, `superscript` or `end`; column from 1.

    A name may have an arrow above it, as in E⃗.
    """

    kind: str
    text: str
    column: int
    arrow: bool = False


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
    spellings = {s for s in SPELLINGS if not is_name(s)} | set(PUNCTUATION) | {"∇²", "∇_", "∇", "∂"}
    for glyph in known:
        spellings |= {s for s in (glyph.symbol, *glyph.aliases) if "{" not in s and not is_name(s)}
    ordered = sorted(spellings, key=len, reverse=True)
    operators = (Fixity.PREFIX, Fixity.INFIX, Fixity.POSTFIX)
    return _Symbols(
        {char: tuple(s for s in ordered if s[0] == char) for char in {s[0] for s in ordered}},
        frozenset(g.symbol for g in known if g.fixity in operators and is_name(g.symbol)) | {"nabla"},
        frozenset(g.symbol for g in known if g.fixity is Fixity.FUNCTION and not is_name(g.symbol)),
    )


def tokenize(text: str, place: Place) -> list[Token]:
    """The tokens of a text, with an `end` token behind them. Raises ParseError at the first foreign character."""
    read = characters(text, place)
    end = Token("end", "", len(text) + 1)
    return [*_Scanner(read, text, place).tokens(), end]


class _Scanner:
    """Goes through the characters of one text."""

    def __init__(self, read: Characters, typed: str, place: Place) -> None:
        self.read, self.text, self.typed, self.place = read, read.text, typed, place
        self.symbols = _symbols(tuple(glyphs()))

    def tokens(self) -> Iterator[Token]:
        position = 0
        while position < len(self.text):
            if self.text[position].isspace():
                position += 1
                continue
            if self.text[position] == "∂":
                pieces, end = self.derivatives(position)
                yield from (Token("symbol", piece, self.read.column(position)) for piece in pieces)
            else:
                kind, piece = self.piece(position)
                end = position + len(piece)
                kind = "symbol" if kind == "name" and piece in self.symbols.words else kind
                spelt = SPELLINGS.get(piece, piece) if kind == "symbol" else piece
                arrow = kind == "name" and end - 1 in self.read.arrows
                yield Token(kind, spelt, self.read.column(position), arrow)
            position = end

    def piece(self, position: int) -> tuple[str, str]:
        """The token that begins here, by its kind and its text."""
        text = self.text
        raised = RAISED.match(text, position)
        if raised:
            return "superscript", raised.group()
        symbol = self.symbol(position)
        if symbol:
            return "symbol", symbol
        number = NUMBER.match(text, position)
        if number and text.startswith(".", number.end()):
            self.fail("a number has one decimal point, with digits behind it", number.end())
        if number:
            return "number", number.group()
        if unicodedata.decomposition(text[position]).startswith("<fraction>"):
            return self.fraction(position)
        if is_name(text[position]):
            return "name", text[position : self.end_of_name(position)]
        if text[position] in self.symbols.called:
            self.fail(f"{text[position]} needs its operands in brackets: '{text[position]}(…)'", position)
        return self.fail(foreign(text[position]), position)

    def symbol(self, position: int) -> str:
        """The longest symbol that begins here; one that is called needs a bracket behind it.

        A row of raised digits is one number: ∇²⁰ is ∇ to the 20, not the symbol ∇² to the power of 0.
        """
        for symbol in self.symbols.starting.get(self.text[position], ()):
            behind = self.text[position + len(symbol) :]
            if not self.text.startswith(symbol, position) or (symbol[-1] in SUPERSCRIPTS and RAISED.match(behind)):
                continue
            if symbol not in self.symbols.called or behind.lstrip().startswith("("):
                return symbol
        return ""

    def fraction(self, position: int) -> tuple[str, str]:
        """A fraction that is one character, such as ½."""
        char = self.text[position]
        if position and self.text[position - 1].isdigit():
            self.fail(f"a number before {char} may be added or multiplied: write the number in one piece", position)
        if not unicodedata.normalize("NFKC", char)[-1].isdigit():
            self.fail(foreign(char), position)
        return "number", char

    def derivatives(self, position: int) -> tuple[list[str], int]:
        """What begins with ∂, and where it ends: ∂t, ∂_tt, which is ∂t twice, or the ∂ of ∂f/∂t alone."""
        text, known = self.text, self.symbols.starting["∂"]
        own = next((s for s in known if s != "∂" and text.startswith(s, position)), "")
        behind = position + len(own)
        if own and not self.continues(behind):
            return [own], behind
        indexed = INDEXED.match(text, position)
        axes = [f"∂{axis}" for axis in indexed[1]] if indexed else []
        if indexed and not self.continues(indexed.end()) and set(axes) <= set(known):
            return axes, indexed.end()
        if own and not NUMERATOR.match(text, position):
            self.fail(f"put a blank behind {own}: '{own} {text[behind : self.end_of_name(behind)]}'", position)
        return ["∂"], position + 1

    def end_of_name(self, position: int) -> int:
        while position < len(self.text) and is_name("_" + self.text[position]):
            position += 1
            if position - 1 in self.read.arrows:
                break
        return position

    def continues(self, position: int) -> bool:
        return position < len(self.text) and is_name("_" + self.text[position])

    def fail(self, message: str, position: int) -> NoReturn:
        column = self.place.column + self.read.column(position) - 1
        raise ParseError(message, Place(self.place.source, self.place.line, column, self.place.text or self.typed))
