"""simplify: the cheapest form of an expression that the theory proves equal to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from photonic.catalogue import CATALOGUE
from photonic.cost import op_cost
from photonic.decision import decide
from photonic.denominators import require_denominators
from photonic.problem import Problem, pose
from photonic.saturation import Budget, Saturation
from photonic.theory import theory_for, vocabulary
from photonic.verdict import Simplified
from rewriting.extract import extract
from rewriting.op import Op
from rewriting.term import Term, fold

__all__ = ["simplify", "tree_cost"]

SEARCH = Budget(nodes=4_000, rounds=12, seconds=2.0)


def simplify(
    expr: Any,
    given: Iterable[Any] = (),
    fields: Mapping[str, str] | None = None,
    dimension: int = 3,
    budget: Budget | None = None,
) -> Simplified:
    """The form of `expr` with the fewest operations per grid point that is provably equal to it, and the proof.

    Never costlier than `expr` itself. Raises PhotonicError for what cannot be read, and for a denominator that is zero
    everywhere.

    >>> str(simplify("curl(grad(f)) + A", fields={"f": "scalar", "A": "vector"}).expression)
    'A'
    """
    began = time.perf_counter()
    problem = pose(expr, expr, given, fields, dimension)
    require_denominators(problem)
    term, cost = problem.left, op_cost(dimension)
    search = saturated(problem, budget or SEARCH)
    best, price = extract(search.graph, search.rows[0], cost)
    before = tree_cost(term, cost)
    after, price = (best, price) if price < before else (term, before)
    proof = search.proof(term, after)
    return Simplified(term, after, proof, before, price, time.perf_counter() - began)


def saturated(problem: Problem, budget: Budget) -> Saturation:
    """The e-graph of a problem's left side, grown by the laws in both directions."""
    theory = theory_for(problem.dimension, *vocabulary(problem.terms), len(CATALOGUE))
    search = Saturation([problem.left], theory, problem.given, decide(problem).domain)
    search.grow(theory.expanding, budget)
    search.grow(theory.complete, budget)
    return search


def tree_cost(term: Term, cost: Callable[[Op], float]) -> float:
    """The cost of a term, summed over its tree."""
    total: float = fold(term, lambda op, parts: cost(op) + sum(parts))
    return total
