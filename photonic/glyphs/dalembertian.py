"""The d'Alembertian □."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["DAlembertian"]


class DAlembertian(Glyph):
    """□X = ∂ₜ²X − ΔX, and □(X, c) = c⁻²∂ₜ²X − ΔX for waves of speed c."""

    name = "dalembertian"
    symbol = "□"
    ascii = "box"
    typeset = {1: r"\Box <0>", 2: r"\Box_{<1>} <0>"}
    fixity = Fixity.PREFIX
    precedence = Precedence.PREFIX
    signatures = {(0,): 0, (1,): 1, (2,): 2, (0, 0): 0, (1, 0): 1, (2, 0): 2}
    flops = 12
    laws = """
        dalembertian:        □X = ∂t ∂t X − ΔX
        dalembertian_speed:  □(X, f) = (1 / (f f)) ∂t ∂t X − ΔX
    """
    example = Example(("cos(2*t) + cos(x)", "2"), 0)

    @staticmethod
    def meaning(calculus: Any, X: Any, c: Any = None) -> Any:
        waves = calculus.partial(X, "t", 2)
        if c is not None:
            waves = calculus.divide(waves, calculus.multiply(c, c))
        return calculus.subtract(waves, calculus.laplacian(X))
