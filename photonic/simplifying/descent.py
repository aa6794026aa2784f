"""Descent: a smaller measure by laws applied to one subterm after another, without an e-graph.

A term is taken from the leaves up. Sums and products are written in the lowest way; what laws offer for their terms is
taken while that leads down. At any other operator a law is tried, then two in a row of which the first goes uphill.
Whatever is found is kept only if the measure gets smaller, so it comes to an end; every step is a move of a proof.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import islice

from photonic.normal_forms.collecting import collected, is_arithmetic, opened, operands, unopened
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

__all__ = ["Descent", "lowered"]

COMPONENTS = 3
"""Of a vector: what adding and scaling one takes."""

PATIENCE = 1
"""Offers looked at after the best so far."""

AS_GIVEN = 6
"""Offers looked at for a sum whose parts are as they were given."""

UPHILL = 24
"""First laws tried, at one operator, that a second one must make good."""


_Offered = tuple[Term, Callable[[], Way]]
"""A form, and what makes the way to something that is rearranged to it."""


class Descent:
    """The descent in one measure by the laws of a theory, within an effort.

    What is counted are the terms of the sums that are looked at and of those that offers make of them, and operators.
    It is a count and no clock, so that what is found is the same on every machine.
    """

    def __init__(self, rewrites: Rewrites, measure: Measure, effort: int) -> None:
        self.rewrites, self.measure, self._effort = rewrites, measure, effort
        self._values: dict[Term, Value] = {}
        self._done: dict[Term, Way] = {}
        self._settled: dict[Term, Way] = {}
        self._origins: dict[Term, dict[Term, list[Move]]] = {}
        self._written: dict[Term, Term] = {}
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

    def written(self, polynomial: Polynomial, of_rank: int) -> Term:
        """The lowest way to write a polynomial of a rank."""
        return self._writer.written(polynomial, of_rank)

    def factored(self, term: Term) -> Way | None:
        """A sum as a product of its factors, whether that is lower or not; None where there are none."""
        try:
            form = next(self._writer.in_factors(opened(term), rank(term)), None)
        except TooLargeError:
            return None
        return None if form is None else (form, rearranged(term, form))

    def lowest(self, term: Term) -> Way:
        """The lowest form found, and the way to it."""
        if not term.args:
            return term, []
        known = self._done.get(term)
        if known is None:
            known = self._done[term] = self._lowered(term)
            self._done.setdefault(known[0], (known[0], []))
            if known[1] and not is_arithmetic(term) and not is_arithmetic(known[0]):
                self._origins.setdefault(known[0], {})[term] = known[1]
        return known

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

    def _lowered(self, term: Term) -> Way:
        given = self._as_given(term)
        way = self._from_parts(term)
        if given is not None and self.value(given[0]) < self.value(way[0]):
            form, more = self.lowest(given[0])
            way = form, [*given[1], *more]
        return self._as_before(way)

    def _as_given(self, term: Term) -> Way | None:
        """What a law about sums makes of a sum whose parts are not lowered: it may not be seen in it later.

        ∇·(f g A) from g ∇·(f A) + ∇g·(f A), where f is taken out of either part at first.
        """
        parts = [subterm_at(term, at) for at in leaves(term)] if len(operands(term)) > 1 else []
        if not any(is_arithmetic(self.lowest(part)[0]) for part in parts if not is_arithmetic(part)):
            return None
        effort = self._effort
        best = self._best(term, islice(self._by_sum_laws(term, {}), AS_GIVEN))
        self._effort = effort
        return None if best is None else _made(best)

    def _as_before(self, way: Way) -> Way:
        """A sum or product written as one with the same terms was before, so that operators on them are alike."""
        term, moves = way
        collection = collected(term) if operands(term) else None
        if collection is None:
            return way
        before = self._written.setdefault(collection, term)
        if before is term or self.value(term) < self.value(before):
            return way
        return before, [*moves, *rearranged(term, before)]

    def _from_parts(self, term: Term) -> Way:
        """A term down from its lowered parts; what it was on the way is kept, as a law may want to see it so."""
        term, moves = self._parts(term)
        between = [(term, len(moves))]
        while not self.tired:
            self._effort -= 1
            found = self._in_sum(term) if operands(term) else self._at_operator(term)
            if found is None:
                break
            term, more = found
            moves += more
            term, more = self._parts(term)
            moves += more
            between.append((term, len(moves)))
        if not is_arithmetic(term):
            own = self._origins.setdefault(term, {})
            own.update((each, moves[done:]) for each, done in between[:-1] if not is_arithmetic(each))
        form = self._writer.lowest(term)  # what cancels does so even where the effort is spent
        if self.value(form) < self.value(term):
            return form, [*moves, *rearranged(term, form)]
        return term, moves

    def _parts(self, term: Term) -> Way:
        """The term with the parts below its layer of sums and products lowered."""
        moves: list[Move] = []
        for position in leaves(term):
            new, own = self.lowest(subterm_at(term, position))
            if own:
                moves += shifted(own, position)
                term = replace_at(term, position, new)
        return term, moves

    def _in_sum(self, term: Term) -> Way | None:
        """A lower way to write a sum or product, or what an offer makes of it."""
        form = self._writer.lowest(term)
        if self.value(form) < self.value(term):
            return form, rearranged(term, form)
        best = self._best(term, self._offered(term))
        return None if best is None else _made(best)

    def _best(self, term: Term, offered: Iterable[_Offered]) -> _Offered | None:
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

    def _offered(self, term: Term) -> Iterator[_Offered]:
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

    def _with(self, offers: Iterable[Offer], term: Term, sum_: Polynomial, read: Read) -> Iterator[_Offered]:
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

    def _parts_of(self, sum_: Polynomial, of_rank: int) -> float:
        """The measure of what a sum is made of, each part once: what writing it takes at least, nearly."""
        parts = sum(self.value(each)[0] for each in atoms(sum_))
        if self.measure.about or self.measure.goal == "expanded":
            return parts
        components = 1 if self.measure.goal == "smallest" else COMPONENTS**of_rank
        return parts + components * (sum(len(factors) for factors, _ in sum_) + len(sum_))

    def _by_parts(self, term: Term, sum_: Polynomial, read: Read) -> Iterator[tuple[Term, Callable[[], Way]]]:
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

    def _at_operator(self, term: Term) -> Way | None:
        """What one law makes of the term, or two, or a law about a sum of two such terms: A·∂t A = ∂t(A·A)/2."""
        found = self._at_once(term) or self._uphill(term, self.rewrites.at_root(term))
        if found is None and self._sum_laws.may_be_half(term):
            best = self._best(term, self._by_sum_laws(term, self._origins))
            found = None if best is None else _made(best)
        return found

    def _by_sum_laws(self, term: Term, origins: Origins) -> Iterator[_Offered]:
        for sum_, read in self._readings(term):
            yield from self._with(self._sum_laws.offers(sum_, read, self.settled, origins), term, sum_, read)

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

    def _uphill(self, term: Term, options: Sequence[tuple[Term, Move]]) -> Way | None:
        """Two laws in a row: the second at an operand of what the first makes, or at its root."""
        bar, best = self.value(term), None
        for first, move in sorted(options, key=lambda option: self.value(option[0]))[:UPHILL]:
            args, moves = [], [move]
            for k, child in enumerate(first.args):
                lowest = min(self.rewrites.at_root(child), key=lambda o: self.value(o[0]), default=None)
                if lowest is not None and self.value(lowest[0]) < self.value(child):
                    moves.append(shifted([lowest[1]], (k,))[0])
                    child = lowest[0]
                args.append(child)
            second = Term(first.op, tuple(args))
            if second.args:
                for third, last in self._further(second):
                    if self.value(third) < bar:
                        best, bar = (third, [*moves, *last]), self.value(third)
            if self.value(second) < bar:
                best, bar = (second, moves), self.value(second)
        return best

    def _further(self, term: Term) -> Iterator[Way]:
        if operands(term):
            form = self._writer.lowest(term)
            yield form, rearranged(term, form)
        for new, move in self.rewrites.at_root(term):
            yield new, [move]


def _as_found(way: Way) -> Way:
    return way


def _made(offered: _Offered) -> Way:
    """A form that was offered, and the way to it."""
    form, made = offered
    start, moves = made()
    return form, [*moves, *rearranged(start, form)]


@lru_cache(maxsize=64)
def _sources(rewrites: Rewrites) -> tuple[Gathering, SumLaws]:
    """Where offers come from."""
    return Gathering(rewrites), SumLaws(rewrites)


def lowered(start: Way, descent: Descent) -> Iterator[Way]:
    """A form, and the lowest form found from it."""
    yield start
    lowest, more = descent.lowest(start[0])
    yield lowest, [*start[1], *more]
