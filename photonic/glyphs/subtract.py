"""The difference −."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Minus"]


class Minus(Glyph):
    """X − Y: the difference of two values of one rank."""

    name = "subtract"
    symbol = "−"
    ascii = "minus"
    typeset = r"<0> - <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.SUM
    signatures = {(0, 0): 0, (1, 1): 1, (2, 2): 2}
    advice = {
        (0, 2): "a multiple of the identity is f I",
        (2, 0): "a multiple of the identity is f I",
        (0, 1): "a scalar and a vector have no difference: is a factor missing?",
        (1, 0): "a scalar and a vector have no difference: is a factor missing?",
    }
    laws = """
        subtract_as_add:   X − Y = X + (−Y)
        subtract_self:     X − X => 0
        subtract_added:    (X + Y) − Y => X
        subtract_added_first: (X + Y) − X => Y
        add_subtracted:    (X − Y) + Y => X
        subtract_difference: X − (X − Y) => Y
        subtract_zero:     X − 0 => X
    """
    example = Example(("cos(x)", "2*cos(y)"), -1)

    @staticmethod
    def meaning(calculus: Any, X: Any, Y: Any) -> Any:
        return calculus.subtract(X, Y)

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return operands[0] - operands[1]
