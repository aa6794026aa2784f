"""MathML of glyphs, for SymPy's two printers of it: what is meant (content) and how it looks (presentation)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy.printing.precedence import precedence

from photonic.expressions.notation import Fixity

__all__ = ["content", "presentation"]

ELEMENTS: Mapping[str, str] = {
    "add": "plus", "subtract": "minus", "negate": "minus", "multiply": "times", "divide": "divide", "power": "power",
    "sqrt": "root", "gradient": "grad", "divergence": "divergence", "curl": "curl", "laplacian": "laplacian",
    "dot": "scalarproduct", "cross": "vectorproduct", "outer": "outerproduct", "transpose": "transpose",
    "determinant": "determinant",
}  # fmt: skip
"""Operators that MathML has elements for; the others are symbols by name."""


def content(glyph: Any, printer: Any) -> Any:
    """The glyph applied to its operands."""
    element = ELEMENTS.get(glyph.name)
    head = printer.dom.createElement(element) if element else _text(printer, "csymbol", glyph.name)
    if not glyph.args:
        return head
    return _row(printer, "apply", [head, *map(printer._print, glyph.args)])


def presentation(glyph: Any, printer: Any) -> Any:
    """The glyph's symbol before, between or behind its operands, or as a function's name."""
    sign = _text(printer, "mo", glyph.symbol)
    match glyph.fixity:
        case Fixity.ATOM:
            return _text(printer, "mi", glyph.symbol)
        case Fixity.INFIX:
            left, right = (_inside(glyph, printer, operand) for operand in glyph.args)
            sign = _text(printer, "mo", "\N{INVISIBLE TIMES}" if glyph.symbol == "*" else glyph.symbol)
            return _row(printer, "mrow", [left, sign, right])
        case Fixity.PREFIX if len(glyph.args) == 1:
            return _row(printer, "mrow", [sign, _inside(glyph, printer, glyph.args[0])])
        case Fixity.POSTFIX:
            return _row(printer, "mrow", [_inside(glyph, printer, glyph.args[0]), sign])
    name = glyph.ascii if glyph.fixity is Fixity.BRACKET else glyph.symbol
    return _row(printer, "mrow", [_text(printer, "mi", name), _bracketed(printer, glyph.args)])


def _inside(glyph: Any, printer: Any, operand: Any) -> Any:
    loose = precedence(operand) <= glyph.precedence and bool(operand.args)
    return _bracketed(printer, [operand]) if loose else printer._print(operand)


def _bracketed(printer: Any, operands: Any) -> Any:
    parts = [_text(printer, "mo", "(")]
    for place, operand in enumerate(operands):
        parts += [_text(printer, "mo", ",")] * bool(place) + [printer._print(operand)]
    return _row(printer, "mrow", [*parts, _text(printer, "mo", ")")])


def _row(printer: Any, kind: str, parts: Any) -> Any:
    row = printer.dom.createElement(kind)
    for part in parts:
        row.appendChild(part)
    return row


def _text(printer: Any, kind: str, text: str) -> Any:
    element = printer.dom.createElement(kind)
    element.appendChild(printer.dom.createTextNode(text))
    return element
