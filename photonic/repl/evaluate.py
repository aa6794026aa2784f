"""What a text typed at the prompt stands for: parsed as the language, with the session's values in its names."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Callable, Mapping
from typing import Any
from unicodedata import normalize

import sympy

from photonic.errors import ParseError, PhotonicError, Place
from photonic.expressions.catalogue import by_spelling
from photonic.expressions.declarations import AMBIENT, Declaration, is_name
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.expressions.operand import UnknownFunction, symbol_for
from photonic.expressions.ranked import rank_of
from photonic.proving.verdict import Simplified
from photonic.repl.equation import Equation
from photonic.repl.names import is_value
from photonic.terms import SYMBOL, UNKNOWN, from_term, to_term
from photonic.text.lexer import tokenize
from photonic.text.name_advice import DECLARE_IT
from photonic.text.parser import parse_equation, parse_term
from rewriting.op import Op
from rewriting.term import Term, fold

__all__ = ["Reader", "read"]

HOLE = re.compile(r"_\d+")
"""Names under which parts of Python's enter a text."""

RANKS = ("scalar", "vector", "tensor")


class Reader:
    """The function that translated cells call; it looks names up when it is called."""

    def __init__(self, namespace: Callable[[], Mapping[str, Any]]) -> None:
        self.namespace = namespace

    def __call__(self, text: str, line: str | None = None, offset: int = 0, number: int = 1, /, **local: Any) -> Any:
        """The expression or equation that `text` spells; it stands at `offset` of `line`, the cell's line `number`."""
        known = {**self.namespace(), **local}
        name = normalize("NFKC", text)
        if name in known and text not in AMBIENT:
            return known[name]  # a name of Python's after all, bound since the cell was read
        try:
            return read(text, known)
        except PhotonicError as error:
            moved = None if error.place is None else _moved(error.place, text if line is None else line, offset, number)
            raise type(error)(error.message, moved) from None

    def refuse(self, message: str, line: str, offset: int, number: int) -> None:
        """Raise ParseError for a line that is neither Python nor the language: what Python says of it."""
        place = _moved(Place("input"), line, offset, number)
        raise ParseError(f"neither Python nor the language: {message}", place)


def read(text: str, values: Mapping[str, Any]) -> Any:
    """The expression that a text spells, or the Equation, where names stand for Python values.

    Raises ParseError or RankError with the column, also for a name whose value is no expression.
    """
    place = Place("input", text=text.replace("\n", " "))
    used = _used(text, values, place)
    declarations = {**AMBIENT, **{name: _placeholder(name, value) for name, value in used.items()}}
    try:
        if any(token.text == "=" for token in tokenize(text, place)):
            left, right = parse_equation(text, declarations, place)
            return Equation(from_term(_filled(left, used)), from_term(_filled(right, used)))
        return from_term(_filled(parse_term(text, declarations, place), used))
    except ParseError as error:
        raise _with_repair(error, declarations, values) from None


def _used(text: str, values: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The values of the names that occur in the text."""
    used = {}
    for token in tokenize(text, place):
        if token.kind == "name" and token.text in values:
            value = values[token.text]
            if token.text in AMBIENT and value == symbol_for(AMBIENT[token.text]):
                continue  # the coordinate itself, which the parser knows
            if is_value(value):
                used[token.text] = value
            elif not _is_language(token.text) and not callable(value):
                what = "this" if HOLE.fullmatch(token.text) else repr(token.text)
                message = f"{what} is a Python {type(value).__name__}, not an expression or a number"
                raise ParseError(message, Place("input", 1, token.column, place.text))
    return used


def _is_language(word: str) -> bool:
    return by_spelling(word) is not None or word in KNOWN_FUNCTIONS or word in AMBIENT or word == "nabla"


def _placeholder(name: str, value: Any) -> Declaration:
    if isinstance(value, UnknownFunction):
        return Declaration(name, "function")
    if name in AMBIENT and not rank_of(_plain(value)):
        return Declaration(name, "constant")
    return Declaration(name, RANKS[rank_of(_plain(value))])


def _plain(value: Any) -> Any:
    """The expression in a result, or the number as SymPy's."""
    if isinstance(value, Simplified):
        return value.expression
    if isinstance(value, (sympy.Expr, UnknownFunction)):
        return value
    if isinstance(value, numbers.Rational):
        return sympy.Rational(int(value.numerator), int(value.denominator))
    if isinstance(value, numbers.Real):
        number = float(value)
        if not math.isfinite(number):
            raise PhotonicError(f"{number} is not a finite number: an expression needs one")
        return sympy.Integer(int(number)) if number.is_integer() else sympy.Float(repr(number))
    raise AssertionError(f"{value!r} passed for a value; please report this")


def _filled(term: Term, used: Mapping[str, Any]) -> Term:
    """The term with every name replaced, all at once, by what it stands for."""
    terms = {name: to_term(_plain(v)) for name, v in used.items() if not isinstance(v, UnknownFunction)}

    def combine(op: Op, args: list[Term]) -> Term:
        if op.name == SYMBOL and op.payload.name in terms:
            return terms[op.payload.name]
        if op.name == UNKNOWN and op.payload[0] in used:
            function = used[op.payload[0]]
            return Term(Op(UNKNOWN, (function.declaration.name, function.order + op.payload[1])), tuple(args))
        return Term(op, tuple(args))

    return fold(term, combine)


def _with_repair(error: ParseError, declarations: Mapping[str, Declaration], values: Mapping[str, Any]) -> ParseError:
    """The error; for a name without a declaration, with the line that would declare it, or the brackets of a call."""
    place = error.place
    if place is None:
        return error
    word = place.word()
    if not is_name(word) or word in declarations or _is_language(word):
        return error
    if callable(values.get(word)):
        return ParseError(f"{word!r} is a function of Python's: what it takes stands in brackets, '{word}(…)'", place)
    message = error.message.removesuffix(DECLARE_IT).removesuffix(": ")
    joint = " Otherwise" if message.endswith("?") else ";" if message != error.message.partition(":")[0] else ":"
    return ParseError(f"{message}{joint} '%fields {word} : vector' declares it (or scalar, tensor, constant)", place)


def _moved(place: Place, typed: str, offset: int, number: int) -> Place:
    """The place in the lines as typed of a column in the text that begins `offset` into them."""
    position = min(offset + place.column - 1, len(typed))
    before = typed[:position]
    start = before.rfind("\n") + 1
    end = typed.find("\n", start)
    shown = typed[start : len(typed) if end < 0 else end]
    return Place("input", number + before.count("\n"), position - start + 1, shown)
