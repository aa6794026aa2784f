"""A small infix language for terms: `?a * (?b + 1)`, `d(x, sin(x)) ** 2`.

    numbers    3  2.5  1e-30     exact rationals; a minus in front of a number makes a negative number
    names      x  φ₁  ∂u  x′     the leaf Op("symbol", "x"): letters of any alphabet, ∂ ∇ □ ∞, primes and subscripts
    variables  ?a                pattern variables
    calls      f(a, b)  f()      Op("f") applied, to nothing in the second case
    operators  ~ -  **  * /  + -  &  |   from tight to loose; ** groups to the right, the others to the left

Operators become Op("+") and so on; a minus in front of anything but a number becomes Op("neg"). `**` binds tighter
than a minus in front of it, as in Python. Names are compared in Unicode's composed form (NFC).
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple, NoReturn

from rewriting.op import NUMBER, Op
from rewriting.term import Term, number, variable

__all__ = ["SYMBOL", "TextError", "parse_term"]

SYMBOL = "symbol"
"""Name of the operator whose payload is the name of a symbol."""

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LETTER = rf"(?:(?![{_RAISED}])\w|[∂∇□∞'′″‴\u0300-\u036f\u20d0-\u20f0])"
_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>{_NUMBER})|(?P<variable>\?{_LETTER}+)|(?P<name>(?![{_RAISED}])(?:[^\W\d]|[∂∇□∞]){_LETTER}*)"
    r"|(?P<sign>\*\*|[-+*/&|~(),]))"
)
_BINARY = {"|": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "**": 6}
_PREFIX = {"-": (5, "neg"), "~": (7, "~")}
_DEEPEST = 200
_LONGEST = 4000
"""Digits of the longest number; Python reads and writes no more than 4300."""


class TextError(ValueError):
    """Text that cannot be read; the message points at the place."""

    def __init__(self, text: str, column: int, why: str, where: str = "") -> None:
        self.text, self.column, self.why, self.where = text, column, why, where
        super().__init__(f"{where + ': ' if where else ''}{why}\n    {text}\n    {' ' * column}^")


class _Token(NamedTuple):
    kind: str
    text: str
    column: int


def parse_term(text: str, where: str = "") -> Term:
    """The term that a text stands for. Raises TextError, which starts with `where`, if it is not one."""
    if not isinstance(text, str):
        raise TypeError(f"text is {text!r}, a {type(text).__name__}: expected a str, such as 'x + 1'")
    reader = _Reader(text, where)
    term = reader.expression(0)
    if reader.next.kind != "end":
        reader.refuse(f"expected an operator or the end, found {reader.next.text!r}")
    return term


class _Reader:
    """Precedence climbing over the tokens; `next` is the token not yet read."""

    def __init__(self, text: str, where: str) -> None:
        self.text, self.where, self.depth = text, where, 0
        self.tokens = self._scan()
        self.position = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.position]

    def refuse(self, why: str, column: int | None = None) -> NoReturn:
        raise TextError(self.text, self.next.column if column is None else column, why, self.where)

    def expression(self, tightness: int) -> Term:
        """A term made of operators that bind tighter than `tightness`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            self.refuse(f"nested deeper than {_DEEPEST} levels: build such a term with Term(…) instead")
        left = self._operand()
        while self.next.kind == "sign" and _BINARY.get(self.next.text, 0) > tightness:
            sign = self._advance().text
            right = self.expression(_BINARY[sign] - (sign == "**"))
            left = Term(Op(sign), (left, right))
        self.depth -= 1
        return left

    def _operand(self) -> Term:
        token = self._advance()
        text = token.text
        if token.kind == "number":
            value = self._value(token)
            return number(value.numerator if value.denominator == 1 else value)
        if token.kind == "variable":
            return variable(text[1:])
        if token.kind == "name":
            if not self._takes("("):
                return Term(Op(SYMBOL, text))
            arguments = self._arguments()
            if not arguments and text == NUMBER:
                self.refuse(f"{NUMBER}() is no number: write its digits", token.column)
            return Term(Op(text), arguments)
        if text == "(":
            inner = self.expression(0)
            self._require(")")
            return inner
        if text not in _PREFIX:
            self.refuse(f"expected a term, found {text!r}" if text else "the text ends too early", token.column)
        return self._prefixed(text)

    def _prefixed(self, sign: str) -> Term:
        tightness, name = _PREFIX[sign]
        literal = sign == "-" and self.next.kind == "number"
        operand = self.expression(tightness)
        if literal and not operand.args and isinstance(operand.op.payload, int | Fraction):
            return number(-operand.op.payload)
        return Term(Op(name), (operand,))

    def _arguments(self) -> tuple[Term, ...]:
        if self._takes(")"):
            return ()
        arguments = [self.expression(0)]
        while self._takes(","):
            arguments.append(self.expression(0))
        self._require(")")
        return tuple(arguments)

    def _value(self, token: _Token) -> Fraction:
        digits, _, exponent = token.text.lower().partition("e")
        if len(token.text) > _LONGEST or len(digits) + abs(int(exponent or 0)) > _LONGEST:
            self.refuse(f"a number of more than {_LONGEST} digits: give it a name instead", token.column)
        return Fraction(token.text)

    def _advance(self) -> _Token:
        token = self.next
        if token.kind != "end":
            self.position += 1
        return token

    def _takes(self, sign: str) -> bool:
        if self.next.text != sign:
            return False
        self.position += 1
        return True

    def _require(self, sign: str) -> None:
        if not self._takes(sign):
            self.refuse(f"expected {sign!r}, found {self.next.text or 'the end'!r}")

    def _scan(self) -> list[_Token]:
        tokens = []
        column = 0
        length = len(self.text.rstrip())
        while column < length:
            found = _TOKEN.match(self.text, column)
            if found is None:
                column += len(self.text[column:]) - len(self.text[column:].lstrip())
                raise TextError(self.text, column, _unexpected(self.text[column]), self.where)
            kind = str(found.lastgroup)
            tokens.append(_Token(kind, unicodedata.normalize("NFC", found[kind]), found.start(kind)))
            column = found.end()
        return [*tokens, _Token("end", "", length)]


def _unexpected(character: str) -> str:
    if character in _RAISED:
        return f"unexpected character {character!r}: write a power as x ** {_RAISED.index(character)}"
    if character == "?":
        return "unexpected '?': a variable is a ? and a name, as in ?a"
    name = unicodedata.name(character, "")
    return f"unexpected character {character!r}" + (
        f" ({name}, U+{ord(character):04X})" if ord(character) > 127 else ""
    )
