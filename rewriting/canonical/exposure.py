"""Parts of a sum brought together, so that a rule\'s left side can match them: matching modulo a theory on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from rewriting.analysis import Workbench
from rewriting.canonical.theory import Theory, TooLargeError
from rewriting.live_index import LiveIndex
from rewriting.match import match
from rewriting.op import VARIABLE
from rewriting.pattern import Pattern, compile_pattern
from rewriting.term import Term

__all__ = ["Exposure"]

_Bindings: TypeAlias = dict[str, int]


class Exposure:
    """For each pattern p₁ + … + pₖ and each sum, the ways to find its k operands among those of the sum.

    Raises ValueError for a pattern with fewer than two operands, or with a bare variable as operand.
    """

    def __init__(self, theory: Theory, patterns: Sequence[Term], most: int) -> None:
        self._theory, self._left = theory, most
        self._patterns = [(pattern, self._compiled(pattern)) for pattern in patterns]
        self._exposed: set[Term] = set()

    def expose(self, graph: Workbench, sums: Sequence[Term]) -> bool:
        """Add the forms (p₁ + … + pₖ) + rest of these terms, if they are not there yet; whether there was room."""
        if not self._patterns or not sums:
            return True
        operands = [(term, parts) for term in sums if (parts := self._operands(term))]
        distinct = list(dict.fromkeys(part for _, parts in operands for part in parts))
        added = graph.try_add_all(distinct)
        if added is None:
            return False
        rows = dict(zip(distinct, added.tolist(), strict=True))
        snapshot = LiveIndex(graph.table)
        parent = graph.table.sets.parent
        for pattern, pieces in self._patterns:
            found = [_matches(piece, snapshot) for piece in pieces]
            for term, parts in operands:
                classes = [int(parent[rows[part]]) for part in parts]
                for chosen in _choices(found, classes):
                    if not self._add(graph, term, pattern, [parts[i] for i in chosen]):
                        return False
        return True

    def _operands(self, term: Term) -> list[Term]:
        """What a piece of a pattern may match in a sum; nothing where the sum is too large."""
        try:
            return [form for part in self._theory.parts(term) for form in self._theory.alternatives(part)]
        except TooLargeError:
            return []

    def _compiled(self, pattern: Term) -> list[Pattern]:
        pieces = self._theory.pieces(pattern)
        if len(pieces) < 2 or any(piece.op.name == VARIABLE for piece in pieces):
            raise ValueError(
                f"pattern {pattern}: matching modulo {self._theory.normalisation.name} needs two operands or more, "
                f"none of them a bare variable; what else stands in the sum is matched without being named"
            )
        return [compile_pattern(piece) for piece in pieces]

    def _add(self, graph: Workbench, term: Term, pattern: Term, parts: list[Term]) -> bool:
        """Add one form, if it is asked for; whether there was room."""
        rest = self._theory.without(term, parts)
        if rest is None or self._left <= 0:
            return True
        group = self._theory.shaped(pattern, parts)
        form = self._theory.together([group, self._theory.together(rest)]) if rest else group
        if form not in self._exposed:
            if graph.try_add_all([form]) is None:
                return False
            self._exposed.add(form)
            self._left -= 1
        return True


def _matches(pattern: Pattern, snapshot: LiveIndex) -> dict[int, list[_Bindings]]:
    """What the pattern's variables are in each class that it matches."""
    table = snapshot.table
    found: dict[int, list[_Bindings]] = {}
    matches = match(pattern, snapshot)
    if matches is None:
        return found
    roots = table.sets.parent.take(matches.rows[0]).tolist()
    columns = {
        name: table.children[k].take(matches.rows[number]).tolist() for name, (number, k) in pattern.binding.items()
    }
    for i, root in enumerate(roots):
        found.setdefault(root, []).append({name: column[i] for name, column in columns.items()})
    return found


def _choices(found: Sequence[dict[int, list[_Bindings]]], classes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Distinct positions, one for each piece, whose bindings agree."""
    stack: list[tuple[tuple[int, ...], _Bindings]] = [((), {})]
    seen: set[tuple[int, ...]] = set()
    while stack:
        chosen, bindings = stack.pop()
        if len(chosen) == len(found):
            if chosen not in seen:
                seen.add(chosen)
                yield chosen
            continue
        for position, root in enumerate(classes):
            if position in chosen:
                continue
            for more in found[len(chosen)].get(root, ()):
                if all(bindings.get(name, value) == value for name, value in more.items()):
                    stack.append(((*chosen, position), bindings | more))
