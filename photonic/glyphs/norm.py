"""The Euclidean norm of a vector."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Norm"]


class Norm(Glyph):
    """|A| = √(A·A), also written ‖A‖; bars around a scalar are its magnitude."""

    name = "norm"
    symbol = "norm"
    ascii = "norm"
    typeset = r"\left\lVert <0> \right\rVert"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(1,): 0}
    advice = {(0,): "of a scalar there is |f|", (2,): "of a tensor there is sqrt(S : S)"}
    flops = 9
    laws = """
        norm_root:         norm(A) = sqrt(A·A)
        norm_negative:     norm(−A) => norm(A)
        norm_scaled:       norm(f A) => Abs(f) norm(A)
        norm_square:       norm(A) norm(A) => A·A
        gradient_norm_position: ∇norm(r) => (1 / norm(r)) r
        gradient_norm:     ∇norm(A) => (1 / norm(A)) (∇A·A)
        laplacian_norm_position: Δnorm(r) => 2 (1 / norm(r))
        laplacian_norm:    Δnorm(A) => ∇·∇norm(A)
        time_norm:         ∂t norm(A) => (1 / norm(A)) (A·∂t A)
    """
    example = Example(("(2, 3*cos(x), 6)",), 7)

    @staticmethod
    def meaning(calculus: Any, A: Any) -> Any:
        return calculus.elementary("sqrt", calculus.einsum("i,i->", A, A))
