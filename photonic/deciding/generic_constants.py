"""Constants that hypotheses leave free, though no random solution of them can be drawn: ∇×B = a B, ∂tv + (v·∇)v = ν Δv.

Constants are generic: under ∇×A = m A the claim ∇·A = 0 holds as m ≠ 0, and for m = 0 it does not. So it may be said
unless the hypotheses ask for m = 0, as v = m r with ∇·v = 0 does. That they do not is shown by fields on which they
hold whatever the constants are; uniform ones are enough nearly always.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sympy

from backends.components.cartesian import components
from backends.program import Input, Program
from photonic.deciding.definitions import without_definitions
from photonic.deciding.known_fields import combinations
from photonic.deciding.witness import holds
from photonic.expressions.declarations import Declaration
from photonic.meaning import program_of
from photonic.problem import Hypothesis, Problem, symbols_in
from photonic.terms import UNKNOWN
from rewriting.term import number, postorder

__all__ = ["generic_constants"]

MOST_TRIALS = 60
"""Equations that are tried on fields; a count, so that every machine gives up at the same place."""


@lru_cache(maxsize=64)
def generic_constants(given: tuple[Hypothesis, ...], dimension: int) -> frozenset[Declaration]:
    """The scalar constants in the hypotheses that may have any value of their sign; none where that is not seen.

    Those of which an equation between constants alone speaks are not judged.
    """
    spoken = {h: frozenset(symbols_in((h.left, h.right)).values()) for h in given}
    about_fields = tuple(h for h in given if any(symbol.varies for symbol in spoken[h]))
    bound = frozenset[Declaration]().union(*(spoken[h] for h in given if h not in about_fields))
    constants = {symbol for h in about_fields for symbol in spoken[h] - bound if symbol.kind == "constant"}
    fixed = frozenset(symbol.name for symbol in bound)
    return frozenset(constants) if constants and _hold_somewhere(about_fields, fixed, dimension) else frozenset()


def _hold_somewhere(given: tuple[Hypothesis, ...], fixed: Collection[str], dimension: int) -> bool:
    """Whether hypotheses hold on some uniform fields, and those that they define, whatever the constants are.

    Constant vectors and tensors are chosen as fields are, but those whose names are `fixed` may have any value, too.
    """
    shorter, defined = without_definitions(Problem(number(0), number(0), given, dimension))
    sought, all_ = ([program_of(h.left, h.right, dimension=dimension) for h in each] for each in (shorter.given, given))
    inputs = {item.name: item for each in (*sought, *all_) for item in each.inputs}
    order = [item for name, item in inputs.items() if name not in defined.programs and item.kind not in PLACES]
    pools = {item.name: _values(item, index, item.name in fixed, dimension) for index, item in enumerate(order)}
    functions = _functions(given)
    trials = 0

    def holds_there(program: Program, fields: Mapping[str, Any]) -> bool:
        nonlocal trials
        trials += 1
        return trials <= MOST_TRIALS and holds(program, dict(fields), functions)

    for fields in combinations(order, pools, sought, holds_there, math.inf):
        completed = defined.completed(fields, functions)
        if all(holds_there(program, completed) for program in all_):
            return True
    return False


PLACES = ("position", "time")


def _functions(given: Sequence[Hypothesis]) -> dict[str, sympy.Lambda]:
    """A function for each unknown one: s itself."""
    nodes = (node for h in given for side in (h.left, h.right) for node in postorder(side))
    s = sympy.Symbol("s")
    return {node.op.payload[0]: sympy.Lambda(s, s) for node in nodes if node.op.name == UNKNOWN}


def _values(item: Input, index: int, fixed: bool, dimension: int) -> Sequence[Any]:
    """Uniform values for an input, 0 first; letters for a scalar constant, with its sign, and for what is fixed."""
    signs = item.sign.split()
    size = -1 if {"negative", "nonpositive"} & set(signs) else 1
    if item.kind == "constant":
        return [size * sympy.Symbol(f"constant {index}", positive=True, integer=True if "integer" in signs else None)]
    if fixed:
        shape = (dimension,) * item.rank
        letters = [sympy.Symbol(f"constant {index} {k}", real=True) for k in range(dimension**item.rank)]
        return [components(letters).reshape(shape)]
    if item.rank == 0:
        return [size] if {"positive", "negative", "nonzero"} & set(signs) else [0, size]
    unit = components(sympy.eye(dimension).tolist())
    first = unit if item.rank == 2 else unit[0]
    return [0 * first, first]
