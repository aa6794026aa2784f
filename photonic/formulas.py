"""Formulas in coordinates: a text as an expression of SymPy.

SymPy's own reader evaluates a text as Python, and so would run whatever stands in it. Here the text's syntax tree is
walked, and what is no formula is refused.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import sympy

from photonic.errors import PhotonicError
from photonic.expressions.functions import KNOWN_FUNCTIONS, OF_SEVERAL

__all__ = ["Listed", "formula", "formulas"]

SIGNS = str.maketrans({"−": "-", "·": "*", "×": "*", "θ": "theta", "φ": "phi", "ϕ": "phi", "ρ": "rho", "π": "pi"})
BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
NUMBERS = {"pi": sympy.pi, "E": sympy.E, "I": sympy.I, "oo": sympy.oo}
ALIASES = {"ln": "log", "abs": "Abs"}
ROOTS = ("sqrt", "cbrt", "root", "real_root")
LARGEST_POWER = 10_000
"""Bits of a power of numbers that is still worked out."""


Listed = Any
"""An expression, or a list of such things."""


def formula(text: str, symbols: Mapping[str, Any]) -> sympy.Expr:
    """The expression that a text spells, as "r**2*sin(theta)"; powers are written ** or ^, θ φ ρ are taken too.

    `symbols` are the names that stand for something; any other name is a real parameter, and an unknown name before
    brackets an unknown function. Raises PhotonicError for a text that is no formula.
    """
    value = formulas(text, symbols)
    if isinstance(value, list):
        raise PhotonicError(f"{text!r} is no formula but a list: one expression is wanted here")
    return value


def formulas(text: str, symbols: Mapping[str, Any]) -> Listed:
    """The expression that a text spells, or the expressions that it lists, as "(x, y, 0)". Raises as `formula` does."""
    try:
        tree = ast.parse(text.translate(SIGNS).replace("^", "**").strip(), mode="eval")
        return _listed(tree.body, symbols)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = error.message if isinstance(error, PhotonicError) else "write it with numbers, names, + - * / ** and f(x)"
        raise PhotonicError(f"{text!r} is no formula: {why}") from None


def _listed(node: ast.expr, symbols: Mapping[str, Any]) -> Listed:
    if isinstance(node, (ast.Tuple, ast.List)):
        return [_listed(entry, symbols) for entry in node.elts]
    return _read(node, symbols)


def _read(node: ast.expr, symbols: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and math.isfinite(value):
            return sympy.sympify(value)
        case ast.Name(id=name):
            return symbols.get(name, NUMBERS.get(name, sympy.Symbol(name, real=True)))
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            value = _read(operand, symbols)
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_read(left, symbols), _read(right, symbols))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
            return BINARY[type(op)](_read(left, symbols), _read(right, symbols))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if args:
            return _called(ALIASES.get(name, name), [_read(part, symbols) for part in args])
    raise PhotonicError(f"{ast.unparse(node)!r} has no place in it")


def _power(base: Any, exponent: Any) -> Any:
    if base.is_Rational and exponent.is_Rational:
        size = max(abs(base.p), base.q).bit_length() * abs(exponent)
        if size > LARGEST_POWER:
            raise PhotonicError(f"the power {base}**{exponent} is too large to be written down")
    return base**exponent


def _called(name: str, operands: list[Any]) -> Any:
    if name in KNOWN_FUNCTIONS or name in OF_SEVERAL or name in ROOTS:
        try:
            return getattr(sympy, name)(*operands)
        except (TypeError, ValueError):
            raise PhotonicError(f"{name} does not take {len(operands)} operands") from None
    return sympy.Function(name, real=True)(*operands)
