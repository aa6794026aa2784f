"""simplify: of the forms that the theory proves equal to an expression, the best one for a goal."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from photonic.deciding.denominators import require_denominators
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.meaning import program_of
from photonic.normal_forms.chains import moves_of
from photonic.normal_forms.collecting import collected
from photonic.normal_forms.reduction import Reducer, TooFarError
from photonic.problem import Problem, pose
from photonic.proving.alternatives import alternatives
from photonic.proving.iteration import Loops
from photonic.proving.lemmas import proved_alternatives
from photonic.proving.saturation import Budget, Saturation
from photonic.proving.verdict import Simplified
from photonic.simplifying.accuracy import Judge, Range
from photonic.simplifying.accurate import Accurate
from photonic.simplifying.descent import Descent, lowered
from photonic.simplifying.expanding import expand
from photonic.simplifying.measure import (
    Measure,
    Value,
    canonical,
    factored,
    free_of,
    measure_for,
    places,
    value_of_term,
)
from photonic.simplifying.offers import Way
from photonic.simplifying.reachable import may_be_reached
from photonic.simplifying.rewrites import rewrites_for
from photonic.simplifying.search import by_saturation, tree_size
from photonic.terms import describe
from photonic.theory.rules import theory_for, vocabulary
from rewriting.interrupts import certain_interrupt
from rewriting.proofs.steps import proved
from rewriting.term import Term

__all__ = ["factored", "free_of", "simplify"]

SEARCH = Budget(nodes=4_000, rounds=12, seconds=2.0)
"""The e-graph's bounds where hypotheses are given."""

BRIEF = Budget(nodes=150, rounds=3, seconds=2.0)
"""The e-graph's bounds for an expression that a goal was not reached for."""

TINY = 20
"""Nodes of an expression for which an e-graph is made where a goal was not reached; that takes longer than the rest."""

SHORT = 50
"""Nodes of an expression whose normal form is looked at besides."""

OWN_WAYS = 2
"""Of the ways from a term, those from the term as it is: itself, and its lowest form."""

LONGEST = 150
"""Nodes of an expansion that is looked at: of 60 longer ones that were, of terms with up to 50, none led down."""

LARGEST = 400
"""Nodes of an expression that the descent takes on."""

LEAST_EFFORT, EFFORT = 60, 3
"""The effort of a descent, and more of it for each node."""

ABOUT_A_GLYPH = 2
"""Times the effort where a goal about a glyph is not reached yet: fewer forms are seen from afar to be worse."""

MEASURED = 6
"""Times the effort where forms are measured, which takes longer than finding them."""

NORMAL_STEPS = 100
"""Laws applied on the way to normal forms."""

PASSES = 4
"""How often what was found is looked at again."""

FORMS = 12
"""Forms taken from an e-graph where its own price is not the measure."""


def simplify(
    expr: Any,
    given: Iterable[Any] = (),
    fields: Mapping[str, str] | None = None,
    dimension: int = 3,
    budget: Budget | None = None,
    goal: str = "cheapest",
    ranges: Mapping[str, Range] | None = None,
    strict: bool = False,
) -> Simplified:
    """The best form of `expr` for a goal that is provably equal to it, with the proof; never worse than `expr` itself.

    Every step has been checked; `proof` tells them in the fewest lines, which are looked for when it is asked for.

    Goals: "cheapest" (operations per grid point), "smallest" (nodes), "accurate" (bits of rounding error in single
    precision on fields sampled within `ranges`, name → (smallest, largest)), "expanded" (places where a sum or a
    product could still be taken apart), `factored("∇·")` (nodes outside of one application of a glyph) and
    `free_of("∇×")` (occurrences of a glyph). Between forms that are equal in the goal, fewer operations decide.

    Laws are applied step by step, from the leaves up, and a short expression's normal form is looked at; a `budget`
    asks for a search in an e-graph besides, as hypotheses in `given` do. Where a form as asked for was not found, the
    best one has `reached` false and says so in `note`; with `strict`, PhotonicError is raised instead, as it is for
    what cannot be read, for alternatives of ⊕ that are not equal, and for a denominator that is zero everywhere. An
    iteration ⟲ is kept as it is.

    >>> str(simplify("curl(grad(f)) + A", fields={"f": "scalar", "A": "vector"}).expression)
    'A'
    """
    with certain_interrupt():
        return _simplified(pose(expr, expr, given, fields, dimension), budget, goal, ranges, strict)


