"""Facts: properties that follow from the operator and the facts of its operands, with a witness for each.

"depends on nothing that varies" and "is not zero" are such facts. A fact holds of a class if it holds of some term in
it. Facts are Horn clauses, so the least fixed point decides them, and what made a fact true first is its evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TypeAlias

import numpy as np

from rewriting.analysis import Analysis, grouped, parents_of
from rewriting.columns import Flags, Ids, grown, joined
from rewriting.op import Op
from rewriting.table import Table
from rewriting.term import Term, postorder

__all__ = ["Clause", "Clauses", "Facts", "hereditary", "needing"]

Clause: TypeAlias = Mapping[int, frozenset[str]]
"""What must hold of the operands, by index of the operand; empty: nothing need hold."""

Clauses: TypeAlias = Callable[[Op, int], Sequence[Clause]]
"""The alternatives under which a fact holds of `op` applied to so many operands; none: it never does."""


_EVERYTHING: Ids = np.empty(0, dtype=np.int32)
"""Stands among the rows to look at for all of them."""


def hereditary(name: str, leaf: Callable[[Op], bool]) -> Clauses:
    """The fact that holds of a term if it holds of every leaf in it."""
    return lambda op, arity: [dict.fromkeys(range(arity), frozenset([name]))] if arity or leaf(op) else []


def needing(name: str, operands: Mapping[str, Sequence[int]], leaf: Callable[[Op], bool]) -> Clauses:
    """The fact that needs itself of certain operands, given by operator name; of other operators it never holds."""

    def clauses(op: Op, arity: int) -> Sequence[Clause]:
        if not arity:
            return [{}] if leaf(op) else []
        needed = operands.get(op.name)
        return [] if needed is None else [dict.fromkeys(needed, frozenset([name]))]

    return clauses


MOST_TERMS = 4_000
"""Terms whose facts are kept; those of a term rest on those of its parts."""


class Facts(Analysis):
    """Several named facts. Rules ask for them as conditions with one argument: `a / a => 1 if nonzero(?a)`.

    Facts that are asked of one variable together must hold of one and the same term, so each such combination is
    followed as a fact of its own. A combination costs one flag and one row id for each class, and for each row one row
    id for each operand; only those that rules ask for are kept.
    """

    def __init__(self, clauses: Mapping[str, Clauses], name: str = "facts") -> None:
        self.name = name
        self._clauses = dict(clauses)
        self._columns: dict[frozenset[str], _Column] = {}
        self._pending: dict[frozenset[str], list[Ids]] = {}
        self._changed: list[Ids] = []
        self._alternatives: dict[tuple[frozenset[str], Op, int], list[Clause]] = {}
        self._of_terms: dict[Term, frozenset[str]] = {}

    def decides(self) -> frozenset[str]:
        """The names of the facts."""
        return frozenset(self._clauses)

    def demand(self, names: frozenset[str]) -> None:
        """Follow a combination of facts from now on; it is known once the graph is settled next."""
        if names not in self._columns:
            self._columns[names] = _Column()
            self._pending[names] = [_EVERYTHING]

    def holds(self, names: frozenset[str], classes: Ids) -> Flags:
        """Whether one term in each class satisfies all of the named facts."""
        return self._columns[names].flag.take(classes)

    def witnesses(self, names: frozenset[str], classes: Ids) -> Ids:
        """The row that is the evidence for each class."""
        return self._columns[names].witness.take(classes)

    def witness_children(self, names: frozenset[str], row: int, table: Table) -> Sequence[tuple[int, frozenset[str]]]:
        """For each child of a witness, the row that stands for it and the facts that row is a witness of."""
        column = self._columns[names]
        own = table.original_children(row)
        clause = self._alternatives_of(names, table.op_of(row), len(own))[int(column.clause[row])]
        return [
            (int(column.support[k][row]), clause[k]) if k in clause else (child, frozenset())
            for k, child in enumerate(own)
        ]

    def premise(self, name: str, term: Term) -> bool:
        """Whether a fact holds of a term."""

        def known(op: Op, below: list[frozenset[str]]) -> frozenset[str]:
            return frozenset(
                fact
                for fact, clauses in self._clauses.items()
                if any(all(needed <= below[k] for k, needed in clause.items()) for clause in clauses(op, len(below)))
            )

        if term not in self._of_terms:
            if len(self._of_terms) > MOST_TERMS:
                self._of_terms.clear()
            for node in postorder(term):
                if node not in self._of_terms:
                    self._of_terms[node] = known(node.op, [self._of_terms[child] for child in node.args])
        return name in self._of_terms[term]

    def added(self, table: Table, rows: Ids) -> None:
        """See Analysis."""
        del table
        self._look_at(rows)

    def merged(self, table: Table, gone: Ids, by_congruence: bool) -> None:
        """A fact of either class is a fact of both."""
        del by_congruence
        kept = table.sets.find(gone)
        for column in self._columns.values():
            column.resize(table)
            self._changed.append(column.merge(gone, kept))

    def settled(self, table: Table) -> None:
        """Bring the facts to their least fixed point; only rows that are new or have a changed child are looked at."""
        self._spread(table)
        while self._pending:
            names, parts = self._pending.popitem()
            rows = table.live_rows() if any(part is _EVERYTHING for part in parts) else np.unique(joined(parts))
            self._columns[names].resize(table)
            for op, arity, group in grouped(table, rows):
                for number, clause in enumerate(self._alternatives_of(names, op, arity)):
                    self._derive(table, names, group, number, clause)
            self._spread(table)

    def _derive(self, table: Table, names: frozenset[str], rows: Ids, number: int, clause: Clause) -> None:
        """Note the fact for the classes of those rows that satisfy one clause, where it is news."""
        column = self._columns[names]
        holding = ~column.flag.take(table.sets.find(rows))
        for k, needed in clause.items():
            self.demand(needed)
            self._columns[needed].resize(table)
            holding &= self._columns[needed].flag.take(table.children[k].take(rows))
        rows = rows[holding]
        classes, first = np.unique(table.sets.find(rows), return_index=True)
        rows = rows.take(first)
        column.flag[classes] = True
        column.witness[classes] = rows
        column.clause[rows] = number
        for k, needed in clause.items():
            column.support[k][rows] = self._columns[needed].witness.take(table.children[k].take(rows))
        self._changed.append(classes)

    def _spread(self, table: Table) -> None:
        """Look again at the rows above the classes that changed."""
        changed, self._changed = joined(self._changed), []
        if changed.size:
            self._look_at(parents_of(table, table.sets.find(changed)))

    def _look_at(self, rows: Ids) -> None:
        if rows.size:
            for names in self._columns:
                self._pending.setdefault(names, []).append(rows)

    def _alternatives_of(self, names: frozenset[str], op: Op, arity: int) -> list[Clause]:
        """The clauses for several facts together: one clause of each, their demands on each operand united."""
        key = (names, op, arity)
        known = self._alternatives.get(key)
        if known is None:
            known = self._alternatives[key] = [
                _united(choice) for choice in product(*(self._clauses[name](op, arity) for name in sorted(names)))
            ]
        return known


class _Column:
    """One combination of facts: by class, whether it holds and the witness; by witness row, its clause and support."""

    def __init__(self) -> None:
        self.flag: Flags = np.zeros(0, dtype=np.bool_)
        self.witness: Ids = np.zeros(0, dtype=np.int32)
        self.clause: Ids = np.zeros(0, dtype=np.int32)
        self.support: list[Ids] = []

    def resize(self, table: Table) -> None:
        """Make room for every row of the table."""
        size, width = table.count, len(table.children)
        if size > self.flag.size:
            self.flag, self.witness = grown(self.flag, size), grown(self.witness, size)
            self.clause = grown(self.clause, size)
            self.support = [grown(column, size) for column in self.support]
        self.support += [np.zeros(self.flag.size, dtype=np.int32) for _ in range(width - len(self.support))]

    def merge(self, gone: Ids, kept: Ids) -> Ids:
        """Carry flags and witnesses over to the canonical ids; returns those for which there may be news above."""
        news: Flags = self.flag.take(gone) != self.flag.take(kept)
        carried = self.flag.take(gone) & news
        self.flag[kept[carried]] = True
        self.witness[kept[carried]] = self.witness.take(gone[carried])
        above: Ids = kept[news]
        return above


def _united(clauses: Iterable[Clause]) -> Clause:
    united: dict[int, frozenset[str]] = {}
    for clause in clauses:
        for k, needed in clause.items():
            united[k] = united.get(k, frozenset()) | needed
    return united
