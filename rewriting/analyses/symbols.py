"""Which leaf of a given kind each class holds."""

from __future__ import annotations

import numpy as np

from rewriting.columns import Ids, grown
from rewriting.table import LEAF, Table

__all__ = ["SymbolRows"]


class SymbolRows:
    """By class, the row of a leaf whose operator has the given name; −1 where there is none. For use by analyses."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._row: Ids = np.zeros(0, dtype=np.int32)

    def added(self, table: Table, rows: Ids) -> None:
        """See Analysis."""
        old = self._row.size
        if table.count > old:
            self._row = grown(self._row, table.count)
            self._row[old:] = -1
        for row in rows[table.functor.take(rows) == LEAF].tolist():
            if table.leaf_ops[row].name == self._name:
                self._row[row] = row

    def merged(self, table: Table, gone: Ids) -> None:
        """See Analysis."""
        carried = gone[self._row.take(gone) >= 0]
        kept = table.sets.find(carried)
        empty = self._row.take(kept) < 0
        self._row[kept[empty]] = self._row.take(carried[empty])

    def rows(self, classes: Ids) -> Ids:
        """The leaf of each class, or −1."""
        return self._row.take(classes)
