"""Roots modulo a prime: at which random points the signs are as they must be.

Of the two roots of a square the one that is a square itself is taken (`backends/exact/modular.py`), so that "is a
square" plays the part of "is positive". Products keep that, sums do not: where f and g are squares, f + g is one at
every other point only, and there alone √((f + g)²) = f + g. A claim about roots is looked at where every scalar of
known sign is a square, or the opposite of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from backends.exact.modular import negate, square_root
from backends.program import Program, evaluate
from photonic.meaning import program_of
from photonic.terms import rank
from photonic.theory.fingerprints import JetDomain
from photonic.theory.signs import has_sign
from rewriting.term import Term, postorder

__all__ = ["agree_often", "coherent", "has_roots"]

MANY = 40
MOST = 640
"""Points at which an equation with roots is tried, and the most where signs are right at few of them."""

ENOUGH = 8
"""Points at which signs are right that are asked for."""

ROOTED = frozenset({"sqrt", "Abs", "sign"})
MADE_OF_OTHERS = frozenset({"multiply", "divide", "negate", "power", "sqrt", "norm"})
"""Operators whose results are squares where their operands are."""

Flags: TypeAlias = NDArray[np.bool_]


def has_roots(program: Program) -> bool:
    """Whether the program chooses one of two roots somewhere."""
    return any(i.op == "power" or (i.op == "elementary" and i.static[0] in ROOTED) for i in program.instructions)


def coherent(terms: Iterable[Term], domain: JetDomain) -> Flags:
    """For each draw of a domain, whether every scalar of known sign in the terms has a value of that sign."""
    found: Flags = np.ones(domain.draws, dtype=np.bool_)
    signed = _signed(terms)
    if signed:
        program = program_of(*(term for term, _ in signed), dimension=domain.dimension)
        values = evaluate(program, domain.calculus, {item.name: domain.input(item) for item in program.inputs})
        for (_, positive), value in zip(signed, values, strict=True):
            at = value.constant_term
            found &= square_root(at if positive else negate(at))[1] | (at == 0)
    return found


def agree_often(terms: Sequence[Term], program: Program, order: int) -> bool:
    """Whether the program's two outputs, which are these terms, agree at many points where signs are right."""
    for draws in (MANY, MOST):
        domain = JetDomain(order, program.dimension, draws, draws)
        usable = coherent(terms, domain)
        if usable.sum() >= ENOUGH or draws == MOST:
            inputs = {item.name: domain.input(item) for item in program.inputs}
            left, right = evaluate(program, domain.calculus, inputs)
            same = np.broadcast_to(domain.calculus.agree(left, right), usable.shape)
            return bool((same | ~usable).all())
    raise AssertionError("the last number of points is always looked at; please report this")


def _signed(terms: Iterable[Term]) -> list[tuple[Term, bool]]:
    """The scalars with symbols in them that are no products and have a sign: is it positive?"""
    nodes = dict.fromkeys(node for term in terms for node in postorder(term) if not rank(node))
    varied = [node for node in nodes if node.op.name not in MADE_OF_OTHERS and _has_symbol(node)]
    found = [(node, True) for node in varied if has_sign("nonnegative", node)]
    return found + [(node, False) for node in varied if has_sign("nonpositive", node)]


def _has_symbol(term: Term) -> bool:
    return any(node.op.name == "symbol" for node in postorder(term))
