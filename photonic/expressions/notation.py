"""How a glyph is written: where its symbol stands and how tightly it binds."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from sympy.printing.precedence import PRECEDENCE

from photonic.expressions.declarations import is_name

__all__ = ["Fixity", "Precedence", "between_places", "encloses_all", "stands_apart"]


class Fixity(Enum):
    """Where the symbol stands: before its operand, between two, behind one, as a function's name, or alone."""

    PREFIX = "prefix"
    INFIX = "infix"
    POSTFIX = "postfix"
    FUNCTION = "function"
    BRACKET = "bracket"
    ATOM = "atom"


class Precedence:
    """How tightly a glyph binds, on SymPy's scale, so that both kinds of node nest rightly in each other."""

    EQUATION: ClassVar[int] = 25
    CHOICE: ClassVar[int] = 30
    SUM: ClassVar[int] = PRECEDENCE["Add"]
    NEGATIVE: ClassVar[int] = 45
    PRODUCT: ClassVar[int] = PRECEDENCE["Mul"]
    DOT: ClassVar[int] = 52
    OUTER: ClassVar[int] = 53
    CROSS: ClassVar[int] = 54
    PREFIX: ClassVar[int] = 56
    POWER: ClassVar[int] = PRECEDENCE["Pow"]
    POSTFIX: ClassVar[int] = 65
    ATOM: ClassVar[int] = PRECEDENCE["Atom"]


def stands_apart(symbol: str) -> bool:
    """Whether a letter behind the symbol would make one word with it: ∂t u, ℋ u, but Δu."""
    return is_name(symbol) or (symbol[-1].isascii() and symbol[-1].isalpha())


def encloses_all(symbol: str) -> bool:
    """Whether a bracketed symbol ends in its closing bracket: ({0}, {1}) does, ({0}·∇){1} does not."""
    return not symbol.endswith("}")


def between_places(symbol: str) -> list[str]:
    """What stands before, between and behind the places {0}, {1}, … of a bracketed symbol."""
    texts, rest, place = [], symbol, 0
    while f"{{{place}}}" in rest:
        before, _, rest = rest.partition(f"{{{place}}}")
        texts.append(before)
        place += 1
    return [*texts, rest]
