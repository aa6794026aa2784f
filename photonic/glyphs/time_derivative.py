"""The time derivative ∂t."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["TimeDerivative"]


class TimeDerivative(Glyph):
    """∂tX: the partial derivative by time, the rank is kept."""

    name = "time_derivative"
    symbol = "∂t"
    ascii = "dt"
    typeset = r"\partial_t <0>"
    fixity = Fixity.PREFIX
    precedence = Precedence.PREFIX
    signatures = {(0,): 0, (1,): 1, (2,): 2}
    flops = 2
    laws = """
        time_sum:        ∂t(X + Y) = ∂t X + ∂t Y
        time_negative:   ∂t(−X) = −∂t X
        time_scaled:     ∂t(f X) = f ∂t X + (∂t f) X
        time_factor:     ∂t(f X) = f ∂t X if constant(f)
        time_constant:   ∂t X => 0 if constant(X)
        time_dot:        ∂t(A·B) = (∂t A)·B + A·∂t B
        time_dot_left:   ∂t(T·A) = (∂t T)·A + T·∂t A
        time_dot_right:  ∂t(A·T) = (∂t A)·T + A·∂t T
        time_dot_tensor: ∂t(S·T) = (∂t S)·T + S·∂t T
        time_double_dot: ∂t(S : T) = (∂t S) : T + S : ∂t T
        time_trace:      ∂t tr(T) = tr(∂t T)
        time_transpose:  ∂t Tᵀ = (∂t T)ᵀ
        time_hat:        ∂t hat(A) = hat(∂t A)
        time_axial:      ∂t axial(T) = axial(∂t T)
        time_advection:  ∂t (A·∇)X = ((∂t A)·∇)X + (A·∇)∂t X
        time_cross:      ∂t(A × B) = (∂t A) × B + A × ∂t B
        time_outer:      ∂t(A ⊗ B) = (∂t A) ⊗ B + A ⊗ ∂t B
        time_gradient:   ∂t ∇X = ∇∂t X
        time_divergence: ∂t ∇·X = ∇·∂t X
        time_curl:       ∂t ∇×X = ∇×∂t X
        time_laplacian:  ∂t ΔX = Δ∂t X
        time_reciprocal: ∂t(1 / f) => −(((1 / f) (1 / f)) ∂t f)
        time_determinant: ∂t det(T) = tr(T·(T·∂t T)) − tr(T) tr(T·∂t T) + (1 / 2) ((tr(T) tr(T) − tr(T·T)) tr(∂t T))
        time_power:      ∂t(f ^ g) => (g (f ^ g (1 / f))) ∂t f if constant(g) and nonzero(f)
        time_square:     ∂t(f ^ 2) => 2 (f ∂t f)
        time_function:   ∂t(h(f)) => h'(f) ∂t f
        time_sin:        ∂t(sin(f)) => cos(f) ∂t f
        time_cos:        ∂t(cos(f)) => −(sin(f) ∂t f)
        time_exp:        ∂t(exp(f)) => exp(f) ∂t f
        time_log:        ∂t(log(f)) => (1 / f) ∂t f
        time_sqrt:       ∂t(sqrt(f)) => (1 / (2 sqrt(f))) ∂t f
        time_derivative_function: ∂t(h'(f)) => h''(f) ∂t f
        time_position:   ∂t r => 0
        time_time:       ∂t t => 1
    """
    example = Example(("sin(2*t) + sin(x)",), 2)

    @staticmethod
    def meaning(calculus: Any, X: Any) -> Any:
        return calculus.partial(X, "t", 1)
