"""The determinant."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Determinant"]


class Determinant(Glyph):
    """det T = εᵢⱼₖT₁ᵢT₂ⱼT₃ₖ = εᵢⱼₖεₗₘₙTᵢₗTⱼₘTₖₙ/6, in three dimensions."""

    name = "determinant"
    symbol = "det"
    ascii = "det"
    typeset = r"\operatorname{det}\left(<0>\right)"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(2,): 0}
    dimensions = (3,)
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
    """
    example = Example(("((2, 0, 1), (0, 3, 0), (1, 0, 1))",), 3)

    @staticmethod
    def meaning(calculus: Any, T: Any) -> Any:
        cofactors = calculus.einsum("ijk,lmn,jm,kn->il", calculus.epsilon(), calculus.epsilon(), T, T)
        return calculus.multiply(calculus.number(Fraction(1, 6)), calculus.einsum("il,il->", T, cofactors))
