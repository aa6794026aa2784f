"""An equation as typed at the prompt: a pair of sides that prove, simplify and `given` take."""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy

__all__ = ["Equation"]


class Equation(NamedTuple):
    """left = right, of one rank. `prove(equation)` decides it; it is a pair, so `left, right = equation` works."""

    left: Any
    right: Any

    def __str__(self) -> str:
        return f"{self.left} = {self.right}"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {sympy.latex(self.left)} = {sympy.latex(self.right)}$"
