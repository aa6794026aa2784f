"""What is to be classified, as equations of two terms: texts, pairs, expressions that vanish, and lists of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from photonic.errors import Place
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declarations
from photonic.problem import as_term
from photonic.terms import rank, zero
from photonic.text.lexer import tokenize
from photonic.text.parser import level_ranks, parse_equation, parse_term
from rewriting.term import Term

__all__ = ["Sides", "read_equations"]

Sides = tuple[Term, Term]
ENTANGLED = "↔"


def read_equations(equations: Iterable[Any], declarations: Declarations) -> list[Sides]:
    """The equations, in order. A text may hold several with `;` between them; a list is a system.

    Raises ParseError with the column, RankError where the two sides differ.
    """
    return [sides for equation in equations for sides in _read(equation, declarations)]


def _read(equation: Any, declarations: Declarations) -> Iterator[Sides]:
    if isinstance(equation, str):
        offset = 0
        for part in equation.split(";"):
            if part.strip():
                yield _from_text(part, declarations, Place("input", 1, offset + 1, equation))
            offset += len(part) + 1
    elif isinstance(equation, tuple) and len(equation) == 2 and not isinstance(equation[0], (tuple, list)):
        yield level_ranks(as_term(equation[0], declarations), as_term(equation[1], declarations))
    elif isinstance(equation, (list, tuple)):
        for part in equation:
            yield from _read(part, declarations)
    else:
        yield _sides(as_term(equation, declarations))


def _from_text(text: str, declarations: Declarations, place: Place) -> Sides:
    sign = ENTANGLED if ENTANGLED in text else "="
    plain = text.replace(ENTANGLED, "=") if sign == ENTANGLED and not _is_known(ENTANGLED) else text
    if sign == "=" or plain != text:
        has_sign = any(token.text == "=" for token in tokenize(plain, place))
        if has_sign:
            return parse_equation(plain, declarations, place)
    return _sides(parse_term(plain, declarations, place))


def _is_known(symbol: str) -> bool:
    return any(glyph.symbol == symbol for glyph in CATALOGUE.values())


def _sides(term: Term) -> Sides:
    """The sides of an entanglement; any other expression is meant to vanish."""
    glyph = CATALOGUE.get(term.op.name)
    if glyph is not None and glyph.symbol == ENTANGLED and len(term.args) == 2:
        return level_ranks(term.args[0], term.args[1])
    return term, zero(rank(term))
