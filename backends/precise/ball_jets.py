"""Jets whose Taylor coefficients are balls: certain enclosures of a program's values on concrete fields.

The ball around a result contains the exact result, whatever was rounded on the way. All work is done in Arb's current
precision, `flint.ctx.workprec`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any, cast

from attrs import frozen
from flint import arb, fmpq

from backends.calculus import SPACE, TIME, Calculus
from backends.composites import COMPOSITES
from backends.contraction import plan
from backends.exact.monomials import monomials
from backends.exact.polynomials import Polynomial, PolynomialField
from backends.precise.series import (
    BALL_SERIES,
    Balls,
    ball_product,
    compose_balls,
    polynomial_outer,
    reciprocal_series,
)

__all__ = ["BallJet", "BallJets"]


@frozen(eq=False)
class BallJet:
    """The coefficients of each component in row-major order; `rational` is the exact value of a number."""

    components: tuple[Balls, ...]
    rank: int
    rational: Fraction | None = None


class BallJets(Calculus[BallJet]):
    """Jets of total degree ≤ `order` at `point` = (x, [y, [z,]] t); the order must reach the program's derivatives.

    `functions` are concrete polynomials behind unknown functions: the coefficients of 1, a, a², ….
    """

    def __init__(
        self,
        order: int,
        point: Sequence[Fraction],
        dimension: int = 3,
        functions: Mapping[str, Sequence[Fraction]] | None = None,
    ) -> None:
        if len(point) != dimension + 1:
            raise ValueError(
                f"point {tuple(map(str, point))} must have {dimension + 1} entries: the space axes and time"
            )
        self.dimension = dimension
        self.table = monomials(dimension + 1, order)
        self._point = tuple(map(Fraction, point))
        self._axes = (*SPACE[:dimension], TIME)
        self._functions = dict(functions or {})

    def field(self, components: PolynomialField) -> BallJet:
        """The jet of a field given by polynomial components."""
        return BallJet(tuple(self._shifted(entry) for entry in components.flat), components.ndim)

    def coordinates(self, kind: str) -> BallJet:
        """The jet of an input of kind `position` or `time`."""
        chosen = [self.dimension] if kind == "time" else range(self.dimension)
        size = self.dimension + 1
        rows = [{tuple(int(axis == other) for other in range(size)): Fraction(1)} for axis in chosen]
        return BallJet(tuple(map(self._shifted, rows)), int(kind == "position"))

    def number(self, value: Fraction) -> BallJet:
        value = Fraction(value)
        return BallJet((self._constant(_ball(value)),), 0, value)

    def literal(self, entries: tuple[int, ...], rank: int) -> BallJet:
        return BallJet(tuple(self._constant(arb(entry)) for entry in entries), rank)

    def add(self, left: BallJet, right: BallJet) -> BallJet:
        pairs = zip(left.components, right.components, strict=True)
        return BallJet(tuple([a + b for a, b in zip(*pair, strict=True)] for pair in pairs), left.rank)

    def multiply(self, scalar: BallJet, value: BallJet) -> BallJet:
        factor = scalar.components[0]
        return BallJet(tuple(ball_product(factor, balls, self.table) for balls in value.components), value.rank)

    def divide(self, value: BallJet, scalar: BallJet) -> BallJet:
        divisor = scalar.components[0]
        inverse = compose_balls(reciprocal_series(divisor[0], self.table.order), divisor, self.table)
        return self.multiply(BallJet((inverse,), 0), value)

    def power(self, base: BallJet, exponent: BallJet) -> BallJet:
        number = exponent.rational
        if number is None or number.denominator > 2:
            return self.elementary("exp", self.multiply(exponent, self.elementary("log", base)))
        if number < 0:
            return self.power(self.divide(self.number(Fraction(1)), base), self.number(-number))
        result = self.number(Fraction(1)) if number.denominator == 1 else self.elementary("sqrt", base)
        whole, square = number.numerator // number.denominator, base
        while whole:
            result = self.multiply(result, square) if whole & 1 else result
            whole >>= 1
            square = self.multiply(square, square) if whole else square
        return BallJet(result.components, 0)

    def partial(self, value: BallJet, axis: str, order: int = 1) -> BallJet:
        if axis not in self._axes:
            raise ValueError(f"axis {axis!r} is none of {', '.join(self._axes)} in {self.dimension} dimensions")
        sources, factors = (entries.tolist() for entries in self.table.derivative(self._axes.index(axis), order))
        pairs = list(zip(sources, factors, strict=True))
        # the coefficients beyond the truncation are unknown: nan, which no value of lower order depends on
        return BallJet(
            tuple([balls[s] * f if f else arb.nan() for s, f in pairs] for balls in value.components), value.rank
        )

    def einsum(self, subscripts: str, *operands: BallJet) -> BallJet:
        ranks = [value.rank for value in operands]
        contraction = plan(subscripts, ranks, self.dimension, [None] * len(operands))
        sums = []
        for terms in contraction.terms:
            total = self._constant(arb(0))
            for coefficient, chosen in terms:
                term = self._constant(arb(coefficient))
                for operand, component in zip(operands, chosen, strict=True):
                    term = ball_product(term, operand.components[component], self.table)
                total = [a + b for a, b in zip(total, term, strict=True)]
            sums.append(total)
        return BallJet(tuple(sums), contraction.rank)

    def stack(self, values: Sequence[BallJet]) -> BallJet:
        return BallJet(tuple(balls for value in values for balls in value.components), values[0].rank + 1)

    def elementary(self, name: str, value: BallJet) -> BallJet:
        balls = value.components[0]
        if name in BALL_SERIES:
            return BallJet((compose_balls(BALL_SERIES[name](balls[0], self.table.order), balls, self.table),), 0)
        if name in COMPOSITES:
            return cast(BallJet, COMPOSITES[name](self, value))
        raise ValueError(
            f"function {name!r} has no ball arithmetic here: there are {', '.join([*BALL_SERIES, *COMPOSITES])}"
        )

    def unknown(self, name: str, order: int, value: BallJet) -> BallJet:
        if name not in self._functions:
            raise ValueError(f"function {name!r} is unknown: give its polynomial coefficients in `functions`")
        coefficients = [_ball(Fraction(c)) for c in self._functions[name]]
        balls = value.components[0]
        outer = polynomial_outer(coefficients, order, balls[0], self.table.order)
        return BallJet((compose_balls(outer, balls, self.table),), 0)

    def _constant(self, value: Any) -> Balls:
        return [value] + [arb(0)] * (self.table.count - 1)

    def _shifted(self, polynomial: Polynomial) -> Balls:
        """The Taylor coefficients at the point: c xᵉ gives c Πᵢ C(eᵢ, aᵢ) pᵢ^(eᵢ − aᵢ) to the monomial a."""
        totals = [Fraction(0)] * self.table.count
        for exponents, coefficient in polynomial.items():
            for taken in product(*[range(e + 1) for e in exponents]):
                if sum(taken) <= self.table.order:
                    factors = zip(exponents, taken, self._point, strict=True)
                    share = prod((comb(e, a) * p ** (e - a) for e, a, p in factors), start=coefficient)
                    totals[self.table.position[taken]] += share
        return [_ball(total) for total in totals]


def _ball(value: Fraction) -> Any:
    return arb(fmpq(value.numerator, value.denominator))
