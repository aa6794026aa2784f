"""Joining: two sides that have one normal form, as a kernel-checked proof; tried before any e-graph.

Normal forms depend on the order in which products are arranged, since some laws of three dimensions have no natural
direction: (A × B) × (C × D) is a combination of A and B, and one of C and D. Both orders are tried. Hypotheses are
replacements, solved for time derivatives first or last; what follows from them is worked out where that is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

from photonic.normal_forms.collecting import is_arithmetic
from photonic.normal_forms.common_denominators import joined_by_denominators
from photonic.normal_forms.completion import Completion
from photonic.normal_forms.orientation import Directions
from photonic.normal_forms.polynomials import TooLargeError
from photonic.normal_forms.reduction import Reducer, TooFarError
from photonic.normal_forms.solving import SOLVED_FOR
from photonic.problem import Problem
from photonic.proving.computations import COMPUTATIONS
from photonic.proving.saturation import hypothesis_rules
from photonic.proving.single_step import single_step
from photonic.proving.tidying import Halves, Joined, Shortcuts, tidied
from photonic.terms import FUNCTION, apply
from photonic.theory.rules import NORM, Theory
from rewriting.conditions import Premises
from rewriting.proof import Kernel
from rewriting.proofs.matching import match_term
from rewriting.proofs.steps import Move, Proof, proved
from rewriting.rule import Rule
from rewriting.term import postorder

__all__ = ["CONSEQUENCES", "MOST_STEPS", "join", "systems"]

MOST_STEPS = 500
MOST_STEPS_GIVEN = 4_000
"""Rule applications in a reduction, and in one with hypotheses."""

CONSEQUENCES = 2
"""How often consequences are drawn from hypotheses and consequences."""


def join(problem: Problem, theory: Theory, premises: Premises, consequences: int = CONSEQUENCES) -> Proof | None:
    """The proof that the two sides are equal, or None if their normal forms differ.

    Consequences are drawn from the hypotheses so often at most; with 0 it takes milliseconds.
    Its kernel knows the laws that the proof cites, as the theory has them, the hypotheses and the premises.
    """
    hypotheses = hypothesis_rules(problem.given)
    for moves in _found(problem, theory, premises, hypotheses, consequences):
        names = [(move.rule.name, move.rule.backward) for move in moves if isinstance(move.rule, Rule)]
        rules = [*theory.cited(names), *hypotheses]
        return proved(problem.left, moves, Kernel(rules, premises, COMPUTATIONS))
    return None


def _found(
    problem: Problem, theory: Theory, premises: Premises, hypotheses: list[Rule], consequences: int
) -> Iterator[list[Move]]:
    """Ways from left to right, the simplest first."""
    if problem.left is problem.right:
        yield []
    move = single_step(problem.left, problem.right, theory, hypotheses, premises)
    if move is not None:
        yield [move]
    shortcuts = Shortcuts(theory, hypotheses, premises)
    for joined in _attempts(problem, theory, premises, consequences):
        if joined is not None:
            yield tidied(problem.left, problem.right, joined, shortcuts)


def _attempts(problem: Problem, theory: Theory, premises: Premises, consequences: int) -> Iterator[Joined | None]:
    """The chains from both sides to one term, or None, for one system of replacements after the other."""
    for reducer, directions in systems(problem, theory, premises, consequences):
        yield _joined(problem, reducer, directions, premises)


def systems(
    problem: Problem, theory: Theory, premises: Premises, consequences: int
) -> Iterator[tuple[Reducer, Directions]]:
    """Systems of laws and of the replacements that hypotheses amount to, then with their consequences."""
    hypotheses = [rule for rule in hypothesis_rules(problem.given) if not rule.backward]
    yield from _keeping(problem, theory, premises, hypotheses)
    if not hypotheses:
        for directions in theory.directions:
            yield Reducer(directions, premises, MOST_STEPS), directions
        return
    started = []
    for order, directions in product(SOLVED_FOR, theory.directions):
        reducer = Reducer(directions, premises, MOST_STEPS_GIVEN)
        completion = Completion(reducer, directions, premises, problem.terms, order, theory.axes)
        try:
            for rule in hypotheses:
                completion.assume(rule)
        except TooFarError:
            continue
        started.append((reducer, completion, directions))
        yield reducer, directions
    for _ in range(consequences):
        for reducer, completion, directions in started:
            try:
                news = completion.conclude(problem.left, problem.right)
            except (TooFarError, TooLargeError):
                continue
            if news:
                yield reducer, directions


def _keeping(
    problem: Problem, theory: Theory, premises: Premises, hypotheses: list[Rule]
) -> Iterator[tuple[Reducer, Directions]]:
    """The system in which |A| and cos(f + g) are not opened, and A·A becomes |A|² for the norms in a problem."""
    nodes = dict.fromkeys(node for term in problem.terms for node in postorder(term))
    norms = [node for node in nodes if node.op.name == NORM]
    if not norms and not any(node.op.name == FUNCTION and any(map(is_arithmetic, node.args)) for node in nodes):
        return
    directions, law = theory.keeping, theory.norm_square
    reducer = Reducer(directions, premises, MOST_STEPS_GIVEN if hypotheses else MOST_STEPS)
    completion = Completion(reducer, directions, premises, problem.terms, SOLVED_FOR[0], theory.axes)
    try:
        for norm in norms:
            for kept in [node for node in postorder(reducer.normal(norm)[0]) if node.op == norm.op]:
                completion.assume(law, match_term(law.lhs, apply("multiply", kept, kept)))
        for rule in hypotheses:
            completion.assume(rule)
    except TooFarError:
        return
    yield reducer, directions


def _joined(problem: Problem, reducer: Reducer, directions: Directions, premises: Premises) -> Joined | None:
    try:
        left, forth = reducer.normal(problem.left)
        right, back = reducer.normal(problem.right)
        between = [] if left is right else joined_by_denominators(left, right, reducer, directions, premises)
    except (TooFarError, TooLargeError):
        return None
    if between is None:
        return None
    calmly = partial(_calmly, problem, reducer) if left is right else _never
    return Joined(([*forth, *between], back), calmly)


def _calmly(problem: Problem, reducer: Reducer) -> Halves | None:
    """Chains as before, in which nothing is permuted before all that can be done without it is done."""
    calm = reducer.calm()
    try:
        left, forth = calm.normal(problem.left)
        right, back = calm.normal(problem.right)
        last, further = reducer.normal(left)
        other, backward = reducer.normal(right)
    except TooFarError:
        return None
    return ([*forth, *further], [*back, *backward]) if last is other else None


def _never() -> Halves | None:
    """Where denominators were multiplied out, permuting later is not tried."""
    return None
