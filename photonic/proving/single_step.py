"""Single steps: two terms that one law, or one hypothesis, makes equal at one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from photonic.expressions.catalogue import CATALOGUE
from photonic.terms import FUNCTION
from photonic.theory.rules import Theory
from rewriting.conditions import Premises
from rewriting.proofs.matching import match_terms
from rewriting.proofs.steps import Move
from rewriting.rule import Rule
from rewriting.term import Term

__all__ = ["single_step"]


def single_step(
    left: Term,
    right: Term,
    theory: Theory,
    hypotheses: Iterable[Rule],
    premises: Premises,
) -> Move | None:
    """The move from one term to the other, if one of the hypotheses or of the laws of the glyphs there is enough."""
    hypotheses = list(hypotheses)
    for position, before, after in _places(left, right):
        for rule, forward in _candidates(before, after, theory, hypotheses):
            bindings = _bindings(rule, before, after) if forward else _bindings(rule, after, before)
            if bindings is not None and rule.permits(premises, bindings):
                return Move(rule, forward, position, bindings)
    return None


def _places(left: Term, right: Term) -> list[tuple[tuple[int, ...], Term, Term]]:
    """The deepest place outside of which the terms are equal, and all places above it, deepest first."""
    found: list[tuple[tuple[int, ...], Term, Term]] = [((), left, right)]
    while left.op == right.op and len(left.args) == len(right.args):
        unequal = [k for k, (a, b) in enumerate(zip(left.args, right.args, strict=True)) if a is not b]
        if len(unequal) != 1:
            break
        left, right = left.args[unequal[0]], right.args[unequal[0]]
        found.append(((*found[-1][0], unequal[0]), left, right))
    return found[::-1]


def _candidates(before: Term, after: Term, theory: Theory, hypotheses: list[Rule]) -> Iterator[tuple[Rule, bool]]:
    yield from ((rule, True) for rule in hypotheses)
    for term, other, forward in ((before, after, True), (after, before, False)):
        if term.op.name in CATALOGUE or term.op.name == FUNCTION:
            yield from ((rule, forward) for rule in theory.between(term.op, other.op))


def _bindings(rule: Rule, before: Term, after: Term) -> dict[str, Term] | None:
    """The bindings under which the rule's sides are the two terms."""
    return match_terms(((rule.rhs, after), (rule.lhs, before)))
