"""Retelling: a proof that was found step by step on the way to a form, told as one from both its ends."""

from __future__ import annotations

from photonic.expressions.catalogue import CATALOGUE
from photonic.problem import Problem
from photonic.proving.joining import join
from photonic.proving.proof_reading import lines_of
from photonic.proving.saturation import facts_of, premises_of
from photonic.theory.rules import theory_for, vocabulary
from rewriting.proofs.steps import Proof

__all__ = ["retold"]

FEW, MANY = 2, 40
"""Lines that need not be told again, and steps beyond which that would take too long."""


def retold(proof: Proof, problem: Problem) -> Proof:
    """A proof of the same equation under the problem's hypotheses in fewer lines, if there is a shorter one."""
    lines = len(lines_of(proof))
    if lines <= FEW or len(proof.steps) > MANY:
        return proof
    claim = Problem(proof.lhs, proof.rhs, problem.given, problem.dimension)
    theory = theory_for(claim.dimension, *vocabulary(claim.terms), len(CATALOGUE))
    found = join(claim, theory, premises_of(facts_of(claim.given, dimension=claim.dimension), None))
    return found if found is not None and len(lines_of(found)) < lines else proof
