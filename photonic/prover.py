"""prove: yes with a proof, no with a counterexample, or what was tried.

First the decision by exact fingerprint; then, for what differs, a counterexample; for what agrees, a proof: by normal
forms, then in the e-graph, by laws read forwards and then both ways; last, exact expansion in components.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

from attrs import evolve

from backends.components.cartesian import ComponentCalculus
from backends.components.zero import decide_zero
from backends.exact.polynomials import NotPolynomialError
from backends.program import evaluate
from photonic.deciding.counterexample import Counterexample, find_counterexample
from photonic.deciding.decision import Decision, decide
from photonic.deciding.definitions import without_definitions
from photonic.deciding.denominators import require_denominators
from photonic.deciding.magnitude import MOST_BITS, MOST_MONOMIALS, monomials, value_bits
from photonic.expressions.catalogue import CATALOGUE
from photonic.meaning import program_of
from photonic.problem import Problem, pose, residual
from photonic.proving.alternatives import settled
from photonic.proving.contradiction import contradiction
from photonic.proving.divisions import without_division
from photonic.proving.joining import CONSEQUENCES, join
from photonic.proving.remainders import remainders
from photonic.proving.saturation import Budget, Saturation, facts_of, premises_of
from photonic.proving.verdict import Verdict
from photonic.theory.rules import theory_for, vocabulary
from rewriting.interrupts import certain_interrupt
from rewriting.report import RunReport, StopReason

__all__ = ["prove", "settle"]

Attempt: TypeAlias = "Callable[[Problem, Decision, Budget, list[str]], Verdict | None]"

AT_ONCE, SOON = 0.15, 0.7
"""Seconds of the searches for a counterexample before longer searches for a proof, where nothing is decided: before
consequences are drawn from the hypotheses, and before the e-graph."""

REMAINDER, MOST_REMAINDERS = 1.2, 2
"""Seconds of a search for laws where a claim needs its hypotheses no more, and how many forms of it are looked at."""


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

    `budget` bounds the search; its clock is that of the e-graph, an expansion in components or a counterexample may add
    a second or two.

    A claim with division holds where no denominator vanishes.

    Raises PhotonicError (ParseError, RankError, DeclarationError) for what cannot be read, and for a denominator that
    is zero everywhere.
    """
    with certain_interrupt():
        return settle(pose(lhs, rhs, given, fields, dimension), budget or Budget())


def settle(problem: Problem, budget: Budget | None = None) -> Verdict:
    """The verdict on a problem; what its ⊕, ⧠ and ⟲ say is settled with it.

    Raises PhotonicError for a denominator that is zero everywhere.
    """
    return settled(problem, lambda each: _settle(each, budget))


def _settle(problem: Problem, budget: Budget | None) -> Verdict:
    began = time.perf_counter()
    require_denominators(problem)
    decision = decide(problem, beyond=0)
    tried = [decision.note] if decision.note else []
    attempts: list[Attempt] = [_join, *([_put_in] if problem.given else []), _rewrite, _expand]
    if decision.agree is False:
        attempts = [_join, _refute, _rewrite, _expand] if decision.confirm else [_refute]
    elif decision.agree is None:
        attempts = [*(UNDECIDED if problem.given else [_join]), _rewrite, _refute, _expand]
    for attempt in attempts:
        verdict = attempt(problem, decision, budget or Budget(), tried)
        if verdict is not None:
            return evolve(verdict, seconds=time.perf_counter() - began, tried=tuple(tried))
    return Verdict(problem, "unknown", seconds=time.perf_counter() - began, tried=tuple(tried))


def _refute(problem: Problem, _decision: Decision, budget: Budget, tried: list[str], seed: int = 0) -> Verdict | None:
    found = _counterexample(problem, budget, tried, seed)
    return None if found is None else Verdict(problem, "refuted", "counterexample", counterexample=found)


def _refute_within(
    seconds: float, problem: Problem, decision: Decision, budget: Budget, _tried: list[str]
) -> Verdict | None:
    """A short search for a counterexample, before a longer one for a proof that may not exist."""
    return _refute(problem, decision, evolve(budget, seconds=min(seconds, budget.seconds)), [], seed=1)


def _counterexample(problem: Problem, budget: Budget, tried: list[str], seed: int) -> Counterexample | None:
    if max(map(value_bits, problem.terms)) > MOST_BITS:
        tried.append("no counterexample: values would be too large to write down")
        return None
    functions, *_ = vocabulary(problem.terms)
    program = program_of(problem.left, problem.right, dimension=problem.dimension)
    hypotheses = [program_of(h.left, h.right, dimension=problem.dimension) for h in problem.given]
    sought, defined = [], None
    if hypotheses:
        shorter, defined = without_definitions(problem)
        theory = theory_for(problem.dimension, *vocabulary(problem.terms), len(CATALOGUE))
        terms = without_division(shorter, theory) or [
            residual(shorter.left, shorter.right),
            *(residual(h.left, h.right) for h in shorter.given),
        ]
        sought = [program_of(term, dimension=problem.dimension) for term in terms]
    names = [name for name, _ in functions]
    try:
        found = find_counterexample(program, hypotheses, names, seed, budget.seconds, sought, defined)
    except NotPolynomialError as error:
        tried.append(f"no counterexample: {error}")
        return None
    if found is None:
        tried.append(f"no counterexample among short polynomials{', waves and exponentials' if hypotheses else ''}")
    return found


