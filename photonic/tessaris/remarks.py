"""What is to be said of an equation beside its type: degenerate places, dispersion by lower terms, symmetry."""

from __future__ import annotations

import sympy

from backends.symbols.characteristic import Shape, edges, top_part
from backends.symbols.eigenvectors import lacks_eigenvectors
from backends.symbols.linearised import Linearised
from backends.symbols.signs import branches, certain_sign, factors
from backends.symbols.symmetric import is_symmetric
from photonic.tessaris.wording import spelt

__all__ = ["remarks"]


def remarks(
    polynomial: sympy.Poly,
    system: Linearised,
    shape: Shape,
    name: str,
    usual: frozenset[sympy.Symbol],
    split: set[sympy.Expr],
) -> tuple[str, ...]:
    """Sentences on the equation; `split` are factors whose zeros the regions name already."""
    found = [*_degenerate(polynomial, system, split), *_surplus(system, shape)]
    if name == "hyperbolic" and system.time_order:
        if system.time_order == 2 and len(system.unknowns) == 1 and _has_rest(polynomial):
            found.append("dispersive by its lower-order terms")
        answers = [b.answer for b in branches(lambda signs: is_symmetric(system, shape, signs), usual) if b.is_usual]
        if answers == [True]:
            found.append("symmetric hyperbolic, after scaling the equations")
        elif all(row.order <= 1 for row in shape.rows) and lacks_eigenvectors(system, shape, polynomial):
            found.append("weakly hyperbolic: too few eigenvectors, so that solutions lose derivatives")
    return tuple(found)


def _surplus(system: Linearised, shape: Shape) -> list[str]:
    """What equations in time are left over; those without time are constraints, which is no surprise."""
    known = {row.expression for row in shape.rows}
    over = {row.expression for row in system.rows if row.time_order} - known
    if not over:
        return []
    count = f"{shape.unknowns} unknown{'s' if shape.unknowns > 1 else ''}"
    return [f"{len(known) + len(over)} equations in time for {count}: they must agree"]


def _has_rest(polynomial: sympy.Poly) -> bool:
    """Whether a term without derivatives shifts the frequencies."""
    return any(not any(powers) for powers in polynomial.monoms())


def _degenerate(polynomial: sympy.Poly, system: Linearised, split: set[sympy.Expr]) -> list[str]:
    """Where all coefficients of the highest derivatives vanish, or are singular, together."""
    if len(system.unknowns) > 1 or system.rows[0].order < 2:
        return []
    groups = edges(polynomial)
    principal = groups[0].polynomial if groups else top_part(polynomial)
    spatial = [c for powers, c in principal.terms() if any(powers[1:])]
    common: dict[sympy.Expr, sympy.Expr] | None = None
    for coefficient in spatial:
        own: dict[sympy.Expr, sympy.Expr] = {}
        for factor, power in factors(coefficient):
            base, exponent = factor.as_base_exp()
            own[base] = own.get(base, sympy.S.Zero) + exponent * power
        common = own if common is None else {base: common[base] for base in common if base in own}
    lines = []
    for base, exponent in (common or {}).items():
        if exponent == 0 or base in split or not _can_vanish(base):
            continue
        word = "degenerate" if exponent.is_positive else "degenerate or singular"
        lines.append(f"{word} where {spelt(base)} = 0")
    return lines


def _can_vanish(base: sympy.Expr) -> bool:
    """Whether the factor varies and is not bounded away from zero."""
    varies = any(isinstance(s, sympy.Dummy) or s.name in ("x", "y", "z", "t") for s in base.free_symbols)
    return varies and not (certain_sign(base) and (base.is_positive or base.is_negative))
