"""Rational functions of many letters as quotients of FLINT's polynomials over ℚ.

SymPy holds the expressions of the language; what multiplies, cancels and factors long polynomials is FLINT, which does
it a hundred times faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import flint
import sympy
from attrs import frozen

__all__ = ["Letters", "Ratio"]


@frozen
class Ratio:
    """top / bottom, polynomials of one context without a common factor."""

    top: Any
    bottom: Any


@frozen
class Letters:
    """Symbols in a fixed order, and FLINT's polynomials in them with rational coefficients."""

    symbols: tuple[sympy.Symbol, ...]
    context: Any

    @classmethod
    def of(cls, expressions: Iterable[sympy.Expr], first: Sequence[sympy.Symbol] = ()) -> Letters:
        """The letters of expressions, `first` ahead of the others."""
        others = {symbol for expression in expressions for symbol in expression.free_symbols} - set(first)
        symbols = (*first, *sorted(others, key=lambda symbol: symbol.sort_key()))
        names = [f"a{number}" for number in range(len(symbols))]
        return cls(symbols, flint.fmpq_mpoly_ctx.get(names, "lex"))

    @property
    def one(self) -> Any:
        """The polynomial 1."""
        return self.context.constant(1)

    def ratio(self, expression: sympy.Expr) -> Ratio:
        """An expression of symbols, rational numbers, sums, products and integer powers."""
        if expression.is_Rational:
            return Ratio(self.context.constant(flint.fmpq(int(expression.p), int(expression.q))), self.one)
        if expression.is_Symbol:
            return Ratio(self.context.gens()[self.symbols.index(expression)], self.one)
        if expression.is_Pow and expression.exp.is_Integer:
            inner, power = self.ratio(expression.base), int(expression.exp)
            if power < 0:
                return Ratio(inner.bottom**-power, inner.top**-power)
            return Ratio(inner.top**power, inner.bottom**power)
        if expression.is_Mul:
            return self._product([self.ratio(factor) for factor in expression.args])
        if expression.is_Add:
            parts = [self.ratio(term) for term in expression.args]
            below = self.common([part.bottom for part in parts])
            return self.cancelled(sum((part.top * (below / part.bottom) for part in parts), 0 * self.one), below)
        raise ValueError(f"{expression} is no rational function of {self.symbols}")

    def _product(self, parts: Sequence[Ratio]) -> Ratio:
        top, bottom = self.one, self.one
        for part in parts:
            top, bottom = top * part.top, bottom * part.bottom
        return self.cancelled(top, bottom)

    def cancelled(self, top: Any, bottom: Any) -> Ratio:
        """top / bottom without their common factor."""
        if bottom.is_constant():
            return Ratio(top / bottom.leading_coefficient(), self.one)
        shared = top.gcd(bottom)
        return Ratio(top / shared, bottom / shared)

    def common(self, bottoms: Iterable[Any]) -> Any:
        """The least common multiple."""
        found = self.one
        for bottom in bottoms:
            if not bottom.is_constant():
                found = found * (bottom / found.gcd(bottom))
        return found

    def grouped(self, polynomial: Any, count: int) -> dict[tuple[int, ...], Any]:
        """The coefficients, polynomials in the other letters, by the powers of the first `count` letters."""
        found: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
        still = (0,) * count
        for powers, number in polynomial.to_dict().items():
            outer = tuple(map(int, powers[:count]))
            found.setdefault(outer, {})[(*still, *powers[count:])] = number
        return {outer: self.context.from_dict(inner) for outer, inner in found.items()}

    def constant(self, number: Any, bottom: Any) -> sympy.Expr:
        """number / bottom in SymPy."""
        return self.expression(Ratio(self.context.constant(number), bottom))

    def expression(self, ratio: Ratio) -> sympy.Expr:
        """The quotient in SymPy, its top multiplied out."""
        below = sympy.Add(*self._terms(ratio.bottom))
        return sympy.Add(*[term / below for term in self._terms(ratio.top)])

    def _terms(self, polynomial: Any) -> list[sympy.Expr]:
        return [
            sympy.Mul(
                sympy.Rational(int(number.p), int(number.q)),
                *[symbol ** int(power) for symbol, power in zip(self.symbols, powers, strict=True) if power],
            )
            for powers, number in polynomial.to_dict().items()
        ]
