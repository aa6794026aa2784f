"""Determinants of symbols: polynomials in many letters, most entries zero.

Expansion by rows, where each set of columns is expanded once (W. M. Gentleman and S. C. Johnson, Analysis of
algorithms, a case study: determinants of matrices with polynomial entries, 1976): without divisions, and cheap where
rows are sparse.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import sympy

from backends.symbols.flint_ratios import Letters, Ratio
from backends.symbols.opaque import hidden, shown
from backends.symbols.work import spend

__all__ = ["Powers", "determinant"]

WHAT = "the determinant of the symbol"
Powers = tuple[int, ...]
"""Of each generator."""

CHEAP = 20
"""Products of terms in FLINT that cost what one costs in SymPy."""


def determinant(
    matrix: sympy.Matrix,
    gens: tuple[sympy.Symbol, ...],
    kept: Callable[[Collection[Powers]], Collection[Powers]] = lambda powers: powers,
) -> sympy.Poly:
    """The determinant as a polynomial in `gens`, whose other letters stand in the coefficients.

    Entries are polynomials in `gens`; of the powers of these in the determinant, those that `kept` selects are given.
    Raises OutOfWork where there are too many terms.
    """
    opaque: dict[sympy.Expr, sympy.Symbol] = {}
    plain = [[hidden(entry, opaque) for entry in matrix.row(n)] for n in range(matrix.rows)]
    letters = Letters.of([entry for row in plain for entry in row], gens)
    rows, below = _cleared([[letters.ratio(entry) for entry in row] for row in plain], letters)
    order = sorted(range(len(rows)), key=lambda n: sum(entry != 0 for entry in rows[n]))
    value = _by_rows([rows[n] for n in order], letters) * _parity(order)
    spend(len(value), WHAT)
    whole = letters.cancelled(value, below)
    groups = letters.grouped(whole.top, len(gens))
    wanted = {powers: groups[powers] for powers in kept(groups)}
    spend(5 * sum(map(len, wanted.values())) * len(letters.symbols), WHAT)
    found = {
        powers: shown(letters.expression(letters.cancelled(inner, whole.bottom)), opaque)
        for powers, inner in wanted.items()
    }
    return sympy.Poly.from_dict(found or {(0,) * len(gens): sympy.S.Zero}, *gens)


def _cleared(rows: list[list[Ratio]], letters: Letters) -> tuple[list[list[Any]], Any]:
    """Rows without denominators, and the product of what they were multiplied by."""
    cleared, below = [], letters.one
    for row in rows:
        shared = letters.common(entry.bottom for entry in row)
        cleared.append([entry.top * (shared / entry.bottom) for entry in row])
        below *= shared
    return cleared, below


def _by_rows(rows: list[list[Any]], letters: Letters) -> Any:
    """Row by row: the minors of the rows so far, by the set of their columns."""
    minors = {0: letters.one}
    for row in rows:
        longer: dict[int, Any] = {}
        for columns, minor in minors.items():
            for column, entry in enumerate(row):
                if entry != 0 and not columns >> column & 1:
                    spend(1 + len(minor) * len(entry) // CHEAP, WHAT)
                    product = minor * entry
                    key = columns | 1 << column
                    known = longer.get(key, 0)
                    longer[key] = known - product if (columns >> column).bit_count() % 2 else known + product
        minors = {key: value for key, value in longer.items() if value != 0}
    return next(iter(minors.values()), 0 * letters.one)


def _parity(order: list[int]) -> int:
    swaps = sum(a > b for i, a in enumerate(order) for b in order[i + 1 :])
    return -1 if swaps % 2 else 1
