"""What claims with ⊕, ⧠ and ⟲ say, for the prover: alternatives are claimed to be equal, iterations are unrolled."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import evolve

from photonic.problem import Hypothesis, Problem
from photonic.proving.iteration import Loops
from photonic.proving.verdict import Verdict
from photonic.terms import describe
from rewriting.term import Term, postorder

__all__ = ["PROGRAMS", "alternatives", "settled"]

SUPERPOSITION = "superposition"
PROGRAMS = frozenset((SUPERPOSITION, "collapse", "iterate"))
"""Glyphs whose meaning is not a value at a point alone."""

Settle = Callable[[Problem], Verdict]


def alternatives(terms: Iterable[Term]) -> list[tuple[Term, Term]]:
    """The pairs of forms that the superpositions in some terms claim to be equal, inner ones first."""
    nodes = (node for term in terms for node in postorder(term) if node.op.name == SUPERPOSITION)
    return list(dict.fromkeys((node.args[0], node.args[1]) for node in nodes))


def settled(problem: Problem, settle: Settle) -> Verdict:
    """The verdict on a claim, by a `settle` that knows neither alternatives nor iterations.

    A claim in which a superposition stands claims that its forms are equal: it is refuted with them. A field that
    stands for an iteration is any field, so what is refuted with one remains unknown.
    """
    if not any(node.op.name in PROGRAMS for term in problem.terms for node in postorder(term)):
        return settle(problem)
    loops = Loops(problem.terms)
    given = tuple(Hypothesis(h.name, loops.plain(h.left), loops.plain(h.right)) for h in problem.given)
    plain = Problem(loops.plain(problem.left), loops.plain(problem.right), given, problem.dimension)
    for left, right in alternatives(plain.terms):
        verdict = settle(evolve(plain, left=left, right=right))
        if not verdict:
            pair = f"{describe(loops.back(left))} and {describe(loops.back(right))}"
            note = f"the alternatives {pair} are not proved equal: {verdict.status}"
            return _of(problem, verdict, loops, note)
    return _of(problem, settle(plain), loops, "")


def _of(problem: Problem, verdict: Verdict, loops: Loops, note: str) -> Verdict:
    tried = (*((note,) if note else ()), *verdict.tried)
    if verdict.status == "refuted" and loops.named:
        names = ", ".join(f"{name} for {describe(loop)}" for name, loop in loops.named.items())
        tried = (*tried, f"not true of all fields {names}: whether of these iterations is open")
        return Verdict(problem, "unknown", seconds=verdict.seconds, tried=tried)
    return evolve(verdict, problem=problem, tried=tried)
