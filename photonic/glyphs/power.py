"""The power of scalars."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Power"]


class Power(Glyph):
    """f ^ g: a scalar raised to a scalar."""

    name = "power"
    symbol = "^"
    ascii = "pow"
    typeset = r"<0>^{<1>}"
    fixity = Fixity.INFIX
    precedence = Precedence.POWER
    signatures = {(0, 0): 0}
    advice = {
        (1, 0): "of a vector there are A·A and |A|^2",
        (2, 0): "of a tensor there are S·S and its transpose S^T, and no inverse",
        (1, 2): "^T transposes tensors: of a gradient it is (∇A)^T, and a vector needs none",
    }
    aliases = ("**",)
    flops = 2
    laws = """
        power_one:         f ^ 1 => f
        power_zero:        f ^ 0 => 1 if nonzero(f)
        power_two:         f ^ 2 = f f
        power_three:       f ^ 3 = f (f f)
        power_four:        f ^ 4 = (f f) (f f)
        power_inverse:     f ^ (−1) = 1 / f
        power_inverse_two: f ^ (−2) = 1 / (f f)
    """
    example = Example(("2 + cos(x)", "2"), 9)

    @staticmethod
    def meaning(calculus: Any, f: Any, g: Any) -> Any:
        return calculus.power(f, g)

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return operands[0] ** operands[1]
