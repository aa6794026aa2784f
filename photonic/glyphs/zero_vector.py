"""The zero vector."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["ZeroVector"]


class ZeroVector(Glyph):
    """The vector whose components are 0; where a vector is expected, plain 0 is read as it."""

    name = "zero_vector"
    symbol = "𝟎"
    ascii = "zero_vector"
    typeset = r"\mathbf{0}"
    fixity = Fixity.ATOM
    precedence = Precedence.ATOM
    signatures = {(): 1}
    flops = 0
    laws = """"""
    example = Example((), (0, 0, 0))

    @staticmethod
    def meaning(calculus: Any) -> Any:
        return calculus.literal((0,) * calculus.dimension, 1)
