"""The decision by fingerprint: are two sides equal at a random point, exactly, modulo a prime?

It comes before any search: what differs is not worth proving, what agrees is worth refuting no more. Under linear
hypotheses the point is a random formal solution of them; under others there is no honest point, and no decision.
"""

from __future__ import annotations

from attrs import frozen

from backends.exact.depth import derivative_depth
from backends.exact.hypotheses import draw
from backends.exact.jet import Jet, common_trust
from backends.exact.residuals import NonlinearHypothesisError
from backends.program import Program, evaluate
from photonic.deciding.roots import agree_often, coherent, has_roots
from photonic.meaning import program_of
from photonic.problem import Problem, residual, symbols_in
from photonic.theory.fingerprints import JetDomain
from rewriting.term import Term, fold

__all__ = ["MOST_ORDERS", "Decision", "decide", "is_constant", "nonzero_at_random"]

SEEDS = 12
"""Points tried until both sides are defined (a square root has one only of every other number)."""

MOST_ORDERS = 24
"""Derivatives that a random point follows: the coefficients of a jet grow with their fourth power, products of two
with their eighth, and with thirty a product would take 16 GiB."""

GUARD_ORDERS = 1
"""Orders beyond the problem's own derivatives that the guard of the e-graph can follow."""


@frozen
class Decision:
    """Whether the sides agree: True, False, or None where that could not be told; with the reason for None.

    `domain` is the fingerprint domain for the search, None where none is honest; `confirm` says that a difference
    rests on choices that could contradict each other and must be confirmed by a counterexample.
    """

    agree: bool | None
    domain: JetDomain | None
    confirm: bool = False
    note: str = ""


def decide(problem: Problem, seed: int = 0, beyond: int = GUARD_ORDERS) -> Decision:
    """Compare the two sides by exact jets, `beyond` orders longer than the problem's own derivatives need.

    The fingerprint domain of the decision follows as many derivatives more.
    """
    sides = (problem.left, problem.right)
    program = program_of(*sides, dimension=problem.dimension)
    residuals = [program_of(residual(h.left, h.right), dimension=problem.dimension) for h in problem.given]
    fieldless = next((h for h, p in zip(problem.given, residuals, strict=True) if not _speaks_of_fields(p)), None)
    order = max(derivative_depth(p) for p in (program, *residuals)) + beyond
    if order > MOST_ORDERS:
        return Decision(None, None, note=f"no decision by fingerprint: it would follow {order} derivatives of a field")
    if fieldless is not None:
        return Decision(None, None, note=f"no decision by fingerprint: {fieldless} is about no field")
    rooted, defined = has_roots(program), None
    for attempt in range(seed, seed + SEEDS):
        try:
            given = draw(residuals, order, attempt) if residuals else {}
        except NonlinearHypothesisError as error:
            return Decision(None, None, note=f"no decision by fingerprint: {_undrawn(problem, error)}")
        domain = JetDomain(order, problem.dimension, attempt, given=given)
        left, right = evaluate(program, domain.calculus, _inputs(program, domain))
        if int(common_trust([left, right]).min()) >= 0:
            agree = bool(domain.calculus.agree(left, right).all())
            if rooted and not coherent(sides, domain).all():
                defined = defined or Decision(agree, domain, confirm=True)
                continue
            agree = agree and (not rooted or bool(residuals) or agree_often(sides, program, order))
            return Decision(agree, domain, domain.calculus.transcendental or bool(residuals))
    return defined or Decision(None, None, note="no decision by fingerprint: a side is undefined at every point tried")


def _undrawn(problem: Problem, error: NonlinearHypothesisError) -> str:
    """Why no random solution of the hypotheses was drawn, in the words of who stated them."""
    hypothesis = problem.given[error.index]
    names = [name for name, each in symbols_in((hypothesis.left, hypothesis.right)).items() if each.varies]
    why = (
        "is undefined on random fields"
        if error.undefined
        else f"is not linear and homogeneous in {' and '.join(names)}"
    )
    return f"{hypothesis} {why}, so no random solution of it could be drawn to try the claim on"


def _speaks_of_fields(program: Program) -> bool:
    return any(item.kind in ("scalar", "vector", "tensor") for item in program.inputs)


def _inputs(program: Program, domain: JetDomain) -> dict[str, Jet]:
    return {item.name: domain.input(item) for item in program.inputs}


def nonzero_at_random(term: Term, dimension: int = 3) -> bool:
    """Whether a scalar term is defined and not zero at a random point, hence not identically zero."""
    program = program_of(term, dimension=dimension)
    if derivative_depth(program) > MOST_ORDERS:
        return False
    for seed in range(SEEDS):
        domain = JetDomain(derivative_depth(program), dimension, seed)
        (value,) = evaluate(program, domain.calculus, _inputs(program, domain))
        if int(value.trust.min()) >= 0:
            return bool((value.constant_term != 0).all())
    return False


def is_constant(term: Term) -> bool:
    """Whether no leaf of the term varies in space or time."""
    return fold(term, lambda op, args: all(args) and not (op.name == "symbol" and op.payload.varies))
