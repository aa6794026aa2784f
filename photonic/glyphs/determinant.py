"""The determinant."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Determinant"]


class Determinant(Glyph):
    """det T = εᵢⱼₖT₁ᵢT₂ⱼT₃ₖ = εᵢⱼₖεₗₘₙTᵢₗTⱼₘTₖₙ/6; in a plane ((tr T)² − tr(T·T))/2, on a line the one component."""

    name = "determinant"
    symbol = "det"
    ascii = "det"
    typeset = r"\operatorname{det}\left(<0>\right)"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(2,): 0}
    flops = 14
    laws = """
        determinant_transpose: det(Tᵀ) => det(T)
        determinant_product: det(S·T) = det(S) det(T)
        determinant_scaled: det(f T) = f ^ 3 det(T)
        determinant_identity: det(I) => 1
        determinant_negative: det(−T) = −det(T)
        determinant_outer: det(A ⊗ B) => 0
        determinant_hat: det(hat(A)) => 0
        determinant_sum: det(S + T) = det(S) + det(T) + tr(S·(S·T)) + tr(S·(T·T)) − tr(S·T) (tr(S) + tr(T)) \
+ (1 / 2) (tr(T) (tr(S) tr(S) − tr(S·S)) + tr(S) (tr(T) tr(T) − tr(T·T)))
        determinant_scaled_plane: det(f T) = f ^ 2 det(T) if dimension(2)
        determinant_sum_plane: det(S + T) = det(S) + det(T) + (tr(S) tr(T) − tr(S·T)) if dimension(2)
        determinant_plane: det(T) = (1 / 2) (tr(T) tr(T) − tr(T·T)) if dimension(2)
        determinant_negative_plane: det(−T) = det(T) if dimension(2)
        determinant_line: det(T) = tr(T) if dimension(1)
    """
    example = Example(("((2, 0, 1), (0, 3, 0), (1, 0, 1))",), 3)

    @staticmethod
    def meaning(calculus: Any, T: Any) -> Any:
        if calculus.dimension < 3:
            return _in_fewer_dimensions(calculus, T)
        cofactors = calculus.einsum("ijk,lmn,jm,kn->il", calculus.epsilon(), calculus.epsilon(), T, T)
        return calculus.multiply(calculus.number(Fraction(1, 6)), calculus.einsum("il,il->", T, cofactors))


def _in_fewer_dimensions(calculus: Any, T: Any) -> Any:
    """The component on a line; in a plane T₁₁T₂₂ − T₁₂T₂₁ by traces, which no choice of an orientation enters."""
    trace = calculus.einsum("ii->", T)
    if calculus.dimension == 1:
        return trace
    squares = calculus.subtract(calculus.multiply(trace, trace), calculus.einsum("ij,ji->", T, T))
    return calculus.multiply(calculus.number(Fraction(1, 2)), squares)
