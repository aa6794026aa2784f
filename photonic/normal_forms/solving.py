"""Solving an equation for one of its parts, or for a product in it: which one, and the chain that proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from photonic.normal_forms.cancelling import cancelling
from photonic.normal_forms.chains import Chain, Inside, Step, backwards, lifted
from photonic.normal_forms.collecting import COLLECTING, collected, monomials_of
from photonic.normal_forms.isolating import Isolating
from photonic.normal_forms.orientation import Directions
from photonic.normal_forms.product_heads import product_of
from photonic.normal_forms.reduction import TooFarError
from photonic.normal_forms.termorder import order_key
from photonic.terms import SYMBOL, apply, rank
from rewriting.conditions import Premises
from rewriting.term import Term, number

__all__ = ["SOLVED_FOR", "Solving"]

SOLVED_FOR: Sequence[Mapping[str, int]] = (
    {SYMBOL: 5, "time_derivative": 4, "curl": 3, "divergence": 3, "transpose": 2, "laplacian": 2, "gradient": 1},
    {SYMBOL: 5, "curl": 4, "divergence": 4, "transpose": 3, "laplacian": 3, "gradient": 2, "time_derivative": 1},
    {SYMBOL: 5, "curl": 4, "divergence": 4, "gradient": 3, "laplacian": 2, "time_derivative": 1},
)
"""Which part an equation is solved for, the highest first: with time derivatives first, last, and before Δ also ∇."""


class Solving:
    """Solves equations; `order`, one of SOLVED_FOR, says for which part before others."""

    def __init__(self, directions: Directions, premises: Premises, order: Mapping[str, int]) -> None:
        self._directions, self._premises, self._order = directions, premises, order
        self._isolating = Isolating(directions, premises)

    def ways(
        self, head: Term, coefficient: Term, left: Term, right: Term, chain: Chain
    ) -> Iterator[tuple[Term, Chain]]:
        """What a part of an equation equals, not yet in normal form, and the chain from the part to it: the best first.

        Only the last way serves where the part stands in both sides. Raises TooFarError.
        """
        yield from self._isolating.ways(head, left, right, chain)
        yield self.last(head, coefficient, left, right, chain)

    def last(self, head: Term, coefficient: Term, left: Term, right: Term, chain: Chain) -> tuple[Term, Chain]:
        """head = head − (left − left)/q by collecting, and one of these becomes right.

        Where q is a sum, head = (1/q)(q head) first, and q head = q head − (left − left).
        """
        if coefficient.op.name == "add":
            found = cancelling(coefficient, head, self._directions)
            if found is None:
                raise TooFarError
            whole = _times(coefficient, head)
            before, after = (apply("subtract", whole, apply("subtract", left, other)) for other in (left, right))
            steps = [Step(COLLECTING, True, {"term": whole}), Step(COLLECTING, False, {"term": before})]
            return (
                _times(apply("divide", number(1), coefficient), after),
                [*backwards([found]), Inside(1, [*steps, *lifted(chain, (1, 1))])],
            )
        (before, _), (after, position) = (_corrected(head, coefficient, left, other) for other in (left, right))
        return after, [Step(COLLECTING, False, {"term": before}), *lifted(chain, position)]

    def parts(self, left: Term, right: Term, difference: Term) -> list[tuple[Term, Term]]:
        """The parts that an equation difference = 0 may be solved for, with their coefficients.

        Those with constant coefficients come first, and of equals what is a whole side as it is written.
        """
        found: dict[Term, list[tuple[list[Term], Term]]] = {}
        monomials = monomials_of(difference)
        constant = self._passive(monomials)
        for number_, factors, value in monomials:
            for head in [value] if value is not None else [f for f in factors if not constant(f)]:
                others = list(factors)
                if head is not value:
                    others.remove(head)
                found.setdefault(head, []).append((others, reduce(_times, others, number_)))
        solvable = []
        for head, parts in found.items():
            if any(head in others for others, _ in parts) or _is_coordinate(head):
                continue
            steady = all(constant(other) for others, _ in parts for other in others)
            if len(parts) == 1 and all(map(self._premises["nonzero"], parts[0][0])):
                solvable.append((steady, head, parts[0][1]))
            elif len(parts) > 1:
                total = collected(reduce(lambda a, b: apply("add", a, b), (scale for _, scale in parts)))
                if total is not None and self._premises["nonzero"](total):
                    solvable.append((steady, head, total))

        def rank_of(steady: bool, head: Term) -> tuple[bool, float, bool, Any]:
            return steady, self._preference(head), head in (left, right), order_key(head)

        solvable.sort(key=lambda each: rank_of(each[0], each[1]), reverse=True)
        return [(head, coefficient) for _, head, coefficient in solvable]

    def _preference(self, head: Term) -> float:
        """How much an equation is to be solved for a part; v·T stands for Tᵀ·v, so it goes before T·v."""
        if head.op.name == "dot" and [rank(part) for part in head.args] == [1, 2]:
            return 0.5
        return self._order.get(head.op.name, 0)

    def products(self, left: Term, right: Term, difference: Term) -> list[tuple[Term, Term]]:
        """The products that an equation difference = 0 may be solved for, with their coefficients.

        The order is that of their parts, then a whole side as it is written comes first, then a short one.
        """
        found = []
        monomials = monomials_of(difference)
        constant = self._passive(monomials)
        sides = [collected(side) for side in (left, right)]
        for number_, factors, value in monomials:
            others = [factor for factor in factors if constant(factor)]
            kept = tuple(factor for factor in factors if not constant(factor))
            if len(kept) + (value is not None) < 2 or not all(map(self._premises["nonzero"], others)):
                continue
            highest = max(map(self._preference, (*kept, *([] if value is None else [value]))))
            head = product_of((kept, value))
            key = (highest, head in sides, -len(kept), order_key(head))
            found.append((key, head, reduce(_times, others, number_)))
        found.sort(key=lambda each: each[0], reverse=True)
        return [(head, scale) for _, head, scale in found]

    def _passive(self, monomials: Sequence[tuple[Term, list[Term], Term | None]]) -> Callable[[Term], bool]:
        """What an equation is not solved for: constants, unless it is about constants alone."""
        constant = self._premises["constant"]
        if all(constant(part) for _, factors, value in monomials for part in (*factors, *([value] if value else []))):
            return lambda _term: False
        return constant


def _times(product: Term, factor: Term) -> Term:
    return apply("multiply", product, factor)


def _is_coordinate(term: Term) -> bool:
    return term.op.name == SYMBOL and term.op.payload.kind in ("position", "time", "coordinate")


def _corrected(head: Term, coefficient: Term, left: Term, right: Term) -> tuple[Term, tuple[int, ...]]:
    """head − (left − right)/coefficient, and where `right` stands in it."""
    difference = apply("subtract", left, right)
    if coefficient in (number(1), number(-1)):
        return apply("subtract" if coefficient is number(1) else "add", head, difference), (1, 1)
    inverse = apply("divide", number(1), coefficient)
    return apply("subtract", head, apply("multiply", inverse, difference)), (1, 1, 1)
