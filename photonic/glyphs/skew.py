"""The antisymmetric part of a tensor."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Skew"]


class Skew(Glyph):
    """skew T = (T − Tᵀ)/2."""

    name = "skew"
    symbol = "skew"
    ascii = "skew"
    typeset = r"\operatorname{skew}\left(<0>\right)"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(2,): 2}
    flops = 2
    laws = """
        skew_part:         skew(T) = (1 / 2) (T − Tᵀ)
        skew_hat:          skew(T) = −((1 / 2) hat(axial(T)))
        skew_gradient:     skew(∇A)·B = (−(1 / 2)) (∇×A × B)
    """
    example = Example(("((1, 2, 0), (4, 3, 0), (0, 0, 5))",), ((0, -1, 0), (1, 0, 0), (0, 0, 0)))

    @staticmethod
    def meaning(calculus: Any, T: Any) -> Any:
        half = calculus.number(Fraction(1, 2))
        return calculus.multiply(half, calculus.subtract(T, calculus.einsum("ij->ji", T)))
