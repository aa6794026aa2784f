"""How a glyph is written: fixity, precedence, and the text and LaTeX that follow from a glyph's facts."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, ClassVar

import sympy
from sympy.printing.precedence import PRECEDENCE, precedence, precedence_traditional

from photonic.expressions.declarations import is_name

__all__ = ["Fixity", "Precedence", "latex", "mixes", "reads_on", "text"]


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


def text(glyph: Any, printer: Any) -> str:
    """The glyph in the language's Unicode notation; the parser reads it back to an equal expression."""
    match glyph.fixity:
        case Fixity.ATOM:
            return str(glyph.symbol)
        case Fixity.BRACKET:
            return str(glyph.symbol.format(*_loose(glyph, printer)))
        case Fixity.POSTFIX:
            return printer.parenthesize(glyph.args[0], glyph.precedence, strict=True) + glyph.symbol  # type: ignore[no-any-return]
        case Fixity.INFIX:
            left, right = _sides(glyph, printer)
            return f"{left}{_joint(glyph, right)}{right}"
        case Fixity.PREFIX if len(glyph.args) == 1:
            operand = printer.parenthesize(glyph.args[0], glyph.precedence, strict=True)
            operand = f"({operand})" if _reads_as_several(glyph, glyph.args[0]) else operand
            gap = " " if _ends_in_a_letter(glyph.symbol) and operand[0] != "(" else ""
            return f"{glyph.symbol}{gap}{operand}"
    return f"{glyph.symbol}({', '.join(map(printer._print, glyph.args))})"


def _ends_in_a_letter(symbol: str) -> bool:
    """Whether a letter behind the symbol would make one word with it: ∂t u, ℋ u, but Δu."""
    return is_name(symbol) or (symbol[-1].isascii() and symbol[-1].isalpha())


def _reads_as_several(glyph: Any, operand: Any) -> bool:
    """Whether (a, b, c) behind a prefix that takes several operands would be read as these."""
    listed = getattr(operand, "fixity", None) is Fixity.BRACKET and "," in operand.symbol
    return listed and any(len(ranks) > 1 for ranks in glyph.signatures)


def latex(glyph: Any, printer: Any) -> str:
    """The glyph's LaTeX: distinct trees give distinct texts."""
    if glyph.fixity in (Fixity.FUNCTION, Fixity.ATOM):
        parts = [printer._print(operand) for operand in glyph.args]
    elif glyph.fixity is Fixity.INFIX:
        # what stands in the braces of a fraction or of an exponent needs no brackets
        parts = [
            printer._print(operand) if f"{{<{index}>}}" in glyph.typeset else _latex_operand(glyph, printer, operand, t)
            for index, (operand, t) in enumerate(zip(glyph.args, _tight(glyph), strict=True))
        ]
    else:
        tight = glyph.fixity is Fixity.POSTFIX
        parts = [_latex_operand(glyph, printer, operand, tight) for operand in glyph.args]
    template = glyph.typeset if isinstance(glyph.typeset, str) else glyph.typeset[len(parts)]
    for index, part in enumerate(parts):
        template = template.replace(f"<{index}>", part)
    return template


def _tight(glyph: Any) -> tuple[bool, bool]:
    """On which sides an operand of the same precedence needs brackets."""
    return (True, False) if glyph.precedence == Precedence.POWER else (False, True)


def _sides(glyph: Any, printer: Any) -> tuple[str, str]:
    sides = []
    for position, (operand, tight) in enumerate(zip(glyph.args, _tight(glyph), strict=True)):
        side = printer.parenthesize(operand, glyph.precedence, strict=not tight)
        behind = position == 1 and glyph.precedence >= Precedence.SUM
        signed = side.startswith(("−", "-")) and (behind or glyph.precedence > Precedence.SUM)
        open_end = position == 0 and reads_on(glyph, operand) and not side.startswith("(−")
        unclear = mixes(glyph, operand, position)
        sides.append(f"({side})" if signed or open_end or unclear else side)
    return sides[0], sides[1]


def mixes(glyph: Any, operand: Any, position: int) -> bool:
    """Whether an operand needs brackets for the reader's sake alone, as in A × B·C, A·B C and f/A·B.

    They are clear to the parser only. A chain S·T·A, to be read from the left, needs none.
    """
    if glyph.fixity is not Fixity.INFIX:
        return False
    if glyph.symbol == "*":
        return position == 0 and _is_vector_product(_last_factor(operand))
    if glyph.symbol == "/":
        return position == 1 and _is_vector_product(operand)
    if not _is_vector_product(glyph) or not _is_vector_product(operand):
        return False
    chained = position == 0 and glyph.symbol == operand.symbol == "·"
    looser = operand.precedence < glyph.precedence or (position == 1 and operand.precedence == glyph.precedence)
    return not chained and not looser


