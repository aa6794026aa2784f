"""The double inner product :."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["DoubleDot"]


class DoubleDot(Glyph):
    """S : T = SᵢⱼTᵢⱼ."""

    name = "double_dot"
    symbol = ":"
    ascii = "ddot"
    typeset = r"<0> : <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.DOT
    signatures = {(2, 2): 0}
    flops = 17
    laws = """
        double_dot_commutative: S : T => T : S
        double_dot_trace:  S : T = tr(Sᵀ·T)
        double_dot_identity: I : T => tr(T)
        double_dot_sum:    S : (T + U) = S : T + S : U
        double_dot_scaled: S : (f T) = f (S : T)
        double_dot_negative: S : (−T) => −(S : T)
        double_dot_outer:  (A ⊗ B) : T = A·(T·B)
    """
    example = Example(("((1, 2, 0), (0, 1, 0), (0, 0, 3))", "((2, 1, 0), (5, 1, 0), (0, 0, 1))"), 8)

    @staticmethod
    def meaning(calculus: Any, S: Any, T: Any) -> Any:
        return calculus.einsum("ij,ij->", S, T)
