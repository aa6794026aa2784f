"""A vector given by its components."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Components"]


class Components(Glyph):
    """(f, g, h): the vector with these scalars as its components, in three dimensions."""

    name = "components"
    symbol = "({0}, {1}, {2})"
    ascii = "components"
    typeset = r"\left(<0>, <1>, <2>\right)"
    fixity = Fixity.BRACKET
    precedence = Precedence.ATOM
    signatures = {(0, 0, 0): 1}
    dimensions = (3,)
    flops = 0
    on_demand = "axes"
    laws = """
        components_sum:    (f, g, u) + (a, b, c) = (f + a, g + b, u + c)
        components_scaled: f (a, b, c) = (f a, f b, f c)
    """
    example = Example(("cos(x)", "2", "3*cos(y)"), (1, 2, 3))

    @staticmethod
    def meaning(calculus: Any, *scalars: Any) -> Any:
        return calculus.stack(list(scalars))
