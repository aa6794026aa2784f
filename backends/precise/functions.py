"""Elementary functions of balls, by SymPy's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb

__all__ = ["BALL_FUNCTIONS", "whole_power"]

BALL_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "sin": arb.sin,
    "cos": arb.cos,
    "tan": arb.tan,
    "cot": arb.cot,
    "sec": arb.sec,
    "csc": arb.csc,
    "sinc": arb.sinc,
    "asin": arb.asin,
    "acos": arb.acos,
    "atan": arb.atan,
    "sinh": arb.sinh,
    "cosh": arb.cosh,
    "tanh": arb.tanh,
    "coth": arb.coth,
    "sech": arb.sech,
    "csch": arb.csch,
    "asinh": arb.asinh,
    "acosh": arb.acosh,
    "atanh": arb.atanh,
    "exp": arb.exp,
    "log": arb.log,
    "sqrt": arb.sqrt,
    "Abs": abs,
    "sign": arb.sgn,
    "floor": arb.floor,
    "ceiling": arb.ceil,
    "erf": arb.erf,
    "erfc": arb.erfc,
    "erfinv": arb.erfinv,
    "gamma": arb.gamma,
    "loggamma": arb.lgamma,
    "digamma": arb.digamma,
    "Ei": arb.ei,
}
"""Each maps a ball (flint.arb) to a ball around all the function's values on it; not finite where it is undefined."""


def whole_power(ball: Any, exponent: int) -> Any:
    """ball^exponent by multiplication: FLINT's own power goes by the logarithm, and has none of a ball around zero."""
    if exponent < 0:
        return 1 / whole_power(ball, -exponent)
    found, square = arb(1), ball
    while exponent:
        if exponent % 2:
            found = found * square
        exponent //= 2
        square = square * square if exponent else square
    return found
