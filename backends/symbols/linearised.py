"""The linearised equation: its symbol, a matrix of polynomials in the wave vector and the growth rate.

For a perturbation δu = exp(s t + ξ·r) the equation F(x, u, ∂u, …) = 0 becomes Σ_α ∂F/∂u_α ξ^α s^τ δu = 0 with
coefficients frozen at a point. Real ξ and s stand for formal derivatives here; a wave has i ξ in their place
(L. Hörmander, The Analysis of Linear Partial Differential Operators I, section 5.2 and III, chapter 18).
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from attrs import field, frozen

from backends.symbols.jets import Jet, JetCalculus
from backends.symbols.work import expanded, spend

__all__ = ["GROWTH", "WAVES", "Linearised", "Row", "linearise", "monomial"]

GROWTH = sympy.Symbol("s")
WAVES = tuple(sympy.Symbol(f"ξ_{axis}") for axis in "xyz")


@frozen
class Row:
    """One scalar equation: the coefficient of every derivative of every unknown, and how it depends on the unknowns."""

    expression: sympy.Expr
    coefficients: dict[tuple[int, tuple[int, ...]], sympy.Expr] = field(repr=False)
    """By the number of the unknown and the orders of its derivative."""
    linearity: int = 0
    """0 linear, 1 semi-linear, 2 quasi-linear, 3 fully nonlinear."""

    @property
    def order(self) -> int:
        """The highest total order of a derivative of an unknown."""
        return max((sum(orders) for _, orders in self.coefficients), default=0)

    @property
    def time_order(self) -> int:
        """The highest order in time."""
        return max((orders[-1] for _, orders in self.coefficients), default=0)


@frozen
class Linearised:
    """A system of scalar equations, linearised about its unknowns."""

    unknowns: tuple[Jet, ...]
    rows: tuple[Row, ...]
    dimension: int

    def entry(self, row: Row, unknown: int, is_leading: bool) -> sympy.Expr:
        """Σ ∂F/∂u_α ξ^α s^τ; with `is_leading`, of each power of s only what is of highest degree in ξ."""
        terms = {orders: c for (number, orders), c in row.coefficients.items() if number == unknown}
        if is_leading:
            best = {o[-1]: max(sum(p[:-1]) for p in terms if p[-1] == o[-1]) for o in terms}
            terms = {orders: c for orders, c in terms.items() if sum(orders[:-1]) == best[orders[-1]]}
        return sympy.Add(*[c * monomial(orders) for orders, c in terms.items()])

    def matrix(self, rows: Sequence[Row], is_leading: bool) -> sympy.Matrix:
        """The symbol of these rows: a row for each equation, a column for each component of the unknowns."""
        return sympy.Matrix([[self.entry(row, n, is_leading) for n in range(len(self.unknowns))] for row in rows])

    @property
    def axes(self) -> tuple[int, ...]:
        """The numbers of the space axes along which an unknown is derived."""
        used = {axis for row in self.rows for _, orders in row.coefficients for axis, n in enumerate(orders[:-1]) if n}
        return tuple(sorted(used))

    @property
    def waves(self) -> tuple[sympy.Symbol, ...]:
        """The components of the wave vector along those axes."""
        return tuple(WAVES[axis] for axis in self.axes)

    @property
    def time_order(self) -> int:
        """The highest order in time in any equation."""
        return max((row.time_order for row in self.rows), default=0)


def monomial(orders: tuple[int, ...]) -> sympy.Expr:
    """ξ^α s^τ."""
    powers = [wave**power for wave, power in zip(WAVES, orders[:-1], strict=False)]
    return sympy.Mul(GROWTH ** orders[-1], *powers)


def linearise(calculus: JetCalculus, expressions: Sequence[sympy.Expr], unknowns: Sequence[Jet]) -> Linearised:
    """The equations `expression = 0`, linearised about the unknowns (jets of order 0).

    Equations that hold of themselves (0 = 0) are left out.
    """
    numbers = {(jet.field, jet.component): number for number, jet in enumerate(unknowns)}
    rows = tuple(_row(calculus, expanded(e), numbers) for e in expressions if e != 0)
    return Linearised(tuple(unknowns), rows, calculus.dimension)


def _row(calculus: JetCalculus, expression: sympy.Expr, numbers: dict[tuple[str, str], int]) -> Row:
    own = {
        symbol: calculus.jets[symbol]
        for symbol in expression.free_symbols & calculus.jets.keys()
        if (calculus.jets[symbol].field, calculus.jets[symbol].component) in numbers
    }
    spend(8 * len(own) * len(sympy.Add.make_args(expression)), "the linearised equation")
    coefficients = {symbol: sympy.diff(expression, symbol) for symbol in own}
    table = {
        (numbers[jet.field, jet.component], jet.orders): coefficients[symbol]
        for symbol, jet in own.items()
        if coefficients[symbol] != 0
    }
    return Row(expression, table, _linearity(own, coefficients))


def _linearity(own: dict[sympy.Symbol, Jet], coefficients: dict[sympy.Symbol, sympy.Expr]) -> int:
    """By what the coefficients of the highest derivatives depend on (L. C. Evans, Partial Differential Equations)."""
    if not any(coefficient.free_symbols & own.keys() for coefficient in coefficients.values()):
        return 0
    order = max(jet.order for jet in own.values())
    highest = {symbol for symbol, jet in own.items() if jet.order == order}
    seen = {symbol for top in highest for symbol in coefficients[top].free_symbols & own.keys()}
    if order == 0:
        return 1
    if seen & highest:
        return 3
    return 2 if seen else 1
