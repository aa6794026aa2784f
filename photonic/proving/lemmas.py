"""Equations that are proved before a search rests on them: those that superpositions claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from photonic.errors import PhotonicError
from photonic.problem import Hypothesis, Problem
from photonic.prover import settle
from photonic.terms import describe
from rewriting.term import Term

__all__ = ["proved_alternatives"]


def proved_alternatives(
    pairs: Iterable[tuple[Term, Term]], given: Sequence[Hypothesis] = (), dimension: int = 3, strict: bool = False
) -> list[Hypothesis]:
    """The equations between alternatives that are proved. Raises PhotonicError for another if it is `strict`."""
    proved = []
    for index, (left, right) in enumerate(pairs, 1):
        verdict = settle(Problem(left, right, tuple(given), dimension))
        if strict and not verdict:
            raise PhotonicError(f"{describe(left)} ⊕ {describe(right)} is no superposition: {verdict}")
        if verdict and left is not right:
            proved.append(Hypothesis(f"alternatives {index}", left, right))
    return proved
