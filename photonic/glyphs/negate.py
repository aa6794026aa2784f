"""The negative −."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Negative"]


class Negative(Glyph):
    """−X: the negative of a value."""

    name = "negate"
    symbol = "−"
    ascii = "neg"
    typeset = r"-<0>"
    fixity = Fixity.PREFIX
    precedence = Precedence.NEGATIVE
    signatures = {(0,): 0, (1,): 1, (2,): 2}
    laws = """
        negate_negate:     −(−X) => X
        negate_zero:       −0 => 0
        negate_add:        −(X + Y) = −X + (−Y)
        exp_negative:      exp(−f) = 1 / exp(f)
    """
    example = Example(("3*cos(x)",), -3)

    @staticmethod
    def meaning(calculus: Any, X: Any) -> Any:
        return calculus.negate(X)

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return -operands[0]
