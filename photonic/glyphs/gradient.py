"""The gradient ∇."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Gradient"]


class Gradient(Glyph):
    """∇X, with the new index first: (∇f)ᵢ = ∂ᵢf and (∇A)ᵢⱼ = ∂ᵢAⱼ."""

    name = "gradient"
    symbol = "∇"
    ascii = "grad"
    typeset = r"\nabla <0>"
    fixity = Fixity.PREFIX
    precedence = Precedence.PREFIX
    signatures = {(0,): 1, (1,): 2}
    flops = 3
    laws = """
        gradient_sum:       ∇(X + Y) = ∇X + ∇Y
        gradient_negative:  ∇(−X) = −∇X
        gradient_product:   ∇(f g) = f ∇g + g ∇f
        gradient_scaled:    ∇(f A) = f ∇A + ∇f ⊗ A
        gradient_factor:    ∇(f X) = f ∇X if constant(f)
        gradient_constant:  ∇X => 0 if constant(X)
        gradient_dot:       ∇(A·B) = (∇A)·B + (∇B)·A
        gradient_cross:     ∇(A × B) = ∇A·hat(B) − ∇B·hat(A)
        gradient_twice_transposed: (∇∇f)ᵀ => ∇∇f
        gradient_twice_dot: A·∇∇f => ∇∇f·A
        gradient_twice_between: A·(∇∇f·B) => B·(∇∇f·A)
        gradient_reciprocal: ∇(1 / f) => −(((1 / f) (1 / f)) ∇f)
        gradient_square:    ∇(f ^ 2) => 2 (f ∇f)
        gradient_power:     ∇(f ^ g) => (g (f ^ g (1 / f))) ∇f if constant(g) and nonzero(f)
        gradient_function:  ∇(h(f)) => h'(f) ∇f
        gradient_derivative: ∇(h'(f)) => h''(f) ∇f
        gradient_position:  ∇r => I
        gradient_time:      ∇t => 0
        gradient_sqrt:      ∇(sqrt(f)) => (1 / (2 sqrt(f))) ∇f
        gradient_sin:       ∇(sin(f)) => cos(f) ∇f
        gradient_cos:       ∇(cos(f)) => −(sin(f) ∇f)
        gradient_exp:       ∇(exp(f)) => exp(f) ∇f
        gradient_log:       ∇(log(f)) => (1 / f) ∇f
        gradient_advected:  ∇(A·∇B) = ∇A·∇B + (A·∇)∇B
    """
    example = Example(("sin(x) + 2*sin(y)",), (1, 2, 0))

    @staticmethod
    def meaning(calculus: Any, X: Any) -> Any:
        return calculus.gradient(X)
