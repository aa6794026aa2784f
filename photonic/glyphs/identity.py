"""The identity tensor I."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Identity"]


class Identity(Glyph):
    """I: the tensor δᵢⱼ."""

    name = "identity"
    symbol = "I"
    ascii = "identity"
    typeset = r"\mathsf{I}"
    fixity = Fixity.ATOM
    precedence = Precedence.ATOM
    signatures = {(): 2}
    flops = 0
    laws = """"""
    example = Example((), ((1, 0, 0), (0, 1, 0), (0, 0, 1)))

    @staticmethod
    def meaning(calculus: Any) -> Any:
        return calculus.delta()
