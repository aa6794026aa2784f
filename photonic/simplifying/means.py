"""Whether a term is no divergence, seen by its mean over periodic waves: the divergence of anything has the mean 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backends.periodic import PeriodicWaves
from backends.program import evaluate
from photonic.meaning import operand_name, program_of_op
from photonic.terms import SYMBOL, rank_of_op
from rewriting.op import NUMBER, Op
from rewriting.term import Term, fold

__all__ = ["has_a_mean"]

ROUNDING, NOTHING = 1e-6, 1e-9
"""Of a value's size, what a mean is that is not 0; and the size of a value that is 0."""

PLACES = frozenset({"position", "coordinate", "time"})
"""Kinds of names that are not periodic."""


def has_a_mean(term: Term, dimension: int) -> bool:
    """Whether the mean of a term, over a period of waves along a line, is not 0; False where none is found.

    It is floating point: who asks may lose something that is a divergence, and prove nothing.
    """
    waves = PeriodicWaves(dimension)

    def value(op: Op, parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        if op.name == SYMBOL:
            kind = op.payload.kind
            if kind in PLACES:
                raise ValueError(f"{op.payload.name} is not periodic")
            return waves.field(op.payload.name, rank_of_op(op), kind.startswith("constant"), op.payload.sign)
        if op.name == NUMBER:
            return waves.number(op.payload)
        inputs = {operand_name(number): part for number, part in enumerate(parts)}
        return evaluate(program_of_op(op, dimension), waves, inputs)[0]

    with np.errstate(all="ignore"):
        try:
            mean, size = waves.means(fold(term, value))
        except (KeyError, ValueError):
            return False
    return bool(np.isfinite(size)) and size > NOTHING and mean > ROUNDING * size
