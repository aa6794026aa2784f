"""The partial derivatives ∂x, ∂y and ∂z: one operator along three axes, with the same laws."""

from __future__ import annotations

from typing import Any, ClassVar

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["PartialX", "PartialY", "PartialZ"]

LAWS = """
    partial_?_sum:       ∂?(X + Y) = ∂? X + ∂? Y
    partial_?_negative:  ∂?(−X) = −∂? X
    partial_?_scaled:    ∂?(f X) = f ∂? X + (∂? f) X
    partial_?_factor:    ∂?(f X) = f ∂? X if constant(f)
    partial_?_constant:  ∂? X => 0 if constant(X)
    partial_?_dot:       ∂?(A·B) = (∂? A)·B + A·∂? B
    partial_?_dot_left:  ∂?(T·A) = (∂? T)·A + T·∂? A
    partial_?_dot_right: ∂?(A·T) = (∂? A)·T + A·∂? T
    partial_?_dot_tensor: ∂?(S·T) = (∂? S)·T + S·∂? T
    partial_?_double_dot: ∂?(S : T) = (∂? S) : T + S : ∂? T
    partial_?_cross:     ∂?(A × B) = (∂? A) × B + A × ∂? B
    partial_?_outer:     ∂?(A ⊗ B) = (∂? A) ⊗ B + A ⊗ ∂? B
    partial_?_trace:     ∂? tr(T) = tr(∂? T)
    partial_?_transpose: ∂? Tᵀ = (∂? T)ᵀ
    partial_?_hat:       ∂? hat(A) = hat(∂? A)
    partial_?_axial:     ∂? axial(T) = axial(∂? T)
    partial_?_components: ∂?(f, g, u) = (∂? f, ∂? g, ∂? u)
    partial_?_gradient:  ∂? ∇X = ∇∂? X
    partial_?_divergence: ∂? ∇·X = ∇·∂? X
    partial_?_curl:      ∂? ∇×X = ∇×∂? X
    partial_?_laplacian: ∂? ΔX = Δ∂? X
    partial_?_time:      ∂? ∂t X = ∂t ∂? X
    partial_?_advection: ∂? (A·∇)X = ((∂? A)·∇)X + (A·∇)∂? X
    partial_?_reciprocal: ∂?(1 / f) => −(((1 / f) (1 / f)) ∂? f)
    partial_?_square:    ∂?(f ^ 2) => 2 (f ∂? f)
    partial_?_power:     ∂?(f ^ g) => (g (f ^ g (1 / f))) ∂? f if constant(g) and nonzero(f)
    partial_?_function:  ∂?(h(f)) => h'(f) ∂? f
    partial_?_derivative_function: ∂?(h'(f)) => h''(f) ∂? f
    partial_?_sin:       ∂?(sin(f)) => cos(f) ∂? f
    partial_?_cos:       ∂?(cos(f)) => −(sin(f) ∂? f)
    partial_?_exp:       ∂?(exp(f)) => exp(f) ∂? f
    partial_?_log:       ∂?(log(f)) => (1 / f) ∂? f
    partial_?_sqrt:      ∂?(sqrt(f)) => (1 / (2 sqrt(f))) ∂? f
    partial_?_position:  ∂? r => ∇?
    partial_?_of_time:   ∂? t => 0
    partial_?_along:     (∇?·∇)X => ∂? X
    partial_?_component: ∇?·∇X => ∂? X
    partial_?_unit:      ∇?·∇? => 1
    partial_?_straight:  Δ? => 0
    partial_?_itself:    ∂? ? => 1
"""
"""What holds along each axis, which stands for the question mark."""


class Partial(Glyph):
    """What the three derivatives share; `axis` is the letter of the coordinate."""

    abstract = True
    axis: ClassVar[str]
    fixity = Fixity.PREFIX
    precedence = Precedence.PREFIX
    signatures = {(0,): 0, (1,): 1, (2,): 2}
    on_demand = "axes"
    flops = 3

    @classmethod
    def meaning(cls, calculus: Any, X: Any) -> Any:
        return calculus.partial(X, cls.axis, 1)


