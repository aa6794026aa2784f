"""Superposition ⊕: one thing in several forms."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Superposition"]


class Superposition(Glyph):
    """X ⊕ Y: one value in two forms, of which a collapse chooses; their equality is claimed, and proved."""

    name = "superposition"
    symbol = "⊕"
    ascii = "superpose"
    typeset = r"<0> \oplus <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.CHOICE
    signatures = {(0, 0): 0, (1, 1): 1, (2, 2): 2}
    on_demand = "choice"
    flops = 0
    laws = """
        superposition_of_one: X ⊕ X => X
    """
    example = Example(("2*cos(x)", "cos(x) + cos(x)"), 2)

    @staticmethod
    def meaning(_calculus: Any, X: Any, _Y: Any) -> Any:
        return X

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return cls.chosen(cls(*operands))
