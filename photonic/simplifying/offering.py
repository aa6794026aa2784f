"""Offering: what laws, linear operators and calculation with quotients offer for a sum, each as the whole sum after it.

An offer is a form, and what makes the way to it, which is made for the one that is taken only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache, partial

from photonic.normal_forms.collecting import is_arithmetic, opened, operands, unopened
from photonic.normal_forms.polynomials import Polynomial, TooLargeError, atoms
from photonic.simplifying.fractions import Fractions
from photonic.simplifying.gathering import Gathering
from photonic.simplifying.measure import Measure, Value, value_of_term
from photonic.simplifying.offers import Offer, Way, polynomial_after, rearranged, taken
from photonic.simplifying.rewrites import Rewrites
from photonic.simplifying.sum_laws import Read, SumLaws
from photonic.simplifying.variants import Origins, leaves
from photonic.simplifying.writing import Writer
from photonic.terms import rank
from rewriting.proofs.move import Move, shifted
from rewriting.term import Term, replace_at, subterm_at

__all__ = ["Offered", "Offering", "made"]

COMPONENTS = 3
"""Of a vector: what adding and scaling one takes."""

PATIENCE = 1
"""Offers looked at after the best so far."""

Offered = tuple[Term, Callable[[], Way]]
"""A form, and what makes the way to something that is rearranged to it."""


class Offering:
    """Offers for sums in one measure by the laws of a theory, within an effort.

    What is counted are the terms of the sums that are looked at and of those that offers make of them. It is a count
    and no clock, so that what is found is the same on every machine.
    """

    def __init__(self, rewrites: Rewrites, measure: Measure, effort: int) -> None:
        self.rewrites, self.measure, self._effort = rewrites, measure, effort
        self._values: dict[Term, Value] = {}
        self._settled: dict[Term, Way] = {}
        self._origins: dict[Term, dict[Term, list[Move]]] = {}
        self._writer = Writer(self.value)
        self._gathering, self._sum_laws = _sources(rewrites)
        self._fractions = Fractions(rewrites, self._writer.written)

    @property
    def tired(self) -> bool:
        """Whether the effort is spent."""
        return self._effort <= 0

    def value(self, term: Term) -> Value:
        """The measure of a term."""
        return self._values.get(term) or value_of_term(self.measure, term, self._values)

    def settled(self, term: Term) -> Way:
        """The term with every part that is no sum or product written lower by single laws, from the leaves up."""
        if not term.args:
            return term, []
        known = self._settled.get(term)
        if known is None:
            moves: list[Move] = []
            args = []
            for k, child in enumerate(term.args):
                new, own = self.settled(child)
                moves += shifted(own, (k,))
                args.append(new)
            new = Term(term.op, tuple(args)) if moves else term
            found = None if operands(new) else self._at_once(new)
            if found is not None:
                new, more = self.settled(found[0])
                moves += [*found[1], *more]
            known = self._settled[term] = new, moves
        return known

    def _at_once(self, term: Term) -> Way | None:
        """What one law makes of the term, where it is lower or the operands were out of order."""
        best, bar = None, self.value(term)
        for new, move in self.rewrites.at_root(term):
            value = self.value(new)
            if value < bar:
                best, bar = (new, [move]), value
        swapped = self.rewrites.swapped(term) if best is None else None
        if swapped is not None and self.value(swapped[0]) <= self.value(term):
            return swapped[0], [swapped[1]]
        return best

    def _best(self, term: Term, offered: Iterable[Offered]) -> Offered | None:
        """The lowest form of those offered that is lower than the term; few are looked at after the best so far."""
        bar, best, patience = self.value(term), None, math.inf
        for found in offered:
            value = self.value(found[0])
            if value < bar:
                bar, best, patience = value, found, PATIENCE
            patience -= 1
            if patience < 0:
                break
        return best

    def _offered(self, term: Term) -> Iterator[Offered]:
        """Forms of a sum after one offer each, with what makes the way to something that is rearranged to them."""
        for way in self._fractions.ways(term):
            self._effort -= len(way[1])
            yield way[0], partial(_as_found, way)
        for sum_, read in self._readings(term):
            self._effort -= len(sum_)
            yield from self._with(self._gathering.offers(sum_), term, sum_, read)
            yield from self._with(self._sum_laws.offers(sum_, read, self.settled, self._origins), term, sum_, read)
            yield from self._by_parts(term, sum_, read)
            if self.measure.about:
                yield from self._with(self._gathering.taken_in(sum_), term, sum_, read)

    def _readings(self, term: Term) -> Iterator[tuple[Polynomial, Read]]:
        """A sum with its products multiplied out, and as it is written, where that is another."""
        seen: list[Polynomial] = []
        for read in (opened, unopened):
            with suppress(TooLargeError):
                sum_ = read(term)
                if sum_ not in seen:
                    seen.append(sum_)
                    yield sum_, read

    def _with(self, offers: Iterable[Offer], term: Term, sum_: Polynomial, read: Read) -> Iterator[Offered]:
        """The sum after each of some offers, unless it is seen to be higher."""
        of_rank = rank(term)
        bar = self._parts_of(sum_, of_rank)
        for offer in offers:
            if self.tired:
                return
            settled, more = self.settled(offer.after)
            offer = offer._replace(after=settled, moves=[*offer.moves, *more])
            try:
                before, after = read(offer.before), opened(settled)
                changed = polynomial_after(sum_, offer, before, after)
                if self._parts_of(changed, of_rank) > bar:
                    continue
                self._effort -= len(changed)
                yield self._writer.written(changed, of_rank), partial(taken, term, sum_, before, offer)
            except TooLargeError:
                continue

    def _by_sum_laws(self, term: Term, origins: Origins) -> Iterator[Offered]:
        """The sum after each offer of a law alone."""
        for sum_, read in self._readings(term):
            yield from self._with(self._sum_laws.offers(sum_, read, self.settled, origins), term, sum_, read)

    def _parts_of(self, sum_: Polynomial, of_rank: int) -> float:
        """The measure of what a sum is made of, each part once: what writing it takes at least, nearly."""
        parts = sum(self.value(each)[0] for each in atoms(sum_))
        if self.measure.about or self.measure.goal == "expanded":
            return parts
        components = 1 if self.measure.goal == "smallest" else COMPONENTS**of_rank
        return parts + components * (sum(len(factors) for factors, _ in sum_) + len(sum_))

    def _by_parts(self, term: Term, sum_: Polynomial, read: Read) -> Iterator[Offered]:
        """The sum with one part as a law writes it, where that has something in common with the others."""
        of_rank = rank(term)
        for part in atoms(sum_):
            others = atoms(sum_).keys() - {part}
            for new, move in self.rewrites.at_root(part) if not is_arithmetic(part) else ():
                try:
                    if others.isdisjoint(atoms(opened(new))):
                        continue
                    moves, changed = [], term
                    for position in leaves(term):
                        if subterm_at(term, position) is part:
                            moves += shifted([move], position)
                            changed = replace_at(changed, position, new)
                    if self._parts_of(read(changed), of_rank) > self._parts_of(sum_, of_rank):
                        continue
                    form = self._writer.written(read(changed), of_rank)
                except TooLargeError:
                    continue
                yield form, partial(_as_found, (changed, moves))


def _as_found(way: Way) -> Way:
    return way


def made(offered: Offered) -> Way:
    """A form that was offered, and the way to it."""
    form, made = offered
    start, moves = made()
    return form, [*moves, *rearranged(start, form)]


@lru_cache(maxsize=64)
def _sources(rewrites: Rewrites) -> tuple[Gathering, SumLaws]:
    """Where offers come from."""
    return Gathering(rewrites), SumLaws(rewrites)