def _simplified(
    problem: Problem, budget: Budget | None, goal: str, ranges: Mapping[str, Range] | None, strict: bool
) -> Simplified:
    began, dimension = time.perf_counter(), problem.dimension
    if dimension < 3:
        program_of(problem.left, dimension=dimension)  # refuses what does not exist there
    require_denominators(problem)
    proved_alternatives(alternatives(problem.terms), problem.given, dimension, strict=True)
    loops = Loops(problem.terms)
    problem = Problem(loops.opaque(problem.left), loops.opaque(problem.right), problem.given, dimension)
    rewrites = rewrites_for(dimension, *vocabulary(problem.terms))
    goal = canonical(goal)
    measure = measure_for(goal, dimension, lambda term: int(rewrites.may_expand(term)))
    if goal == "accurate":
        judge = Judge(problem.left, dimension, ranges)
        search = _Search(problem, measure, lambda term: _bits(judge, term))
    else:
        known: dict[Term, Value] = {}
        search = _Search(problem, measure, lambda term: value_of_term(measure, term, known))
    best = search.best(budget)
    term, (after, moves) = problem.left, best
    if goal == "accurate" and _worse_elsewhere(problem, after, ranges):
        after, moves = term, []
    kernel = search.saturation.kernel() if search.saturation else rewrites.kernel
    before, price = search.value(term)[0], search.value(after)[0]
    reached = measure.reached(after) and (goal != "expanded" or price == 0) and math.isfinite(price)
    note = "" if reached else _unreached(goal, search, after, price)
    if strict and not reached:
        raise PhotonicError(note)
    unit = "bits" if goal == "accurate" else measure.unit
    checked = proved(term, moves, kernel)
    term, after = loops.back(term), loops.back(after)
    seconds = time.perf_counter() - began
    return Simplified(term, after, checked, problem, before, price, seconds, goal, unit, reached, note)


