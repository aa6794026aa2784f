"""Which rules can have matches at all, or new ones: a few column operations for a whole rule set.

Most rules of a large set match nothing in a small graph. The sieve looks at what a left side asks of pairs of
neighbouring nodes: "a `+` whose second operand is in a class that holds a `*`". For every operator and operand it works
out the set of operators and leaves, as bits, that stand in the classes of that operand in any row; a rule one of whose
pairs is not among them has no match. What passes may still have none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Flags, Ids, Offsets
from rewriting.live_index import LiveIndex
from rewriting.op import Op
from rewriting.ruleset import CompiledRule
from rewriting.table import Table

__all__ = ["Resolution", "Sieve"]

_ROWS_A_RULE = 64
"""Pairs are looked at in graphs of up to so many rows for each rule; beyond, searching in vain costs less."""

_FEW = 1 << 12
"""Rows that the roots of all rules could match together, up to which all rules are searched together at once."""

_ABSENT = -1
Bits = NDArray[np.uint64]


class Sieve:
    """What the left sides of a rule set ask for, numbered once for all graphs.

    A symbol is an operator with its arity, or a leaf, that some left side uses. A row of `_pairs` is the symbol of the
    parent, the index of the operand, and the symbol in the operand's class; `_rule_of_pair` says whose it is. The
    symbols of rule i's nodes and leaves stand in `_uses` from `_first_symbol[i]` on.
    """

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self.guarded = tuple(index for index, rule in enumerate(rules) if rule.asked)
        """Which rules have conditions."""
        self.joined = np.array([bool(rule.others) for rule in rules], dtype=np.bool_)
        """Which rules have further patterns."""
        self.record_width = max((rule.record_width for rule in rules), default=0)
        """Rows in the widest match record."""
        self.symbols: dict[tuple[Op, int], int] = {}
        """The numbers of operators, with their arity, and of leaves, with arity 0."""
        self._free = np.array([not rule.lhs.nodes for rule in rules], dtype=np.bool_)
        symbols: list[int] = []
        pairs: list[tuple[int, int, int]] = []
        first_symbol, first_pair = [], []
        for rule in rules:
            first_symbol.append(len(symbols))
            first_pair.append(len(pairs))
            numbers = [self._symbol(node.op, node.arity) for node in rule.lhs.nodes]
            symbols += numbers or [self._symbol(Op("?"), 0)]
            symbols += [self._symbol(leaf, 0) for leaf in rule.lhs.leaves]
            for number, node in zip(numbers, rule.lhs.nodes, strict=True):
                for k, child in enumerate(node.children):
                    if isinstance(child, int):
                        pairs.append((number, k, numbers[child]))
                    elif isinstance(child, Op):
                        pairs.append((number, k, self._symbol(child, 0)))
        self._uses, self._first_symbol = np.array(symbols, dtype=np.intp), np.array(first_symbol, dtype=np.intp)
        self._pairs = np.array(pairs, dtype=np.intp).reshape(-1, 3)
        self._rule_of_pair = np.repeat(np.arange(len(rules)), np.diff([*first_pair, len(pairs)]))
        self._leaves = [(op, number) for (op, arity), number in self.symbols.items() if not arity]

    def _symbol(self, op: Op, arity: int) -> int:
        return self.symbols.setdefault((op, arity), len(self.symbols))

    def resolve(self, table: Table) -> Resolution:
        """The symbols as numbers of one graph; `update` it as operators and leaves are added there."""
        return Resolution(table, self.symbols, self._leaves)

    def passing(self, resolution: Resolution, snapshot: LiveIndex, seen: Offsets, *, jointly: bool = False) -> Flags:
        """Which rules can have matches that were not there at the clock `seen[i]`. The loop that this replaces:

        for rule in rules:
            yield any(changed[symbol] > seen for symbol in rule) and all(pair in graph for pair in rule)

        Where rules are searched `jointly` and there is little to look at, the pairs are left to the search.
        """
        if not seen.size:
            return np.zeros(0, dtype=np.bool_)
        resolution.update()
        changed = resolution.changed_at(snapshot).take(self._uses)
        absent = np.logical_or.reduceat(changed == _ABSENT, self._first_symbol)
        passing = (np.maximum.reduceat(changed, self._first_symbol) > seen) & ~absent
        if jointly:
            roots = resolution.functor_of_symbol.take(self._uses.take(self._first_symbol[passing]))
            jointly = int(snapshot.counts.take(roots).sum()) <= _FEW
        if not jointly and snapshot.table.count <= _ROWS_A_RULE * seen.size and self._pairs.size:
            passing[self._rule_of_pair[~self._present(resolution, snapshot)]] = False
        passing |= self._free
        return passing

    def _present(self, resolution: Resolution, snapshot: LiveIndex) -> Flags:
        """Which pairs there are in the graph."""
        table, width = snapshot.table, (len(self.symbols) + 63) // 64
        bits = np.zeros((table.count, width), dtype=np.uint64)
        rows = snapshot.sorted_rows
        numbers = resolution.symbol_of_functor.take(table.functor.take(rows))
        known = (numbers >= 0).nonzero()[0]
        _set(bits, table.sets.parent.take(rows.take(known)), numbers.take(known))
        leaves = resolution.leaves.nonzero()[0]
        _set(bits, table.sets.parent.take(resolution.leaf_rows.take(leaves)), resolution.leaf_symbols.take(leaves))
        functors = snapshot.counts.nonzero()[0]
        functors = functors[functors > 0]
        starts = snapshot.ends.take(functors - 1)
        slot = np.full(len(self.symbols), functors.size, dtype=np.intp)
        named = resolution.symbol_of_functor.take(functors)
        slot[named[named >= 0]] = (named >= 0).nonzero()[0]
        below = np.zeros((max(len(table.children), 1), functors.size + 1, width), dtype=np.uint64)
        if functors.size:
            for k, column in enumerate(table.children):
                below[k, :-1] = np.bitwise_or.reduceat(bits.take(column.take(rows), axis=0), starts, axis=0)
        parent, place, child = self._pairs.T
        place = np.minimum(place, max(len(table.children) - 1, 0))
        word = below[place, slot.take(parent), child >> 6]
        present: Flags = (word >> (child & 63).astype(np.uint64)) & np.uint64(1) != 0
        return present


def _set(bits: Bits, rows: Ids, symbols: Offsets) -> None:
    """Set bit symbols[i] of row rows[i] of a matrix of bits; a row may come more than once."""
    places = rows.astype(np.intp) * bits.shape[1] + (symbols >> 6)
    np.bitwise_or.at(bits.reshape(-1), places, np.uint64(1) << (symbols & 63).astype(np.uint64))


class Resolution:
    """The symbols of a sieve in one graph."""

    def __init__(self, table: Table, symbols: dict[tuple[Op, int], int], leaves: list[tuple[Op, int]]) -> None:
        self.table, self.symbols, self._waiting = table, symbols, leaves
        self.symbol_of_functor = np.full(1, -1, dtype=np.intp)
        self.functor_of_symbol = np.zeros(len(symbols), dtype=np.intp)
        self.leaf_symbols = np.array([number for _, number in leaves], dtype=np.intp)
        self.leaf_rows = np.zeros(len(leaves), dtype=np.intp)
        self.leaves = np.zeros(len(leaves), dtype=np.bool_)
        self._known_leaves = 0

    def update(self) -> None:
        """Look up operators and leaves that are new in the graph."""
        known, functors = self.symbol_of_functor.size, self.table.functors
        if len(functors) > known:
            new = [self.symbols.get(functor, -1) for functor in functors[known:]]
            self.symbol_of_functor = np.append(self.symbol_of_functor, new)
            for functor, symbol in enumerate(new, known):
                if symbol >= 0:
                    self.functor_of_symbol[symbol] = functor
        if len(self.table.leaf_ops) > self._known_leaves:
            self._known_leaves = len(self.table.leaf_ops)
            for i, (op, _) in enumerate(self._waiting):
                row = None if self.leaves[i] else self.table.leaf_row(op)
                if row is not None:
                    self.leaves[i], self.leaf_rows[i] = True, row

    def leaf_classes_and_stamps(self) -> tuple[Offsets, Offsets]:
        """For each symbol that is a leaf of the graph, its class and the clock when it last changed; −1 for others."""
        classes = np.full(self.functor_of_symbol.size, _ABSENT, dtype=np.intp)
        stamps = classes.copy()
        rows, symbols = self.leaf_rows[self.leaves], self.leaf_symbols[self.leaves]
        classes[symbols], stamps[symbols] = self.table.sets.parent.take(rows), self.table.stamp.take(rows)
        return classes, stamps

    def changed_at(self, snapshot: LiveIndex) -> Offsets:
        """For each symbol, the clock when a row of it last changed; −1 where there is no live row of it."""
        changed = self.table.changed_at.take(self.functor_of_symbol)
        changed[(self.functor_of_symbol == 0) | (snapshot.counts.take(self.functor_of_symbol) == 0)] = _ABSENT
        if self.leaf_rows.size:
            changed[self.leaf_symbols] = np.where(self.leaves, self.table.stamp.take(self.leaf_rows), _ABSENT)
        return changed
