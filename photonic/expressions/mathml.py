"""MathML of glyphs, for SymPy's two printers of it: what is meant (content) and how it looks (presentation)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from photonic.expressions.brackets import binding, lies_open, tight, unclear
from photonic.expressions.notation import Fixity, Precedence, between_places

__all__ = ["content", "presentation"]

ELEMENTS: Mapping[str, str] = {
    "add": "plus", "subtract": "minus", "negate": "minus", "multiply": "times", "divide": "divide", "power": "power",
    "sqrt": "root", "gradient": "grad", "divergence": "divergence", "curl": "curl", "laplacian": "laplacian",
    "dot": "scalarproduct", "cross": "vectorproduct", "outer": "outerproduct", "transpose": "transpose",
    "determinant": "determinant",
}  # fmt: skip
"""Operators that MathML has elements for; the others are symbols by name."""

SIGNS = ("-", "−")


def content(glyph: Any, printer: Any) -> Any:
    """The glyph applied to its operands."""
    element = ELEMENTS.get(glyph.name)
    head = printer.dom.createElement(element) if element else _text(printer, "csymbol", glyph.name)
    if not glyph.args:
        return head
    return _row(printer, "apply", [head, *map(printer._print, glyph.args)])


def presentation(glyph: Any, printer: Any) -> Any:
    """The glyph's symbol before, between, behind or around its operands, or as a function's name."""
    sign = "\N{INVISIBLE TIMES}" if glyph.symbol == "*" else glyph.symbol
    match glyph.fixity:
        case Fixity.ATOM:
            return _text(printer, "mi", sign)
        case Fixity.INFIX:
            parts = [_inside(glyph, printer, 0), _text(printer, "mo", sign), _inside(glyph, printer, 1)]
        case Fixity.PREFIX if len(glyph.args) == 1:
            parts = [_text(printer, "mo", sign), _inside(glyph, printer, 0)]
        case Fixity.POSTFIX:
            parts = [_inside(glyph, printer, 0), _text(printer, "mo", sign)]
        case Fixity.BRACKET:
            parts = _around(glyph, printer)
        case _:
            parts = [_text(printer, "mi", sign), _bracketed(printer, glyph.args)]
    return _row(printer, "mrow", parts)


def _around(glyph: Any, printer: Any) -> list[Any]:
    """Brackets, commas and other signs, each by itself, with the operands in their places."""
    first, *others = between_places(glyph.symbol)
    parts = _signs(printer, first)
    for place, signs in enumerate(others):
        operand = _inside(glyph, printer, place) if lies_open(glyph) else printer._print(glyph.args[place])
        parts += [operand, *_signs(printer, signs)]
    return parts


def _inside(glyph: Any, printer: Any, place: int) -> Any:
    """The operand, in brackets where it binds less tightly or would be read otherwise."""
    operand = glyph.args[place]
    shown, own, closely = printer._print(operand), binding(operand), tight(glyph, place)
    loose = own < glyph.precedence or (closely and own == glyph.precedence) or unclear(glyph, operand, place)
    signed = _opening(shown) in SIGNS and (closely or glyph.precedence > Precedence.SUM)
    return _bracketed(printer, [operand]) if loose or signed else shown


def _opening(element: Any) -> str:
    """The text that an element begins with."""
    while element.firstChild is not None:
        element = element.firstChild
    return str(element.data)


def _bracketed(printer: Any, operands: Any) -> Any:
    parts = _signs(printer, "(")
    for place, operand in enumerate(operands):
        parts += [*_signs(printer, "," * bool(place)), printer._print(operand)]
    return _row(printer, "mrow", [*parts, *_signs(printer, ")")])


def _signs(printer: Any, signs: str) -> list[Any]:
    return [_text(printer, "mo", sign) for sign in signs if not sign.isspace()]


def _row(printer: Any, kind: str, parts: Any) -> Any:
    row = printer.dom.createElement(kind)
    for part in parts:
        row.appendChild(part)
    return row


def _text(printer: Any, kind: str, text: str) -> Any:
    element = printer.dom.createElement(kind)
    element.appendChild(printer.dom.createTextNode(text))
    return element
