"""How long an explicit time step may be: von Neumann's analysis with central differences of second order.

On a wave exp(i θ j) the differences along an axis with spacing h have the symbols i sin θ / Δx (first derivative) and
−4 sin²(θ/2) / Δx² (second), higher ones as products of these. The largest |s| that a principal part reaches with them,
against the stability limit of the integrator, bounds the step (R. D. Richtmyer and K. W. Morton, Difference Methods for
Initial-Value Problems, chapter 4; E. Hairer and G. Wanner, Solving Ordinary Differential Equations II, section IV.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sympy

from backends.symbols.characteristic import Edge, factored
from backends.symbols.signs import certain_sign

__all__ = ["LIMITS", "SPACING", "damped", "euler_rates", "fastest", "largest_difference"]

SPACING = sympy.Symbol("Δx", positive=True)

LIMITS = {
    "euler": sympy.Integer(2),
    "rk4": 2 * sympy.sqrt(2),
    "rk4_real": sympy.Float("2.785", 4),
    "rk4_damped": sympy.Float("2.615", 4),
    "leapfrog": sympy.Integer(2),
}
"""|s| Δt ≤ limit: forward Euler on the negative real axis, RK4 on the imaginary and on the real
one, and for any s that decays (at 122° the region is narrowest), leapfrog for s² = −ω²."""


def largest_difference(order: int) -> sympy.Expr:
    """The largest |symbol| of the central difference of this order, in units of Δx^−order.

    For n = 2 m it is 4^m, at θ = π; for n = 2 m + 1 the largest value of sin θ (2 − 2 cos θ)^m, at cos θ = −m/(m + 1).
    """
    half, odd = divmod(order, 2)
    if not odd:
        return sympy.Integer(4) ** half
    sine = sympy.sqrt(2 * half + 1) / (half + 1)
    return sine * (sympy.Rational(2 * (2 * half + 1), half + 1)) ** half


def fastest(
    edge: Edge, usual: frozenset[sympy.Symbol], is_first_order: bool, is_second_in_time: bool
) -> list[sympy.Expr] | None:
    """Bounds of |s| for the factors of a principal part on a grid; None where one has no roots in closed form.

    A bound that another exceeds is left out. A system with first derivatives alone has only these differences on its
    grid, also where their product stands in the polynomial. What is of second order in time keeps ±s together. A bound
    is reached where all terms of a factor have one sign.
    """
    factors = [factor for factor, _ in factored(edge.polynomial)[1] if factor.degree() > 0]
    if any(factor.degree() > 2 for factor in factors):
        return None
    letters = set().union(*(factor.free_symbols for factor in factors))
    twins = {symbol: sympy.Dummy(symbol.name, positive=True) for symbol in letters & usual}
    factors = [sympy.Poly(factor.as_expr().xreplace(twins), *factor.gens) for factor in factors]
    differences = _first if is_first_order else largest_difference
    found: list[sympy.Expr] = []
    for factor in _paired(factors) if is_second_in_time else factors:
        bound = _of_factor(factor, differences)
        if bound is None:
            return None
        if bound != 0:
            found.append(bound)
    kept = [b for n, b in enumerate(found) if not any(_exceeds(o, b, n < m) for m, o in enumerate(found) if m != n)]
    return [bound.xreplace({twin: symbol for symbol, twin in twins.items()}) for bound in kept]


def damped(edge: Edge) -> bool:
    """Whether waves may turn while they decay, so that their s are neither real nor imaginary."""
    return any(
        factor.degree() > 2 or (factor.degree() == 2 and _middle(factor) != 0)
        for factor, _ in factored(edge.polynomial)[1]
    )


def _middle(factor: sympy.Poly) -> sympy.Expr:
    return factor.as_expr().coeff(factor.gens[0], 1)


def euler_rates(edge: Edge, usual: frozenset[sympy.Symbol]) -> list[sympy.Expr] | None:
    """What 2/Δt must exceed for forward Euler; None where no formula is known.

    |1 + s Δt| ≤ 1 says |s|² Δt ≤ −2 Re s: for the two roots of a s² + b s + c that are no real numbers, Δt ≤ b/c.
    """
    if not damped(edge):
        return fastest(edge, usual, is_first_order=False, is_second_in_time=False)
    found: list[sympy.Expr] = []
    for factor, _ in factored(edge.polynomial)[1]:
        gens = factor.gens[1:]
        parts = sympy.Poly(factor.as_expr(), factor.gens[0]).all_coeffs()
        if len(parts) > 3 or (len(parts) == 3 and parts[1] == 0):
            return None
        if len(parts) < 2:
            continue
        quotient, remainder = sympy.div(sympy.Poly(parts[-1], *gens), sympy.Poly(parts[-2], *gens))
        if not remainder.is_zero:
            return None
        found.append(_size(quotient.as_expr(), gens, largest_difference) * (len(parts) - 1))
    return found


def _first(order: int) -> sympy.Expr:
    """The size of a product of so many first differences."""
    return largest_difference(1) ** order


def _paired(factors: list[sympy.Poly]) -> list[sympy.Poly]:
    """s − R and s + R as s² − R²."""
    paired: list[sympy.Poly] = []
    rest = list(factors)
    while rest:
        factor = rest.pop()
        turned = factor.as_expr().subs(factor.gens[0], -factor.gens[0])
        twin = next((other for other in rest if sympy.expand(other.as_expr() + turned) == 0), None)
        if factor.degree() == 1 and twin is not None:
            rest.remove(twin)
            factor = factor * twin
        paired.append(factor)
    return paired


def _exceeds(other: sympy.Expr, bound: sympy.Expr, is_later: bool) -> bool:
    """Whether the other bound is certainly larger; of equal ones the later is kept."""
    difference = sympy.expand(sympy.expand(other**2) - sympy.expand(bound**2))
    return is_later if difference == 0 else bool(certain_sign(difference) == 1)


def _of_factor(factor: sympy.Poly, differences: Callable[[int], sympy.Expr]) -> sympy.Expr | None:
    gens = factor.gens[1:]
    lead, *rest = sympy.Poly(factor.as_expr(), factor.gens[0]).all_coeffs()
    if any(gen in lead.free_symbols for gen in gens):
        quotient, remainder = sympy.div(sympy.Poly(rest[0], *gens), sympy.Poly(lead, *gens))
        return _size(quotient.as_expr(), gens, differences) if len(rest) == 1 and remainder.is_zero else None
    if len(rest) == 1:
        return _size(rest[0] / lead, gens, differences)
    if len(rest) == 2:
        half = sympy.expand(rest[0] / lead / 2)
        root = sympy.sqrt(_size(sympy.expand(half**2 - rest[1] / lead), gens, differences))
        return _size(half, gens, differences) + root
    return None


def _size(expression: sympy.Expr, gens: Iterable[sympy.Symbol], differences: Callable[[int], sympy.Expr]) -> sympy.Expr:
    """Σ |coefficient| · largest differences, in powers of the spacing."""
    total = sympy.S.Zero
    for powers, coefficient in sympy.Poly(expression, *gens).terms():
        size = sympy.Mul(*[differences(power) / SPACING**power for power in powers])
        total += sympy.Abs(sympy.factor(coefficient)) * size
    return sympy.factor_terms(total)
