"""The divergence ∇·."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Divergence"]


class Divergence(Glyph):
    """∇·X, contracting the first index: ∇·A = ∂ᵢAᵢ and (∇·T)ⱼ = ∂ᵢTᵢⱼ."""

    name = "divergence"
    symbol = "∇·"
    ascii = "div"
    typeset = r"\nabla \cdot <0>"
    fixity = Fixity.PREFIX
    precedence = Precedence.PREFIX
    signatures = {(1,): 0, (2,): 1}
    flops = 5
    laws = """
        divergence_sum:       ∇·(X + Y) = ∇·X + ∇·Y
        divergence_negative:  ∇·(−X) = −∇·X
        divergence_scaled:    ∇·(f A) = f ∇·A + ∇f·A
        divergence_scaled_tensor: ∇·(f T) = f ∇·T + ∇f·T
        divergence_factor:    ∇·(f X) = f ∇·X if constant(f)
        divergence_constant:  ∇·X => 0 if constant(X)
        divergence_cross:     ∇·(A × B) = B·∇×A − A·∇×B
        divergence_curl:      ∇·∇×X => 0
        divergence_cross_tensor: ∇·(A × T) = (∇×A)·T − A·∇×T
        divergence_gradient:  ∇·∇X = ΔX
        divergence_outer:     ∇·(A ⊗ B) = (∇·A) B + (A·∇)B
        divergence_transposed_gradient: ∇·(∇A)ᵀ = ∇(∇·A)
        divergence_transposed: ∇·(A·T) = (∇·Tᵀ)·A + Tᵀ : ∇A
        divergence_identity:  ∇·(f I) => ∇f
        divergence_dot:       ∇·(T·A) = (∇·T)·A + T : ∇A
        divergence_position:  ∇·r => 3
        divergence_axial:     ∇·axial(T) = tr(∇×T)
        divergence_twice_transposed: ∇·∇·Tᵀ => ∇·∇·T
        divergence_twice_hat: ∇·∇·hat(A) => 0
    """
    example = Example(("(sin(x), 2*sin(y), cos(z))",), 3)

    @staticmethod
    def meaning(calculus: Any, X: Any) -> Any:
        rest = "j" if calculus.rank(X) == 2 else ""
        return calculus.einsum(f"ii{rest}->{rest}", calculus.gradient(X))
