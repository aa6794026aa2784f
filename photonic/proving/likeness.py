"""Likeness: terms that differ by collecting terms and clearing zeros only, and the moves from one to the other."""

from __future__ import annotations

from collections.abc import Iterator

from photonic.normal_forms.collecting import COLLECTING, collected, operands
from photonic.proving.clearing import CLEARING, cleared, cleared_root
from rewriting.proofs.move import Move, reversed_moves, shifted
from rewriting.term import Term, replace_at

__all__ = ["Likeness", "Position", "atoms_of"]

Position = tuple[int, ...]


class Likeness:
    """Forms of terms in which every sum and product is collected and every zero cleared; what was found is kept."""

    def __init__(self) -> None:
        self._forms: dict[Term, Term] = {}
        self._cleared: dict[Term, Term] = {}

    def form(self, term: Term) -> Term:
        """The same term for all that are alike."""
        known = self._forms.get(term)
        if known is None:
            if operands(term):
                made = self._rebuilt(term)
                known = collected(made) or made
            else:
                known = cleared_root(self._with(term, [self.form(child) for child in term.args]))
            self._forms[term] = known
        return known

    def alike(self, left: Term, right: Term) -> bool:
        """Whether two terms differ by collecting and clearing only."""
        return left is right or self.form(left) is self.form(right)

    def cleared(self, term: Term) -> Term:
        """The term without zero terms and unit factors."""
        return cleared(term, self._cleared)

    def clearing(self, term: Term) -> list[Move]:
        """The moves that clear a term, each at the smallest part that it takes."""
        done = self.cleared(term)
        if done is term:
            return []
        pairs = [(child, self.cleared(child)) for child in term.args]
        inside = self._with(term, [new for _, new in pairs])
        if inside is done:
            return [m for k, (child, _) in enumerate(pairs) for m in shifted(self.clearing(child), (k,))]
        return [Move(CLEARING, True, (), {"term": term})]

    def way(self, start: Term, stop: Term) -> list[Move] | None:
        """Moves from one term to another that is alike; None where there is no short way."""
        if start is stop:
            return []
        if not self.alike(start, stop):
            return None
        first, last = self.cleared(start), self.cleared(stop)
        if first is not start or last is not stop:
            between = self.way(first, last)
            if between is None:
                return None
            return [*self.clearing(start), *between, *reversed_moves(self.clearing(stop))]
        inner = self._inside(start, stop)
        return inner if inner is not None else self._arranged(start, stop)

    def _inside(self, start: Term, stop: Term) -> list[Move] | None:
        """The way by way of the operands, each to its counterpart."""
        if start.op != stop.op or len(start.args) != len(stop.args):
            return None
        unequal = [k for k, pair in enumerate(zip(start.args, stop.args, strict=True)) if pair[0] is not pair[1]]
        if len(unequal) > 1 and operands(start):
            return None
        moves: list[Move] = []
        for k in unequal:
            part = self.way(start.args[k], stop.args[k])
            if part is None:
                return None
            moves += shifted(part, (k,))
        return moves

    def _arranged(self, start: Term, stop: Term) -> list[Move] | None:
        """The way for sums and products: what stands in them made the same, then collected, forth and perhaps back."""
        if not (operands(start) or operands(stop)):
            return None
        forth, start = self._parts_towards(start, stop)
        back, stop = self._parts_towards(stop, start)
        middle = collected(start)
        if middle is None or middle is not collected(stop):
            return None
        collecting = [] if middle is start else [Move(COLLECTING, True, (), {"term": start})]
        opening = [] if middle is stop else [Move(COLLECTING, False, (), {"term": stop})]
        return [*forth, *collecting, *opening, *reversed_moves(back)]

    def _parts_towards(self, term: Term, other: Term) -> tuple[list[Move], Term]:
        """The term with every part in its sums and products as it stands in the other one, or in its form."""
        there = {part for _, part in atoms_of(other)}
        moves: list[Move] = []
        for position, part in list(atoms_of(term)):
            if part in there:
                continue
            target = next((each for each in there if self.alike(each, part)), None)
            inner = None if target is None else self.way(part, target)
            if target is not None and inner:
                moves += shifted(inner, position)
                term = replace_at(term, position, target)
        return moves, term

    def _rebuilt(self, term: Term) -> Term:
        looked_through = operands(term)
        if not looked_through:
            return self.form(term)
        return self._with(
            term, [self._rebuilt(c) if k in looked_through else self.form(c) for k, c in enumerate(term.args)]
        )

    @staticmethod
    def _with(term: Term, args: list[Term]) -> Term:
        same = all(new is old for new, old in zip(args, term.args, strict=True))
        return term if same else Term(term.op, tuple(args))


def atoms_of(term: Term) -> Iterator[tuple[Position, Term]]:
    """What stands in the sums and products at the top of a term, with its position; the term itself if it is none."""
    stack: list[tuple[Position, Term]] = [((), term)]
    while stack:
        position, node = stack.pop()
        inside = operands(node)
        if not inside:
            yield position, node
        stack += [((*position, k), node.args[k]) for k in reversed(inside)]
