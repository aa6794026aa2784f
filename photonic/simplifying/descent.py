"""Descent: a smaller measure by laws applied to one subterm after another, without an e-graph.

A term is taken from the leaves up. Sums and products are written in the lowest way; what laws offer for their terms is
taken while that leads down. At any other operator a law is tried, then two in a row of which the first goes uphill.
Whatever is found is kept only if the measure gets smaller, so it comes to an end; every step is a move of a proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from photonic.normal_forms.collecting import collected, is_arithmetic, opened, operands
from photonic.normal_forms.polynomials import Polynomial, TooLargeError
from photonic.simplifying.measure import Measure
from photonic.simplifying.offering import Offering, made
from photonic.simplifying.offers import Way, rearranged
from photonic.simplifying.rewrites import Rewrites
from photonic.simplifying.variants import leaves
from photonic.terms import rank
from rewriting.proofs.move import Move, shifted
from rewriting.term import Term, replace_at, subterm_at

__all__ = ["Descent", "lowered"]

AS_GIVEN = 6
"""Offers looked at for a sum whose parts are as they were given."""

UPHILL = 24
"""First laws tried, at one operator, that a second one must make good."""


class Descent(Offering):
    """The descent in one measure by the laws of a theory, within an effort; operators count too."""

    def __init__(self, rewrites: Rewrites, measure: Measure, effort: int) -> None:
        super().__init__(rewrites, measure, effort)
        self._done: dict[Term, Way] = {}
        self._written: dict[Term, Term] = {}

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
        return None if best is None else made(best)

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
        return None if best is None else made(best)

    def _at_operator(self, term: Term) -> Way | None:
        """What one law makes of the term, or two, or a law about a sum of two such terms: A·∂t A = ∂t(A·A)/2."""
        found = self._at_once(term) or self._uphill(term, self.rewrites.at_root(term))
        if found is None and self._sum_laws.may_be_half(term):
            best = self._best(term, self._by_sum_laws(term, self._origins))
            found = None if best is None else made(best)
        return found

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


def lowered(start: Way, descent: Descent) -> Iterator[Way]:
    """A form, and the lowest form found from it."""
    yield start
    lowest, more = descent.lowest(start[0])
    yield lowest, [*start[1], *more]
