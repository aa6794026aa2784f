"""The inner product ·."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Dot"]


class Dot(Glyph):
    """X·Y contracts the last index of X with the first of Y: A·B, T·A, A·T, S·T."""

    name = "dot"
    symbol = "·"
    ascii = "dot"
    typeset = r"<0> \cdot <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.DOT
    signatures = {(1, 1): 0, (2, 1): 1, (1, 2): 1, (2, 2): 2}
    aliases = ("⋅",)
    flops = 5
    laws = """
        dot_commutative:   A·B => B·A
        dot_sum_left:      (A + B)·X = A·X + B·X
        dot_sum_right:     A·(X + Y) = A·X + A·Y
        dot_tensor_sum:    (S + T)·X = S·X + T·X
        dot_tensor_sum_right: T·(X + Y) = T·X + T·Y
        dot_scaled_left:   (f A)·X = f (A·X)
        dot_scaled_right:  A·(f X) = f (A·X)
        dot_tensor_scaled: (f T)·X = f (T·X)
        dot_tensor_scaled_right: T·(f X) = f (T·X)
        dot_negative_left: (−A)·X => −(A·X)
        dot_negative_right: A·(−X) => −(A·X)
        dot_tensor_negative: (−T)·X => −(T·X)
        dot_tensor_negative_right: T·(−X) => −(T·X)
        dot_zero_left:     A·0 => 0
        dot_zero_right:    0·A => 0
        dot_zero_vector:   0·A => 0
        dot_zero_tensor:   𝟘·X => 0
        dot_tensor_zero:   T·𝟘 => 0
        dot_vector_zero:   A·𝟘 => 0
        dot_tensor_zero_vector: T·𝟎 => 0
        dot_identity:      I·X => X
        dot_identity_right: A·I => A
        dot_identity_tensor: T·I => T
        dot_outer_left:    (A ⊗ B)·X = A ⊗ (B·X)
        dot_outer_vector:  (A ⊗ B)·C = (B·C) A
        dot_outer_right:   A·(B ⊗ C) = (A·B) C
        dot_transpose:     Tᵀ·A = A·T
        determinant_triple_left: (A·T)·((B·T) × (C·T)) = det(T) (A·(B × C))
        dot_tensor_associative: (A·T)·B = A·(T·B)
        dot_moved:         A·(B·T) => B·(T·A)
        dot_associative:   (S·T)·X = S·(T·X)
        dot_associative_left: A·(S·T) = (A·S)·T
        dot_outer_tensor:  T·(A ⊗ B) = (T·A) ⊗ B
        dot_transpose_right: A·Tᵀ => T·A
        dot_triple:        A·(B × C) = B·(C × A)
        determinant_triple: (T·A)·((T·B) × (T·C)) = det(T) (A·(B × C))
        cayley_hamilton: T·(T·T) = (tr(T) (T·T) − ((tr(T) tr(T) − tr(T·T)) / 2) T) + det(T) I
        cayley_hamilton_plane: T·T = tr(T) T − det(T) I if dimension(2)
    """
    example = Example(("(1, 2, 3)", "(4, -5, 6)"), 12)

    @staticmethod
    def meaning(calculus: Any, X: Any, Y: Any) -> Any:
        left, right = "ab"[: calculus.rank(X) - 1], "cd"[: calculus.rank(Y) - 1]
        return calculus.einsum(f"{left}k,k{right}->{left}{right}", X, Y)
