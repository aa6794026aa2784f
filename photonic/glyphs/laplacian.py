"""The Laplacian Δ."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Laplacian"]


class Laplacian(Glyph):
    """ΔX = ∂ᵢ∂ᵢX: the rank is kept."""

    name = "laplacian"
    symbol = "Δ"
    ascii = "laplacian"
    typeset = r"\Delta <0>"
    fixity = Fixity.PREFIX
    precedence = Precedence.PREFIX
    signatures = {(0,): 0, (1,): 1, (2,): 2}
    aliases = ("∆", "∇²", "lap")
    flops = 9
    laws = """
        laplacian_sum:       Δ(X + Y) = ΔX + ΔY
        laplacian_negative:  Δ(−X) = −ΔX
        laplacian_factor:    Δ(f X) = f ΔX if constant(f)
        laplacian_constant:  ΔX => 0 if constant(X)
        laplacian_product:   Δ(f g) = (f Δg + g Δf) + 2 (∇f·∇g)
        laplacian_scaled:    Δ(f A) = (f ΔA + (Δf) A) + 2 (∇f·∇)A
        laplacian_vector:    ΔA = ∇(∇·A) − ∇×∇×A
        laplacian_scaled_tensor: Δ(f T) = (f ΔT + Δf T) + 2 (∇f·∇)T
        laplacian_dot:       Δ(A·B) = (A·ΔB + B·ΔA) + 2 (∇A : ∇B)
        laplacian_cross:     Δ(A × B) = (ΔA × B + A × ΔB) + 2 axial((∇A)ᵀ·∇B)
        laplacian_outer:     Δ(A ⊗ B) = (ΔA ⊗ B + A ⊗ ΔB) + 2 ((∇A)ᵀ·∇B)
        laplacian_transpose: ΔTᵀ = (ΔT)ᵀ
        laplacian_axial:     Δaxial(T) = axial(ΔT)
        laplacian_hat:       Δhat(A) = hat(ΔA)
        laplacian_dot_constant: Δ(T·A) = ΔT·A if constant(A)
        laplacian_dot_fixed: Δ(T·A) = T·ΔA if constant(T)
        laplacian_moment:    Δ(T·r) => ΔT·r + 2 ∇·Tᵀ
        laplacian_double_dot_fixed: Δ(S : T) = S : ΔT if constant(S)
        laplacian_position:  Δr => 0
        laplacian_time:      Δt => 0
        laplacian_function:  Δ(h(f)) => h'(f) Δf + h''(f) (∇f·∇f)
        laplacian_sin:       Δ(sin(f)) => cos(f) Δf − sin(f) (∇f·∇f)
        laplacian_cos:       Δ(cos(f)) => −(sin(f) Δf) − cos(f) (∇f·∇f)
        laplacian_exp:       Δ(exp(f)) => exp(f) Δf + exp(f) (∇f·∇f)
        laplacian_log:       Δ(log(f)) => (1 / f) Δf − (1 / f) (1 / f) ∇f·∇f
        laplacian_sqrt:      Δ(sqrt(f)) => ∇·((1 / (2 sqrt(f))) ∇f)
        laplacian_reciprocal: Δ(1 / f) => −(∇·((1 / f) (1 / f) ∇f))
        laplacian_power:     Δ(f ^ g) => ∇·((g (f ^ g (1 / f))) ∇f) if constant(g) and nonzero(f)
        laplacian_expanded:  Δf => ∇·∇f
        laplacian_of_divergence: Δ∇·X = ∇·ΔX
        laplacian_of_curl:   Δ∇×X = ∇×ΔX
        laplacian_of_gradient: Δ∇X = ∇ΔX
    """
    example = Example(("cos(x) + 2*cos(2*y)",), -9)

    @staticmethod
    def meaning(calculus: Any, X: Any) -> Any:
        return calculus.laplacian(X)
