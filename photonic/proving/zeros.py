"""Whether a scalar is not identically zero, by its value at one point: exactly, or in balls that do not reach zero."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from backends.precise.functions import BALL_FUNCTIONS
from photonic.expressions.operations import OPERATIONS
from photonic.proving.saturation import nonzero_by_parts
from photonic.terms import FUNCTION, SYMBOL, rank
from photonic.theory.fingerprints import JetDomain
from rewriting.op import NUMBER, Op
from rewriting.term import Term, fold, postorder

__all__ = ["not_zero"]

ORDER = 4
"""Derivatives that may stand in the scalar; of what has more, nothing is said."""

BITS = 128
DRAWS = 4
"""Points at which it is looked at: roots and logarithms may have no value at one of them."""

ARITHMETIC: Mapping[str, Callable[..., Any]] = {**OPERATIONS, "sqrt": lambda ball: ball.sqrt()}


def not_zero(term: Term, dimension: int) -> bool:
    """Whether a scalar of generic fields is certainly not zero everywhere; False where that is not seen."""
    nodes = list(postorder(term))
    if any(rank(node) or not _elementary(node) for node in nodes):
        return nonzero_by_parts(term, _domain(dimension))
    return any(_apart_from_zero(term, seed) for seed in range(DRAWS))


@lru_cache(maxsize=3)
def _domain(dimension: int) -> JetDomain:
    return JetDomain(ORDER, dimension)


def _elementary(node: Term) -> bool:
    if node.op.name == FUNCTION:
        return node.op.payload in BALL_FUNCTIONS
    return node.op.name in ARITHMETIC or node.op.name in (SYMBOL, NUMBER)


def _apart_from_zero(term: Term, seed: int) -> bool:
    from flint import arb, ctx, fmpq  # seldom needed, and not free to import

    def value(op: Op, parts: list[Any]) -> Any:
        if op.name == NUMBER:
            number = Fraction(op.payload)
            return arb(fmpq(number.numerator, number.denominator))
        if op.name == SYMBOL:
            size = arb(fmpq(random.Random(f"{op.payload.name} {seed}").randint(1, 10**9), 3 * 10**8))
            return -size if {"negative", "nonpositive"} & {op.payload.sign} else size
        return (BALL_FUNCTIONS[op.payload] if op.name == FUNCTION else ARITHMETIC[op.name])(*parts)

    with ctx.workprec(BITS):
        ball = fold(term, value)
        return bool(ball.is_finite() and not ball.contains(0))
