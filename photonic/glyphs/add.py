"""The sum +."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Plus"]


class Plus(Glyph):
    """X + Y: the sum of two values of one rank."""

    name = "add"
    symbol = "+"
    ascii = "plus"
    typeset = r"<0> + <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.SUM
    signatures = {(0, 0): 0, (1, 1): 1, (2, 2): 2}
    advice = {
        (0, 2): "a multiple of the identity is f I",
        (2, 0): "a multiple of the identity is f I",
        (0, 1): "a scalar and a vector cannot be added: is a factor missing?",
        (1, 0): "a scalar and a vector cannot be added: is a factor missing?",
    }
    laws = """
        add_commutative:   X + Y => Y + X
        add_associative:   (X + Y) + Z = X + (Y + Z)
        add_zero:          X + 0 => X
        add_negative:      X + (−X) => 0
        add_self:          X + X = 2 X
        add_multiple:      X + f X = (1 + f) X
    """
    example = Example(("sin(x)", "cos(y)"), 1)

    @staticmethod
    def meaning(calculus: Any, X: Any, Y: Any) -> Any:
        return calculus.add(X, Y)

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return operands[0] + operands[1]
