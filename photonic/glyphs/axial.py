"""The axial vector of a tensor."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Axial"]


class Axial(Glyph):
    """axial T: (axial T)ᵢ = εᵢⱼₖTⱼₖ."""

    name = "axial"
    symbol = "axial"
    ascii = "axial"
    typeset = r"\operatorname{axial}\left(<0>\right)"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(2,): 1}
    dimensions = (3,)
    flops = 2
    laws = """
        axial_outer:       axial(A ⊗ B) = A × B
        axial_gradient:    axial(∇A) = ∇×A
        axial_transpose:   axial(Tᵀ) = −axial(T)
        axial_hat:         axial(hat(A)) = −(2 A)
        axial_sum:         axial(S + T) = axial(S) + axial(T)
        axial_scaled:      axial(f T) = f axial(T)
        axial_negative:    axial(−T) => −axial(T)
        axial_zero:        axial(𝟘) => 0
        axial_square:      axial(T·T) => tr(T) axial(T) − axial(T)·T
        axial_own_transpose: axial(T·Tᵀ) => 0
        axial_transpose_own: axial(Tᵀ·T) => 0
        axial_transposed:   axial(S·Tᵀ) => −axial(T·Sᵀ)
        axial_transposed_left: axial(Sᵀ·T) => −axial(Tᵀ·S)
        axial_transposes:   axial(Sᵀ·Tᵀ) => −axial(T·S)
        axial_cross:       axial(A × T) = T·A − tr(T) A
        axial_dot:         axial(S)·axial(T) = S : T − S : Tᵀ
        axial_curl:        axial(∇×T) = ∇·Tᵀ − ∇tr(T)
    """
    example = Example(("((0, 3, 0), (1, 0, 5), (2, 0, 0))",), (5, 2, 2))

    @staticmethod
    def meaning(calculus: Any, T: Any) -> Any:
        return calculus.einsum("ijk,jk->i", calculus.epsilon(), T)
