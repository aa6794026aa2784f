"""Variants: other ways to write a part of a sum, as a law may want to see it, each with the way to it.

A part stands in a sum as the descent left it: ∇f·(A × B) as (A × B·∇)f, where a law about ∇f·X does not see it. So a
part is known by what single laws make of it besides, and by what it was before it was lowered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from photonic.normal_forms.collecting import is_arithmetic, operands
from photonic.simplifying.offers import Way
from photonic.simplifying.rewrites import Rewrites
from rewriting.op import Op
from rewriting.proofs.move import Move, reversed_moves, shifted
from rewriting.term import Term, replace_at, subterm_at

__all__ = ["Origins", "Parts", "Variants", "leaves"]

Origins = Mapping[Term, Mapping[Term, list[Move]]]
"""For parts that were lowered, what they were, with the moves from there."""

MOST_FORMS = 500
"""Parts whose variants by laws are kept."""


class _Forms(NamedTuple):
    """The ways to write a part: by the operator at their root, and the moves from the part to each."""

    by_op: dict[Op, list[Term]]
    ways: dict[Term, list[Move]]


class Variants:
    """The variants of parts by the laws of a theory."""

    def __init__(self, rewrites: Rewrites) -> None:
        self._rewrites = rewrites
        self._known: dict[Term, _Forms] = {}

    def of(self, part: Term, origins: Mapping[Term, list[Move]]) -> _Forms:
        """The part, what single laws make of it, what it was, and each with its operands in the other order."""
        known = self._known.get(part)
        if known is None:
            if len(self._known) > MOST_FORMS:
                self._known.clear()
            made = () if is_arithmetic(part) else self._rewrites.at_root(part)
            known = self._known[part] = self._forms([(part, []), *((new, [move]) for new, move in made)])
        if not origins:
            return known
        former = ((origin, reversed_moves(moves)) for origin, moves in origins.items())
        return self._forms([*known.ways.items(), *former])

    def _forms(self, ways: Iterable[Way]) -> _Forms:
        found: dict[Term, list[Move]] = {}
        by_op: dict[Op, list[Term]] = {}
        for form, moves in ways:
            if is_arithmetic(form) and moves:
                continue
            found.setdefault(form, moves)
            turned = self._rewrites.turned(form)
            if turned is not None:
                found.setdefault(turned[0], [*moves, turned[1]])
        for form in found:
            by_op.setdefault(form.op, []).append(form)
        return _Forms(by_op, found)


class Parts:
    """The parts of one sum, under all the names by which they are known."""

    def __init__(self, parts: Iterable[Term], variants: Variants, origins: Origins) -> None:
        self._forms = {part: variants.of(part, origins.get(part, {})) for part in parts}
        self._names: dict[Term, Term] | None = None

    def forms(self, part: Term) -> dict[Op, list[Term]]:
        """The ways to write a part, by operator."""
        return self._forms[part].by_op

    def as_it_stands(self, term: Term, settled: Callable[[Term], Way]) -> Way:
        """A term with each part written as it is in the sum, where it is there; else `settled`."""
        moves: list[Move] = []
        for position in leaves(term):
            part = subterm_at(term, position)
            if part in self._forms or not part.args:
                continue
            new, own = self._found(part) or settled(part)
            if own and new not in self._forms:
                new, further = self._found(new) or (new, [])
                own = [*own, *further]
            if own:
                moves += shifted(own, position)
                term = replace_at(term, position, new)
        return term, moves

    def _found(self, form: Term) -> Way | None:
        """The part of the sum that a form is a variant of, and the way to it."""
        if self._names is None:
            self._names = {}
            for part, (_, ways) in self._forms.items():
                for other in ways:
                    self._names.setdefault(other, part)
        known = self._names.get(form)
        return None if known is None else (known, reversed_moves(self._forms[known].ways[form]))


def leaves(term: Term) -> list[tuple[int, ...]]:
    """Where the parts stand that collecting takes as a whole; below other operators, the operands."""
    looked_at = operands(term)
    found: list[tuple[int, ...]] = []
    stack: list[tuple[int, ...]] = [(k,) for k in looked_at or range(len(term.args))]
    while stack:
        position = stack.pop()
        inner = operands(subterm_at(term, position)) if looked_at else ()
        if inner:
            stack += [(*position, k) for k in inner]
        else:
            found.append(position)
    return found[::-1]
