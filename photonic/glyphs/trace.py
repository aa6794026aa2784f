"""The trace."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Trace"]


class Trace(Glyph):
    """tr T = Tᵢᵢ."""

    name = "trace"
    symbol = "tr"
    ascii = "trace"
    typeset = r"\operatorname{tr}\left(<0>\right)"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(2,): 0}
    advice = {(1,): "of a vector field there is the divergence ∇·A = tr(∇A)"}
    aliases = ("tr",)
    flops = 2
    laws = """
        trace_sum:         tr(S + T) = tr(S) + tr(T)
        trace_scaled:      tr(f T) = f tr(T)
        trace_negative:    tr(−T) => −tr(T)
        trace_transpose:   tr(Tᵀ) => tr(T)
        trace_outer:       tr(A ⊗ B) = A·B
        trace_gradient:    tr(∇A) = ∇·A
        trace_identity:    tr(I) => 3
        trace_zero:        tr(𝟘) => 0
        trace_cyclic:      tr(S·T) => tr(T·S)
        trace_cyclic_three: tr(S·(T·U)) = tr(T·(U·S))
        trace_transposes:  tr(Sᵀ·Tᵀ) => tr(T·S)
        trace_transposed:  tr(S·Tᵀ) = tr(T·Sᵀ)
        trace_two_transposes: tr(U·(Sᵀ·Tᵀ)) => tr(T·(S·Uᵀ))
        trace_three_transposes: tr(Sᵀ·(Tᵀ·Uᵀ)) => tr(U·(T·S))
        trace_cross:       tr(A × T) => A·axial(T)
        trace_laplacian:   tr(ΔT) = Δtr(T)
        trace_curl_transposed: tr(∇×Tᵀ) => −tr(∇×T)
        trace_curl_twice:  tr(∇×(∇×T)ᵀ) = Δtr(T) − ∇·∇·T
    """
    example = Example(("((1, 2, 3), (4, 5, 6), (7, 8, 10))",), 16)

    @staticmethod
    def meaning(calculus: Any, T: Any) -> Any:
        return calculus.einsum("ii->", T)
