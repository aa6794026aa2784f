"""∇ as an object, with the operators of `sympy.vector`.

`nabla(X)` and `nabla | X` are the gradient, `nabla & X` the divergence, `nabla ^ X` the curl; `(A & nabla)(X)` is the
derivative of X along A, and `(nabla & nabla)(X)` or `(nabla**2)(X)` the Laplacian.
"""

from __future__ import annotations

from typing import Any, NoReturn

from photonic.errors import RankError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.ranked import expression

__all__ = ["Nabla", "Waiting", "nabla"]

PRODUCTS = "nabla(X) is the gradient, nabla & X the divergence, nabla ^ X the curl, (nabla & nabla)(X) the Laplacian"
CALL = "it waits for what it acts on, in brackets"


class Waiting:
    """An operator that waits for what it acts on: (A·∇) or ∇·∇. Called with X, it is the glyph of X.

    Raises RankError where it is used as if it were a field.
    """

    def __init__(self, spelling: str, glyph: str, *operands: Any) -> None:
        self.spelling, self.glyph, self.operands = spelling, glyph, operands

    def __call__(self, operand: Any) -> Any:
        return CATALOGUE[self.glyph](*self.operands, expression(operand))

    def _misused(self, _other: Any) -> NoReturn:
        raise RankError(f"{self} is an operator: {CALL}, as in ({self})(X)")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _misused
    __and__ = __rand__ = __xor__ = __rxor__ = __or__ = __ror__ = _misused

    def __repr__(self) -> str:
        return self.spelling


class Nabla:
    """The operator ∇: `nabla(X)` and `nabla | X` gradient, `nabla & X` divergence, `nabla ^ X` curl.

    Raises RankError where an operand's rank does not fit, and for products that ∇ has not.
    """

    is_nabla = True

    def __call__(self, operand: Any) -> Any:
        return CATALOGUE["gradient"](expression(operand))

    def __or__(self, operand: Any) -> Any:
        return self(operand)

    def __and__(self, operand: Any) -> Any:
        if operand is self:
            return Waiting("nabla & nabla", "laplacian")
        return CATALOGUE["divergence"](expression(operand))

    def __xor__(self, operand: Any) -> Any:
        return CATALOGUE["curl"](expression(operand))

    def __rand__(self, direction: Any) -> Waiting:
        return Waiting(f"{direction} & nabla", "advection", direction)

    def __pow__(self, exponent: Any) -> Waiting:
        if exponent != 2:
            raise RankError(f"nabla**{exponent} is no operator: nabla**2 is, and is applied twice for nabla**4")
        return Waiting("nabla**2", "laplacian")

    def _misused(self, _other: Any) -> NoReturn:
        raise RankError(f"∇ is no factor: {PRODUCTS}")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _misused
    __matmul__ = __rmatmul__ = __rxor__ = __ror__ = _misused

    def __repr__(self) -> str:
        return "∇"

    def __reduce__(self) -> str:
        return "nabla"  # there is one


nabla = Nabla()
"""The operator ∇."""
