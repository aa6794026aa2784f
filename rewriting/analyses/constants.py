"""Constants: the exact number that a class is known to be, worked out as the graph grows; the rest of it is pruned.

This is the constant folding of egg's test theory `math`. A class that is known to be a number needs no other form of
it to be matched: its e-nodes with operands are hidden, though congruence still finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from rewriting.analysis import Analysis, Conflict, Workbench, parents_of
from rewriting.columns import Flags, Ids, grown, joined
from rewriting.op import NUMBER, Op
from rewriting.proof import Computation
from rewriting.table import DEAD, LEAF, Table
from rewriting.term import Term, fold

__all__ = ["Constants"]

_Predicate: TypeAlias = Callable[..., bool]


class Constants(Analysis):
    """Folds what the computations can work out, to a fixed point, at every rebuild.

    It decides these conditions (`?a` and `?b` are classes; a leaf is a symbol where `symbol` says so):

        is_const(?a)                        the class holds a number
        is_sym(?a)                          the class holds a symbol
        is_not_zero(?a)                     the class is not known to be zero: optimistic, what is unknown passes
        is_const_or_distinct_var(?a, ?b)    two classes, of which the first holds a number or a symbol

    Two numbers in one class are a contradiction. With `prune=False` every e-node stays live.
    """

    surprising = True

    def __init__(
        self,
        computations: Sequence[Computation],
        *,
        prune: bool = True,
        symbol: str = "symbol",
        name: str = "constants",
    ) -> None:
        self.name, self._prune, self._symbol_name = name, prune, symbol
        self._computations = tuple(computations)
        self._number: Ids = np.zeros(0, dtype=np.int32)
        self._symbol: Ids = np.zeros(0, dtype=np.int32)
        self._zero = -1
        self._fresh: list[Ids] = []
        self._changed: list[Ids] = []
        self._conflict: Conflict | None = None
        self._folded: Flags = np.zeros(0, dtype=np.bool_)
        self._able: Flags = np.zeros(0, dtype=np.bool_)
        self._arity = np.zeros(0, dtype=np.int16)

    def number(self, row: int, table: Table) -> object | None:
        """The number that the class with this canonical id is, or None."""
        leaf = int(self._number[row])
        return None if leaf < 0 else table.leaf_ops[leaf].payload

    def added(self, table: Table, rows: Ids) -> None:
        """See Analysis."""
        old = self._number.size
        if table.count > old:
            self._number, self._symbol = grown(self._number, table.count), grown(self._symbol, table.count)
            self._folded = grown(self._folded, table.count)
            self._number[old:], self._symbol[old:] = -1, -1
        for row in rows[table.functor.take(rows) == LEAF].tolist():
            op = table.leaf_ops[row]
            if op.name == NUMBER:
                self._number[row] = row
                self._zero = row if op.payload == 0 else self._zero
                self._changed.append(np.array([row], dtype=np.int32))
            elif op.name == self._symbol_name:
                self._symbol[row] = row
        self._fresh.append(rows)

    def merged(self, table: Table, gone: Ids, by_congruence: bool) -> None:
        """A number in either class is in both; two different ones are a contradiction."""
        del by_congruence
        kept = table.sets.find(gone)
        for column in (self._number, self._symbol):
            carried = gone[column.take(gone) >= 0]
            target = table.sets.find(carried)
            empty = column.take(target) < 0
            column[target[empty]] = column.take(carried[empty])
            if column is self._number:
                self._clash(table, column.take(carried), column.take(target))
        self._changed.append(kept[self._number.take(kept) >= 0])

    def modify(self, graph: Workbench) -> None:
        """Unite what can be computed with its value, then hide the e-nodes of classes that are numbers."""
        table = graph.table
        changed, fresh = table.sets.find(joined(self._changed)), joined(self._fresh)
        self._changed, self._fresh = [], []
        changed = changed[self._number.take(changed) >= 0]
        self._compute(graph, joined([fresh, parents_of(table, changed)]) if changed.size else fresh)
        if self._prune and changed.size:
            numbers = self._number.take(table.sets.parent[: table.count])
            hidden = table.live[: table.count] & (numbers >= 0) & (table.functor[: table.count] != LEAF)
            table.prune(np.flatnonzero(hidden).astype(np.int32))

    def state(self) -> Any:
        """See Analysis."""
        columns = self._number.copy(), self._symbol.copy(), self._folded.copy()
        return *columns, self._zero, list(self._fresh), list(self._changed), self._conflict

    def restore(self, state: Any) -> None:
        """See Analysis."""
        self._number, self._symbol, self._folded = (column.copy() for column in state[:3])
        self._zero, self._fresh, self._changed, self._conflict = state[3], list(state[4]), list(state[5]), state[6]

    def conflict(self) -> Conflict | None:
        """See Analysis."""
        return self._conflict

    def relations(self) -> frozenset[str]:
        """See Relation."""
        return frozenset(_ARITIES)

    def arity(self, name: str) -> int:
        """See Relation."""
        return _ARITIES[name]

    def related(self, name: str, columns: Sequence[Ids], table: Table) -> tuple[Flags, list[Ids | None]]:
        """See Relation: the evidence is the leaf; for what is merely not known to be zero any term will do."""
        del table
        first = columns[0]
        number, symbol = self._number.take(first), self._symbol.take(first)
        if name == "is_const":
            return number >= 0, [number]
        if name == "is_sym":
            return symbol >= 0, [symbol]
        if name == "is_not_zero":
            return (number != self._zero) | (number < 0), [None]
        either = np.where(number >= 0, number, symbol)
        return (columns[1] != first) & (either >= 0), [either, None]

    def witness_facts(self, name: str, rows: Sequence[int], table: Table) -> list[frozenset[str]]:
        """See Relation: the leaves themselves are the evidence."""
        del name, table
        return [frozenset() for _ in rows]

    def premises(self) -> Mapping[str, _Predicate]:
        """The conditions as pure functions of terms, for a kernel."""

        def is_not_zero(term: Term) -> bool:
            value = self._value(term)
            return value is None or value.op.payload != 0

        return {
            "is_const": lambda term: self._value(term) is not None,
            "is_sym": lambda term: term.op.name == self._symbol_name,
            "is_not_zero": is_not_zero,
            "is_const_or_distinct_var": lambda a, b: (
                a is not b and (self._value(a) is not None or a.op.name == self._symbol_name)
            ),
        }

    def _value(self, term: Term) -> Term | None:
        """The number that a term folds to, if it does."""

        def combine(op: Op, below: list[Term | None]) -> Term | None:
            if op.name == NUMBER:
                return Term(op)
            known = [value for value in below if value is not None]
            return self._first(Term(op, tuple(known)))[0] if known and len(known) == len(below) else None

        return fold(term, combine)

    def _first(self, term: Term) -> tuple[Term | None, Computation | None]:
        """The value of an operator applied to numbers, by the first computation that has one."""
        for computation in self._computations:
            if term.op.name in computation.operators:
                value = computation.function(term)
                if value is not None:
                    if value.args:
                        raise ValueError(
                            f"computation {computation.name}: {term} gave {value}; the value must be a leaf"
                        )
                    return value, computation
        return None, None

    def _compute(self, graph: Workbench, rows: Ids) -> None:
        """Unite those of the rows that are on numbers with their values; the functions are called once for each row.

        What a row is on does not change once it is a number, so no row is looked at again.
        """
        table = graph.table
        rows = self._ready(table, rows)
        if not rows.size:
            return
        self._folded[rows] = True
        operands = np.array([self._number.take(table.sets.find(column.take(rows))) for column in table.children]).T
        coming: set[Op] = set()
        found: dict[tuple[Computation, int], list[tuple[int, Term, list[int]]]] = {}
        for row, leaves in zip(rows.tolist(), operands.tolist(), strict=True):
            op, arity = table.functors[int(table.functor[row])]
            term = Term(op, tuple(Term(table.leaf_ops[leaf]) for leaf in leaves[:arity]))
            value, computation = self._first(term)
            if value is not None and computation is not None and self._has_room(graph, row, value, coming):
                found.setdefault((computation, arity), []).append((row, value, leaves[:arity]))
        for (computation, _), group in found.items():
            values = graph.add_all(value for _, value, _ in group)
            left = np.array([row for row, _, _ in group], dtype=np.int32)
            records = np.array([leaves for *_, leaves in group], dtype=np.int32).T
            graph.unite_all_by(computation, left, values, list(records))

    def _has_room(self, graph: Workbench, row: int, value: Term, coming: set[Op]) -> bool:
        """Whether a value may be added, beside those coming; if not, the row waits. Pruning makes up for it."""
        if self._prune or value.op in coming or graph.table.leaf_row(value.op) is not None:
            return True
        if len(coming) < graph.room:
            coming.add(value.op)
            return True
        self._folded[row] = False
        self._fresh.append(np.array([row], dtype=np.int32))
        graph.held_back = True
        return False

    def _ready(self, table: Table, rows: Ids) -> Ids:
        """Which of the rows are on numbers only and were not computed yet, column by column; ascending."""
        if len(self._able) < len(table.functors):
            names = {name for computation in self._computations for name in computation.operators}
            self._able = np.array([arity > 0 and op.name in names for op, arity in table.functors], dtype=np.bool_)
            self._arity = np.array([arity for _, arity in table.functors], dtype=np.int16)
        rows = rows[
            self._able.take(table.functor.take(rows)) & ~self._folded.take(rows) & (table.key.take(rows) != DEAD)
        ]
        if not rows.size:
            return rows
        arity = self._arity.take(table.functor.take(rows))
        ready = np.ones(rows.size, dtype=np.bool_)
        for k, column in enumerate(table.children):
            ready &= (self._number.take(table.sets.find(column.take(rows))) >= 0) | (arity <= k)
        return np.unique(rows[ready])

    def _clash(self, table: Table, ours: Ids, theirs: Ids) -> None:
        if self._conflict is None:
            for a, b in zip(ours[ours != theirs].tolist(), theirs[ours != theirs].tolist(), strict=True):
                self._conflict = Conflict(a, b, table.leaf_ops[a].payload, table.leaf_ops[b].payload)
                return


_ARITIES = {"is_const": 1, "is_sym": 1, "is_not_zero": 1, "is_const_or_distinct_var": 2}
