"""intents: what an equation is, from its symbol, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy

from backends.calculus import SPACE, TIME
from backends.program import evaluate
from backends.symbols.characteristic import independent_rows
from backends.symbols.constraints import shortest, solved
from backends.symbols.jets import JetCalculus, unknown_values
from backends.symbols.linearised import Linearised, linearise
from backends.symbols.work import OutOfWork, bounded, expanded
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import reserved_words
from photonic.expressions.declarations import KINDS, Declarations, declare
from photonic.meaning import program_of
from photonic.problem import residual
from photonic.terms import describe, from_term
from photonic.tessaris.advice import advise
from photonic.tessaris.balance import balances
from photonic.tessaris.classify import Classified, classify, guessed
from photonic.tessaris.reading import Sides, read_equations
from photonic.tessaris.record import Balance, Intents, Step
from photonic.tessaris.unknowns import choose_unknowns
from rewriting.interrupts import certain_interrupt

__all__ = ["classify_equations", "intents"]

WORK = 400_000
"""Terms that are multiplied before an answer is given up: seconds, on any machine."""
LINEARITIES = ("linear", "semi-linear", "quasi-linear", "fully nonlinear")


def intents(
    *equations: Any,
    fields: Mapping[str, str] | None = None,
    unknowns: str | Iterable[str] = (),
    dimension: int = 3,
) -> Intents:
    """What an equation, or a system of several, is: order, linearity, type, conserved form, integrator, stable step.

    An equation is a text `left = right` (or `left ↔ right`), a pair of expressions, or one expression that is meant to
    vanish; a text may hold several with `;` between them. `fields` maps the names in texts to kinds. `unknowns` are
    the names of the fields to solve for; without them, those derived in time, or of the highest derivatives.

    Raises PhotonicError (ParseError, RankError, DeclarationError) for what cannot be read and where nothing is derived.

    >>> intents("∂t u = κ Δu", fields={"u": "scalar", "κ": "constant"}).type
    'parabolic'
    """
    if type(dimension) is not int or dimension not in (1, 2, 3):
        raise PhotonicError(f"dimension {dimension!r}: it is 1, 2 or 3")
    known: Declarations = declare(fields, reserved_words())
    sides = read_equations(equations, known)
    if not sides:
        raise PhotonicError("there is no equation: write intents('∂t u = Δu', fields={'u': 'scalar'})")
    names = unknowns.replace(",", " ").split() if isinstance(unknowns, str) else list(unknowns)
    return classify_equations(sides, names, dimension)


def classify_equations(sides: Sequence[Sides], unknowns: Sequence[str] = (), dimension: int = 3) -> Intents:
    """The same for equations that are terms already."""
    try:
        with bounded(WORK):
            return _classified(sides, unknowns, dimension)
    except OutOfWork as reason:
        return Intents(
            equations=_texts(sides),
            unknowns=tuple(unknowns),
            dimension=dimension,
            orders={},
            order=0,
            linearity="unknown",
            has_constant_coefficients=False,
            is_homogeneous=False,
            type="unknown",
            notes=(f"too much to work out: {reason}",),
            latex=_typeset(_latex(sides), Classified("unknown")),
        )


@certain_interrupt()
def _classified(sides: Sequence[Sides], unknowns: Sequence[str], dimension: int) -> Intents:
    program = program_of(*(residual(left, right) for left, right in sides), dimension=dimension)
    calculus = JetCalculus(dimension)
    inputs = {item.name: calculus.field(item.name, item.kind, item.sign) for item in program.inputs}
    values = evaluate(program, calculus, inputs)
    rows = [expanded(entry) for value in values for entry in value.flat]
    _check(rows)
    varying = [item.name for item in program.inputs if KINDS[item.kind].varies and item.name in _fields(calculus)]
    chosen = _chosen(unknowns, varying) or choose_unknowns(calculus, [row for row in rows if row != 0], varying)
    system = linearise(calculus, rows, unknown_values(calculus, rows, chosen))
    if not any(row.order for row in system.rows):
        raise PhotonicError(
            f"no derivative of {', '.join(chosen)} occurs: there is no differential equation to classify"
        )
    return _record(sides, calculus, system, chosen)


def _check(rows: Sequence[sympy.Expr]) -> None:
    """Raise PhotonicError for equations that mean nothing, hold for every field or for none."""
    if any(row.has(sympy.nan, sympy.zoo, sympy.oo) for row in rows):
        raise PhotonicError("the equation divides by zero: it has no meaning anywhere")
    if any(row.has(sympy.I) for row in rows):
        raise PhotonicError("the equation has a coefficient that is no real number: write real and imaginary parts")
    false = next((row for row in rows if row.is_number and row != 0), None)
    if false is not None:
        raise PhotonicError(f"the equation holds for no field: the difference of its sides is {false}")
    if not any(rows):
        raise PhotonicError("the equation holds for every field: there is nothing to classify")


def _fields(calculus: JetCalculus) -> set[str]:
    return {jet.field for jet in calculus.jets.values()}


def _chosen(unknowns: Sequence[str], varying: Sequence[str]) -> tuple[str, ...]:
    for name in unknowns:
        if name not in varying:
            raise PhotonicError(f"{name!r} is no field of the equation; its fields are {', '.join(varying) or 'none'}")
    return tuple(name for name in varying if name in unknowns)


def _record(sides: Sequence[Sides], calculus: JetCalculus, system: Linearised, chosen: tuple[str, ...]) -> Intents:
    linearity = LINEARITIES[max(row.linearity for row in system.rows)]
    found, steps, system = _type_and_steps(calculus, system, linearity)
    found_balances, unbalanced = _balances(sides, calculus, system)
    return Intents(
        equations=_texts(sides),
        unknowns=chosen,
        dimension=calculus.dimension,
        orders=_orders(system),
        order=max(row.order for row in system.rows),
        linearity=linearity,
        has_constant_coefficients=_has_constant_coefficients(calculus, system),
        is_homogeneous=linearity == "linear" and _vanishes_with(chosen, calculus, system),
        type=found.type,
        regions=found.regions,
        assuming=found.assuming,
        notes=found.notes,
        symbol=found.symbol,
        balances=found_balances,
        unbalanced=unbalanced,
        steps=steps,
        latex=_typeset(_latex(sides), found),
    )


def _type_and_steps(
    calculus: JetCalculus, system: Linearised, linearity: str
) -> tuple[Classified, tuple[Step, ...], Linearised]:
    """The type by the symbol, with the steps that it allows, and the system that gave them, equations of state put in.

    The type is guessed, without any step, where it is too much work.
    """
    shape = independent_rows(system)
    scalars = {symbol for symbol, jet in calculus.jets.items() if not jet.order and not jet.component}
    usual = frozenset(s for s in calculus.numbers | scalars if not s.is_nonpositive)
    if shape.rank < shape.unknowns:
        note = f"independent equations: {shape.rank}, unknowns: {shape.unknowns}"
        return Classified("underdetermined", notes=(note,)), (), system
    systems = solved(system, calculus)
    try:
        polynomial, system, shape = shortest(systems)
        found = classify(polynomial, system, shape, usual)
        types = [region.type for region in found.regions]
        return found, advise(polynomial, found.type, types, system, linearity, found.positive), system
    except OutOfWork as reason:
        with bounded(WORK):
            return guessed(systems[0], independent_rows(systems[0]), usual, str(reason)), (), system


def _has_constant_coefficients(calculus: JetCalculus, system: Linearised) -> bool:
    coefficients = (coefficient for row in system.rows for coefficient in row.coefficients.values())
    return all(coefficient.free_symbols <= calculus.constants for coefficient in coefficients)


def _vanishes_with(chosen: tuple[str, ...], calculus: JetCalculus, system: Linearised) -> bool:
    """Whether nothing is left of the equations where the unknowns vanish."""
    gone = {symbol: sympy.S.Zero for symbol, jet in calculus.jets.items() if jet.field in chosen}
    return all(row.expression.xreplace(gone) == 0 for row in system.rows)


def _texts(sides: Sequence[Sides]) -> tuple[str, ...]:
    return tuple(f"{describe(left)} = {describe(right)}" for left, right in sides)


def _latex(sides: Sequence[Sides]) -> list[str]:
    return [f"{sympy.latex(from_term(a))} = {sympy.latex(from_term(b))}" for a, b in sides]


def _balances(sides: Sequence[Sides], calculus: JetCalculus, system: Linearised) -> tuple[tuple[Balance, ...], int]:
    """The balances, and how many equations have none; all of them where it is too much to work out."""
    try:
        with bounded(WORK):
            return balances(sides, calculus, system)
    except OutOfWork:
        return (), len(system.rows)


def _orders(system: Linearised) -> dict[str, int]:
    axes = (TIME, *SPACE[: system.dimension])
    places = (-1, *range(system.dimension))
    highest = {
        axis: max((orders[place] for row in system.rows for _, orders in row.coefficients), default=0)
        for axis, place in zip(axes, places, strict=True)
    }
    return {axis: order for axis, order in highest.items() if order}


def _typeset(equations: Sequence[str], found: Classified) -> str:
    """The equations, the type and the principal part, one below the other."""
    kind = rf"\text{{{found.type}}}"
    lines = r" \\ ".join([*equations, kind, *found.latex])
    return rf"\begin{{array}}{{l}}{lines}\end{{array}}"
