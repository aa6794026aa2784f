"""Entanglement ↔: an equation as an object."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Entanglement"]


class Entanglement(Glyph):
    """X ↔ Y: the equation X = Y as an object, a goal to prove or a hypothesis.

    Its value is what interference measures, |X − Y|² with the sum over all components: zero where X and Y agree.
    """

    name = "entanglement"
    symbol = "↔"
    ascii = "entangle"
    typeset = r"<0> \leftrightarrow <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.EQUATION
    signatures = {(0, 0): 0, (1, 1): 0, (2, 2): 0}
    aliases = ("<->",)
    on_demand = "entanglement"
    flops = 3
    laws = """
        entanglement_itself:      X ↔ X => 0
        entanglement_commutative: X ↔ Y = Y ↔ X
        entanglement_scalar:      f ↔ g => (f − g) (f − g)
        entanglement_vector:      A ↔ B => (A − B)·(A − B)
        entanglement_tensor:      S ↔ T => (S − T) : (S − T)
    """
    example = Example(("2*cos(x)", "3 + 2*cos(y)"), 9)

    @staticmethod
    def meaning(calculus: Any, X: Any, Y: Any) -> Any:
        difference = calculus.subtract(X, Y)
        indices = "ab"[: calculus.rank(X)]
        return calculus.einsum(f"{indices},{indices}->", difference, difference)
