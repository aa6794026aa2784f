"""The characteristic polynomial of a linearised system, and its parts that govern short waves.

det P(s, ξ) is a polynomial in the growth rate s. For short waves its roots grow as |ξ|^q, where the q are the slopes of
the Newton polygon of (power of s, degree in ξ); the terms on an edge are the principal part that belongs to q
(S. Gindikin and L. R. Volevich, The Method of Newton's Polyhedron in the Theory of Partial Differential Equations).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from functools import lru_cache
from random import Random

import sympy
from attrs import frozen

from backends.symbols.determinant import Powers, determinant
from backends.symbols.flint_ratios import Letters, Ratio
from backends.symbols.linearised import GROWTH, Linearised, Row
from backends.symbols.opaque import hidden, shown
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
    Terms inside Newton's polygon are kept for a single equation only: they govern no short waves. Raises OutOfWork.
    """
    gens = (GROWTH, *system.waves)
    is_leading = len(system.unknowns) > 1
    kept: Callable[[Collection[Powers]], Collection[Powers]] = _outermost if is_leading else list
    if shape.is_overdetermined and not system.time_order:
        matrix = system.matrix(system.rows, is_leading)
        return determinant(matrix.T * matrix, gens, kept)
    return determinant(system.matrix(shape.rows, is_leading), gens, kept)


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
    terms = dict(polynomial.terms())
    found = []
    for slope, left, powers in _polygon(terms):
        kept = {(growth - left, *waves): terms[growth, *waves] for growth, *waves in powers}
        found.append(Edge(slope, sympy.Poly.from_dict(kept, *polynomial.gens)))
    return tuple(found)


def _polygon(powers: Collection[Powers]) -> list[tuple[Fraction, int, list[Powers]]]:
    """The edges by slope: the lowest power of s on each, and the powers of s and ξ that lie on it."""
    degrees: dict[int, int] = {}
    for growth, *waves in powers:
        degrees[growth] = max(degrees.get(growth, 0), sum(waves))
    hull = sorted(degrees)
    found = []
    right = hull[-1]
    while right > hull[0]:
        slopes = {left: Fraction(degrees[left] - degrees[right], right - left) for left in hull if left < right}
        slope = max(slopes.values())
        left = min(n for n, value in slopes.items() if value == slope)
        weight = degrees[right] + slope * right
        on_it = [p for p in powers if left <= p[0] <= right and sum(p[1:]) + slope * p[0] == weight]
        found.append((slope, left, on_it))
        right = left
    return found


def _outermost(powers: Collection[Powers]) -> set[Powers]:
    """The powers on Newton's polygon, by which short waves go; the highest degree where there are no edges."""
    found = {place for _, _, on_it in _polygon(powers) for place in on_it} if powers else set()
    if found:
        return found
    degree = max(map(sum, powers), default=0)
    return {place for place in powers if sum(place) == degree}


@lru_cache(maxsize=128)
def factored(polynomial: sympy.Poly) -> tuple[sympy.Expr, tuple[tuple[sympy.Poly, int], ...]]:
    """A constant, and irreducible factors with their powers.

    Functions and roots in the coefficients are letters like any other.
    """
    spend(len(polynomial.terms()) ** 2 // 4, "factors of the symbol")
    opaque: dict[sympy.Expr, sympy.Symbol] = {}
    plain = hidden(polynomial.as_expr(), opaque)
    letters = Letters.of([plain], polynomial.gens)
    whole = letters.ratio(plain)
    number, listed = whole.top.factor()
    constant, factors = [shown(letters.constant(number, whole.bottom), opaque)], []
    for part, power in listed:
        groups = letters.grouped(part, len(polynomial.gens))
        coefficients = {
            outer: shown(letters.expression(Ratio(inner, letters.one)), opaque) for outer, inner in groups.items()
        }
        factor = sympy.Poly.from_dict(coefficients, *polynomial.gens)
        if factor.is_ground:
            constant.append(factor.as_expr() ** int(power))
        else:
            factors.append((factor, int(power)))
    return sympy.Mul(*constant), tuple(factors)


def top_part(polynomial: sympy.Poly) -> sympy.Poly:
    """What is of highest total degree."""
    degree = polynomial.total_degree()
    kept = {powers: c for powers, c in polynomial.terms() if sum(powers) == degree}
    return sympy.Poly.from_dict(kept, *polynomial.gens)