def _join(
    problem: Problem, decision: Decision, budget: Budget, tried: list[str], consequences: int = CONSEQUENCES
) -> Verdict | None:
    if not min(budget.nodes, budget.rounds, budget.seconds):
        return None
    theory = theory_for(problem.dimension, *vocabulary(problem.terms), len(CATALOGUE))
    premises = premises_of(
        facts_of(problem.given, decision.domain, dimension=problem.dimension), decision.domain, problem.terms
    )
    proof = join(problem, theory, premises, consequences)
    if proof is None:
        if consequences:
            tried.append("normal forms: no common one was found")
        return None
    return Verdict(problem, "proved", "rewriting", proof)


def _put_in(problem: Problem, decision: Decision, budget: Budget, tried: list[str]) -> Verdict | None:
    """What remains once the hypotheses are put in, by laws or by components, if it needs them no more."""
    if not min(budget.nodes, budget.rounds, budget.seconds):
        return None
    theory = theory_for(problem.dimension, *vocabulary(problem.terms), len(CATALOGUE))
    premises = premises_of(
        facts_of(problem.given, decision.domain, dimension=problem.dimension), decision.domain, problem.terms
    )
    soon = evolve(budget, seconds=min(REMAINDER, budget.seconds))
    for number, remainder in enumerate(islice(remainders(problem, theory, premises), MOST_REMAINDERS)):
        if not number and (found := _rewrite(problem, decision, soon, [])) is not None:
            return found
        found = _settle(remainder.claim, soon)
        if found.proof is not None:
            return Verdict(problem, "proved", "rewriting", remainder.completed(found.proof))
        if found:
            tried.append(f"with the hypotheses put in, components show what is left: {remainder.claim}")
            return Verdict(problem, "proved", "components")
    return None


def _contradict(
    consequences: bool, problem: Problem, _decision: Decision, budget: Budget, tried: list[str]
) -> Verdict | None:
    """No verdict, but the reason for it, where the hypotheses cannot all hold."""
    if not min(budget.nodes, budget.rounds, budget.seconds):
        return None
    theory = theory_for(problem.dimension, *vocabulary(problem.terms), len(CATALOGUE))
    found = contradiction(problem, theory, consequences)
    if not found:
        return None
    tried[:] = [found]
    return Verdict(problem, "unknown")


UNDECIDED = (
    partial(_join, consequences=0),
    partial(_contradict, False),
    partial(_refute_within, AT_ONCE),
    _join,
    _put_in,
    partial(_refute_within, SOON),
    partial(_contradict, True),
)
"""What is tried before the e-graph under hypotheses that leave the decision open, cheap things first."""


def _rewrite(problem: Problem, decision: Decision, budget: Budget, tried: list[str]) -> Verdict | None:
    theory = theory_for(problem.dimension, *vocabulary(problem.terms), len(CATALOGUE))
    domain = None if decision.domain is None else decide(problem).domain
    ends = time.perf_counter() + budget.seconds
    for name, rules, share in (
        ("laws read forwards", theory.direct, 0.4),
        ("laws read forwards, regrouping", theory.expanding, 0.5),
        ("laws read both ways", theory.complete, 1.0),
    ):
        search = Saturation([problem.left, problem.right], theory, problem.given, domain)
        left, right = search.rows
        seconds = share * max(ends - time.perf_counter(), 0.0)
        report = search.grow(rules, evolve(budget, seconds=seconds), [(left, right)])
        if search.graph.find(left) == search.graph.find(right):
            return Verdict(problem, "proved", "rewriting", search.proof(problem.left, problem.right))
        tried.append(f"{name}: {_outcome(report)}")
    return None


def _outcome(report: RunReport) -> str:
    """Why a search ended, without times: a record and its replay say the same."""
    if report.reason is StopReason.TIME_LIMIT:
        return str(report.reason.value)
    last = f", {report.rounds[-1].nodes} e-nodes in {report.rounds[-1].classes} classes" if report.rounds else ""
    return f"{report.stop} after {len(report.rounds)} rounds{last}"


def _expand(problem: Problem, decision: Decision, budget: Budget, tried: list[str]) -> Verdict | None:
    if problem.given:
        tried.append("no expansion in components: it cannot use hypotheses")
        return None
    if max(map(monomials, problem.terms)) > MOST_MONOMIALS or max(map(value_bits, problem.terms)) > MOST_BITS:
        tried.append("no expansion in components: it would be too large")
        return None
    program = program_of(residual(problem.left, problem.right), dimension=problem.dimension)
    calculus = ComponentCalculus(problem.dimension)
    inputs = {item.name: calculus.field(item.name, item.kind, item.sign) for item in program.inputs}
    (value,) = evaluate(program, calculus, inputs)
    zero = decide_zero(value)
    if zero:
        return Verdict(problem, "proved", "components")
    tried.append("expansion in components: " + ("not zero" if zero is False else "not settled"))
    # Modulo its prime a fingerprint may agree by accident, where the prime itself is written for instance.
    return _refute(problem, decision, budget, tried) if zero is False and decision.agree else None
