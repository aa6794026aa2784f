"""Determinants of symbols: polynomials in many letters, most entries zero.

Expansion by rows, where each set of columns is expanded once (W. M. Gentleman and S. C. Johnson, Analysis of
algorithms, a case study: determinants of matrices with polynomial entries, 1976): without divisions, and cheap where
rows are sparse.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.polys.rings import ring

from backends.symbols.opaque import hidden, shown
from backends.symbols.work import spend

__all__ = ["determinant"]

WHAT = "the determinant of the symbol"


def determinant(matrix: sympy.Matrix, gens: tuple[sympy.Symbol, ...]) -> sympy.Poly:
    """The determinant as a polynomial in `gens`, whose other letters stand in the coefficients.

    Entries are polynomials in `gens`. Raises OutOfWork where there are too many terms.
    """
    letters: dict[sympy.Expr, sympy.Symbol] = {}
    rows, below = _cleared(matrix.applyfunc(lambda entry: hidden(entry, letters)))
    names = sorted({s for row in rows for entry in row for s in entry.free_symbols}, key=lambda s: s.sort_key())
    if not names:
        return sympy.Poly(sympy.Matrix(rows).det() / below, *gens)
    algebra = ring(names, sympy.QQ)[0]
    order = sorted(range(len(rows)), key=lambda n: sum(entry != 0 for entry in rows[n]))
    value = _by_rows([[algebra.from_expr(entry) for entry in rows[n]] for n in order]) * _parity(order)
    spend(5 * len(value) * len(names), WHAT)
    found: dict[tuple[int, ...], list[sympy.Expr]] = {(0,) * len(gens): []}
    places = [names.index(gen) if gen in names else -1 for gen in gens]
    for powers, number in value.terms():
        outer = tuple(powers[place] if place >= 0 else 0 for place in places)
        rest = [name**power for n, (name, power) in enumerate(zip(names, powers, strict=True)) if n not in places]
        found.setdefault(outer, []).append(algebra.domain.to_sympy(number) * sympy.Mul(*rest))
    coefficients = {outer: shown(_quotient(sympy.Add(*inner), below), letters) for outer, inner in found.items()}
    return sympy.Poly.from_dict(coefficients, *gens)


def _cleared(matrix: sympy.Matrix) -> tuple[list[list[sympy.Expr]], sympy.Expr]:
    """Rows without denominators, and the product of what they were multiplied by."""
    rows, below = [], sympy.S.One
    for n in range(matrix.rows):
        parts = [sympy.fraction(sympy.together(entry)) for entry in matrix.row(n)]
        shared = sympy.lcm_list([bottom for _, bottom in parts])
        rows.append([sympy.expand(top * sympy.cancel(shared / bottom)) for top, bottom in parts])
        below *= shared
    return rows, below


def _quotient(top: sympy.Expr, below: sympy.Expr) -> sympy.Expr:
    return top if below == 1 else sympy.expand(sympy.cancel(top / below))


def _by_rows(rows: list[list[Any]]) -> Any:
    """Row by row: the minors of the rows so far, by the set of their columns."""
    algebra = rows[0][0].ring
    minors = {0: algebra.one}
    for row in rows:
        longer: dict[int, Any] = {}
        for columns, minor in minors.items():
            for column, entry in enumerate(row):
                if entry and not columns >> column & 1:
                    spend(len(minor) * len(entry), WHAT)
                    sign = -1 if (columns >> column).bit_count() % 2 else 1
                    key = columns | 1 << column
                    longer[key] = longer.get(key, algebra.zero) + sign * minor * entry
        minors = {key: value for key, value in longer.items() if value}
    return next(iter(minors.values()), algebra.zero)


def _parity(order: list[int]) -> int:
    swaps = sum(a > b for i, a in enumerate(order) for b in order[i + 1 :])
    return -1 if swaps % 2 else 1
