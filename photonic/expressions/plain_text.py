"""Expressions in ASCII: operators of arithmetic as they are, and all other glyphs by their words, as functions."""

from __future__ import annotations

from typing import Any

from sympy.printing.precedence import precedence
from sympy.printing.str import StrPrinter

from photonic.expressions.brackets import tight
from photonic.expressions.notation import Fixity, Precedence, encloses_all

__all__ = ["AsciiPrinter", "ascii_text"]

SIGNS = {"add": " + ", "subtract": " - ", "multiply": "*", "divide": "/", "power": "^", "negate": "-"}
"""What stands between operands, or before one; everything else is a word with its operands in brackets."""


class AsciiPrinter(StrPrinter):
    """SymPy's printer of one line, with glyphs in ASCII; the parser reads it back."""

    printmethod = "_ascii"

    def __init__(self) -> None:
        super().__init__({"full_prec": False})


def ascii_text(glyph: Any, printer: Any) -> str:
    """The glyph in ASCII."""
    if glyph.name not in SIGNS:
        operands = ", ".join(map(printer._print, glyph.args))
        if glyph.fixity is Fixity.BRACKET and encloses_all(glyph.symbol):
            return f"({operands})"
        return f"{glyph.ascii}({operands})" if operands else str(glyph.ascii)
    sides = [_side(glyph, printer, place) for place in range(len(glyph.args))]
    return SIGNS[glyph.name].join(sides) if len(sides) == 2 else f"-{sides[0]}"


def _side(glyph: Any, printer: Any, place: int) -> str:
    """The operand, in brackets where it binds less tightly or begins with a sign."""
    operand = glyph.args[place]
    text = str(printer._print(operand))
    if hasattr(operand, "fixity") and operand.name not in SIGNS:
        return text
    own = precedence(operand)
    loose = own < glyph.precedence or (own == glyph.precedence and (tight(glyph, place) or len(glyph.args) == 1))
    signed = text.startswith("-") and (place == 1 or glyph.precedence > Precedence.SUM)
    return f"({text})" if loose or signed else text
