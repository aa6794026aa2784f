"""Collapse ⧠: the form that is chosen."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Collapse"]


class Collapse(Glyph):
    """⧠X: X in the form that a collapse chooses, equal to X by a proof. `doit()` puts that form in its place."""

    name = "collapse"
    symbol = "⧠"
    ascii = "collapse"
    typeset = r"\boxdot <0>"
    fixity = Fixity.PREFIX
    precedence = Precedence.PREFIX
    signatures = {(0,): 0, (1,): 1, (2,): 2}
    on_demand = "choice"
    flops = 0
    laws = """
        collapse_is_equal: ⧠X => X
    """
    example = Example(("2*cos(x) + sin(y)",), 2)

    @staticmethod
    def meaning(_calculus: Any, X: Any) -> Any:
        return X

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return cls.chosen(cls(*operands))
