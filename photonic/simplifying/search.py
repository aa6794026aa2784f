"""Forms of a term from an e-graph."""

from __future__ import annotations

from collections.abc import Sequence

from photonic.deciding.decision import decide
from photonic.expressions.catalogue import CATALOGUE
from photonic.problem import Problem
from photonic.proving.saturation import Budget, Saturation
from photonic.simplifying.measure import Measure
from photonic.simplifying.offers import Way
from photonic.theory.rules import theory_for, vocabulary
from rewriting.extract import ExtractionError
from rewriting.extraction.candidates import candidates
from rewriting.report import RunReport
from rewriting.term import Term

__all__ = ["by_saturation", "tree_size"]


def by_saturation(
    term: Term, problem: Problem, measure: Measure, budget: Budget, most: int
) -> tuple[Saturation, list[Way], RunReport]:
    """Up to `most` forms of a term from an e-graph, cheapest first by the measure's price; the graph and its report."""
    theory = theory_for(problem.dimension, *vocabulary(problem.terms), len(CATALOGUE))
    search = Saturation([term], theory, problem.given, decide(problem).domain)
    search.grow(theory.expanding, budget)
    report = search.grow(theory.complete, budget)
    try:
        forms: Sequence[Term] = [form for form, _ in candidates(search.graph, search.rows[0], most, measure.price)]
    except ExtractionError:
        forms = []
    return search, [(form, []) for form in forms], report


def tree_size(term: Term, most: int = 10_000) -> int:
    """Nodes of the tree, shared ones each time; counting ends beyond `most`."""
    count, stack = 0, [term]
    while stack and count <= most:
        count += 1
        stack += stack.pop().args
    return count
