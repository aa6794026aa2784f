"""What every part of the parser leans on: the glyphs by where they stand, building with ranks, lists of operands."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from photonic.errors import Place, RankError
from photonic.expressions.catalogue import glyphs
from photonic.expressions.declarations import Declarations
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Fixity
from photonic.terms import apply
from photonic.text.lexer import SUPERSCRIPTS, Token
from photonic.text.token_stream import TokenStream
from rewriting.term import Term

__all__ = ["ALONG", "BARS", "Grammar"]

ALONG = "∇_"
"""What begins a directional derivative, as in ∇_A f."""

BARS = ("|", "‖")
LONGEST_EXPONENT = 300
OPENING = ("(", *BARS, ALONG, "√", "∂")
"""Punctuation that an operand may begin with."""


@lru_cache(maxsize=8)
def _places(known: tuple[type[Glyph], ...]) -> Mapping[Fixity, Mapping[str, type[Glyph]]]:
    """The glyphs by where they stand and how they are spelt; what stands before or between operands has aliases."""
    places: dict[Fixity, dict[str, type[Glyph]]] = {fixity: {} for fixity in Fixity}
    for glyph in known:
        places[glyph.fixity][glyph.symbol] = glyph
    for fixity in (Fixity.INFIX, Fixity.PREFIX):
        for glyph in list(places[fixity].values()):
            places[fixity].update(dict.fromkeys(glyph.aliases, glyph))
    return places


class Grammar(TokenStream):
    """Tokens with what is declared; `expression` and `factor` are the rules that lists and prefixes come back to."""

    def __init__(self, text: str, declarations: Declarations, place: Place) -> None:
        super().__init__(text, place)
        self.declarations = declarations
        self.bars: list[str] = []
        places = _places(tuple(glyphs()))
        self.infix, self.prefix = places[Fixity.INFIX], places[Fixity.PREFIX]
        self.postfix, self.atoms, self.called = places[Fixity.POSTFIX], places[Fixity.ATOM], places[Fixity.FUNCTION]
        brackets = places[Fixity.BRACKET].items()
        self.listed = {shown.count("{"): glyph for shown, glyph in brackets if shown.startswith("({0},")}

    @abstractmethod
    def expression(self, lowest: int = 0) -> Term:
        """All that may stand in brackets."""

    @abstractmethod
    def factor(self) -> Term:
        """What a prefix applies to."""

    def build(self, glyph: type[Glyph], token: Token, *operands: Term) -> Term:
        """The glyph on operands. Raises RankError at the token."""
        try:
            return apply(glyph.name, *operands)
        except RankError as error:
            raise RankError(error.message, self.place_of(token)) from None

    def begins_operand(self) -> bool:
        """Whether an operand begins here, where a product may go on: a bar that is open is closed instead."""
        token = self.token
        if token.kind in ("number", "name"):
            return True
        if token.kind != "symbol" or token.text == "−" or (token.text in BARS and self.bars[-1:] == [token.text]):
            return False
        return any(token.text in places for places in (OPENING, self.atoms, self.prefix, self.called))

    @contextmanager
    def brackets(self) -> Iterator[None]:
        """Inside brackets, the bars around them are neither closed nor seen."""
        outer, self.bars = self.bars, []
        yield
        self.bars = outer

    def arguments(self) -> list[Term]:
        """Operands in brackets."""
        opening = self.token
        self.expect("(", "before the arguments")
        with self.brackets():
            values = [self.expression()]
            while self.accept(","):
                values.append(self.expression())
            self.expect(")", f"for the '(' in column {opening.column}")
        return values

    def raised(self) -> int | None:
        """The whole number that a prefix or a function's name is raised to, as in ∇², ∂t^2 and sin² x."""
        token, behind = self.token, self.tokens[min(self.index + 1, len(self.tokens) - 1)]
        if token.kind == "superscript":
            return self.superscript()
        if token.text == "^" and behind.kind == "number" and behind.text.isdigit() and len(behind.text) < 4:
            self.index += 2
            return int(behind.text)
        return None

    def superscript(self) -> int:
        """The number that a row of raised digits spells."""
        token = self.advance()
        if len(token.text) > LONGEST_EXPONENT:
            self.fail(f"the exponent has too many digits: at most {LONGEST_EXPONENT} are read", token)
        return int("".join(SUPERSCRIPTS[char] for char in token.text))
