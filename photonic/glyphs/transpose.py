"""The transpose ᵀ."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Transpose"]


class Transpose(Glyph):
    """(Tᵀ)ᵢⱼ = Tⱼᵢ."""

    name = "transpose"
    symbol = "ᵀ"
    ascii = "transpose"
    typeset = r"<0>^{\mathsf{T}}"
    fixity = Fixity.POSTFIX
    precedence = Precedence.POSTFIX
    signatures = {(2,): 2}
    advice = {
        (0,): "a scalar is its own transpose",
        (1,): "of a gradient it is (∇A)ᵀ, and a vector needs none: A·S has A on the left",
    }
    laws = """
        transpose_transpose: (Tᵀ)ᵀ => T
        transpose_sum:     (S + T)ᵀ = Sᵀ + Tᵀ
        transpose_scaled:  (f T)ᵀ = f Tᵀ
        transpose_negative: (−T)ᵀ => −Tᵀ
        transpose_outer:   (A ⊗ B)ᵀ = B ⊗ A
        transpose_dot:     (S·T)ᵀ = Tᵀ·Sᵀ
        transpose_identity: Iᵀ => I
        transpose_zero:    𝟘ᵀ => 0
    """
    example = Example(("((1, 2, 3), (4, 5, 6), (7, 8, 9))",), ((1, 4, 7), (2, 5, 8), (3, 6, 9)))

    @staticmethod
    def meaning(calculus: Any, T: Any) -> Any:
        return calculus.einsum("ij->ji", T)
