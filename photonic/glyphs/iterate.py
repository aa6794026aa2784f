"""Iteration ⟲: an update applied a number of times, or to a fixed point."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Iterate"]


class Iterate(Glyph):
    """⟲(n, u, X): the field u, replaced n times by the update X, an expression in u. ⟲(u, X): its fixed point u = X.

    ⟲(0, u, X) is u, and ⟲(n + 1, u, X) is X with ⟲(n, u, X) in the place of u. A fixed point is searched by repeated
    updates from u, and has a value only where they lead to one.
    """

    name = "iterate"
    symbol = "⟲"
    ascii = "iterate"
    typeset = {
        2: r"\circlearrowleft_{<0>}\left(<1>\right)",
        3: r"\circlearrowleft_{<1>}^{<0>}\left(<2>\right)",
    }
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(0, 0, 0): 0, (0, 1, 1): 1, (0, 2, 2): 2, (0, 0): 0, (1, 1): 1, (2, 2): 2}
    roles = {2: ("name", ""), 3: ("count", "name", "")}
    laws = """"""
    example = Example(("2", "sin(x)", "B + dx(B)"), 2)

    @staticmethod
    def meaning(calculus: Any, count: int | None, name: str, body: Any, start: Any) -> Any:
        return calculus.loop(count, name, body, start)
