"""A vector of the plane given by its components."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["ComponentsPlane"]


class ComponentsPlane(Glyph):
    """(f, g): the vector with these scalars as its components, in two dimensions."""

    name = "components_plane"
    symbol = "({0}, {1})"
    ascii = "components_plane"
    typeset = r"\left(<0>, <1>\right)"
    fixity = Fixity.BRACKET
    precedence = Precedence.ATOM
    signatures = {(0, 0): 1}
    dimensions = (2,)
    flops = 0
    on_demand = "axes"
    laws = """
        plane_sum:      (f, g) + (a, b) = (f + a, g + b) if dimension(2)
        plane_negative: −(f, g) = (−f, −g) if dimension(2)
        plane_scaled:   f (a, b) = (f a, f b) if dimension(2)
        plane_dot:      (f, g)·(a, b) = f a + g b if dimension(2)
        plane_time:     ∂t(f, g) = (∂t f, ∂t g) if dimension(2)
        plane_partial_x: ∂x(f, g) = (∂x f, ∂x g) if dimension(2)
        plane_partial_y: ∂y(f, g) = (∂y f, ∂y g) if dimension(2)
        plane_gradient: ∇f = (∂x f, ∂y f) if dimension(2)
        plane_divergence: ∇·(f, g) = ∂x f + ∂y g if dimension(2)
        plane_advection: ((f, g)·∇)X = f ∂x X + g ∂y X if dimension(2)
        plane_laplacian: Δ(f, g) = (Δf, Δg) if dimension(2)
    """
    example = Example(("cos(x)", "3*cos(y)"), (1, 3))

    @staticmethod
    def meaning(calculus: Any, *scalars: Any) -> Any:
        return calculus.stack(list(scalars))
