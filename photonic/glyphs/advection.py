"""The derivative along a vector, (A·∇)X."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Advection"]


class Advection(Glyph):
    """(A·∇)X = Aᵢ∂ᵢX: the rank of X is kept. The directional derivative ∇_A X is the same; A is not normalised."""

    name = "advection"
    symbol = "({0}·∇){1}"
    ascii = "advect"
    typeset = r"\left(<0> \cdot \nabla\right) <1>"
    fixity = Fixity.BRACKET
    precedence = Precedence.PREFIX
    signatures = {(1, 0): 0, (1, 1): 1, (1, 2): 2}
    aliases = ("directional",)
    flops = 14
    laws = """
        advection:             (A·∇)f = A·∇f
        advection_vector:      (A·∇)B = A·∇B
        advection_sum:         (A·∇)(X + Y) = (A·∇)X + (A·∇)Y
        advection_sum_along:   ((A + B)·∇)X = (A·∇)X + (B·∇)X
        advection_scaled:      (A·∇)(f X) = f (A·∇)X + (A·∇f) X
        advection_scaled_along: ((f A)·∇)X = f (A·∇)X
        advection_negative:    (A·∇)(−X) => −(A·∇)X
        advection_negative_along: ((−A)·∇)X => −(A·∇)X
        advection_factor:      (A·∇)(f X) = f (A·∇)X if constant(f)
        advection_constant:    (A·∇)X => 0 if constant(X)
        advection_nowhere:     (0·∇)X => 0
        advection_itself:      (A·∇)A = (1 / 2) ∇(A·A) + ∇×A × A
        advection_dot:         (A·∇)(B·C) = (A·∇)B·C + B·(A·∇)C
        advection_cross:       (A·∇)(B × C) = (A·∇)B × C + B × (A·∇)C
        advection_outer:       (A·∇)(B ⊗ C) = (A·∇)B ⊗ C + B ⊗ (A·∇)C
        advection_tensor_dot: (A·∇)(T·B) = (A·∇)T·B + T·(A·∇)B
        advection_dot_tensor: (A·∇)(B·T) = (A·∇)B·T + B·(A·∇)T
        advection_tensors:   (A·∇)(S·T) = (A·∇)S·T + S·(A·∇)T
        advection_double_dot: (A·∇)(S : T) = (A·∇)S : T + S : (A·∇)T
        advection_trace:     (A·∇)tr(T) = tr((A·∇)T)
        advection_transpose: (A·∇)Tᵀ = ((A·∇)T)ᵀ
        advection_axial:     (A·∇)axial(T) = axial((A·∇)T)
        advection_hat:       (A·∇)hat(B) = hat((A·∇)B)
        advection_position:  (A·∇)r => A
        advection_function:  (A·∇)(h(f)) => h'(f) (A·∇)f
        advection_sqrt:      (A·∇)(sqrt(f)) => (1 / (2 sqrt(f))) (A·∇)f
        advection_sin:       (A·∇)(sin(f)) => cos(f) (A·∇)f
        advection_cos:       (A·∇)(cos(f)) => −(sin(f) (A·∇)f)
        advection_exp:       (A·∇)(exp(f)) => exp(f) (A·∇)f
        advection_log:       (A·∇)(log(f)) => (1 / f) (A·∇)f
    """
    example = Example(("(2, 3, 0)", "sin(x) + sin(y)"), 5)

    @staticmethod
    def meaning(calculus: Any, A: Any, X: Any) -> Any:
        rest = "ab"[: calculus.rank(X)]
        return calculus.einsum(f"i,i{rest}->{rest}", A, calculus.gradient(X))
