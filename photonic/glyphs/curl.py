"""The curl ∇×."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Curl"]


class Curl(Glyph):
    """∇×X: (∇×A)ᵢ = εᵢⱼₖ∂ⱼAₖ and (∇×T)ᵢⱼ = εᵢₖₗ∂ₖTₗⱼ, in three dimensions."""

    name = "curl"
    symbol = "∇×"
    ascii = "curl"
    typeset = r"\nabla \times <0>"
    fixity = Fixity.PREFIX
    precedence = Precedence.PREFIX
    signatures = {(1,): 1, (2,): 2}
    dimensions = (3,)
    flops = 5
    laws = """
        curl_sum:        ∇×(X + Y) = ∇×X + ∇×Y
        curl_negative:   ∇×(−X) = −∇×X
        curl_scaled:     ∇×(f A) = f ∇×A + ∇f × A
        curl_factor:     ∇×(f X) = f ∇×X if constant(f)
        curl_constant:   ∇×X => 0 if constant(X)
        curl_gradient:   ∇×∇X => 0
        curl_curl:       ∇×∇×A = ∇(∇·A) − ΔA
        curl_cross:      ∇×(A × B) = ((∇·B) A − (∇·A) B) + ((B·∇)A − (A·∇)B)
        curl_scaled_tensor: ∇×(f T) = f ∇×T + ∇f × T
        curl_outer:      ∇×(A ⊗ B) = ∇×A ⊗ B − A × ∇B
        curl_transposed_gradient: ∇×(∇A)ᵀ = (∇∇×A)ᵀ
        curl_hat:        ∇×hat(A) = (∇A)ᵀ − (∇·A) I
        curl_identity:   ∇×(f I) = hat(∇f)
        curl_dot:        ∇×(T·A) = (∇×T)·A + axial(∇A·Tᵀ)
        curl_dot_left:   ∇×(A·T) = (∇×Tᵀ)·A + axial(∇A·T)
        curl_dot_curl:   (∇×A)·(∇×B) => ∇A : ∇B − ∇A : (∇B)ᵀ
        curl_gradient_dot: ∇A·∇×A => (∇×A)·∇A
        curl_cross_tensor: ∇×(A × T) = ((∇A)ᵀ·T + A ⊗ ∇·T) − (∇·A T + (A·∇)T)
        curl_curl_tensor: ∇×∇×T = ∇∇·T − ΔT
        curl_transposed_curl: ∇×(∇×Tᵀ)ᵀ => (∇×(∇×T)ᵀ)ᵀ
        curl_position:   ∇×r => 0
    """
    example = Example(("(-sin(y), sin(x), 5*cos(z))",), (0, 0, 2))

    @staticmethod
    def meaning(calculus: Any, X: Any) -> Any:
        rest = "j" if calculus.rank(X) == 2 else ""
        return calculus.einsum(f"ikl,kl{rest}->i{rest}", calculus.epsilon(), calculus.gradient(X))
