"""The value of a SymPy expression of numbers, as a ball that certainly contains it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy
from flint import arb, ctx, fmpq

from backends.precise.functions import BALL_FUNCTIONS, whole_power

__all__ = ["enclose"]


def enclose(expression: sympy.Expr, values: Mapping[sympy.Expr, fmpq], precision: int) -> Any:
    """A ball (flint.arb) around the real value at the given symbols; None where this reader cannot follow.

    Where the expression is undefined or complex the ball is not finite.
    """
    with ctx.workprec(precision):
        return _enclose(expression, {symbol: arb(value) for symbol, value in values.items()})


def _enclose(expression: sympy.Expr, values: Mapping[sympy.Expr, Any]) -> Any:
    if expression in values:
        return values[expression]
    if expression.is_Rational:
        return arb(fmpq(int(expression.p), int(expression.q)))
    if expression is sympy.pi:
        return arb.pi()
    if expression is sympy.E:
        return arb.const_e()
    parts = [_enclose(argument, values) for argument in expression.args]
    if not parts or any(part is None for part in parts):
        return None
    if expression.is_Add:
        return sum(parts, arb(0))
    if expression.is_Mul:
        product = arb(1)
        for part in parts:
            product *= part
        return product
    if expression.is_Pow:
        return _power(expression.exp, *parts)
    function = BALL_FUNCTIONS.get(type(expression).__name__)
    return function(*parts) if function and len(parts) == 1 else None


def _power(exponent: sympy.Expr, base: Any, ball: Any) -> Any:
    if exponent.is_Integer:
        return whole_power(base, int(exponent))
    if exponent == sympy.Rational(1, 2):
        return base.sqrt()
    return base**ball
