"""Joining: two sides that have one normal form, as a kernel-checked proof; tried before any e-graph.

Normal forms depend on the order in which products are arranged, since some laws of three dimensions have no natural
direction: (A × B) × (C × D) is a combination of A and B, and one of C and D. Both orders are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from photonic.collecting import COLLECTING
from photonic.problem import Problem
from photonic.reduction import Reducer, TooFarError
from photonic.theory import Theory
from rewriting.proof import Kernel
from rewriting.rule import Rule
from rewriting.steps import Move, Proof, proved, reversed_moves
from rewriting.term import Term

__all__ = ["join"]

Premises = Mapping[str, Callable[[Term], bool]]


def join(problem: Problem, theory: Theory, premises: Premises) -> Proof | None:
    """The proof that the two sides are equal, or None if their normal forms differ.

    Its kernel knows the laws that the proof cites, as the theory has them, and the premises.
    """
    for directions in theory.directions:
        reducer = Reducer(directions, premises)
        try:
            left, forth = reducer.normal(problem.left)
            right, back = reducer.normal(problem.right)
        except TooFarError:
            continue
        if left is right:
            return checked(problem.left, forth + reversed_moves(back), theory, premises)
    return None


def checked(start: Term, moves: list[Move], theory: Theory, premises: Premises) -> Proof:
    """The proof that the moves make, checked by a kernel of the theory."""
    names = [(move.rule.name, move.rule.backward) for move in moves if isinstance(move.rule, Rule)]
    return proved(start, moves, Kernel(theory.cited(names), premises, [COLLECTING]))
