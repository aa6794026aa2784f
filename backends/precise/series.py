"""Truncated Taylor series with balls as coefficients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flint import arb, arb_series, ctx

from backends.exact.monomials import Monomials

__all__ = ["BALL_SERIES", "Balls", "ball_product", "compose_balls", "polynomial_outer", "reciprocal_series"]

Balls = list[Any]
"""The coefficients, one flint.arb for each monomial."""


def ball_product(left: Balls, right: Balls, table: Monomials) -> Balls:
    """The product of two series, truncated at the table's order."""
    first, second, starts = (indices.tolist() for indices in table.products)
    stops = [*starts[1:], len(first)]
    result = []
    for start, stop in zip(starts, stops, strict=True):
        total = arb(0)
        for i, j in zip(first[start:stop], second[start:stop], strict=True):
            if not (left[i].is_zero() or right[j].is_zero()):
                total += left[i] * right[j]
        result.append(total)
    return result


def compose_balls(outer: Balls, inner: Balls, table: Monomials) -> Balls:
    """The series of f(inner), where outer[k] = f⁽ᵏ⁾(a) / k! at the constant term a of `inner`; by Horner's scheme."""
    rest = [arb(0), *inner[1:]]
    result = [arb(0)] * table.count
    for coefficient in reversed(outer):
        result = ball_product(result, rest, table)
        result[0] = result[0] + coefficient
    return result


def _series(function: Callable[[Any], Any]) -> Callable[[Any, int], Balls]:
    """The Taylor coefficients of a function of Arb's power series, at a ball, up to an order."""

    def outer(at: Any, order: int) -> Balls:
        cap, ctx.cap = ctx.cap, order + 1  # Arb cuts every series at its global cap
        try:
            coefficients: Balls = function(arb_series([at, 1], prec=order + 1)).coeffs()
        finally:
            ctx.cap = cap
        return (coefficients + [arb(0)] * (order + 1))[: order + 1]

    return outer


def _absolute(at: Any, order: int) -> Balls:
    """|x|: linear on either side of 0, not finite where the ball contains 0."""
    return ([abs(at), _sign(at)] + [arb(0)] * order)[: order + 1]


def _sign(at: Any) -> Any:
    sign: Any = at.sgn()
    return arb.nan() if at.contains(0) else sign


def reciprocal_series(at: Any, order: int) -> Balls:
    """The Taylor coefficients of 1/x: (−1)ᵏ a^(−k−1)."""
    inverse = 1 / at
    return [inverse * (-inverse) ** k for k in range(order + 1)]


def polynomial_outer(coefficients: Sequence[Any], shift: int, at: Any, order: int) -> Balls:
    """The Taylor coefficients of the `shift`-th derivative of the polynomial Σ coefficients[n] xⁿ, at a ball."""
    derived = list(coefficients)
    for _ in range(shift):
        derived = [n * c for n, c in enumerate(derived)][1:]
    result = []
    for k in range(order + 1):
        total = arb(0)
        for c in reversed(derived):
            total = total * at + c
        result.append(total)
        derived = [n * c / (k + 1) for n, c in enumerate(derived)][1:]
    return result


BALL_SERIES: dict[str, Callable[[Any, int], Balls]] = {
    "sin": _series(arb_series.sin),
    "cos": _series(arb_series.cos),
    "tan": _series(arb_series.tan),
    "exp": _series(arb_series.exp),
    "log": _series(arb_series.log),
    "sqrt": _series(arb_series.sqrt),
    "asin": _series(arb_series.asin),
    "acos": _series(arb_series.acos),
    "atan": _series(arb_series.atan),
    "erf": _series(arb_series.erf),
    "erfc": _series(arb_series.erfc),
    "gamma": _series(arb_series.gamma),
    "loggamma": _series(arb_series.lgamma),
    "Ei": _series(arb_series.ei),
    "Abs": _absolute,
    "sign": lambda at, order: [_sign(at)] + [arb(0)] * order,
}
"""Functions with a series of their own, by SymPy's name: f(ball, order) → Taylor coefficients at the ball."""
