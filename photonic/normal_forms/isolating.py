"""Isolating: an equation solved for one of its parts, with the chain that leads from the part to what it equals.

head = p (q head) = p (left + r) = p (right + r), where q head + … is what the left side is, p = 1/q, and r takes away
what else stands there: first factors that cancel are put in, then terms are collected, then the equation is used.
"""

from __future__ import annotations

from collections.abc import Iterator

from photonic.normal_forms.chains import Chain, Inside, Step, backwards, lifted
from photonic.normal_forms.collecting import COLLECTING, collected, monomials_of
from photonic.normal_forms.orientation import Directions
from photonic.normal_forms.polynomials import is_inverse
from photonic.terms import apply, rank, zero
from rewriting.conditions import Premises
from rewriting.rule import Rule
from rewriting.term import Term, number

__all__ = ["Isolating"]

ONE, MINUS_ONE = number(1), number(-1)
Way = tuple[Term, Chain]


class Isolating:
    """Solves equations by the laws of some directions, where `premises` allow a division."""

    def __init__(self, directions: Directions, premises: Premises) -> None:
        self._directions, self._premises = directions, premises

    def ways(self, head: Term, left: Term, right: Term, chain: Chain) -> Iterator[Way]:
        """What a part of an equation left = right equals, not yet in normal form, and the chain to it: the best first.

        The chain that is given proves the equation.
        """
        if head is left:
            yield right, chain
        if head is right:
            yield left, backwards(chain)
        if right is apply("negate", head):  # head = −(−head) by collecting, and −head is the left side
            yield apply("negate", left), [_opened(apply("negate", right)), *lifted(backwards(chain), (0,))]
        for start, stop, way in ((left, right, chain), (right, left, backwards(chain))):
            made = self._from_side(head, start, stop, way)
            if made is not None:
                yield made

    def _from_side(self, head: Term, start: Term, stop: Term, chain: Chain) -> Way | None:
        """As above, where one side is q head + … with a constant q."""
        found = [(n, factors) for n, factors, value in monomials_of(start) if _stands(head, factors, value)]
        if len(found) != 1:
            return None
        coefficient, factors = found[0]
        constants = list(factors)
        if rank(head) == 0:
            constants.remove(head)
        product = head
        for factor in constants:
            product = apply("multiply", factor, product)
        rest = collected(apply("subtract", apply("multiply", coefficient, product), start))
        inverse = _inverse(coefficient, constants)
        if rest is None or inverse is None:
            return None
        before, after = (_scaled(inverse, side, rest) for side in (start, stop))
        opening = self._opening(head, constants)
        if opening is None or collected(opening[0]) is not collected(before):
            return None
        form = collected(before)
        steps = list(opening[1])
        if form is not opening[0]:
            steps.append(Step(COLLECTING, True, {"term": opening[0]}))
        if form is not before:
            steps.append(_opened(before))
        return after, [*steps, *lifted(chain, _place(inverse, rest))]

    def _opening(self, head: Term, constants: list[Term]) -> Way | None:
        """head = f (1/f head) for each of some factors, with the chain."""
        term: Term = head
        chain: Chain = []
        regrouping = self._directions.regrouping.get(apply("multiply", ONE, head).op)
        for constant in constants:
            factor = constant.args[1] if is_inverse(constant) else constant
            pair = apply("multiply", factor, apply("divide", ONE, factor))
            cancelling = self._cancelling(pair)
            if cancelling is None or regrouping is None:
                return None
            rule, bindings = cancelling
            names = [str(part.op.payload) for part in (*regrouping.lhs.args[0].args, regrouping.lhs.args[1])]
            chain += [
                _opened(apply("multiply", ONE, term)),
                Inside(0, [Step(rule, False, bindings)]),
                Step(regrouping, True, dict(zip(names, (*pair.args, term), strict=True))),
            ]
            term = apply("multiply", pair.args[0], apply("multiply", pair.args[1], term))
            form = collected(term)
            if form is None:
                return None
            if form is not term:
                chain.append(Step(COLLECTING, True, {"term": term}))
                term = form
        return term, chain

    def _cancelling(self, pair: Term) -> tuple[Rule, dict[str, Term]] | None:
        """The rule by which f (1/f) is 1, if f may be divided by."""
        for directed in self._directions.at(pair.op):
            bindings = directed.match(pair)
            if bindings is None or directed.rule.rhs is not ONE:
                continue
            if directed.rule.permits(self._premises, bindings):
                return directed.rule, bindings
        return None


def _opened(term: Term) -> Step:
    """From the collected form of a term to the term."""
    return Step(COLLECTING, False, {"term": term})


def _stands(head: Term, factors: list[Term], value: Term | None) -> bool:
    return value is head if rank(head) else head in factors


def _inverse(coefficient: Term, constants: list[Term]) -> Term | None:
    """1/q for a number and factors of which each is f or 1/f."""
    inverse = collected(apply("divide", ONE, coefficient))
    for constant in constants:
        other = constant.args[1] if is_inverse(constant) else apply("divide", ONE, constant)
        inverse = inverse and collected(apply("multiply", inverse, other))
    return inverse


def _scaled(inverse: Term, side: Term, rest: Term) -> Term:
    """p (side + r), without what is 1 or 0."""
    total = side if rest is zero(rank(side)) else apply("add", side, rest)
    if inverse is MINUS_ONE:
        return apply("negate", total)
    return total if inverse is ONE else apply("multiply", inverse, total)


def _place(inverse: Term, rest: Term) -> tuple[int, ...]:
    """Where the side stands in p (side + r)."""
    within = () if rest is zero(rank(rest)) else (0,)
    if inverse is ONE:
        return within
    return (0, *within) if inverse is MINUS_ONE else (1, *within)
