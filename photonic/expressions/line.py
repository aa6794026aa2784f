"""A glyph on one line, in the language's Unicode notation, which the parser reads back."""

from __future__ import annotations

from typing import Any

from photonic.expressions.brackets import lies_open, mixes, obscures_nabla, reads_on, reads_under, tight
from photonic.expressions.notation import Fixity, Precedence, stands_apart

__all__ = ["text"]


def text(glyph: Any, printer: Any) -> str:
    """The glyph in the language's Unicode notation; the parser reads it back to an equal expression."""
    match glyph.fixity:
        case Fixity.ATOM:
            return str(glyph.symbol)
        case Fixity.BRACKET:
            return str(glyph.symbol.format(*_places(glyph, printer)))
        case Fixity.POSTFIX:
            return printer.parenthesize(glyph.args[0], glyph.precedence, strict=True) + glyph.symbol  # type: ignore[no-any-return]
        case Fixity.INFIX:
            left, right = _sides(glyph, printer)
            return f"{left}{_joint(glyph, right)}{right}"
        case Fixity.PREFIX if len(glyph.args) == 1:
            operand = printer.parenthesize(glyph.args[0], glyph.precedence, strict=True)
            operand = f"({operand})" if _reads_as_several(glyph, glyph.args[0]) else operand
            gap = " " if stands_apart(glyph.symbol) and not _is_enclosed(operand) else ""
            return f"{glyph.symbol}{gap}{operand}"
    return f"{glyph.symbol}({', '.join(map(printer._print, glyph.args))})"


def _reads_as_several(glyph: Any, operand: Any) -> bool:
    """Whether (a, b, c) behind a prefix that takes several operands would be read as these."""
    listed = getattr(operand, "fixity", None) is Fixity.BRACKET and "," in operand.symbol
    return listed and any(len(ranks) > 1 for ranks in glyph.signatures)


def _is_enclosed(text: str) -> bool:
    """Whether the bracket that begins a text is closed at its very end."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if not depth:
            return place == len(text) - 1 and char == ")"
    return False


def _sides(glyph: Any, printer: Any) -> tuple[str, str]:
    sides = []
    for place, operand in enumerate(glyph.args):
        side = printer.parenthesize(operand, glyph.precedence, strict=not tight(glyph, place))
        behind = place == 1 and glyph.precedence >= Precedence.SUM
        signed = side.startswith(("−", "-")) and (behind or glyph.precedence > Precedence.SUM)
        open_end = place == 0 and _lies_under(glyph, operand) and not side.startswith("(−")
        unclear = mixes(glyph, operand, place)
        sides.append(f"({side})" if signed or open_end or unclear else side)
    return sides[0], sides[1]


def _lies_under(glyph: Any, operand: Any) -> bool:
    """Whether the right side would seem to lie under a prefix on the left."""
    return reads_on(glyph, operand) or reads_under(glyph, operand)


def _joint(glyph: Any, right: str) -> str:
    """What stands between the operands: nothing but a blank for a product, unless that would read otherwise."""
    if glyph.symbol == "*":
        return "*" if right[0].isdigit() else " "
    return glyph.symbol if glyph.symbol in ("·", "^", "/") else f" {glyph.symbol} "


def _places(glyph: Any, printer: Any) -> list[str]:
    """Operands of a bracketed glyph: inside the brackets nothing is ambiguous, behind them the prefix rule holds."""
    inner = [printer._print(operand) for operand in glyph.args]
    if lies_open(glyph):
        inner[0] = printer.parenthesize(glyph.args[0], glyph.precedence, strict=True)
        inner[-1] = printer.parenthesize(glyph.args[-1], glyph.precedence, strict=True)
        if obscures_nabla(glyph.args[0]) and not _is_enclosed(inner[0]):
            inner[0] = f"({inner[0]})"
    return inner
