"""The characteristic polynomial of a linearised system, and its parts that govern short waves.

det P(s, ξ) is a polynomial in the growth rate s. For short waves its roots grow as |ξ|^q, where the q are the slopes of
the Newton polygon of (power of s, degree in ξ); the terms on an edge are the principal part that belongs to q
(S. Gindikin and L. R. Volevich, The Method of Newton's Polyhedron in the Theory of Partial Differential Equations).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from random import Random

import sympy
from attrs import frozen

from backends.symbols.determinant import determinant
from backends.symbols.linearised import GROWTH, Linearised, Row
from backends.symbols.opaque import hidden
from backends.symbols.work import spend

__all__ = ["Edge", "Shape", "characteristic", "edges", "factored", "independent_rows", "top_part"]

_PRIME = 1_000_003


@frozen
class Edge:
    """An edge of Newton's polygon: roots s of size |ξ|^slope, and the polynomial that has them at short waves."""

    slope: Fraction
    polynomial: sympy.Poly
    """In s and the components of ξ."""


@frozen
class Shape:
    """How many independent equations there are for how many unknowns."""

    rows: tuple[Row, ...]
    rank: int
    unknowns: int
    is_overdetermined: bool


def characteristic(system: Linearised, shape: Shape) -> sympy.Poly:
    """det P(s, ξ) over the independent rows, in s and the components of ξ that occur.

    A steady system with more equations than unknowns has det PᵀP instead, which vanishes where P loses rank.
    Lower-order terms are kept for a single equation only: in a system they do not reach an edge. Raises OutOfWork.
    """
    gens = (GROWTH, *system.waves)
    is_leading = len(system.unknowns) > 1
    if shape.is_overdetermined and not system.time_order:
        matrix = system.matrix(system.rows, is_leading)
        return determinant(matrix.T * matrix, gens)
    return determinant(system.matrix(shape.rows, is_leading), gens)


def independent_rows(system: Linearised) -> Shape:
    """As many independent rows as there are unknowns, those with the highest derivatives in time first.

    Independence is found at random values modulo a prime.
    """
    random = Random(1)
    order = sorted(range(len(system.rows)), key=lambda n: (-system.rows[n].time_order, n))
    chosen: list[Row] = []
    basis: list[list[int]] = []
    point: dict[sympy.Basic, int] = {}
    opaque: dict[sympy.Expr, sympy.Symbol] = {}
    for number in order:
        row = system.rows[number]
        values = [
            _modular(hidden(system.entry(row, n, False), opaque), point, random) for n in range(len(system.unknowns))
        ]
        rest = _reduced(values, basis)
        if any(rest):
            basis.append(rest)
            chosen.append(row)
    unknowns = len(system.unknowns)
    return Shape(tuple(chosen), len(chosen), unknowns, len(system.rows) > unknowns)


def _modular(plain: sympy.Expr, point: dict[sympy.Basic, int], random: Random) -> int:
    for symbol in sorted(plain.free_symbols, key=lambda s: s.sort_key()):
        point.setdefault(symbol, random.randrange(2, 1000))
    value = sympy.Rational(plain.xreplace({s: sympy.Integer(point[s]) for s in plain.free_symbols}))
    return int(value.p) * pow(int(value.q), -1, _PRIME) % _PRIME


def _reduced(values: list[int], basis: Sequence[list[int]]) -> list[int]:
    """What is left of a row after elimination with the rows of the basis, modulo the prime."""
    for known in basis:
        lead = next(i for i, entry in enumerate(known) if entry)
        factor = values[lead] * pow(known[lead], -1, _PRIME)
        values = [(a - factor * b) % _PRIME for a, b in zip(values, known, strict=True)]
    return values


@lru_cache(maxsize=128)
def edges(polynomial: sympy.Poly) -> tuple[Edge, ...]:
    """The edges of Newton's polygon, the steepest growth first; roots s = 0 are left out."""
    degrees: dict[int, int] = {}
    for powers, _ in polynomial.terms():
        degrees[powers[0]] = max(degrees.get(powers[0], 0), sum(powers[1:]))
    hull = sorted(degrees)
    found: list[Edge] = []
    right = hull[-1]
    while right > hull[0]:
        slopes = {left: Fraction(degrees[left] - degrees[right], right - left) for left in hull if left < right}
        slope = max(slopes.values())
        left = min(n for n, value in slopes.items() if value == slope)
        weight = degrees[right] + slope * right
        kept = {
            (powers[0] - left, *powers[1:]): c
            for powers, c in polynomial.terms()
            if left <= powers[0] <= right and sum(powers[1:]) + slope * powers[0] == weight
        }
        found.append(Edge(slope, sympy.Poly.from_dict(kept, *polynomial.gens)))
        right = left
    return tuple(found)


@lru_cache(maxsize=128)
def factored(polynomial: sympy.Poly) -> tuple[sympy.Expr, tuple[tuple[sympy.Poly, int], ...]]:
    """A constant, and irreducible factors with their powers.

    Where waves are carried along, the roots s lie about their mean; measured from it, the polynomial is far shorter.
    """
    moved, mean = _from_mean(polynomial)
    spend(len(polynomial.terms()) + len(moved.terms()) ** 2, "factors of the symbol")
    constant, factors = moved.factor_list()
    if mean == 0:
        return constant, tuple(factors)
    growth, *waves = polynomial.gens
    back = [(sympy.Poly(f.as_expr().subs(growth, growth - mean), growth, *waves), power) for f, power in factors]
    return constant, tuple(back)


def _from_mean(polynomial: sympy.Poly) -> tuple[sympy.Poly, sympy.Expr]:
    """The polynomial with s + mean in the place of s, where that has fewer terms, and the mean of its roots, or 0."""
    growth, degree = polynomial.gens[0], polynomial.degree()
    if degree < 2 or len(polynomial.gens) < 2:
        return polynomial, sympy.S.Zero
    lead, second = (polynomial.as_expr().coeff(growth, n) for n in (degree, degree - 1))
    if second == 0 or lead.free_symbols & set(polynomial.gens):
        return polynomial, sympy.S.Zero
    mean = sympy.expand(sympy.cancel(-second / (degree * lead)))
    moved = sympy.Poly(polynomial.as_expr().subs(growth, growth + mean), *polynomial.gens)
    return (moved, mean) if _weight(moved) < _weight(polynomial) else (polynomial, sympy.S.Zero)


def _weight(polynomial: sympy.Poly) -> int:
    """Terms, also those in the coefficients."""
    return sum(len(sympy.Add.make_args(c)) for c in polynomial.coeffs())


def top_part(polynomial: sympy.Poly) -> sympy.Poly:
    """What is of highest total degree."""
    degree = polynomial.total_degree()
    kept = {powers: c for powers, c in polynomial.terms() if sum(powers) == degree}
    return sympy.Poly.from_dict(kept, *polynomial.gens)