class _Search:
    """The forms of a problem's left side that were found, and the best of them."""

    def __init__(self, problem: Problem, measure: Measure, value: Callable[[Term], Value]) -> None:
        self.problem, self.measure, self.value = problem, measure, value
        self.saturation: Saturation | None = None
        words = vocabulary(problem.terms)
        self.rewrites = rewrites_for(problem.dimension, *words)
        theory = theory_for(problem.dimension, *words, len(CATALOGUE))
        self._reducer = Reducer(theory.directions[0], self.rewrites.premises, NORMAL_STEPS)
        sought = bool(measure.about) and not measure.reached(problem.left)
        times = MEASURED if measure.goal == "accurate" else ABOUT_A_GLYPH if sought else 1
        effort = times * (LEAST_EFFORT + EFFORT * tree_size(problem.left))
        self._descent = Descent(self.rewrites, measure, effort)

    def best(self, budget: Budget | None) -> Way:
        """The best form and the moves to it; the term itself where nothing is better."""
        term = self.problem.left
        best: Way = (term, [])
        if budget is not None and not (budget.nodes and budget.rounds and budget.seconds):
            return best
        if self.measure.goal == "accurate" and not self.problem.given and budget is None:
            search = Accurate(self.rewrites, self._descent, lambda form: self.value(form)[0])
            return search.best([best, *self._ways(term)])
        if not self.problem.given:
            best = self._descended(best)
        asked = budget is not None or bool(self.problem.given) or tree_size(term) > LARGEST
        missed = bool(best[0].args) and not self.measure.reached(best[0]) and tree_size(term) <= TINY
        missed = missed and may_be_reached(term, self.measure, self.rewrites, self.problem.dimension)
        if asked or missed or self.measure.goal == "accurate":
            found = self._saturate(best, budget or (SEARCH if asked else BRIEF))
            best = found if found[0] is best[0] else self._descended(found)
        return best

    def _descended(self, best: Way) -> Way:
        """The lowest form by laws one after another, from the term, its expansion and its normal forms.

        What is found from the latter two is looked at again in the same way, so that simplifying twice is simplifying
        once; what is found from the term itself has been.
        """
        for _ in range(PASSES):
            term, moves = best
            own = True
            for number, (form, more) in enumerate(self._ways(term)):
                if self.value(form) < self.value(best[0]):
                    best, own = (form, [*moves, *more]), number < OWN_WAYS
            if own:
                break
        return best

    def _ways(self, term: Term) -> Iterator[Way]:
        """The term, its lowest form, and those from its expansion and its normal form, unless these are too long."""
        if tree_size(term) > LARGEST:
            return
        seen = {collected(term)}
        for way in lowered((term, []), self._descent):
            yield way
            seen.add(collected(way[0]))
            if not way[0].args:
                return
        expansion = expand(term, self.rewrites)
        for start in (expansion, *self._normal(term)):
            collection = collected(start[0])
            known = start[0] is term or (start is not expansion and collection is not None and collection in seen)
            if not known and not self._descent.tired and self._worth_a_look(start[0]):
                yield from lowered(start, self._descent)
            seen.add(collection)

    def _worth_a_look(self, form: Term) -> bool:
        """Whether what was expanded is not too long to become lower than what it was expanded from."""
        return self.measure.goal == "expanded" or tree_size(form) <= LONGEST

    def _normal(self, term: Term) -> Iterator[Way]:
        """The normal form of a short term: what is in it may cancel that had to be expanded first."""
        if tree_size(term) > SHORT:
            return
        with suppress(TooFarError):
            form, chain = self._reducer.normal(term)
            yield form, list(moves_of(chain))

    def _saturate(self, best: Way, budget: Budget) -> Way:
        term, moves = best
        most = 1 if self.measure.goal in ("cheapest", "smallest") or self.measure.goal.startswith("free") else FORMS
        self.saturation, ways, _ = by_saturation(term, self.problem, self.measure, budget, most)
        for form, _none in ways:
            if self.value(form) < self.value(best[0]):
                best = form, []
        if best[0] is term:
            return best
        proof = self.saturation.proof(term, best[0])
        return best[0], [*moves, *(step.move for step in proof.steps)]


def _worse_elsewhere(problem: Problem, form: Term, ranges: Mapping[str, Range] | None) -> bool:
    """Whether a form is less accurate than what it was found for on other values than those it was chosen by."""
    if form is problem.left:
        return False
    judge = Judge(problem.left, problem.dimension, ranges, seed=1)
    return _bits(judge, form)[0] > _bits(judge, problem.left)[0]


def _bits(judge: Judge, term: Term) -> Value:
    bits = judge.bits(term)
    return (float("inf") if bits is None else bits, tree_size(term))


def _unreached(goal: str, search: _Search, form: Term, price: float) -> str:
    """Why a form is not what was asked for."""
    means = (
        "the laws applied from the leaves up" if search.saturation is None else "the laws, and a search in an e-graph"
    )
    if goal == "accurate":
        return (
            "the accuracy could not be measured: a function without a value, a position or a time stands in it, or it "
            "has a finite value nowhere on the sampled fields; this is the form as it was"
        )
    found = f"no form that is {goal} was found by {means}: this is the nearest"
    about = search.measure.about
    there = places(form, about)
    if goal.startswith("free"):
        found += f"; left in it is {', '.join(describe(each) for each in there[:3])}" + (", …" if there[3:] else "")
    elif goal.startswith("factored") and not places(search.problem.left, about) and not there:
        found += f", and {goal.removeprefix('factored in ')} stands nowhere in it"
    elif goal == "expanded":
        found += f" with {price:.0f} places to expand, which are too large or have no law"
    return f"{found}; a larger budget may find more"
