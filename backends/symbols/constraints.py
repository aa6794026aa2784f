"""Equations without derivatives, put into the coefficients of the others.

A gas has p = (γ − 1)(e − m·m/(2 ρ)). A coefficient may be written in p or in e, and what is random, or positive by
custom, can be only one of them: its sign is read off where the other one has been replaced.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy
from attrs import evolve

from backends.symbols.characteristic import Shape, characteristic, independent_rows
from backends.symbols.jets import JetCalculus
from backends.symbols.linearised import Linearised, Row

__all__ = ["shortest", "solved"]

MOST = 6
"""Ways to solve the equations without derivatives that are tried."""


def solved(system: Linearised, calculus: JetCalculus) -> list[Linearised]:
    """The system with each equation without derivatives put in, solved for one variable or another; the plain one
    alone where none can be."""
    found = [system]
    for row in system.rows:
        if not row.order:
            found = [put_in for each in found for put_in in _put_in(each, row, calculus)] or found
    return found[:MOST]


def _put_in(system: Linearised, row: Row, calculus: JetCalculus) -> Iterator[Linearised]:
    letters = [s for s in row.expression.free_symbols & calculus.jets.keys() if not calculus.jets[s].order]
    for symbol in sorted(letters, key=lambda s: s.sort_key()):
        if not row.expression.is_polynomial(symbol) or sympy.degree(row.expression, symbol) != 1:
            continue
        slope = row.expression.coeff(symbol, 1)
        if slope.free_symbols & calculus.jets.keys():
            continue  # what is divided by a field has a longer symbol, and no sign of its own
        value = {symbol: -row.expression.coeff(symbol, 0) / slope}
        rows = [
            evolve(other, coefficients={place: c.subs(value) for place, c in other.coefficients.items()})
            for other in system.rows
        ]
        yield evolve(system, rows=tuple(rows))


def shortest(systems: list[Linearised]) -> tuple[sympy.Poly, Linearised, Shape]:
    """The characteristic polynomial with the fewest terms, with its system. Raises OutOfWork."""
    found = []
    for system in systems:
        shape = independent_rows(system)
        found.append((characteristic(system, shape), system, shape))
    return min(found, key=lambda each: sum(len(sympy.Add.make_args(c)) for c in each[0].coeffs()))
