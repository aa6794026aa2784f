"""Conserved form: ∂t q + ∇·F = 0, found by integrating by parts until nothing is left.

The derivative of highest order that stands in the expression is integrated along one of its axes, and the total
derivative of what comes out is taken off; the equation is a conservation law where nothing is left, a balance law where
what is left has no derivatives.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy
from attrs import frozen

from backends.components.unknown import UnknownDerivative
from backends.symbols.jets import Jet, JetCalculus
from backends.symbols.work import expanded

__all__ = ["Divergence", "as_divergence"]

LONGEST = 60
SIMPLE = 5
"""Operations in a function that is still integrated."""


@frozen
class Divergence:
    """∂t density + Σ ∂ᵢ fluxᵢ − source, equal to the expression it was made from; the source has no derivatives."""

    density: sympy.Expr
    flux: tuple[sympy.Expr, ...]
    source: sympy.Expr

    @property
    def is_trivial(self) -> bool:
        """Nothing but a source."""
        return not self.density and not any(self.flux)


def as_divergence(calculus: JetCalculus, expression: sympy.Expr) -> Divergence | None:
    """The expression (in jets) as a divergence and a source; None where integration by parts ends in neither."""
    parts = [sympy.S.Zero] * len(calculus.axes)
    rest = expanded(expression)
    seen = {rest}
    for _ in range(LONGEST):
        if not _derived(calculus, rest):
            break
        for axis, integral in _steps(calculus, rest):
            left = expanded(rest - calculus.total(integral, axis))
            if left not in seen:
                break
        else:
            return None
        parts[axis] += integral
        rest = left
        seen.add(rest)
        if sympy.count_ops(rest) > 4000:
            return None
    if _derived(calculus, rest):
        return None
    *flux, density = map(sympy.expand, parts)
    return Divergence(density, tuple(flux), -rest)


def _derived(calculus: JetCalculus, expression: sympy.Expr) -> list[sympy.Symbol]:
    """The derivatives that stand in the expression."""
    return [s for s in expression.free_symbols & calculus.jets.keys() if calculus.jets[s].order]


def _steps(calculus: JetCalculus, rest: sympy.Expr) -> Iterator[tuple[int, sympy.Expr]]:
    """Axes, each with an integral along it whose derivative holds the highest derivative of the rest; time first.

    One of them may lead in a circle: ∂y q ∂x w − ∂x q ∂y w comes back with q and w exchanged.
    """
    symbol = max(_derived(calculus, rest), key=lambda s: _rank(calculus.jets[s]))
    coefficient = sympy.diff(rest, symbol)
    if coefficient.has(symbol):
        return
    jet = calculus.jets[symbol]
    if any(calculus.jets[s].order > jet.order for s in coefficient.free_symbols & calculus.jets.keys()):
        return
    time = len(jet.orders) - 1
    for axis in sorted((i for i, n in enumerate(jet.orders) if n), key=lambda i: (i != time, -jet.orders[i])):
        integral = _integral(coefficient, calculus.symbol(_lowered(jet, axis)))
        if integral is not None:
            yield axis, integral


def _lowered(jet: Jet, axis: int) -> Jet:
    """The jet with one derivative less along an axis."""
    return Jet(jet.field, jet.component, tuple(n - (i == axis) for i, n in enumerate(jet.orders)))


def _integral(coefficient: sympy.Expr, lower: sympy.Symbol) -> sympy.Expr | None:
    """∫ coefficient d(lower), term by term, where it is a power, an unknown derivative or a short known function."""
    total = sympy.S.Zero
    for term in sympy.Add.make_args(sympy.expand(coefficient)):
        outer, inner = term.as_independent(lower, as_Add=False)
        base, exponent = inner.as_base_exp()
        if inner == 1:
            total += term * lower
        elif base == lower and not exponent.has(lower) and exponent != -1:
            total += outer * lower ** (exponent + 1) / (exponent + 1)
        elif isinstance(inner, UnknownDerivative) and inner.args[2] == lower and inner.args[1] > 0:
            total += outer * UnknownDerivative(inner.args[0], inner.args[1] - 1, lower)
        elif inner.count_ops() < SIMPLE and not inner.has(UnknownDerivative):
            found = sympy.integrate(inner, lower)
            if found.has(sympy.Integral):
                return None
            total += outer * found
        else:
            return None
    return total


def _rank(jet: Jet) -> tuple[int, int, tuple[int, ...], str]:
    """The order of integration: derivatives in time first, then the highest."""
    return (jet.order, jet.orders[-1], jet.orders, f"{jet.field}.{jet.component}")