class PartialX(Partial):
    """∂x X: the partial derivative along the coordinate x; the rank is kept."""

    name = "partial_x"
    symbol = "∂x"
    ascii = "dx"
    axis = "x"
    typeset = r"\partial_x <0>"
    laws = (
        LAWS.replace("?", "x")
        + """
    partial_x_y:         ∂x ∂y X = ∂y ∂x X
    partial_x_z:         ∂x ∂z X = ∂z ∂x X
    partial_x_of_y:      ∂x y => 0
    partial_x_of_z:      ∂x z => 0
    partial_x_beside_y:  ∇x·∇y => 0
    partial_x_beside_z:  ∇x·∇z => 0
    partial_x_handed:    ∇x × ∇y = ∇z
    laplacian_line:      ΔX = ∂x ∂x X if dimension(1)
    gradient_line:       ∇f = ∂x f ∇x if dimension(1)
    divergence_line:     ∇·A = ∂x(A·∇x) if dimension(1)
    advection_line:      (A·∇)X = (A·∇x) ∂x X if dimension(1)
    """
    )
    example = Example(("sin(2*x) + sin(y)",), 2)


class PartialY(Partial):
    """∂y X: the partial derivative along the coordinate y, in two and three dimensions; the rank is kept."""

    name = "partial_y"
    symbol = "∂y"
    ascii = "dy"
    axis = "y"
    typeset = r"\partial_y <0>"
    dimensions = (2, 3)
    laws = (
        LAWS.replace("?", "y")
        + """
    partial_y_z:         ∂y ∂z X = ∂z ∂y X
    partial_y_of_x:      ∂y x => 0
    partial_y_of_z:      ∂y z => 0
    partial_y_beside_z:  ∇y·∇z => 0
    partial_y_handed:    ∇y × ∇z = ∇x
    laplacian_plane:     ΔX = ∂x ∂x X + ∂y ∂y X if dimension(2)
    gradient_plane:      ∇f = (∂x f) ∇x + (∂y f) ∇y if dimension(2)
    divergence_plane:    ∇·A = ∂x(A·∇x) + ∂y(A·∇y) if dimension(2)
    advection_plane:     (A·∇)X = (A·∇x) ∂x X + (A·∇y) ∂y X if dimension(2)
    """
    )
    example = Example(("(sin(2*y), cos(y), sin(x))",), (2, 0, 0))


class PartialZ(Partial):
    """∂z X: the partial derivative along the coordinate z, in three dimensions; the rank is kept."""

    name = "partial_z"
    symbol = "∂z"
    ascii = "dz"
    axis = "z"
    typeset = r"\partial_z <0>"
    dimensions = (3,)
    laws = (
        LAWS.replace("?", "z")
        + """
    partial_z_of_x:      ∂z x => 0
    partial_z_of_y:      ∂z y => 0
    partial_z_handed:    ∇z × ∇x = ∇y
    laplacian_axes:      ΔX = ∂x ∂x X + (∂y ∂y X + ∂z ∂z X)
    gradient_axes:       ∇f = (∂x f) ∇x + ((∂y f) ∇y + (∂z f) ∇z)
    gradient_components: ∇f = (∂x f, ∂y f, ∂z f)
    divergence_axes:     ∇·A = ∂x(A·∇x) + (∂y(A·∇y) + ∂z(A·∇z))
    divergence_components: ∇·(f, g, u) = ∂x f + (∂y g + ∂z u)
    curl_components:     ∇×(f, g, u) = (∂y u − ∂z g, ∂z f − ∂x u, ∂x g − ∂y f)
    advection_axes:      (A·∇)X = (A·∇x) ∂x X + ((A·∇y) ∂y X + (A·∇z) ∂z X)
    advection_components: ((f, g, u)·∇)X = f ∂x X + (g ∂y X + u ∂z X)
    """
    )
    example = Example(("3*sin(z) + cos(2*z)",), 3)
