"""The symmetric part of a tensor."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Symmetric"]


class Symmetric(Glyph):
    """sym T = (T + Tᵀ)/2."""

    name = "symmetric"
    symbol = "sym"
    ascii = "sym"
    typeset = r"\operatorname{sym}\left(<0>\right)"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(2,): 2}
    flops = 2
    laws = """
        symmetric_part:    sym(T) = (1 / 2) (T + Tᵀ)
    """
    example = Example(("((1, 2, 0), (4, 3, 0), (0, 0, 5))",), ((1, 3, 0), (3, 3, 0), (0, 0, 5)))

    @staticmethod
    def meaning(calculus: Any, T: Any) -> Any:
        half = calculus.number(Fraction(1, 2))
        return calculus.multiply(half, calculus.add(T, calculus.einsum("ij->ji", T)))
