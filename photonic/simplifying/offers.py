"""Offers: parts of a sum that laws write in another way, and the steps that prove it.

An offer speaks of a sum `before` that is equal to `after`. In a sum with the terms of c · before, these may be taken
out and c · after put in, whatever stands beside them and in whatever order: collecting terms does the rest.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from photonic.normal_forms.collecting import COLLECTING, collected
from photonic.normal_forms.polynomials import Monomial, Polynomial, added, multiplied, written
from photonic.terms import apply, rank
from rewriting.proofs.move import Move, shifted
from rewriting.term import Term, replace_at

__all__ = ["Offer", "Way", "polynomial_after", "rearranged", "taken"]

Way = tuple[Term, list[Move]]
"""A term, and the moves that lead there."""


class Offer(NamedTuple):
    """`before` becomes `after` by the moves; in a sum it may be had `times` over."""

    before: Term
    after: Term
    moves: list[Move]
    times: tuple[Monomial, Fraction]


def rearranged(start: Term, end: Term) -> list[Move]:
    """The moves from a sum or product to another with the same collected form."""
    moves = []
    if start is not end:
        if collected(start) is not start:
            moves.append(Move(COLLECTING, True, (), {"term": start}))
        if collected(end) is not end:
            moves.append(Move(COLLECTING, False, (), {"term": end}))
    return moves


def polynomial_after(sum_: Polynomial, offer: Offer, before: Polynomial, after: Polynomial) -> Polynomial:
    """The polynomial with an offer taken; `before` and `after` are the offer's sides. Raises TooLargeError."""
    monomial, coefficient = offer.times
    factor = {monomial: coefficient}
    return added(added(sum_, multiplied(factor, before), -1), multiplied(factor, after))


def taken(term: Term, sum_: Polynomial, before: Polynomial, offer: Offer) -> Way:
    """The term, a sum, with the offer taken; `before` is what the offer's side is in it."""
    monomial, coefficient = offer.times
    of_rank = rank(term)
    rest = polynomial_after(sum_, offer, before, {})
    scale = written({monomial: coefficient}, 0)
    alone = monomial == ((), None) and coefficient == 1
    start = offer.before if alone else apply("multiply", scale, offer.before)
    position: tuple[int, ...] = () if alone else (1,)
    if rest:
        start, position = apply("add", written(rest, of_rank), start), (1, *position)
    moves = [*rearranged(term, start), *shifted(offer.moves, position)]
    return replace_at(start, position, offer.after), moves
