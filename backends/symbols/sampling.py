"""The kind of a factor that no formula settles: by its roots at random wave vectors and values of the variables."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import numpy as np
import sympy

from backends.symbols.characteristic import Edge, Shape, edges
from backends.symbols.determinant import determinant
from backends.symbols.linearised import GROWTH, Linearised
from backends.symbols.opaque import hidden

__all__ = ["sampled_evolution", "sampled_kind"]

SAMPLES = 24
TOLERANCE = 1e-5
"""Relative size below which the real part of a root counts as rounding."""


@lru_cache(maxsize=128)
def sampled_kind(edge: Edge, usual: frozenset[sympy.Symbol]) -> str:
    """hyperbolic, dispersive, parabolic, ill-posed (in time); elliptic, hyperbolic, composite (steady); or mixed.

    `usual` variables are drawn between 1/2 and 2, all others between −2 and 2.
    """
    random = Random(7)
    steady = edge.polynomial.gens[0] not in edge.polynomial.as_expr().free_symbols
    kinds = set()
    for _ in range(SAMPLES):
        values = _values(edge.polynomial.as_expr(), edge.polynomial.gens, usual, random)
        kinds.add(_steady(edge.polynomial, values, random) if steady else _moving(edge, values, random))
    if "ill-posed" in kinds:
        return "ill-posed" if len(kinds) == 1 else "mixed"
    return kinds.pop() if len(kinds) == 1 else "mixed"


def sampled_evolution(system: Linearised, shape: Shape, usual: frozenset[sympy.Symbol]) -> str:
    """The kind of a system in time whose determinant is too long: from numbers along random directions; or mixed."""
    random = Random(11)
    matrix = system.matrix(shape.rows, len(system.unknowns) > 1)
    letters: dict[sympy.Expr, sympy.Symbol] = {}
    plain = matrix.applyfunc(lambda entry: hidden(entry, letters))
    ray = sympy.Dummy("ξ")
    symbols = sorted(plain.free_symbols - {GROWTH, *system.waves}, key=lambda s: s.sort_key())
    kinds = set()
    for _ in range(SAMPLES // 3):
        drawn: dict[sympy.Basic, sympy.Expr] = {
            s: _fraction(s in usual or s in letters.values(), random) for s in symbols
        }
        drawn |= {wave: ray * _fraction(False, random) for wave in system.waves}
        polynomial = determinant(plain.xreplace(drawn), (GROWTH, ray))
        found = {_moving(edge, {}, random) for edge in edges(polynomial) if edge.slope > 0}
        kinds.add("ill-posed" if "ill-posed" in found else "–".join(sorted(found)) or "ordinary")
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _fraction(is_positive: bool, random: Random) -> sympy.Rational:
    """A random fraction between 1/2 and 2, or between −2 and 2."""
    return sympy.Rational(
        random.randint(50, 200) if is_positive else random.choice((-1, 1)) * random.randint(1, 200), 100
    )


def _values(
    expression: sympy.Expr, gens: tuple[sympy.Symbol, ...], usual: frozenset[sympy.Symbol], random: Random
) -> dict[sympy.Basic, float]:
    symbols = sorted(expression.free_symbols - set(gens), key=lambda s: s.sort_key())
    return {s: random.uniform(0.5, 2) if s in usual else random.uniform(-2, 2) for s in symbols}


def _number(coefficient: sympy.Expr, values: dict[sympy.Basic, float], random: Random) -> complex:
    value = coefficient.xreplace({s: sympy.Float(v) for s, v in values.items()})
    unknown = {f: sympy.Float(random.uniform(0.5, 2)) for f in value.atoms(sympy.Function) if not f.is_number}
    return complex(sympy.N(value.xreplace(unknown)))


def _moving(edge: Edge, values: dict[sympy.Basic, float], random: Random) -> str:
    waves = [1j * random.gauss(0, 1) for _ in edge.polynomial.gens[1:]]
    sums: dict[int, complex] = {}
    for powers, coefficient in edge.polynomial.terms():
        size = complex(np.prod([w**p for w, p in zip(waves, powers[1:], strict=True)]))
        sums[powers[0]] = sums.get(powers[0], 0) + size * _number(coefficient, values, random)
    roots = np.roots([sums.get(n, 0) for n in range(max(sums), -1, -1)])
    if bool(np.all(np.abs(roots.real) <= TOLERANCE * np.abs(roots))):
        return "hyperbolic" if edge.slope == 1 else "dispersive"
    return "parabolic" if bool(np.all(roots.real <= TOLERANCE * np.abs(roots))) else "ill-posed"


def _steady(polynomial: sympy.Poly, values: dict[sympy.Basic, float], random: Random) -> str:
    """By the zeros along a random line of wave vectors: all real, none, or some."""
    used = [g for g in polynomial.gens if polynomial.degree(g) > 0]
    line = {g: (random.gauss(0, 1), random.gauss(0, 1)) for g in used}
    place = sympy.Dummy()
    restricted = sympy.Poly(polynomial.as_expr().xreplace({g: a + b * place for g, (a, b) in line.items()}), place)
    roots = np.roots([_number(coefficient, values, random) for coefficient in restricted.all_coeffs()])
    real = np.abs(roots.imag) <= TOLERANCE * np.maximum(np.abs(roots), 1)
    return "hyperbolic" if bool(np.all(real)) else "elliptic" if not bool(np.any(real)) else "composite"
