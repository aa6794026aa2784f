"""The outer product ⊗."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Outer"]


class Outer(Glyph):
    """A ⊗ B: (A ⊗ B)ᵢⱼ = AᵢBⱼ."""

    name = "outer"
    symbol = "⊗"
    ascii = "outer"
    typeset = r"<0> \otimes <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.OUTER
    signatures = {(1, 1): 2}
    laws = """
        outer_sum_left:    (A + B) ⊗ C = A ⊗ C + B ⊗ C
        outer_sum_right:   A ⊗ (B + C) = A ⊗ B + A ⊗ C
        outer_scaled_left: (f A) ⊗ B = f (A ⊗ B)
        outer_scaled_right: A ⊗ (f B) = f (A ⊗ B)
        outer_negative_left: (−A) ⊗ B => −(A ⊗ B)
        outer_negative_right: A ⊗ (−B) => −(A ⊗ B)
        outer_zero_left:   0 ⊗ A => 0
        outer_zero_right:  A ⊗ 0 => 0
    """
    example = Example(("(1, 2, 0)", "(0, 3, 4)"), ((0, 3, 4), (0, 6, 8), (0, 0, 0)))

    @staticmethod
    def meaning(calculus: Any, A: Any, B: Any) -> Any:
        return calculus.einsum("i,j->ij", A, B)
