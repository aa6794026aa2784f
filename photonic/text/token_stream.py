"""The tokens of one line as a parser reads them: where it stands, what it may accept, and how it complains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from photonic.errors import ParseError, Place, quoted
from photonic.text.lexer import Token, tokenize

__all__ = ["MAX_NESTING", "TokenStream"]

MAX_NESTING = 50
NO_OPERAND = {
    "=": "an equation has one '=', with an expression on each side",
    "−": "a sign behind an operator needs brackets, as in A·(−B)",
    "^": "a power stands behind its base",
    **{sign: f"an operand is missing before it, or there is one {sign!r} too many" for sign in "+/·×⊗:*"},
    "'": "primes belong behind the name of a declared function, as in h'(f)",
    ")": "a bracket closes here too early, or holds nothing",
    "|": "bars hold one vector or scalar, as in |A|",
}
UNEXPECTED = {
    ")": "one '(' is missing",
    ",": "commas stand between operands, inside brackets",
    "=": "one expression is wanted here, not an equation",
    "'": "primes belong behind the name of a declared function, as in h'(f)",
    "·": "'·∇' stands in brackets, as in (A·∇)f",
    "|": "one '|' is missing, or bars in bars need brackets: |f (|A|)|",
    "‖": "one '‖' is missing",
}


class TokenStream:
    """Tokens with a position. Every complaint names its column."""

    def __init__(self, text: str, place: Place) -> None:
        self.text, self.place = text, place
        self.tokens = tokenize(text, place)
        self.index = 0
        self.nesting = 0

    @property
    def token(self) -> Token:
        """What comes next."""
        return self.tokens[self.index]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.token
        self.index += 1
        return token

    def accept(self, symbol: str) -> bool:
        """Take the next token if it is this symbol."""
        if self.token.kind == "symbol" and self.token.text == symbol:
            self.index += 1
            return True
        return False

    def place_of(self, token: Token) -> Place:
        """Where a token stands in its source."""
        column = self.place.column + token.column - 1
        return Place(self.place.source, self.place.line, column, self.place.text or self.text)

    def fail(self, message: str, token: Token | None = None) -> NoReturn:
        """Raise ParseError at a token, at the next one unless it is given."""
        raise ParseError(message, self.place_of(token or self.token))

    def no_operand(self, token: Token) -> NoReturn:
        """Complain of what stands in the place of an operand."""
        if token.kind == "end":
            self.fail("the text ends where an operand should stand" if self.text.strip() else "the text is empty")
        advice = NO_OPERAND.get(token.text, "")
        if token.text == "·" == self.tokens[max(0, self.index - 1)].text and self.index:
            advice = "the double contraction of tensors is written S : T"
        self.fail(f"an operand should stand here, not {quoted(token.text)}{': ' if advice else ''}{advice}")

    def expect(self, symbol: str, why: str) -> None:
        """Take this symbol; raise ParseError if something else comes."""
        if not self.accept(symbol):
            found = f"{quoted(self.token.text)}" if self.token.text else "the end"
            self.fail(f"expected {symbol!r} {why}, found {found}")

    def expect_end(self, is_equation: bool = False) -> None:
        """Raise ParseError unless all tokens were read."""
        if self.token.kind == "end":
            return
        found = self.token.text
        advice = UNEXPECTED.get(found, "an operator is missing before it")
        around = self.tokens[max(0, self.index - 1)], self.tokens[self.index + 1]
        if found == "," and all(token.kind == "number" for token in around):
            advice = "the decimal point is '.'"
        if self.token.kind == "superscript" or found == "^":
            advice = "a second exponent needs brackets, as in (f^2)^3"
        elif is_equation and found == "=":
            advice = "an equation has one '='; write two equations"
        self.fail(f"unexpected {quoted(found)}: {advice}")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level more of brackets, prefixes and exponents inside each other."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            self.fail(f"more than {MAX_NESTING} brackets or operators are nested: name the inner parts, use the names")
        yield
        self.nesting -= 1
