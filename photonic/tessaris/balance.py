"""Conserved form of an equation: read off its text where it says so, else by integrating its components by parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sympy
from attrs import frozen

from backends.calculus import TIME
from backends.symbols.fluxes import Divergence, as_divergence
from backends.symbols.jets import JetCalculus
from backends.symbols.linearised import Linearised, Row
from photonic.expressions.catalogue import CATALOGUE
from photonic.meaning import program_of_op
from photonic.problem import residual, symbols_in
from photonic.terms import apply, describe, rank, zero
from photonic.tessaris.reading import Sides
from photonic.tessaris.record import Balance
from photonic.tessaris.wording import spelt
from rewriting.term import Term, number, postorder

__all__ = ["balances"]


def balances(sides: Sequence[Sides], calculus: JetCalculus, system: Linearised) -> tuple[tuple[Balance, ...], int]:
    """The balances of the equations with a derivative in time, or of all if there is no time, and how many have none.

    What is not written as a balance is integrated by parts, component by component.
    """
    is_moving = system.time_order > 0
    moving = [pair for pair in sides if not is_moving or _derives_somewhere(pair, TIME)]
    written = [_as_written(pair, calculus.dimension) for pair in moving]
    if written and all(balance is not None for balance in written):
        return tuple(balance for balance in written if balance is not None), 0
    rows = [row for row in system.rows if row.time_order or not is_moving]
    steady = [row for row in system.rows if is_moving and not row.time_order]
    found = [_by_parts(calculus, row, steady, system) for row in rows]
    kept = tuple(_spelt(divergence) for divergence in found if divergence is not None and not divergence.is_trivial)
    return kept, len(found) - len(kept)


def _spelt(found: Divergence) -> Balance:
    """The balance as text, with a positive density."""
    sign = -1 if found.density.could_extract_minus_sign() else 1
    return Balance(
        spelt(sign * found.density), tuple(spelt(sign * part) for part in found.flux), spelt(sign * found.source)
    )


def _derives_somewhere(sides: Sides, axis: str) -> bool:
    return any(_derives(node, axis) for side in sides for node in postorder(side))


def _derives(node: Term, axis: str = "") -> bool:
    """Whether the operator takes a partial derivative, along this axis or along any."""
    if node.op.name not in CATALOGUE:
        return False
    dimensions = CATALOGUE[node.op.name].dimensions  # what is derived is the same in each of them
    tape = program_of_op(node.op, max(dimensions)).instructions
    return any(step.op == "partial" and axis in ("", step.static[0]) for step in tape)


@frozen
class _Parts:
    """Terms that are to be added: densities, fluxes and sources."""

    density: list[Term]
    flux: list[Term]
    source: list[Term]


def _as_written(sides: Sides, dimension: int) -> Balance | None:
    """∂t q + ∇·F = source where every summand is ∂t, ∇·, Δ, ∇, on a line ∂x of something, or has no derivative."""
    parts = _Parts([], [], [])
    for sign, term in _summands(residual(*sides), 1):
        if not _collect(term, sign, parts, dimension == 1):
            return None
    if (not parts.density and not parts.flux) or len(set(map(rank, parts.flux))) > 1:
        return None
    density, flux, source = map(_total, (parts.density, parts.flux, parts.source))
    return Balance(density, (flux,), source)


def _summands(term: Term, sign: int) -> Iterator[tuple[int, Term]]:
    if term.op.name in ("add", "subtract"):
        yield from _summands(term.args[0], sign)
        yield from _summands(term.args[1], sign if term.op.name == "add" else -sign)
    elif term.op.name == "negate":
        yield from _summands(term.args[0], -sign)
    elif term not in (number(0), zero(1), zero(2)):
        yield sign, term


def _collect(term: Term, sign: int, parts: _Parts, is_line: bool) -> bool:
    """Put a summand where it belongs; False for one that is no derivative of a whole."""
    factor, inner = _constant_factor(term)

    def whole(part: Term) -> Term:
        scaled = part if factor is None else apply("multiply", factor, part)
        return scaled if sign > 0 else apply("negate", scaled)

    match inner.op.name:
        case "time_derivative":
            parts.density.append(whole(inner.args[0]))
        case "divergence":
            parts.flux.append(whole(inner.args[0]))
        case "partial_x" if is_line and not rank(inner):
            parts.flux.append(whole(inner.args[0]))
        case "laplacian" if rank(inner) < 2:
            parts.flux.append(whole(apply("gradient", inner.args[0])))
        case "gradient" if not rank(inner.args[0]):
            parts.flux.append(whole(apply("multiply", inner.args[0], Term(apply("identity").op))))
        case _ if not any(_derives(node) for node in postorder(inner)):
            parts.source.append(apply("negate", term) if sign > 0 else term)
        case _:
            return False
    return True


def _constant_factor(term: Term) -> tuple[Term | None, Term]:
    """A factor that varies nowhere, and what it multiplies."""
    if (
        term.op.name == "multiply"
        and not any(d.varies for d in symbols_in([term.args[0]]).values())
        and not rank(term.args[0])
    ):
        outer, inner = term.args[0], term.args[1]
        further, innermost = _constant_factor(inner)
        return (outer if further is None else apply("multiply", outer, further)), innermost
    return None, term


def _total(terms: Sequence[Term]) -> str:
    """The sum as text; a negative summand is subtracted."""
    if not terms:
        return "0"
    total, *others = terms
    for term in others:
        total = apply("subtract", total, term.args[0]) if term.op.name == "negate" else apply("add", total, term)
    return describe(total)


def _by_parts(calculus: JetCalculus, row: Row, steady: Sequence[Row], system: Linearised) -> Divergence | None:
    """The row as a divergence, if need be after an unknown times an equation without time has been added."""
    plain = as_divergence(calculus, row.expression)
    if plain is not None:
        return plain
    for other in steady:
        for jet in system.unknowns:
            for sign in (1, -1):
                changed = sympy.expand(row.expression + sign * calculus.symbol(jet) * other.expression)
                found = as_divergence(calculus, changed)
                if found is not None:
                    return found
    return None
