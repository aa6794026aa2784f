"""Hypotheses that contradict each other: from f = 1 and f = 2 follows 1 = 0, and from that whatever one likes.

A claim under such hypotheses is vacuously true, and nearly always a slip of the pen: it is told in words instead.
"""

from __future__ import annotations

from itertools import product

from photonic.normal_forms.completion import Completion
from photonic.normal_forms.polynomials import TooLargeError
from photonic.normal_forms.reduction import Reducer, TooFarError
from photonic.normal_forms.solving import SOLVED_FOR
from photonic.problem import Problem
from photonic.proving.saturation import facts_of, hypothesis_rules, premises_of
from photonic.terms import describe
from photonic.theory.rules import Theory

__all__ = ["contradiction"]

MOST_STEPS = 2_000


def contradiction(problem: Problem, theory: Theory, consequences: bool = True) -> str:
    """What the hypotheses have for consequence that no field can satisfy, in words; "" where none was found.

    Normal forms find it: a hypothesis whose sides differ by a number once the others are put in, or one that follows
    from them by a law; the latter takes longer, and is left out without `consequences`.
    """
    rules = [rule for rule in hypothesis_rules(problem.given) if not rule.backward]
    premises = premises_of(facts_of(problem.given, dimension=problem.dimension), None, problem.terms)
    for order, directions in product(SOLVED_FOR, theory.directions):
        reducer = Reducer(directions, premises, MOST_STEPS)
        completion = Completion(reducer, directions, premises, problem.terms, order, theory.axes)
        try:
            for rule in rules:
                completion.assume(rule)
            if consequences and completion.absurd is None:
                completion.conclude(problem.left, problem.right)
        except (TooFarError, TooLargeError):
            pass
        if completion.absurd is not None:
            names = " and ".join(h.name for h in problem.given)
            subject = f"{names} contradict each other" if len(problem.given) > 1 else f"{names} contradicts itself"
            return (
                f"{subject}: {describe(completion.absurd)} = 0 would follow. No fields satisfy them all, so the claim "
                "says nothing; look at the hypotheses again"
            )
    return ""
