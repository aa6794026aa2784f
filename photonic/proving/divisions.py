"""Equations without division: where a counterexample is sought among polynomials, no hypothesis may divide by one.

∂tv + (v·∇)v = −∇p/ρ says as much as ρ ∂tv + ρ (v·∇)v = −∇p where ρ is not 0, and ∇log f is ∇f/f. What is found is
tried in the equations as they were stated.
"""

from __future__ import annotations

from photonic.normal_forms.collecting import collected
from photonic.normal_forms.common_denominators import multiplied_out
from photonic.normal_forms.polynomials import TooLargeError
from photonic.normal_forms.reduction import Reducer, TooFarError
from photonic.problem import Problem, residual, symbols_in
from photonic.proving.divisors import Divisors
from photonic.proving.saturation import facts_of, premises_of
from photonic.terms import apply
from photonic.theory.rules import Theory
from rewriting.term import Term

__all__ = ["without_division"]

MOST_STEPS = 500


def without_division(problem: Problem, theory: Theory) -> list[Term]:
    """left − right of the claim and of each hypothesis, in normal form and multiplied by what they divide by;
    an empty list where nothing is divided.

    An equation that divides by nothing, or would lose a field by this, stays left − right as it stands. The claim is
    multiplied by what hypotheses divide by as well, so that where it does not vanish, they do not.
    """
    if not Divisors(problem.terms).written:
        return []
    premises = premises_of(facts_of(problem.given, dimension=problem.dimension), None, problem.terms)
    reducer = Reducer(theory.directions[0], premises, MOST_STEPS)
    claim, *given = [
        _cleared(residual(left, right), reducer)
        for left, right in ((problem.left, problem.right), *((h.left, h.right) for h in problem.given))
    ]
    for divisor in Divisors(side for h in problem.given for side in (h.left, h.right)).written:
        claim = apply("multiply", divisor, claim)
    return [claim, *given]


def _cleared(term: Term, reducer: Reducer) -> Term:
    if not Divisors([term]).written:
        return term
    try:
        form = collected(reducer.normal(term)[0])
        cleared = term if form is None else multiplied_out(form)
    except (TooFarError, TooLargeError):
        return term
    return cleared if symbols_in([cleared]) == symbols_in([term]) else term
