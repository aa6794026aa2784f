"""The goal "accurate": forms without cancellation, tried one after another, of which a measurement keeps the best.

At each place of a form a law about cancellation is applied, or a difference is multiplied by its conjugate; quotients
are put together, and what cancels exactly is taken away. The few best forms of a round are looked at in the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from photonic.normal_forms.collecting import is_arithmetic
from photonic.simplifying.descent import Descent
from photonic.simplifying.fractions import Fractions
from photonic.simplifying.offers import Way
from photonic.simplifying.rewrites import Rewrites
from photonic.terms import FUNCTION, apply, rank
from rewriting.proofs.matching import match_term
from rewriting.proofs.move import Move, shifted
from rewriting.term import Term, postorder, replace_at, substitute, subterm_at

__all__ = ["Accurate"]

ROUNDS = 3
KEPT = 3
"""Forms of a round that the next one begins with."""

MOST_FORMS = 60
"""Forms that are measured."""

CLEARLY = 0.1
"""Bits by which a form must be better that is not simpler."""

GOOD = 0.5
"""Bits of error with which no more forms are looked for: nearly every value is the float next to the truth."""

Bits = Callable[[Term], float]


class Accurate:
    """A search for accurate forms; `bits` measures one."""

    def __init__(self, rewrites: Rewrites, descent: Descent, bits: Bits) -> None:
        self._rewrites, self._descent, self._bits = rewrites, descent, bits
        self._fractions = Fractions(rewrites, descent.written)
        self._found: dict[Term, tuple[float, list[Move]]] = {}

    def best(self, starts: Iterable[Way]) -> Way:
        """The most accurate form found from some forms of one term, the first of which is the term itself."""
        first, *others = starts
        frontier = list(islice({way[0]: way for way in (first, *self._fractions.ways(first[0]), *others)}.values(), 4))
        for way in frontier:
            self._look_at(way)
        for _ in range(ROUNDS):
            known = len(self._found)
            if min(bits for bits, _ in self._found.values()) <= GOOD:
                break
            for term, moves in frontier:
                for form, more in self._ways(term):
                    self._look_at((form, [*moves, *more]))
            if len(self._found) == known:
                break
            frontier = self._ranked()[:KEPT]
        return self._chosen(first)

    def _look_at(self, way: Way) -> None:
        term, moves = way
        if term not in self._found and len(self._found) < MOST_FORMS:
            self._found[term] = self._bits(term), moves

    def _ranked(self) -> list[Way]:
        ranked = sorted(self._found, key=lambda term: (self._found[term][0], self._descent.value(term)))
        return [(term, self._found[term][1]) for term in ranked]

    def _chosen(self, first: Way) -> Way:
        """The best form; of those that are hardly worse than it and no worse than the first, the cheapest."""
        best = self._found[self._ranked()[0][0]][0]
        limit = min(best + CLEARLY, self._found[first[0]][0])
        close = [term for term, (bits, _) in self._found.items() if bits <= limit]
        term = min(close, key=lambda each: (self._descent.value(each), self._found[each][0]), default=first[0])
        return term, self._found[term][1]

    def _ways(self, term: Term) -> Iterator[Way]:
        """What one step makes of a term, at any place in it."""
        stack: list[tuple[int, ...]] = [()]
        while stack:
            position = stack.pop()
            node = subterm_at(term, position)
            stack += [(*position, k) for k in range(len(node.args))]
            for form, moves in self._at(node):
                yield replace_at(term, position, form), shifted(moves, position)

    def _at(self, node: Term) -> Iterator[Way]:
        for form, moves in self._stepped(node):
            yield form, moves
            tidy, more = self._tidied(form)
            if more:
                yield tidy, [*moves, *more]

    def _stepped(self, node: Term) -> Iterator[Way]:
        for shape, moves in self._shapes(node):
            for rule in self._rewrites.accurate:
                bindings = match_term(rule.lhs, shape) if rule.lhs.op == shape.op else None
                if bindings is not None and self._rewrites.holds(rule, bindings):
                    yield substitute(rule.rhs, bindings), [*moves, Move(rule, True, (), bindings)]
        if is_arithmetic(node):
            yield from self._fractions.ways(node)
            form = self._descent.factored(node)
            if form is not None:
                yield form
        if node.op.name in ("add", "subtract") and not rank(node) and any(map(_has_function, node.args)):
            yield from self._by_conjugate(node)

    def _shapes(self, node: Term) -> Iterator[Way]:
        """The term, and a sum with a negative part as a difference."""
        yield node, []
        if node.op.name == "add":
            for start, moves in [(node, []), *self._rewrites.one_step("add_commutative", node)]:
                if start.args[1].op.name == "negate":
                    end = apply("subtract", start.args[0], start.args[1].args[0])
                    for rule in self._rewrites.named("subtract_as_add"):
                        bindings = match_term(rule.rhs, start)
                        if bindings is not None:
                            yield end, [*moves, Move(rule, False, (), bindings)]

    def _by_conjugate(self, node: Term) -> Iterator[Way]:
        """(a + b)(a − b)/(a + b) in place of a − b, with the product worked out."""
        other = apply("add" if node.op.name == "subtract" else "subtract", *node.args)
        start = apply("divide", apply("multiply", other, node), other)
        for whole, moves in self._rewrites.one_step("quotient_whole", start):
            if whole is node:
                back = [Move(move.rule, not move.forward, move.position, move.bindings) for move in moves]
                lowest, more = self._descent.lowest(start.args[0])
                yield replace_at(start, (0,), lowest), [*back, *shifted(more, (0,))]

    def _tidied(self, form: Term) -> Way:
        """The form with the operands of its sums, products and functions written lower."""
        moves: list[Move] = []
        args = []
        for k, child in enumerate(form.args):
            new, own = self._descent.lowest(child) if is_arithmetic(child) else self._tidied(child)
            moves += shifted(own, (k,))
            args.append(new)
        return Term(form.op, tuple(args)) if moves else form, moves


def _has_function(term: Term) -> bool:
    return any(node.op.name in (FUNCTION, "sqrt", "norm", "power") for node in postorder(term))
