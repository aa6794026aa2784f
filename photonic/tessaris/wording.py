"""Expressions in jets as a person writes them: ∂xx u, v_x, |ξ|^2, √, one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy
from sympy.printing.str import StrPrinter

from backends.symbols.linearised import GROWTH, WAVES

__all__ = ["condition", "modes", "spelt", "typeset"]

NORM = sympy.Symbol("|ξ|")


class _Printer(StrPrinter):
    """SymPy's text with the language's signs."""

    def _print_Symbol(self, expr: Any) -> str:  # noqa: N802
        return str(expr.name)

    _print_Dummy = _print_Symbol  # noqa: N815

    def _print_Abs(self, expr: Any) -> str:  # noqa: N802
        return f"|{self._print(expr.args[0])}|"

    def _print_Mul(self, expr: Any) -> str:  # noqa: N802
        top, bottom = sympy.fraction(expr)
        number, rest = top.as_coeff_Mul()
        sign, number = ("-", -number) if number.is_negative else ("", number)
        parts = [] if number == 1 and rest != 1 else [self._print(number)]
        factors = sympy.Mul.make_args(rest) if rest != 1 else ()
        is_alone = not parts and len(factors) == 1 and not sign and bottom == 1
        parts += [self._print(f) if is_alone else self.parenthesize(f, 50) for f in sorted(factors, key=_place)]
        text = sign + " ".join(parts)
        if bottom == 1:
            return text
        below = self.parenthesize(bottom, 50) if not bottom.is_Mul else f"({self._print(bottom)})"
        return f"{text}/{below}"

    def _print_ImaginaryUnit(self, _expr: Any) -> str:  # noqa: N802
        return "i"

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:  # noqa: ARG002, N802
        base, exponent = expr.as_base_exp()
        if exponent == sympy.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if exponent.is_Rational and exponent < 0:
            return f"1/{self.parenthesize(base**-exponent, 61)}"
        inner = self._print(base)
        if not base.is_Symbol or " " in inner:
            inner = f"({inner})" if not (base.is_Integer and base >= 0) else inner
        return f"{inner}^{self.parenthesize(exponent, 61)}"

    def _print_UnknownDerivative(self, expr: Any) -> str:  # noqa: N802
        name, order, argument = expr.args
        return f"{name}{chr(39) * int(order)}({self._print(argument)})"


def _place(factor: sympy.Expr) -> tuple[int, str]:
    """Factors stand in the order: i, constants, coordinates and fields, sums, derivatives, wave vectors."""
    base = factor.as_base_exp()[0]
    name = base.name if base.is_Symbol else str(factor)
    if factor == sympy.I:
        return 0, ""
    if base.is_Symbol:
        waves = base in WAVES or base == NORM
        return (5 if waves else 4 if " " in name else 2 if isinstance(base, sympy.Dummy) else 1), name
    return 3, name


def spelt(expression: Any) -> str:
    """The expression on one line."""
    text = str(_Printer().doprint(_tidy(expression)))
    return text.replace("*", " ").replace("-", "−")


def typeset(expression: Any) -> str:
    """The expression in LaTeX."""
    names = {s: sympy.Symbol(_latex_name(s.name)) for s in expression.free_symbols}
    return str(sympy.latex(_tidy(expression).xreplace(names)))


def _latex_name(name: str) -> str:
    if name == NORM.name:
        return r"{\left|\xi\right|}"
    derivative, _, field = name.rpartition(" ")
    base, _, index = field.partition("_")
    letter = sympy.latex(sympy.Symbol(base))
    letter = f"{letter}_{{{index}}}" if index else letter
    return rf"\partial_{{{derivative[1:]}}} {letter}" if derivative else letter


def _tidy(expression: Any) -> Any:
    return sympy.factor_terms(expression) if isinstance(expression, sympy.Expr) else expression


def condition(factor: sympy.Expr, sign: int) -> str:
    """`factor > 0`, `< 0` or `= 0`."""
    return f"{spelt(factor)} {('<', '=', '>')[sign + 1]} 0"


def modes(factor: sympy.Poly) -> tuple[sympy.Expr, sympy.Expr] | None:
    """How a wave exp(s t + i ξ·r) grows: the two sides of `s = …` or `s^2 = …`; None for more roots."""
    if factor.degree() > 2:
        return None
    gens = factor.gens[1:]
    wave = {gen: sympy.I * gen for gen in gens}
    coefficients = sympy.Poly(factor.as_expr().xreplace(wave), factor.gens[0]).all_coeffs()
    if len(coefficients) == 2:
        return GROWTH, _in_norm(sympy.cancel(-coefficients[1] / coefficients[0]), gens)
    if len(coefficients) == 3:
        half = sympy.cancel(-coefficients[1] / coefficients[0] / 2)
        square = sympy.factor(sympy.cancel(half**2 - coefficients[2] / coefficients[0]))
        side = GROWTH if half == 0 else GROWTH - half
        return side**2, _in_norm(square, gens)
    return None


def _in_norm(expression: sympy.Expr, gens: Sequence[sympy.Symbol]) -> sympy.Expr:
    """With |ξ|² for the sum of squares, where nothing else of ξ is left then."""
    if len(gens) < 2:
        return expression
    first, *others = gens
    replaced = sympy.expand(sympy.expand(expression).subs(first, sympy.sqrt(NORM**2 - sum(k**2 for k in others))))
    replaced = sympy.factor(sympy.simplify(replaced)) if replaced.free_symbols & {NORM} else replaced
    return replaced if not replaced.free_symbols & {first, *others} else expression
