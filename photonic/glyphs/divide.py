"""The quotient by a scalar."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Quotient"]


class Quotient(Glyph):
    """X / f: a value of any rank divided by a scalar, where f is not 0."""

    name = "divide"
    symbol = "/"
    ascii = "over"
    typeset = r"\frac{<0>}{<1>}"
    fixity = Fixity.INFIX
    precedence = Precedence.PRODUCT
    signatures = {(0, 0): 0, (1, 0): 1, (2, 0): 2}
    advice = {
        (0, 1): "nothing is divided by a vector: divide by |A| or by A·A",
        (1, 1): "nothing is divided by a vector: divide by |B| or by B·B",
        (0, 2): "nothing is divided by a tensor: divide by det(S) or by tr(S)",
        (2, 2): "nothing is divided by a tensor: divide by det(S) or by tr(S)",
    }
    laws = """
        divide_as_product:  X / f = (1 / f) X
        divide_one:         X / 1 => X
        divide_self:        f (1 / f) => 1 if nonzero(f)
        divide_products:    (1 / f) (1 / g) = 1 / (f g)
        divide_negative:    1 / (−f) => −(1 / f)
        divide_cancel:      (1 / f) (f X) => X if nonzero(f)
        divide_halves:      (1 / 2) (2 X) => X
        divide_divide:      1 / (1 / f) => f if nonzero(f)
    """
    example = Example(("(6*cos(x), 3, 0)", "2 + cos(y)"), (2, 1, 0))

    @staticmethod
    def meaning(calculus: Any, X: Any, f: Any) -> Any:
        return calculus.divide(X, f)

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return operands[0] / operands[1]
