"""Two-dimensional display: quotients as fractions, powers raised, roots and norms with their signs."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.printing.precedence import precedence
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.stringpict import prettyForm, stringPict

from photonic.expressions.brackets import binding, lies_open, mixes, obscures_nabla, reads_on, reads_under
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Fixity, Precedence, between_places, stands_apart
from photonic.expressions.operand import Application
from photonic.expressions.traversal import postorder

__all__ = ["two_dimensional"]

TALLEST = 200
"""Nodes up to which an expression is laid out; a longer one is written on a line."""


def two_dimensional(expr: Any, columns: int = 100) -> str:
    """The expression as on paper, in Unicode. What is too big or too wide for that is written on a line."""
    nodes = sum(1 for _ in postorder(expr))
    if nodes > TALLEST:
        return str(expr)
    printer = GlyphPrinter({"use_unicode": True, "wrap_line": False, "order": None, "full_prec": False})
    shown = str(printer.doprint(expr))
    return shown if max(map(len, shown.split("\n"))) <= columns else str(expr)


class GlyphPrinter(PrettyPrinter):
    """SymPy's pretty printer with glyphs laid out by their fixity."""

    def _print(self, expr: Any, **options: Any) -> Any:
        if isinstance(expr, Glyph):
            return self._glyph(expr)
        if isinstance(expr, Application):
            name, order, argument = expr.args
            return self._called(f"{name.name}{chr(39) * int(order)}", [argument])
        return super()._print(expr, **options)

    def _glyph(self, expr: Any) -> prettyForm:
        special = getattr(self, f"_glyph_{expr.name}", None)
        if special is not None:
            return special(expr)
        match expr.fixity:
            case Fixity.ATOM:
                return prettyForm(expr.symbol)
            case Fixity.INFIX:
                return self._infix(expr)
            case Fixity.PREFIX if len(expr.args) == 1:
                enclosed = _is_loose(expr.args[0], expr.precedence, strict=True)
                gap = " " if stands_apart(expr.symbol) and not enclosed else ""
                return self._row(f"{expr.symbol}{gap}", self._inside(expr.args[0], expr.precedence, strict=True))
            case Fixity.POSTFIX:
                return self._row(self._inside(expr.args[0], expr.precedence, strict=True), expr.symbol)
            case Fixity.BRACKET:
                return self._bracket(expr)
        return self._called(expr.symbol, expr.args)

    def _glyph_divide(self, expr: Any) -> prettyForm:
        above, below = map(self._print, expr.args)
        # a bar over or under another is the longer one; it stands on the line of the text around it
        longer = 2 if "─" in f"{above}{below}" else 0
        bar = "─" * (max(above.width(), below.width()) + longer)
        over = stringPict(*above.below(bar))
        whole = stringPict(*over.below(below))
        return prettyForm(str(whole), baseline=above.height(), binding=prettyForm.DIV)

    def _glyph_power(self, expr: Any) -> prettyForm:
        base, exponent = expr.args
        bottom = self._inside(base, Precedence.POWER, strict=False)
        top = self._print(exponent)
        raised = stringPict(*stringPict(" " * bottom.width()).right(top))
        lowered = stringPict(*bottom.right(" " * top.width()))
        return prettyForm(f"{raised}\n{lowered}", baseline=top.height() + bottom.baseline, binding=prettyForm.POW)

    def _glyph_sqrt(self, expr: Any) -> prettyForm:
        return self._print_nth_root(expr.args[0], sympy.Integer(2))

    def _glyph_norm(self, expr: Any) -> prettyForm:
        form = self._print(expr.args[0])
        bar = stringPict("\n".join("‖" * form.height()), form.baseline)
        return self._row(bar, form, bar)

    def _infix(self, expr: Any) -> prettyForm:
        left, right = expr.args
        joint = {"*": " ", "·": "·", "/": "/"}.get(expr.symbol, f" {expr.symbol} ")
        second = self._inside(right, expr.precedence, strict=False)
        if expr.symbol == "*" and str(second)[:1].isdigit():
            joint = "⋅"
        if mixes(expr, right, 1):
            second = prettyForm(*second.parens())
        if getattr(right, "name", "") == "negate" and not str(second).startswith(("(", "⎛")):
            second = prettyForm(*second.parens())
        first = self._inside(left, expr.precedence, strict=True)
        if getattr(left, "name", "") == "negate" and expr.precedence > Precedence.SUM and str(first)[:1] == "−":
            first = prettyForm(*first.parens())
        if reads_on(expr, left) or reads_under(expr, left) or mixes(expr, left, 0):
            first = prettyForm(*first.parens())
        return self._row(first, joint, second)

    def _bracket(self, expr: Any) -> prettyForm:
        """A form such as ({0}·∇){1}: what stands between the places is text."""
        level = expr.precedence if lies_open(expr) else 0
        operands = [self._inside(operand, level, strict=True) for operand in expr.args]
        if lies_open(expr) and obscures_nabla(expr.args[0]) and binding(expr.args[0]) >= level:
            operands[0] = prettyForm(*operands[0].parens())
        first, *others = between_places(expr.symbol)
        return self._row(first, *(part for pair in zip(operands, others, strict=True) for part in pair))

    def _called(self, name: str, operands: Any) -> prettyForm:
        inner = self._row(*[part for operand in operands for part in (", ", self._print(operand))][1:])
        return self._row(name, prettyForm(*inner.parens()))

    def _inside(self, operand: Any, level: int, strict: bool) -> prettyForm:
        form = self._print(operand)
        return prettyForm(*form.parens()) if _is_loose(operand, level, strict) else form

    @staticmethod
    def _row(*parts: Any) -> prettyForm:
        forms = [part if isinstance(part, stringPict) else prettyForm(part) for part in parts]
        return prettyForm(*stringPict.next(*forms)) if forms else prettyForm("")


def _is_loose(operand: Any, level: int, strict: bool) -> bool:
    """Whether an operand stands in brackets: it binds less tightly than `level` (or, unless strict, as tightly)."""
    if isinstance(operand, Glyph) and operand.name == "divide":
        if level >= Precedence.PREFIX:
            return True
        if level <= Precedence.PRODUCT:
            return False
    own = precedence(operand)
    return bool(own < level or (not strict and own <= level))
