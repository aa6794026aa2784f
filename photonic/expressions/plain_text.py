"""Expressions in ASCII: operators of arithmetic as they are, and all other glyphs by their words, as functions."""

from __future__ import annotations

from typing import Any

from sympy.printing.str import StrPrinter

from photonic.expressions.notation import Precedence

__all__ = ["AsciiPrinter", "ascii_text"]

ARITHMETIC = {"add": " + ", "subtract": " - ", "multiply": "*", "divide": "/", "power": "^"}


class AsciiPrinter(StrPrinter):
    """SymPy's printer of one line, with glyphs in ASCII; the parser reads it back."""

    printmethod = "_ascii"


def ascii_text(glyph: Any, printer: Any) -> str:
    """The glyph in ASCII."""
    operands = [printer._print(operand) for operand in glyph.args]
    if glyph.name in ARITHMETIC:
        power = glyph.name == "power"
        left = _inside(printer, glyph, 0, strict=not power)
        right = _inside(printer, glyph, 1, strict=power or glyph.name == "add")
        return f"{left}{ARITHMETIC[glyph.name]}{right}"
    if glyph.name == "negate":
        return f"-{_inside(printer, glyph, 0, strict=False)}"
    if glyph.symbol.startswith("({0},"):
        return f"({', '.join(operands)})"
    return f"{glyph.ascii}({', '.join(operands)})" if operands else str(glyph.ascii)


def _inside(printer: Any, glyph: Any, place: int, strict: bool) -> str:
    operand = glyph.args[place]
    if getattr(operand, "name", "") not in {*ARITHMETIC, "negate"} and hasattr(operand, "signatures"):
        return str(printer._print(operand))
    text = str(printer.parenthesize(operand, max(glyph.precedence, Precedence.SUM), strict=strict))
    return f"({text})" if text.startswith("-") else text
