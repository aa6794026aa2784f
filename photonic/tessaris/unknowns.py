"""Which fields of an equation are its unknowns, where the user does not say."""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from attrs import frozen

from backends.symbols.jets import JetCalculus
from photonic.errors import PhotonicError

__all__ = ["choose_unknowns"]


@frozen
class _Use:
    """How a field occurs: its highest orders, and its number of components."""

    name: str
    time_order: int
    order: int
    size: int


def choose_unknowns(calculus: JetCalculus, rows: Sequence[sympy.Expr], fields: Sequence[str]) -> tuple[str, ...]:
    """The fields that are derived in time; without any, those of the highest derivatives.

    Further derived fields (a pressure) are taken as long as there are more equations than unknowns, last those that
    only multiply an unknown, as a coefficient does, where there are equations for all their components.
    Raises PhotonicError where no field is derived.
    """
    uses = [use for use in (_use(calculus, rows, name) for name in fields) if use.order]
    if not uses:
        raise PhotonicError("no derivative of a field occurs: there is no differential equation to classify")
    chosen = [use for use in uses if use.time_order]
    if not chosen:
        uses.sort(key=lambda use: -use.order)
        chosen = [uses[0]]
    for is_last in (False, True):  # v = −k ∇p says what carries ρ along, an equation is left for it
        for use in uses:
            if use in chosen or use.size + sum(other.size for other in chosen) > len(rows):
                continue
            if is_last or not _is_coefficient(calculus, rows, use.name, [other.name for other in chosen]):
                chosen.append(use)
    names = {use.name for use in chosen}
    return tuple(name for name in fields if name in names)


def _use(calculus: JetCalculus, rows: Sequence[sympy.Expr], name: str) -> _Use:
    jets = [calculus.jets[s] for row in rows for s in row.free_symbols & calculus.jets.keys()]
    own = [jet for jet in jets if jet.field == name]
    return _Use(
        name,
        max((jet.orders[-1] for jet in own), default=0),
        max((jet.order for jet in own), default=0),
        len({jet.component for jet in own}),
    )


def _is_coefficient(calculus: JetCalculus, rows: Sequence[sympy.Expr], name: str, chosen: Sequence[str]) -> bool:
    """Whether no derivative of the field is left where the unknowns vanish."""
    for row in rows:
        here = row.free_symbols & calculus.jets.keys()
        nothing = {s: sympy.S.Zero for s in here if calculus.jets[s].field in chosen}
        for symbol in here:
            jet = calculus.jets[symbol]
            if jet.field == name and jet.order and sympy.diff(row, symbol).xreplace(nothing) != 0:
                return False
    return True
