"""Remainders: what is left of a claim when the hypotheses are put in, where that holds whatever the fields are.

∂t det(R) = 0 under ∂tR = hat(ω)·R is, once ∂tR is put in, a relation between ω and R that needs no hypothesis any more;
where no law shows it, components do. The steps that lead there are checked by the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from photonic.deciding.decision import decide
from photonic.expressions.catalogue import CATALOGUE
from photonic.normal_forms.chains import moves_of
from photonic.normal_forms.reduction import TooFarError
from photonic.problem import Problem
from photonic.proving.computations import COMPUTATIONS
from photonic.proving.joining import systems
from photonic.proving.saturation import hypothesis_rules
from photonic.theory.rules import Theory, theory_for, vocabulary
from rewriting.conditions import Premises
from rewriting.proof import Kernel
from rewriting.proofs.move import reversed_moves
from rewriting.proofs.steps import Proof, Step, proved

__all__ = ["Remainder", "remainders"]


@frozen
class Remainder:
    """A claim without hypotheses to whose sides checked proofs lead from those of a problem."""

    problem: Problem
    claim: Problem
    left: Proof
    right: Proof
    premises: Premises

    def completed(self, proof: Proof) -> Proof:
        """The proof of the problem's claim that a proof of what remains makes."""
        moves = [step.move for part in (self.left, proof) for step in part.steps]
        moves += reversed_moves([step.move for step in self.right.steps])
        return proved(self.problem.left, moves, _kernel(self.problem, self.premises, proof.steps))


def remainders(problem: Problem, theory: Theory, premises: Premises) -> Iterator[Remainder]:
    """What remains in each system of replacements, if it holds at a random point of all fields."""
    seen = set()
    for reducer, _ in systems(problem, theory, premises, 0):
        try:
            (left, forth), (right, back) = (reducer.normal(side) for side in (problem.left, problem.right))
        except TooFarError:
            continue
        claim = Problem(left, right, (), problem.dimension)
        if claim in seen or not decide(claim, beyond=0).agree:
            continue
        seen.add(claim)
        kernel = _kernel(problem, premises)
        first, second = (
            proved(side, list(moves_of(chain)), kernel)
            for side, chain in ((problem.left, forth), (problem.right, back))
        )
        if (first.rhs, second.rhs) == (left, right):
            yield Remainder(problem, claim, first, second, premises)


def _kernel(problem: Problem, premises: Premises, steps: Sequence[Step] = ()) -> Kernel:
    """A kernel with all laws for what the problem and some steps speak of, the hypotheses and the premises."""
    terms = [*problem.terms, *(step.after for step in steps)]
    theory = theory_for(problem.dimension, *vocabulary(terms), len(CATALOGUE))
    return Kernel([*theory.complete, *theory.unguarded, *hypothesis_rules(problem.given)], premises, COMPUTATIONS)
