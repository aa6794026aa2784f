"""Descent: a smaller measure by laws applied to one subterm after another, without an e-graph.

A term is taken from the leaves up. At each operator one law is tried, then what like terms collect to, then pairs of a
sum's terms, in the arrangements in which a law may see them, then two laws in a row of which the first goes uphill.
Whatever is found is kept only if the measure gets smaller, so it comes to an end; every step is a move of a proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from photonic.normal_forms.like_terms import COLLECT, SUMS, collected, sum_term, summands
from photonic.simplifying.arrangements import Summand, arranged
from photonic.simplifying.measure import Measure, Value, value_of_term
from photonic.simplifying.rewrites import Rewrites
from photonic.terms import apply, rank
from rewriting.proofs.move import Move, reversed_moves, shifted
from rewriting.term import Term, replace_at

__all__ = ["Descent", "expand"]

Way = tuple[Term, list[Move]]
"""A term, and the moves that lead there."""


class Found(NamedTuple):
    """Two summands as they were arranged, what laws made of them, the moves, and whether a sign was taken out."""

    before: Term
    after: Term
    moves: list[Move]
    negative: bool


PRODUCTS = frozenset({"multiply", "divide"})
WIDEST = 12
"""Terms of a sum among which pairs are looked for."""

FEW = 4
"""Terms of a sum among which pairs are looked for thoroughly."""

UPHILL = 24
"""First laws tried, at one operator, that a second one must make good."""


class Descent:
    """The descent in one measure by the laws of a theory. `effort` bounds the operators at which laws are tried."""

    def __init__(self, rewrites: Rewrites, measure: Measure, effort: int = 400) -> None:
        self.rewrites, self.measure, self._most = rewrites, measure, effort
        self._values: dict[Term, Value] = {}
        self._pairs_known: dict[tuple[Summand, Summand, bool], Found | None] = {}
        self._done: dict[tuple[Term, bool], Way] = {}
        self._effort, self._whole_first = effort, False

    def value(self, term: Term) -> Value:
        """The measure of a term."""
        return self._values.get(term) or value_of_term(self.measure, term, self._values)

    def lowest(self, term: Term, whole_first: bool = False) -> Way:
        """The lowest form found, and the way to it; `whole_first` tries laws at an operator before its operands."""
        self._done, self._effort, self._whole_first = {}, self._most, whole_first
        return self._lower(term, False)

    def _lower(self, term: Term, inside: bool) -> Way:
        """`inside` says that the term is part of a larger sum or product."""
        if not term.args:
            return term, []
        known = self._done.get((term, inside))
        if known is None:
            known = self._done[term, inside] = self._lowered(term, inside)
            self._done.setdefault((known[0], inside), (known[0], []))
        return known

    def _lowered(self, term: Term, inside: bool) -> Way:
        moves: list[Move] = []
        if self._whole_first:
            term, moves = self._stepped(term, inside, False)
        term, more = self._children(term)
        term, last = self._stepped(term, inside, True)
        return term, [*moves, *more, *last]

    def _stepped(self, term: Term, inside: bool, deep: bool) -> Way:
        """Steps at this operator while they lead down; with `deep`, operands are lowered again after each."""
        moves: list[Move] = []
        while self._effort > 0:
            self._effort -= 1
            found = self._step(term, inside)
            if found is None:
                break
            term = found[0]
            moves += found[1]
            if deep:
                term, more = self._children(term)
                moves += more
        return term, moves

    def _children(self, term: Term) -> Way:
        moves: list[Move] = []
        args = []
        for k, child in enumerate(term.args):
            within = _family(term) is not None and _family(term) == _family(child)
            new, own = self._lower(child, within)
            moves += shifted(own, (k,))
            args.append(new)
        return (term if not moves else Term(term.op, tuple(args))), moves

    def _step(self, term: Term, inside: bool) -> Way | None:
        """A way down from here, if one is found."""
        if not term.args:
            return None
        best, bar = None, self.value(term)
        options = self.rewrites.at_root(term)
        for new, move in options:
            value = self.value(new)
            if value < bar:
                best, bar = (new, [move]), value
        swapped = self.rewrites.swapped(term)
        if best is None and swapped is not None:
            return swapped[0], [swapped[1]]
        if inside:
            return best
        if _family(term):
            form = collected(term)
            if form is not None and self.value(form) < bar:
                best, bar = (form, [_collect(term)]), self.value(form)
        if best is None and _family(term) == "sum":
            best = self._pairs(term)
        return best or self._uphill(term, options)

    def _pairs(self, term: Term) -> Way | None:
        """Two terms of a sum that a law makes less of: of all pairs the one that gains most."""
        parts = list((summands(term) or {}).items())
        if not 2 <= len(parts) <= WIDEST:
            return None
        for thorough in (False, True):
            offers: list[tuple[Value, int, Term, list[Summand], Found]] = []
            for i, j in combinations(range(len(parts)), 2):
                found = self._pair(parts[i], parts[j], thorough)
                if found is not None:
                    rest = [part for k, part in enumerate(parts) if k not in (i, j)]
                    after, _ = _beside(found.after, rest, found.negative, rank(term))
                    offers.append((self.value(after), len(offers), after, rest, found))
            if offers and min(offers)[0] < self.value(term):
                _, _, after, rest, found = min(offers)
                before, place = _beside(found.before, rest, found.negative, rank(term))
                return after, [_collect(term), *reversed_moves([_collect(before)]), *shifted(found.moves, place)]
            if len(parts) > FEW:
                break
        return None

    def _pair(self, first: Summand, second: Summand, thorough: bool) -> Found | None:
        """What gains most on two summands; `thorough` rewrites one factor before, uphill if need be."""
        key = (first, second, thorough)
        if key not in self._pairs_known:
            self._pairs_known[key] = None
            bar = None
            for before, start, way, negative in self._arrangements(first, second, thorough):
                for new, move in self.rewrites.at_root(start):
                    value = self.value(new)
                    if value < (bar or self.value(before)):
                        bar = value
                        self._pairs_known[key] = Found(before, new, [*way, move], negative)
        return self._pairs_known[key]

    def _arrangements(
        self, first: Summand, second: Summand, thorough: bool
    ) -> Iterator[tuple[Term, Term, list[Move], bool]]:
        """A sum of the two, what a law made of one factor in it, the move, and whether a sign was taken out."""
        for pair, negative in arranged(first, second):
            if not thorough:
                yield pair, pair, [], negative
                continue
            for position, factor in _factors_in(pair):
                for new, move in self.rewrites.at_root(factor):
                    changed = replace_at(pair, position, new)
                    yield pair, changed, shifted([move], position), negative

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
                for third, last in self.rewrites.at_root(second):
                    if self.value(third) < bar:
                        best, bar = (third, [*moves, last]), self.value(third)
            if self.value(second) < bar:
                best, bar = (second, moves), self.value(second)
        return best


def expand(term: Term, rewrites: Rewrites, fuel: int = 600) -> Way:
    """The term with every expanding law applied, innermost first, until none does or the fuel is used up."""
    done: dict[Term, Way] = {}
    left = [fuel]

    def expanded(node: Term) -> Way:
        if node in done or not node.args:
            return done.get(node, (node, []))
        moves: list[Move] = []
        current = node
        while True:
            args = []
            for k, child in enumerate(current.args):
                new, own = expanded(child)
                moves.extend(shifted(own, (k,)))
                args.append(new)
            current = Term(current.op, tuple(args))
            found = rewrites.expanded_at_root(current) if current.args and left[0] > 0 else None
            if found is None:
                break
            left[0] -= 1
            current = found[0]
            moves.append(found[1])
        done[node] = current, moves
        return current, moves

    return expanded(term)


def _family(term: Term) -> str | None:
    if term.op.name in SUMS:
        return "sum"
    return "product" if term.op.name in PRODUCTS else None


def _collect(term: Term) -> Move:
    return Move(COLLECT, True, (), {"term": term})


def _beside(pair: Term, rest: Sequence[Summand], negative: bool, of_rank: int) -> tuple[Term, tuple[int, ...]]:
    """The pair, or its negative, with the rest of its sum, and where it stands there."""
    if not rest:
        return (apply("negate", pair), (0,)) if negative else (pair, ())
    others = sum_term(rest, of_rank)
    return (apply("subtract", others, pair), (1,)) if negative else (apply("add", pair, others), (0,))


def _factors_in(pair: Term) -> Iterator[tuple[tuple[int, ...], Term]]:
    """The opaque factors of a sum of products, with their places."""
    stack: list[tuple[tuple[int, ...], Term]] = [((), pair)]
    while stack:
        position, node = stack.pop()
        if _family(node):
            stack += [((*position, k), child) for k, child in enumerate(node.args)]
        elif node.args:
            yield position, node
