"""Polynomial fields with small integer coefficients that satisfy linear hypotheses identically.

They make concrete counterexamples: fields that fulfil every hypothesis and on which a false claim fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat, fmpz_mat

from backends.exact.drawing import draw, key
from backends.exact.monomials import monomials
from backends.exact.polynomials import PolynomialCalculus, PolynomialField
from backends.exact.residuals import NonlinearHypothesisError, Unknowns, unknowns
from backends.program import Input, Program, evaluate

__all__ = ["polynomial_solution"]

Vector = list[int]  # the coefficients of all monomials of all components of all unknown fields


def polynomial_solution(
    residuals: Sequence[Program],
    degree: int,
    seed: int = 0,
    given: Mapping[str, PolynomialField] | None = None,
) -> dict[str, PolynomialField]:
    """Fields of total degree ≤ `degree` on which every residual vanishes identically, by name.

    The result also holds the known data: the fields in `given` as they are, and a small positive integer for each
    component of the constants that are not in `given`. Another seed gives another solution.

    Raises NonlinearHypothesisError if a residual is not linear and homogeneous in the unknown fields,
    NotPolynomialError if it leads out of the polynomials, and ValueError if no polynomial but zero of this degree
    satisfies all residuals.
    """
    known = dict(given or {})
    sought = unknowns(residuals, known)
    problem = _Problem(residuals, sought, degree, seed, known)
    problem.require_linear()
    columns = [problem.residual(unit) for unit in _units(problem.size)]
    basis = _null_space(columns)
    if not basis:
        raise ValueError(f"no polynomial fields of degree ≤ {degree} but zero satisfy the hypotheses: raise the degree")
    weights = draw(key(seed, "polynomial solution"), np.arange(len(basis))) % 5 - 2
    weights[0] = weights[0] or 1
    solution = [int(total) for total in np.array(basis, dtype=np.object_).T @ weights.astype(np.object_)]
    if any(problem.residual(solution).values()):
        raise AssertionError("a polynomial solution has a residual; please report this")
    return {**problem.data, **problem.fields(solution)}


class _Problem:
    """The residuals as a function of the vector of unknown coefficients."""

    def __init__(
        self,
        residuals: Sequence[Program],
        sought: Unknowns,
        degree: int,
        seed: int,
        known: Mapping[str, PolynomialField],
    ) -> None:
        self._residuals = residuals
        self._sought = sought
        self._seed = seed
        self._rows = [tuple(row) for row in monomials(sought.dimension + 1, degree).exponents.tolist()]
        self._calculus = PolynomialCalculus(sought.dimension)
        self.size = sought.total * len(self._rows)
        self.data = {
            item.name: known[item.name] if item.name in known else self._constant(item)
            for item in sought.data
            if item.kind not in ("position", "time")
        }
        coordinates = [item for item in sought.data if item.kind in ("position", "time")]
        self._inputs = {name: self._calculus.field(field) for name, field in self.data.items()}
        self._inputs |= {item.name: self._calculus.coordinates(item.kind) for item in coordinates}

    def fields(self, vector: Vector) -> dict[str, PolynomialField]:
        """The unknown fields that the vector stands for."""
        fields, entries = {}, iter(vector)
        for field in self._sought.fields:
            components = np.empty(self._sought.components(field), dtype=np.object_)
            for component in range(components.size):
                pairs = [(row, Fraction(next(entries))) for row in self._rows]
                components[component] = {row: value for row, value in pairs if value}
            fields[field.name] = components.reshape((self._sought.dimension,) * field.rank)
        return fields

    def residual(self, vector: Vector, index: int | None = None) -> dict[Any, Fraction]:
        """The coefficients of all residuals, or of one, by where they stand."""
        inputs = self._inputs | {name: self._calculus.field(field) for name, field in self.fields(vector).items()}
        chosen = range(len(self._residuals)) if index is None else [index]
        found: dict[Any, Fraction] = {}
        for which in chosen:
            for output, value in enumerate(evaluate(self._residuals[which], self._calculus, inputs)):
                for component, entry in enumerate(self._calculus.coefficients(value).flat):
                    found.update({(which, output, component, row): c for row, c in entry.items()})
        return found

    def require_linear(self) -> None:
        """Compare r(2u + 3v) with 2 r(u) + 3 r(v) at random u and v."""
        u, v = (draw(key(self._seed, "linearity", name), np.arange(self.size)) % 201 - 100 for name in "uv")
        for index in range(len(self._residuals)):
            first, second, mixed = (self.residual(w.tolist(), index) for w in (u, v, 2 * u + 3 * v))
            for where in first.keys() | second.keys() | mixed.keys():
                expected = 2 * first.get(where, Fraction(0)) + 3 * second.get(where, Fraction(0))
                if mixed.get(where, Fraction(0)) != expected:
                    raise NonlinearHypothesisError(index, self._sought.names, "additivity fails on random polynomials")

    def _constant(self, item: Input) -> PolynomialField:
        values = draw(key(self._seed, "constant", item.name), np.arange(self._sought.components(item))) % 5 + 1
        components = np.empty(values.size, dtype=np.object_)
        components[:] = [{(0,) * (self._sought.dimension + 1): Fraction(int(value))} for value in values]
        return components.reshape((self._sought.dimension,) * item.rank)


def _units(size: int) -> Iterator[Vector]:
    for index in range(size):
        yield [int(index == other) for other in range(size)]


def _null_space(columns: Sequence[Mapping[Any, Fraction]]) -> list[Vector]:
    """A basis, of small integers, of the rational vectors that the matrix with these columns sends to zero."""
    places = sorted({where for column in columns for where in column})
    size = len(columns)
    entries = [column.get(where, Fraction(0)) for where in places for column in columns]
    reduced, rank = fmpq_mat(len(places), size, [fmpq(e.numerator, e.denominator) for e in entries]).rref()
    rows = [[Fraction(int(e.p), int(e.q)) for e in row] for row in reduced.tolist()[:rank]]
    pivots = [next(index for index, entry in enumerate(row) if entry) for row in rows]
    basis = []
    for free in (index for index in range(size) if index not in pivots):
        vector = [Fraction(int(index == free)) for index in range(size)]
        for row, pivot in zip(rows, pivots, strict=True):
            vector[pivot] = -row[free]
        scale = lcm(*[entry.denominator for entry in vector])
        basis.append([int(entry * scale) for entry in vector])
    return [list(map(int, row)) for row in fmpz_mat(basis).lll().tolist()] if basis else []
