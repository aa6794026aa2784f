"""Evidence: why the conditions held under which rules were applied, kept with a stored e-graph.

A judge knows this of its own graph. A graph that was loaded from a file has new judges or none, so what the old ones
knew of the rows that proofs will speak of is kept beside the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from rewriting.encoding import EncodingError

__all__ = ["Evidence", "Support"]

Support: TypeAlias = Sequence[tuple[int, frozenset[str]]]
"""For each operand of a witness, the row that stands for it and the conditions that row is itself a witness of."""


class Evidence:
    """The support of witnesses, by conditions and row."""

    def __init__(self) -> None:
        self._support: dict[tuple[frozenset[str], int], Support] = {}
        self._grounds: dict[tuple[int, tuple[int, ...]], Sequence[frozenset[str]]] = {}

    def support(self, names: frozenset[str], row: int) -> Support | None:
        """The support of a row as a witness of these conditions, or None if it is not on file."""
        return self._support.get((names, row))

    def note(self, names: frozenset[str], row: int, support: Support) -> None:
        """Put a support on file."""
        self._support[names, row] = tuple(support)

    def grounds(self, rule: int, rows: Sequence[int]) -> Sequence[frozenset[str]] | None:
        """Which facts each recorded row is a witness of where a rule was applied on them; None if not on file."""
        return self._grounds.get((rule, tuple(rows)))

    def note_grounds(self, rule: int, rows: Sequence[int], facts: Sequence[frozenset[str]]) -> None:
        """Put on file what a rule with conditions of several arguments, or others that are no facts, rested on."""
        self._grounds[rule, tuple(rows)] = tuple(facts)

    def to_json(self) -> list[Any]:
        """JSON data, in an order that does not depend on how it was gathered."""
        return sorted(
            [sorted(names), row, [[child, sorted(inner)] for child, inner in support]]
            for (names, row), support in self._support.items()
        )

    def grounds_to_json(self) -> list[Any]:
        """JSON data of the grounds: rule, rows, the facts of each row."""
        return sorted([rule, [*rows], [sorted(f) for f in facts]] for (rule, rows), facts in self._grounds.items())

    @classmethod
    def from_json(cls, data: Any, grounds: Any, rows: int) -> Evidence:
        """The evidence that data stands for, about a graph of so many rows. Raises EncodingError if it is not any."""
        evidence = cls()
        try:
            for rule, recorded, facts in grounds:
                evidence.note_grounds(int(rule), [int(row) for row in recorded], [frozenset(names) for names in facts])
                if len(recorded) != len(facts):
                    raise EncodingError(f"the grounds of rule number {rule} name {len(facts)} of {len(recorded)} rows")
            for names, row, support in data:
                pairs = [(int(child), frozenset(inner)) for child, inner in support]
                if not all(0 <= child < rows for child in (row, *(child for child, _ in pairs))):
                    raise EncodingError(f"the evidence for row {row} speaks of rows that are not there")
                evidence.note(frozenset(names), int(row), pairs)
        except (TypeError, ValueError) as error:
            raise EncodingError(f"the evidence cannot be read: {error}") from error
        return evidence
