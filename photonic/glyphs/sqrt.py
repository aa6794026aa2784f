"""The square root."""

from __future__ import annotations

from typing import Any

import sympy

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["SquareRoot"]


class SquareRoot(Glyph):
    """√f: the root that is not negative, of a scalar that is not negative."""

    name = "sqrt"
    symbol = "sqrt"
    ascii = "sqrt"
    typeset = r"\sqrt{<0>}"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(0,): 0}
    flops = 4
    laws = """
        sqrt_square:       sqrt(f) sqrt(f) => f
        sqrt_reciprocal:   1 / sqrt(f) => (1 / f) sqrt(f)
        sqrt_of_reciprocal: sqrt(1 / f) => (1 / f) sqrt(f)
        sqrt_of_square:    sqrt(f f) => Abs(f)
        sqrt_of_power:     sqrt(f ^ 2) => Abs(f)
        sqrt_of_squares:   sqrt(f (f g)) => Abs(f) sqrt(g) if nonzero(f)
        sqrt_product:      sqrt(f g) = sqrt(f) sqrt(g) if positive(f)
        sqrt_product_both: sqrt(f g) = sqrt(f) sqrt(g) if nonnegative(f) and nonnegative(g)
    """
    example = Example(("3 + cos(x)",), 2)

    @staticmethod
    def meaning(calculus: Any, f: Any) -> Any:
        return calculus.elementary("sqrt", f)

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return sympy.sqrt(operands[0])
