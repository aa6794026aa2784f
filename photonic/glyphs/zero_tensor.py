"""The zero tensor."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["ZeroTensor"]


class ZeroTensor(Glyph):
    """The tensor whose components are 0; where a tensor is expected, plain 0 is read as it."""

    name = "zero_tensor"
    symbol = "𝟘"
    ascii = "zero_tensor"
    typeset = r"\mathsf{0}"
    fixity = Fixity.ATOM
    precedence = Precedence.ATOM
    signatures = {(): 2}
    flops = 0
    laws = """"""
    example = Example((), ((0, 0, 0), (0, 0, 0), (0, 0, 0)))

    @staticmethod
    def meaning(calculus: Any) -> Any:
        return calculus.literal((0,) * calculus.dimension**2, 2)
