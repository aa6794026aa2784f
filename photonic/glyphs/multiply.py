"""The product with a scalar."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Times"]


class Times(Glyph):
    """f X: the product of a scalar with a value of any rank, in either order."""

    name = "multiply"
    symbol = "*"
    ascii = "times"
    typeset = r"<0> \, <1>"
    fixity = Fixity.INFIX
    precedence = Precedence.PRODUCT
    signatures = {(0, 0): 0, (0, 1): 1, (1, 0): 1, (0, 2): 2, (2, 0): 2}
    laws = """
        multiply_commutative:  f g => g f
        multiply_scalar_first: A f => f A
        multiply_tensor_first: T f => f T
        multiply_associative:  (f g) X = f (g X)
        multiply_exchange:     f (g X) => g (f X)
        multiply_one:          1 X => X
        multiply_zero:         0 X => 0
        multiply_by_zero:      f 0 => 0
        multiply_zero_vector:  f 𝟎 => 𝟎
        multiply_zero_tensor:  f 𝟘 => 𝟘
        multiply_sum:          f (X + Y) = f X + f Y
        multiply_sum_scalar:   (f + g) X = f X + g X
        multiply_negative:     f (−X) = −(f X)
        multiply_negated:      (−f) X = −(f X)
        cos_squared:           cos(f) cos(f) => 1 − sin(f) sin(f)
    """
    example = Example(("2*cos(x)", "(cos(y), 3, sin(z))"), (2, 6, 0))

    @staticmethod
    def meaning(calculus: Any, X: Any, Y: Any) -> Any:
        scalar, value = (X, Y) if calculus.rank(X) == 0 else (Y, X)
        return calculus.multiply(scalar, value)

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        return operands[0] * operands[1]
