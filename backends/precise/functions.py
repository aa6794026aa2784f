"""Elementary functions of balls, by SymPy's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb

__all__ = ["BALL_FUNCTIONS"]

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
