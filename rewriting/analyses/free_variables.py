"""Free variables: which symbols every form of a class depends on, and rules that ask for independence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from rewriting.analyses.facts import Clause, Facts
from rewriting.analyses.symbols import SymbolRows
from rewriting.columns import Flags, Ids
from rewriting.op import Op
from rewriting.table import Table
from rewriting.term import Term, postorder

__all__ = ["FreeVariables"]


class FreeVariables(Facts):
    """Decides `free_of(?a, ?x)`: ?x is a symbol, and some form of ?a does not contain it, at any depth.

    For each symbol that a rule asks about there is one fact, "does not contain it", with its witness. There are no
    binders here: every occurrence of a symbol counts.
    """

    def __init__(self, *, symbol: str = "symbol", name: str = "free variables") -> None:
        super().__init__({}, name)
        self._symbol_name = symbol
        self._symbols = SymbolRows(symbol)

    def added(self, table: Table, rows: Ids) -> None:
        """See Analysis."""
        self._symbols.added(table, rows)
        super().added(table, rows)

    def merged(self, table: Table, gone: Ids, by_congruence: bool) -> None:
        """See Analysis."""
        self._symbols.merged(table, gone)
        super().merged(table, gone, by_congruence)

    def relations(self) -> frozenset[str]:
        """See Relation."""
        return frozenset(["free_of"])

    def arity(self, name: str) -> int:
        """See Relation."""
        del name
        return 2

    def related(self, name: str, columns: Sequence[Ids], table: Table) -> tuple[Flags, list[Ids | None]]:
        """See Relation: the evidence is a form without the symbol, and the symbol."""
        del name
        symbols = self._symbols.rows(columns[1])
        holds: Flags = np.zeros(symbols.size, dtype=np.bool_)
        witnesses = np.full(symbols.size, -1, dtype=np.int32)
        for row in np.unique(symbols[symbols >= 0]).tolist():
            fact = self._fact(table.leaf_ops[row])
            self.demand(fact)
            self.settled(table)
            asked = np.flatnonzero(symbols == row)
            asked = asked[self.holds(fact, columns[0].take(asked))]
            holds[asked] = True
            witnesses[asked] = self.witnesses(fact, columns[0].take(asked))
        return holds, [witnesses, symbols]

    def witness_facts(self, name: str, rows: Sequence[int], table: Table) -> list[frozenset[str]]:
        """See Relation."""
        del name
        return [self._fact(table.leaf_ops[rows[1]]), frozenset()]

    def contains(self, row: int, symbol: str, table: Table) -> bool:
        """Whether every form of the class with this canonical id contains a symbol, as far as is known."""
        fact = self._fact(Op(self._symbol_name, symbol))
        self.demand(fact)
        self.settled(table)
        return not bool(self.holds(fact, np.array([row], dtype=np.int32))[0])

    def free_of(self, term: Term, symbol: Term) -> bool:
        """The condition as a pure function of terms, for a kernel: premises={"free_of": FreeVariables().free_of}."""
        return symbol.op.name == self._symbol_name and not symbol.args and symbol not in postorder(term)

    def _fact(self, op: Op) -> frozenset[str]:
        """The fact that a term does not contain the leaf, made known to the clauses."""
        name = f"free of {op.payload}"
        if name not in self._clauses:
            self._clauses[name] = _without(op, name)
        return frozenset([name])


def _without(leaf: Op, name: str) -> Callable[[Op, int], Sequence[Clause]]:
    return lambda op, arity: [dict.fromkeys(range(arity), frozenset([name]))] if arity or op != leaf else []
