"""∇ as an object, with the operators of `sympy.vector`: nabla & A, nabla ^ A, nabla | A, nabla(f), (A & nabla)(X)."""

from __future__ import annotations

from typing import Any

from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.ranked import expression

__all__ = ["Along", "Nabla", "nabla"]


class Along:
    """(A·∇), waiting for what it acts on: `(A & nabla)(X)` is the derivative of X along A."""

    def __init__(self, direction: Any) -> None:
        self.direction = direction

    def __call__(self, operand: Any) -> Any:
        return CATALOGUE["advection"](self.direction, expression(operand))

    def __repr__(self) -> str:
        return f"({self.direction}·∇)"


class Nabla:
    """The operator ∇: `nabla(X)` and `nabla | X` gradient, `nabla & X` divergence, `nabla ^ X` curl."""

    is_nabla = True

    def __call__(self, operand: Any) -> Any:
        return CATALOGUE["gradient"](expression(operand))

    def __or__(self, operand: Any) -> Any:
        return self(operand)

    def __and__(self, operand: Any) -> Any:
        return CATALOGUE["divergence"](expression(operand))

    def __xor__(self, operand: Any) -> Any:
        return CATALOGUE["curl"](expression(operand))

    def __rand__(self, direction: Any) -> Along:
        return Along(direction)

    def __repr__(self) -> str:
        return "∇"


nabla = Nabla()
"""The operator ∇."""
