"""Hypotheses that define a field, as p = −v·v/2, B = ∇×A or s ρ = 1: all others are chosen, and it is read off.

What is left to be solved is shorter, and what defines a field may be any function of the others, also one that no
ansatz of polynomials and waves could hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy
from attrs import evolve, frozen

from backends.components.concrete import evaluate_concrete
from backends.program import Program
from photonic.meaning import program_of
from photonic.problem import Hypothesis, Problem
from photonic.substitution import names_in, put_in
from photonic.terms import SYMBOL, apply, rank
from rewriting.op import NUMBER
from rewriting.term import Term, postorder

__all__ = ["Defined", "without_definitions"]

FIELDS = ("scalar", "vector", "tensor")
MONOMIALS = frozenset({SYMBOL, NUMBER, "multiply", "divide", "power", "negate"})


@frozen
class Defined:
    """Fields that hypotheses define by others: programs by name, in the order in which they can be worked out."""

    programs: Mapping[str, Program]

    def completed(self, fields: Mapping[str, Any], lambdas: Mapping[str, sympy.Lambda]) -> dict[str, Any]:
        """The fields with those that they define; what only a definition speaks of is x, and a constant 1."""
        found = dict(fields)
        for name, program in self.programs.items():
            for item in program.inputs:
                if item.kind not in ("position", "time") and item.name not in found:
                    value = sympy.Integer(1) if item.kind.startswith("constant") else sympy.Symbol("x", real=True)
                    found[item.name] = _filled(value, program.dimension, item.rank)
            (found[name],) = evaluate_concrete(program, found, lambdas)
        return found


def without_definitions(problem: Problem) -> tuple[Problem, Defined]:
    """The problem with each field that a hypothesis defines replaced by what it is, without that hypothesis."""
    rest, made = problem, {}
    while (found := _definition(rest)) is not None:
        index, name, value = found
        given = [h for place, h in enumerate(rest.given) if place != index]
        rest = evolve(
            rest,
            left=put_in(rest.left, {name: value}),
            right=put_in(rest.right, {name: value}),
            given=tuple(Hypothesis(h.name, *(put_in(s, {name: value}) for s in (h.left, h.right))) for h in given),
        )
        made[name] = value
    programs = {name: program_of(made[name], dimension=problem.dimension) for name in reversed(made)}
    return rest, Defined(programs)


def _definition(problem: Problem) -> tuple[int, str, Term] | None:
    """A hypothesis that says what one field is: its place, the field's name and what it is; plain ones first."""
    for solved in (_plain, _product):
        for index, hypothesis in enumerate(problem.given):
            for side, other in ((hypothesis.left, hypothesis.right), (hypothesis.right, hypothesis.left)):
                for name, value in solved(side, other):
                    if name not in names_in(value):
                        return index, name, value
    return None


def _plain(side: Term, other: Term) -> Iterator[tuple[str, Term]]:
    """X = value."""
    if _is_field(side):
        yield side.op.payload.name, other


def _product(side: Term, other: Term) -> Iterator[tuple[str, Term]]:
    """q X = value, for a product q of symbols and numbers."""
    if side.op.name != "multiply":
        return
    for part, factor in (side.args, side.args[::-1]):
        if rank(factor) == 0 and all(node.op.name in MONOMIALS for node in postorder(factor)):
            value = apply("divide", other, factor)
            yield from _plain(part, value)
            yield from _product(part, value)


def _is_field(term: Term) -> bool:
    return term.op.name == SYMBOL and term.op.payload.kind in FIELDS


def _filled(value: Any, dimension: int, rank: int) -> Any:
    return [_filled(value, dimension, rank - 1) for _ in range(dimension)] if rank else value
