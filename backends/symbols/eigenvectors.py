"""Whether a hyperbolic system has enough eigenvectors: without them, data lose derivatives (weak hyperbolicity)."""

from __future__ import annotations

from random import Random

import numpy as np
import sympy

from backends.symbols.characteristic import Shape, edges, factored
from backends.symbols.linearised import GROWTH, Linearised, Row, monomial

__all__ = ["lacks_eigenvectors"]

SAMPLES = 3
TOLERANCE = 1e-8


def lacks_eigenvectors(system: Linearised, shape: Shape, polynomial: sympy.Poly) -> bool:
    """Whether a repeated root of the symbol has fewer eigenvectors than its multiplicity, at random values.

    The symbol is first-order in time and space; its variables are drawn from (1/2, 2). Where an equation without time
    determines an unknown (a pressure), the roots do not count eigenvectors, and the answer is no.
    """
    if any(row.time_order != 1 for row in shape.rows):
        return False
    groups = edges(polynomial)
    repeated = (
        [(f, power) for f, power in factored(groups[0].polynomial)[1] if power > 1 and f.degree()] if groups else []
    )
    matrix = sympy.Matrix([[_first(row, n) for n in range(len(system.unknowns))] for row in shape.rows])
    random = Random(3)
    for factor, power in repeated * SAMPLES:
        symbols = sorted((matrix.free_symbols | factor.free_symbols) - {GROWTH}, key=lambda s: s.sort_key())
        values = {symbol: random.uniform(0.5, 2) for symbol in symbols}
        coefficients = sympy.Poly(factor.as_expr().xreplace(values), GROWTH).all_coeffs()
        for root in np.roots([complex(c) for c in coefficients]):
            at = np.array(matrix.xreplace(values).subs(GROWTH, complex(root)).tolist(), dtype=complex)
            sizes = np.linalg.svd(at, compute_uv=False)
            if int((sizes < TOLERANCE * sizes.max()).sum()) < power:
                return True
    return False


def _first(row: Row, unknown: int) -> sympy.Expr:
    """The terms of first order alone: an unknown without derivatives is no part of the symbol."""
    coefficients = {o: c for (number, o), c in row.coefficients.items() if number == unknown and sum(o) == 1}
    return sympy.Add(*[c * monomial(orders) for orders, c in coefficients.items()])