def _is_vector_product(operand: Any) -> bool:
    fixity = getattr(operand, "fixity", None)
    return fixity is Fixity.INFIX and bool(Precedence.DOT <= operand.precedence < Precedence.PREFIX)


def _last_factor(operand: Any) -> Any:
    while getattr(operand, "fixity", None) is Fixity.INFIX and operand.symbol == "*":
        operand = operand.args[1]
    return operand


def reads_on(glyph: Any, operand: Any) -> bool:
    """Whether what follows in a product would seem to lie under the prefix that ends its left side: (∇·A) f."""
    if glyph.symbol not in ("*", "/"):
        return False
    operand = _last_factor(operand)
    fixity = getattr(operand, "fixity", None)
    behind = fixity is Fixity.PREFIX or (fixity is Fixity.BRACKET and operand.symbol.endswith("}"))
    if not behind or operand.precedence < Precedence.DOT or (fixity is Fixity.PREFIX and len(operand.args) > 1):
        return False
    return bool(precedence(operand.args[-1]) >= operand.precedence)


def _joint(glyph: Any, right: str) -> str:
    """What stands between the operands: nothing but a blank for a product, unless that would read otherwise."""
    if glyph.symbol == "*":
        return "*" if right[0].isdigit() else " "
    return glyph.symbol if glyph.symbol in ("·", "^", "/") else f" {glyph.symbol} "


def _loose(glyph: Any, printer: Any) -> list[str]:
    """Operands of a bracketed glyph: inside the brackets nothing is ambiguous, behind them the prefix rule holds."""
    inner = [printer._print(operand) for operand in glyph.args]
    if not glyph.symbol.endswith("}"):
        return inner
    inner[0] = printer.parenthesize(glyph.args[0], Precedence.DOT, strict=True)
    inner[-1] = printer.parenthesize(glyph.args[-1], glyph.precedence, strict=True)
    return inner


def _latex_operand(glyph: Any, printer: Any, operand: Any, tight: bool) -> str:
    body = _typeset(printer, operand, glyph.precedence, strict=not tight)
    signed = body.startswith("-") and (tight or glyph.precedence > Precedence.SUM)
    raised = glyph.precedence == Precedence.POWER and _ends_open(operand, body)
    left = glyph.fixity is Fixity.INFIX and not tight
    open_end = (left and _trails_off(glyph, operand)) or mixes(glyph, operand, 0 if left else 1)
    open_end = open_end or _holds_a_sign(glyph, operand)
    open_end = open_end and not _is_enclosed(body)
    return rf"\left({body}\right)" if signed or raised or open_end else str(body)


def _trails_off(glyph: Any, operand: Any) -> bool:
    """Whether the left side ends in a prefix under which the next factor would seem to lie: ∇×A in (∇×A)·B.

    Text tells ∇×A·B from ∇×(A·B) by its blanks, which TeX does not keep. ∇f·A cannot be read otherwise.
    """
    if reads_on(glyph, operand):
        return True
    behind = getattr(operand, "fixity", None) is Fixity.PREFIX or getattr(operand, "symbol", "").endswith("}")
    return _is_vector_product(glyph) and behind and getattr(operand.args[-1], "rank", 0) > 0


def _holds_a_sign(glyph: Any, operand: Any) -> bool:
    """Whether a prefix such as ∇× stands under a prefix or in a product of vectors: ∇·(∇×A), A·(∇×B)."""
    within = (glyph.fixity is Fixity.PREFIX and glyph.precedence >= Precedence.PREFIX) or _is_vector_product(glyph)
    return within and getattr(operand, "fixity", None) is Fixity.PREFIX and operand.symbol[1:].endswith(("·", "×"))


def _typeset(printer: Any, operand: Any, level: int, strict: bool) -> str:
    """The operand's LaTeX, in brackets where it binds less tightly. SymPy's own rule goes by names of its classes."""
    own = operand.precedence if hasattr(operand, "fixity") else precedence_traditional(operand)
    body = str(printer._print(operand))
    return rf"\left({body}\right)" if own < level or (own == level and not strict) else body


def _is_enclosed(body: str) -> bool:
    """Whether the bracket that begins this LaTeX is closed at its very end."""
    depth = 0
    for found in re.finditer(r"\\(left|right)\b", body):
        depth += 1 if found[1] == "left" else -1
        if not depth:
            return body.startswith(r"\left(") and body[found.end() :] == ")"
    return False


def _ends_open(operand: Any, body: str) -> bool:
    """Whether a raised number behind this LaTeX would seem to belong to its last part alone, as in e^x ^2."""
    if isinstance(operand, sympy.Function):
        return not body.rstrip("} ").endswith(r"\right)")
    return isinstance(operand, sympy.Float) and "^" in body
