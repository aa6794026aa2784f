"""prove: yes with a proof, no with a counterexample, or what was tried.

First the decision by exact fingerprint; then, for what differs, a counterexample; for what agrees, a proof in the
e-graph, by laws read forwards and then both ways; last, exact expansion in components.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve

from backends.components.cartesian import ComponentCalculus
from backends.components.zero import decide_zero
from backends.exact.polynomials import NotPolynomialError
from backends.exact.residuals import NonlinearHypothesisError
from backends.program import evaluate
from photonic.catalogue import CATALOGUE
from photonic.counterexample import Counterexample, find_counterexample
from photonic.decision import Decision, decide
from photonic.meaning import program_of
from photonic.problem import Problem, pose, residual
from photonic.saturation import Budget, Saturation
from photonic.theory import theory_for, vocabulary
from photonic.verdict import Verdict

__all__ = ["prove", "settle"]


def prove(
    lhs: Any,
    rhs: Any = None,
    given: Iterable[Any] = (),
    fields: Mapping[str, str] | None = None,
    dimension: int = 3,
    budget: Budget | None = None,
) -> Verdict:
    """Whether lhs = rhs for all fields that satisfy the hypotheses `given`.

    Sides are glyph expressions or texts whose names `fields` declares (name → scalar, vector, tensor, constant,
    constant_vector, position, time, function). `lhs` may be a whole equation as text.

    >>> prove("curl(grad(f))", "0", fields={"f": "scalar"}).status
    'proved'

    Raises PhotonicError (ParseError, RankError, DeclarationError) for what cannot be read.
    """
    return settle(pose(lhs, rhs, given, fields, dimension), budget or Budget())


def settle(problem: Problem, budget: Budget | None = None) -> Verdict:
    """The verdict on a problem."""
    began = time.perf_counter()
    decision = decide(problem)
    tried = [decision.note] if decision.note else []
    attempts: list[Callable[[Problem, Decision, Budget, list[str]], Verdict | None]] = [_rewrite, _expand]
    if decision.agree is False:
        attempts = [_refute, *attempts] if decision.confirm else [_refute]
    elif decision.agree is None:
        attempts = [_rewrite, _refute, _expand]
    for attempt in attempts:
        verdict = attempt(problem, decision, budget or Budget(), tried)
        if verdict is not None:
            return evolve(verdict, seconds=time.perf_counter() - began, tried=tuple(tried))
    return Verdict(problem, "unknown", seconds=time.perf_counter() - began, tried=tuple(tried))


def _refute(problem: Problem, _decision: Decision, _budget: Budget, tried: list[str]) -> Verdict | None:
    found = _counterexample(problem, tried)
    return None if found is None else Verdict(problem, "refuted", "counterexample", counterexample=found)


def _counterexample(problem: Problem, tried: list[str]) -> Counterexample | None:
    functions, _ = vocabulary(problem.terms)
    program = program_of(problem.left, problem.right, dimension=problem.dimension)
    residuals = [program_of(residual(h.left, h.right), dimension=problem.dimension) for h in problem.given]
    try:
        found = find_counterexample(program, residuals, [name for name, _ in functions])
    except (NonlinearHypothesisError, NotPolynomialError, ValueError) as error:
        tried.append(f"no counterexample: {error}")
        return None
    if found is None:
        tried.append("no counterexample among short polynomials")
    return found


def _rewrite(problem: Problem, decision: Decision, budget: Budget, tried: list[str]) -> Verdict | None:
    theory = theory_for(problem.dimension, *vocabulary(problem.terms), len(CATALOGUE))
    stages = (
        ("laws read forwards", theory.direct),
        ("laws read forwards, regrouping", theory.expanding),
        ("laws read both ways", theory.complete),
    )
    for name, rules in stages:
        search = Saturation([problem.left, problem.right], theory, problem.given, decision.domain)
        left, right = search.rows
        report = search.grow(rules, budget, [(left, right)])
        if search.graph.find(left) == search.graph.find(right):
            return Verdict(problem, "proved", "rewriting", search.proof(problem.left, problem.right))
        tried.append(f"{name}: {report}")
    return None


def _expand(problem: Problem, _decision: Decision, _budget: Budget, tried: list[str]) -> Verdict | None:
    if problem.given:
        tried.append("no expansion in components: it cannot use hypotheses")
        return None
    program = program_of(residual(problem.left, problem.right), dimension=problem.dimension)
    calculus = ComponentCalculus(problem.dimension)
    inputs = {item.name: calculus.field(item.name, item.kind) for item in program.inputs}
    (value,) = evaluate(program, calculus, inputs)
    zero = decide_zero(value)
    if zero:
        return Verdict(problem, "proved", "components")
    tried.append("expansion in components: " + ("not zero" if zero is False else "not settled"))
    return None
