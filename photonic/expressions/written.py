"""Scalar SymPy arithmetic as glyphs: what becomes part of a glyph expression is kept as it stands from then on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.expressions.operand import Application
from photonic.expressions.ranked import Ranked

__all__ = ["as_written"]

LARGEST = sympy.Integer(10) ** 300
SMALLEST = 1 / LARGEST


def as_written(expr: Any) -> Any:
    """The expression with every SymPy sum, product, power and number spelt in the language's own glyphs.

    Terms of a sum and factors of a product keep SymPy's order. Raises PhotonicError for what is not an expression.
    """
    try:
        expr = sympy.sympify(expr, strict=True)
    except sympy.SympifyError as error:
        raise PhotonicError(
            f"{expr!r} is not an expression: use symbols, numbers and glyphs, or parse a text"
        ) from error
    if isinstance(expr, Application):
        name, order, argument = expr.args
        return Application(name, order, as_written(argument))
    if isinstance(expr, Ranked) or expr is sympy.pi:
        return expr
    if isinstance(expr, sympy.Number):
        return _number(expr)
    if isinstance(expr, sympy.Symbol):
        return expr
    if expr is sympy.E:
        return sympy.exp(1, evaluate=False)
    if isinstance(expr, sympy.Add):
        return _sum(expr.args)
    if isinstance(expr, sympy.Mul):
        return _product(expr)
    if isinstance(expr, sympy.Pow):
        return _power(expr)
    if isinstance(expr, sympy.Function) and len(expr.args) == 1 and type(expr).__name__ in KNOWN_FUNCTIONS:
        return expr.func(as_written(expr.args[0]), evaluate=False)
    advice = "; declare an unknown function with symbols('h', 'function')" if isinstance(expr, AppliedUndef) else ""
    raise PhotonicError(
        f"{expr} ({type(expr).__name__}) cannot stand in a field expression: "
        f"numbers, symbols, glyphs and functions of one scalar can{advice}"
    )


def _number(value: Any) -> Any:
    if not value.is_finite:
        raise PhotonicError(f"{value} is not a finite number")
    if value and not SMALLEST <= abs(value) <= LARGEST:
        raise PhotonicError("a number is too large or too small: magnitudes run from 10^-300 to 10^300")
    if value.is_negative:
        return CATALOGUE["negate"](-value)
    if isinstance(value, sympy.Rational) and not value.is_Integer:
        return CATALOGUE["divide"](sympy.Integer(value.p), sympy.Integer(value.q))
    return value


def _sum(terms: Sequence[Any]) -> Any:
    total = as_written(terms[0])
    for term in terms[1:]:
        negative = term.could_extract_minus_sign()
        total = CATALOGUE["subtract" if negative else "add"](total, as_written(-term if negative else term))
    return total


def _product(expr: Any) -> Any:
    if expr.could_extract_minus_sign() and expr.args[0].is_Number:
        return CATALOGUE["negate"](as_written(-expr))
    above = [a for a in expr.args if not _is_reciprocal(a)]
    below = [1 / a for a in expr.args if _is_reciprocal(a)]
    if above and isinstance(above[0], sympy.Rational) and above[0].q != 1:
        below.insert(0, sympy.Integer(above[0].q))
        above = [a for a in (sympy.Integer(above[0].p), *above[1:]) if a != 1]
    numerator = _chain(above)
    return CATALOGUE["divide"](numerator, _chain(below)) if below else numerator


def _is_reciprocal(factor: Any) -> bool:
    return isinstance(factor, sympy.Pow) and bool(factor.exp.is_Number) and bool(factor.exp.is_negative)


def _chain(factors: Sequence[Any]) -> Any:
    product = as_written(factors[0]) if factors else sympy.Integer(1)
    for factor in factors[1:]:
        product = CATALOGUE["multiply"](product, as_written(factor))
    return product


def _power(expr: Any) -> Any:
    if _is_reciprocal(expr):
        return CATALOGUE["divide"](sympy.Integer(1), as_written(1 / expr))
    if expr.exp == sympy.Rational(1, 2):
        return CATALOGUE["sqrt"](as_written(expr.base))
    return CATALOGUE["power"](as_written(expr.base), as_written(expr.exp))
