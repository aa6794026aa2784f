"""The material derivative D/Dt."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Material"]


class Material(Glyph):
    """D/Dt(v, X) = ∂t X + (v·∇)X: the rate of change that is seen when moving with the velocity v."""

    name = "material"
    symbol = "D/Dt"
    ascii = "material"
    typeset = r"\frac{\mathrm{D}_{<0>}}{\mathrm{D}t}\left(<1>\right)"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(1, 0): 0, (1, 1): 1, (1, 2): 2}
    on_demand = "motion"
    flops = 17
    laws = """
        material:             D/Dt(A, X) = ∂t X + (A·∇)X
        material_sum:         D/Dt(A, X + Y) = D/Dt(A, X) + D/Dt(A, Y)
        material_negative:    D/Dt(A, −X) = −D/Dt(A, X)
        material_scaled:      D/Dt(A, f X) = f D/Dt(A, X) + D/Dt(A, f) X
        material_factor:      D/Dt(A, f X) = f D/Dt(A, X) if constant(f)
        material_constant:    D/Dt(A, X) => 0 if constant(X)
        material_at_rest:     D/Dt(𝟎, X) => ∂t X
        material_dot:         D/Dt(A, B·C) = D/Dt(A, B)·C + B·D/Dt(A, C)
        material_cross:       D/Dt(A, B × C) = D/Dt(A, B) × C + B × D/Dt(A, C)
        material_outer:       D/Dt(A, B ⊗ C) = D/Dt(A, B) ⊗ C + B ⊗ D/Dt(A, C)
        material_double_dot:  D/Dt(A, S : T) = D/Dt(A, S) : T + S : D/Dt(A, T)
        material_trace:       D/Dt(A, tr(T)) = tr(D/Dt(A, T))
        material_transpose:   D/Dt(A, Tᵀ) = D/Dt(A, T)ᵀ
        material_gradient:    D/Dt(A, ∇f) = ∇D/Dt(A, f) − ∇A·∇f
        material_square:      D/Dt(A, f ^ 2) => 2 (f D/Dt(A, f))
        material_reciprocal:  D/Dt(A, 1 / f) => −(((1 / f) (1 / f)) D/Dt(A, f))
        material_power:       D/Dt(A, f ^ g) => (g (f ^ g (1 / f))) D/Dt(A, f) if constant(g) and nonzero(f)
        material_function:    D/Dt(A, h(f)) => h'(f) D/Dt(A, f)
        material_sin:         D/Dt(A, sin(f)) => cos(f) D/Dt(A, f)
        material_cos:         D/Dt(A, cos(f)) => −(sin(f) D/Dt(A, f))
        material_exp:         D/Dt(A, exp(f)) => exp(f) D/Dt(A, f)
        material_log:         D/Dt(A, log(f)) => (1 / f) D/Dt(A, f)
        material_sqrt:        D/Dt(A, sqrt(f)) => (1 / (2 sqrt(f))) D/Dt(A, f)
        material_position:    D/Dt(A, r) => A
        material_time:        D/Dt(A, t) => 1
    """
    example = Example(("(2, 3, 0)", "sin(x) + sin(2*t)"), 4)

    @staticmethod
    def meaning(calculus: Any, A: Any, X: Any) -> Any:
        rest = "ab"[: calculus.rank(X)]
        along = calculus.einsum(f"i,i{rest}->{rest}", A, calculus.gradient(X))
        return calculus.add(calculus.partial(X, "t", 1), along)
