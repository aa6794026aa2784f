"""Fields with unknown coefficients, exactly: polynomials times waves sin θ, cos θ, exponentials exp η and 1/(1 + η).

Two phases θ = k s + w t run along two axes s, the exponent η = q s + l t along the first; k, w, q, l, the constants of
a problem and the fields' coefficients are all unknowns of one polynomial ring. A residual is then a list of polynomial
equations in the unknowns: what stands before each monomial in the coordinates and those functions, reduced by
sin² θ = 1 − cos² θ. That they vanish suffices for the residual to vanish; with 1/(1 + η) it is not necessary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, count
from math import comb
from typing import Any

from flint import fmpq, fmpq_mpoly_ctx

from backends.calculus import TIME
from backends.exact.equations import Equation
from backends.exact.polynomials import NotPolynomialError, PolynomialCalculus, Values, as_components

__all__ = ["PARAMETERS", "WAVES", "ModeCalculus", "Place", "TooManyTermsError"]

WAVES = ("sin1", "cos1", "sin2", "cos2", "exp", "inverse")
PARAMETERS = ("k1", "w1", "k2", "w2", "q", "l")

MOST_PRODUCTS = 8_000
"""Pairs of terms in one product: longer ones take longer than what they could find is worth."""

MOST_TERMS = 12_000
"""Terms in all components of a value of which it is asked where it vanishes."""


class TooManyTermsError(NotPolynomialError):
    """A product of sums so long that no solution would be found in it."""


Place = tuple[int, ...]
"""Exponents of sin θ₁, cos θ₁, sin θ₂, cos θ₂, exp η, 1/(1 + η), x, [y, [z,]] t."""


class ModeCalculus(PolynomialCalculus):
    """Programs on polynomials, waves and exponentials with unknown coefficients.

    `unknowns` is how many coefficients there are besides the parameters and `inverses`, reserves for divisors
    without place; `axes` are those of the two phases; `functions` gives the coefficients c₀, c₁, … of a polynomial for
    each unknown function. Unknowns are numbered: the parameters first, then the coefficients, then the inverses.
    Raises NotPolynomialError where a result is none of these.
    """

    def __init__(
        self,
        dimension: int,
        unknowns: int,
        axes: tuple[str, str] = ("x", "x"),
        functions: Mapping[str, Sequence[int]] | None = None,
        inverses: int = 8,
    ) -> None:
        super().__init__(dimension)
        self._places = len(WAVES) + len(self._axes)
        self._count = len(PARAMETERS) + unknowns + inverses
        names = (*WAVES, *self._axes, *(f"u{index}" for index in range(self._count)))
        self._ring = fmpq_mpoly_ctx.get(names, "lex")
        self._generators = self._ring.gens()
        self._along = axes
        self._functions = dict(functions or {})
        self._inverse: dict[str, tuple[Any, int]] = {}
        self._first_inverse = len(PARAMETERS) + unknowns

    @property
    def unknowns(self) -> int:
        """How many unknowns there are: parameters, coefficients and the reserves in use."""
        return self._first_inverse + len(self._inverse)

    def coordinates(self, kind: str) -> Values:
        axes = self._generators[len(WAVES) : self._places]
        return as_components([axes[-1]], ()) if kind == "time" else as_components(axes[:-1], (self.dimension,))

    def combination(self, places: Sequence[Place], unknowns: Iterable[int], shape: tuple[int, ...]) -> Values:
        """A field each of whose components is Σ uᵢ · place, with unknowns taken from the iterator in turn."""
        taken = iter(unknowns)
        size = self.dimension ** len(shape)
        entries = [self._sum([(place, next(taken)) for place in places]) for _ in range(size)]
        return as_components(entries, shape)

    def _sum(self, pairs: Sequence[tuple[Place, int]]) -> Any:
        rows = {}
        for place, unknown in pairs:
            row = [*place, *([0] * self._count)]
            row[self._places + unknown] = 1
            rows[tuple(row)] = fmpq(1)
        return self._ring.from_dict(rows)

    def equations(self, value: Values) -> list[Equation]:
        """What must vanish in the unknowns for the value to vanish identically. Raises TooManyTermsError."""
        if (terms := sum(map(len, value.flat))) > MOST_TERMS:
            raise TooManyTermsError(f"a value of {terms} terms is too long")
        first, second = (self._generators[i] ** 2 + self._generators[i + 1] ** 2 - 1 for i in (0, 2))
        found: dict[Any, Equation] = {}
        for component, entry in enumerate(value.flat):
            for row, coefficient in (entry % first % second).terms():
                powers = row[self._places :]
                monomial = tuple(index for index in compress(count(), powers) for _ in range(int(powers[index])))
                found.setdefault((component, row[: self._places]), {})[monomial] = coefficient
        return list(found.values())

    def definitions(self) -> list[Equation]:
        """The equations d · (1/d) = 1 of the divisors met so far."""
        rows = [self._generators[self._places + index] * divisor - 1 for divisor, index in self._inverse.values()]
        return self.equations(as_components(rows, (len(rows),))) if rows else []

    def divide(self, value: Values, scalar: Values) -> Values:
        divisor = scalar.item()
        if divisor.is_constant():
            return super().divide(value, scalar)
        if any(any(row[: self._places]) for row in divisor.monoms()):
            raise NotPolynomialError(f"a division by {divisor} leads out of the polynomials")
        free = self._first_inverse + len(self._inverse)
        if str(divisor) not in self._inverse and free >= self._count:
            raise NotPolynomialError("there are more divisors than reserves for them")
        _, unknown = self._inverse.setdefault(str(divisor), (divisor, free))
        inverse = self._generators[self._places + unknown]
        return as_components([entry * inverse for entry in value.flat], value.shape)

    def partial(self, value: Values, axis: str, order: int = 1) -> Values:
        entries = list(value.flat)
        for _ in range(order):
            entries = [self._derivative(entry, axis) for entry in entries]
        return as_components(entries, value.shape)

    def _derivative(self, entry: Any, axis: str) -> Any:
        total = entry.derivative(len(WAVES) + self._axes.index(axis))
        parameters = self._generators[self._places : self._places + len(PARAMETERS)]
        for phase, along in enumerate(self._along):
            if axis in (along, TIME):
                sine, cosine = self._generators[2 * phase : 2 * phase + 2]
                turned = cosine * entry.derivative(2 * phase) - sine * entry.derivative(2 * phase + 1)
                total += parameters[2 * phase + (axis == TIME)] * turned
        if axis in (self._along[0], TIME):
            growth, inverse = self._generators[4:6]
            grown = growth * entry.derivative(4) - inverse * inverse * entry.derivative(5)
            total += parameters[4 + (axis == TIME)] * grown
        return total

    def unknown(self, name: str, order: int, value: Values) -> Values:
        if name not in self._functions:
            return super().unknown(name, order, value)
        coefficients = list(self._functions[name])
        for _ in range(order):
            coefficients = [power * entry for power, entry in enumerate(coefficients)][1:]
        total = self._ring.constant(0)
        for coefficient in reversed(coefficients):
            total = total * value.item() + coefficient
        return as_components([total], ())

    def _times(self, left: Any, right: Any) -> Any:
        if len(left) * len(right) > MOST_PRODUCTS:
            raise TooManyTermsError(f"a product of sums of {len(left)} and {len(right)} terms is too long")
        return left * right

    def _raised(self, base: Any, exponent: int) -> Any:
        if len(base) > 1 and comb(len(base) + exponent - 1, exponent) > MOST_PRODUCTS:
            raise TooManyTermsError(f"a sum of {len(base)} terms raised to {exponent} is too long")
        return base**exponent

    def _constant(self, value: Values, role: str) -> Any:
        entry = value.item()
        if not entry.is_constant():
            raise NotPolynomialError(f"{role} {entry} leads out of the polynomials")
        number = entry.to_dict().get((0,) * (self._places + self._count), fmpq(0))
        if role == "a division by" and not number:
            raise NotPolynomialError("a division by zero")
        return number
