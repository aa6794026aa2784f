"""The cross product ×."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Cross"]


class Cross(Glyph):
    """A × B: (A × B)ᵢ = εᵢⱼₖAⱼBₖ, and (A × T)ᵢⱼ = εᵢₖₗAₖTₗⱼ, in three dimensions."""

    name = "cross"
    symbol = "×"
    ascii = "cross"
    typeset = r"<0> \times <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.CROSS
    signatures = {(1, 1): 1, (1, 2): 2}
    dimensions = (3,)
    flops = 3
    laws = """
        cross_anticommutative: A × B => −(B × A)
        cross_self:        A × A => 0
        cross_sum_left:    (A + B) × X = A × X + B × X
        cross_sum_right:   A × (X + Y) = A × X + A × Y
        cross_scaled_left: (f A) × X = f (A × X)
        cross_scaled_right: A × (f X) = f (A × X)
        cross_negative_left: (−A) × X => −(A × X)
        cross_negative_right: A × (−X) => −(A × X)
        cross_zero_left:   0 × A => 0
        cross_zero_right:  A × 0 => 0
        cross_zero_tensor: A × 𝟘 => 0
        cross_self_dot:    A·(A × B) => 0
        cross_cross:       A × (B × C) = (A·C) B − (A·B) C
        cross_cross_tensor: A × (B × T) = B ⊗ (A·T) − (A·B) T
        cross_dot:         (A × T)·X = A × (T·X)
        cross_dot_left:    A·(B × T) = (A × B)·T
        cross_outer:       A × (B ⊗ C) = (A × B) ⊗ C
        cross_identity:    A × I => hat(A)
        cross_curl:        A × ∇×B = (∇B)·A − (A·∇)B
    """
    example = Example(("(1, 2, 3)", "(4, 5, 6)"), (-3, 6, -3))

    @staticmethod
    def meaning(calculus: Any, A: Any, X: Any) -> Any:
        rest = "j" if calculus.rank(X) == 2 else ""
        return calculus.einsum(f"ikl,k,l{rest}->i{rest}", calculus.epsilon(), A, X)
