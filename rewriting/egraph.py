"""The e-graph: terms, the classes of terms known to be equal, and why they are equal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np

from rewriting.analysis import Analysis
from rewriting.assertions import Assertions
from rewriting.columns import Ids
from rewriting.evidence import Evidence
from rewriting.history import ASSERTED, History
from rewriting.interrupts import deferred_interrupt
from rewriting.op import VARIABLE, Op
from rewriting.proof import Computation
from rewriting.rebuild import close
from rewriting.rule import Rule
from rewriting.table import MOST_ROWS, Table
from rewriting.term import Term, postorder

__all__ = ["EGraph"]


class EGraph:
    """A set of terms and an equality on them that is closed under congruence.

    `add` returns a row id: it names the e-node for ever, and through `find` its e-class. `union` asserts an equality;
    what follows from it by congruence is worked out by `rebuild`, which every question about equality calls if needed.
    With `record=False` no reasons for equalities are kept: a little faster and smaller, but nothing can be explained.
    """

    def __init__(self, analyses: Sequence[Analysis] = (), *, record: bool = True) -> None:
        self.table = Table()
        self.history = History(record)
        self.analyses = tuple(analyses)
        self.rules: list[Rule | Computation] = []
        """The rules and computations that have been run here; `history.reason` counts into it."""
        self.assertions = Assertions(self.table)
        """What `union` asserted, each equality as a rule without variables; `history.reason` counts down into it."""
        self.restored = Evidence()
        """Where the graph was loaded from a file: why the conditions of its history held."""
        self._rule_numbers: dict[Rule | Computation, int] = {}
        self._gone: list[Ids] = []
        self._announced = 0
        self._unmodified = False
        """Whether an analysis may have something to modify, though nothing was united."""
        self._most_nodes = math.inf
        self.held_back = False
        """Whether an analysis kept from adding what a limit left no room for; `resume` lets it try again."""

    @property
    def node_count(self) -> int:
        """Number of distinct canonical e-nodes."""
        self.rebuild()
        return self.table.live_count

    @property
    def class_count(self) -> int:
        """Number of e-classes."""
        self.rebuild()
        return self.table.class_count

    @property
    def nbytes(self) -> int:
        """Memory held by columns, index and history, in bytes."""
        return self.table.nbytes + self.history.nbytes

    def rows_within(self, memory: int, record_width: int) -> int:
        """How many rows fit into so many bytes, each with an edge whose record is so wide. At most what is possible."""
        fits, over = 0, self.table.most_rows + 1
        while over - fits > 1:
            rows = (fits + over) // 2
            if self.table.bytes_for(rows) + self.history.bytes_for(rows, record_width) <= memory:
                fits = rows
            else:
                over = rows
        return fits

    def bound_rows(self, rows: int | None, record_width: int = 0) -> None:
        """Let columns make room for no more than so many rows where that is enough; None lifts the bound."""
        self.table.most_rows = MOST_ROWS if rows is None else rows
        self.history.most = (None, None) if rows is None else self.history.most_for(rows, record_width)

    def add(self, term: Term) -> int:
        """The row of a term, inserted with its subterms if need be. Raises ValueError if it has pattern variables."""
        return int(self.add_all([term])[0])

    def add_all(self, terms: Iterable[Term]) -> Ids:
        """The rows of several terms; shared subterms are inserted once, all of one height in one batch."""
        terms = list(terms)
        with deferred_interrupt():
            rows = self._inserted(terms)
            self.announce()
        return rows

    def try_add_all(self, terms: Iterable[Term]) -> Ids | None:
        """`add_all` within the limit of the `rebuild` that is going on; None, and nothing added, where it is too low.

        What was held back so is noted in `held_back`; whoever asked keeps it in mind for the next time.
        """
        start = self.table.count
        with deferred_interrupt():
            rows = self._inserted(list(terms))
            if self.table.count > start and self.table.live_count > self._most_nodes:
                self.table.truncate(start)
                self.held_back = True
                return None
            self.announce()
        return rows

    @property
    def room(self) -> float:
        """How many e-nodes the limit of the `rebuild` that is going on leaves room for; inf outside of one."""
        return self._most_nodes - self.table.live_count

    @overload
    def find(self, ids: int) -> int: ...
    @overload
    def find(self, ids: Ids) -> Ids: ...
    def find(self, ids: int | Ids) -> int | Ids:
        """The canonical id of the class that each row is in. Raises IndexError for a row that does not exist."""
        if isinstance(ids, np.ndarray):
            if ids.size:
                self.require_rows(ids=ids.min())
                self.require_rows(ids=ids.max())
            return self.table.sets.find(ids)
        if not 0 <= ids < self.table.count:
            self.require_rows(ids=ids)
        return int(self.table.sets.find(np.array([ids], dtype=np.int32))[0])

    def union(self, left: int, right: int, justification: str = "asserted") -> bool:
        """Assert that two rows' terms are equal; False if they were already in one class.

        The assertion becomes a rule without variables named `justification` (it is then the last of `assertions`),
        which proofs cite: a kernel accepts them only if it was given that rule. It is not checked by any analysis.
        Raises IndexError for a row that does not exist.
        """
        self.require_rows(left=left, right=right)
        return self.union_all(np.array([left], dtype=np.int32), np.array([right], dtype=np.int32), justification) > 0

    def union_all(self, left: Ids, right: Ids, justification: str = "asserted") -> int:
        """Assert that the terms of left[i] and right[i] are equal, for every i; how many assertions were needed.

        Each of those becomes a rule, as in `union`. Raises ValueError for an empty justification.
        """
        if not justification:
            raise ValueError("the justification is empty: proofs cite an assertion by it")
        with deferred_interrupt():
            told = len(self.assertions)
            needed, gone = self.table.sets.union(left, right)
            left, right = left.take(needed), right.take(needed)
            self.assertions.extend(justification, left, right)
            self.history.append(left, right, ASSERTED - told - np.arange(needed.size, dtype=np.int32))
            self.merged(gone)
        return int(needed.size)

    def unite_by(self, computation: Computation, left: int, right: int, record: Sequence[int]) -> bool:
        """Unite two rows because of a computation; False if they were in one class. See `Workbench`."""
        pair = np.array([left], dtype=np.int32), np.array([right], dtype=np.int32)
        return self.unite_all_by(computation, *pair, [np.array([row], dtype=np.int32) for row in record]) > 0

    def unite_all_by(self, computation: Computation, left: Ids, right: Ids, records: Sequence[Ids]) -> int:
        """Unite left[i] with right[i] for every i because of a computation; how many were needed. See `Workbench`."""
        needed, gone = self.table.sets.union(left, right)
        if needed.size:
            matched = [column.take(needed) for column in records]
            self.history.append(left.take(needed), right.take(needed), self.rule_number(computation), matched)
            self.merged(gone)
        return int(needed.size)

    def merged(self, gone: Ids) -> None:
        """Take note that these ids are no longer canonical: analyses join their values, `rebuild` will follow up."""
        if gone.size:
            self._gone.append(gone)
            for analysis in self.analyses:
                analysis.merged(self.table, gone, by_congruence=False)

    def rebuild(self, node_limit: float = math.inf) -> None:
        """Close the equality under congruence. Does nothing where nothing was united since the last time.

        Analyses that add e-nodes add no more than leave the graph with `node_limit` of them, see `try_add_all`.
        """
        if not self._gone and not self._unmodified:
            return
        self._most_nodes = node_limit
        try:
            with deferred_interrupt():
                while self._gone or self._unmodified:
                    self._unmodified = False
                    if self._gone:
                        close(self.table, self.history, self.analyses, self._gone)
                    for analysis in self.analyses:
                        analysis.modify(self)
        finally:
            self._most_nodes = math.inf

    def resume(self) -> None:
        """Let the next `rebuild` add what a lower limit held back."""
        self._unmodified |= self.held_back
        self.held_back = False

    def announce(self) -> None:
        """Tell the analyses of the rows made since the last time, batch by batch."""
        start, self._announced = self._announced, self.table.count
        if not self.analyses or start == self.table.count:
            return
        self._unmodified = True
        cuts = [cut for cut in self.table.batches if start < cut < self.table.count]
        for first, last in zip([start, *cuts], [*cuts, self.table.count], strict=True):
            rows = np.arange(first, last, dtype=np.int32)
            for analysis in self.analyses:
                analysis.added(self.table, rows)
        if not self._gone:
            for analysis in self.analyses:
                analysis.settled(self.table)

    def reset(self) -> None:
        """Take note that table, history and analyses were put back to an earlier, closed state."""
        self._gone.clear()
        self._announced, self._unmodified, self.held_back = self.table.count, False, False

    def rule_number(self, rule: Rule | Computation) -> int:
        """The number by which the history names a rule or a computation."""
        number = self._rule_numbers.setdefault(rule, len(self.rules))
        if number == len(self.rules):
            self.rules.append(rule)
        return number

    def classes(self) -> Ids:
        """The canonical id of every class, ascending."""
        self.rebuild()
        parent = self.table.sets.parent[: self.table.count]
        return np.flatnonzero(parent == np.arange(parent.size)).astype(np.int32)

    def require_rows(self, **rows: int) -> None:
        """Raise IndexError unless all of these, given by the name of the argument, are rows of this e-graph."""
        count = self.table.count
        for argument, row in rows.items():
            if not isinstance(row, int | np.integer) or isinstance(row, bool):
                raise TypeError(f"{argument} is {row!r}: expected a row, the whole number that EGraph.add returns")
            if not 0 <= row < count:
                has = f"its rows are 0 to {count - 1}" if count else "it is empty: add a term first"
                raise IndexError(f"{argument} is {row}: there is no such row in this e-graph; {has}")

    def enodes_of(self, row: int) -> Ids:
        """The rows that are the distinct e-nodes of the class of a row, ascending."""
        self.require_rows(row=row)
        self.rebuild()
        table = self.table
        members = (table.sets.parent[: table.count] == self.find(row)) & table.live[: table.count]
        return np.flatnonzero(members).astype(np.int32)

    def enode(self, row: int) -> tuple[Op, tuple[int, ...]]:
        """The operator of a row and the canonical ids of its children. Raises IndexError if there is no such row."""
        if not 0 <= row < self.table.count:
            self.require_rows(row=row)
        children = self.table.original_children(row)
        return self.table.op_of(row), tuple(self.find(child) for child in children)

    def term(self, row: int) -> Term:
        """The term that a row stands for: the one it was inserted as. Raises IndexError if there is no such row."""
        if not 0 <= row < self.table.count:
            self.require_rows(row=row)
        return self.table.term(row)

    def lookup(self, term: Term) -> int | None:
        """A row whose class holds the term, or None if no class does; nothing is inserted."""
        return self.locate(term).get(term)

    def locate(self, term: Term) -> dict[Term, int]:
        """For each subterm that is in the graph, a row whose class holds it; nothing is inserted."""
        self.rebuild()
        rows: dict[Term, int] = {}
        for node in postorder(term):
            children = [rows[child] for child in node.args if child in rows]
            row = self._lookup_node(node, children) if len(children) == len(node.args) else None
            if row is not None:
                rows[node] = row
        return rows

    def equal(self, left: Term, right: Term) -> bool:
        """Whether both terms are in the graph and known to be equal."""
        a, b = self.lookup(left), self.lookup(right)
        return a is not None and b is not None and self.find(a) == self.find(b)

    def _lookup_node(self, node: Term, children: list[int]) -> int | None:
        if not node.args:
            return self.table.leaf_row(node.op)
        number = self.table.functor_number(node.op, len(node.args))
        if number is None:
            return None
        columns = [np.array([self.find(child)], dtype=np.int32) for child in children]
        row = int(self.table.find_rows(np.array([number], dtype=np.int16), columns)[0])
        return None if row < 0 else row

    def _inserted(self, terms: Sequence[Term]) -> Ids:
        """The rows of terms, inserted; the analyses are not told yet."""
        layers = _layers(terms)
        for analysis in self.analyses:
            analysis.require(terms)
        rows: dict[Term, int] = {}
        for layer in layers:
            self._add_layer(layer, rows)
        return np.array([rows[term] for term in terms], dtype=np.int32)

    def _add_layer(self, layer: list[Term], rows: dict[Term, int]) -> None:
        """Insert terms whose children are in `rows` already."""
        if not layer[0].args:
            rows.update(zip(layer, self.table.add_leaves([leaf.op for leaf in layer]), strict=True))
            return
        functors = np.array([self.table.declare(term.op, len(term.args)) for term in layer], dtype=np.int16)
        width = max(len(term.args) for term in layer)
        children = np.zeros((width, len(layer)), dtype=np.int32)
        for i, term in enumerate(layer):
            for k, child in enumerate(term.args):
                children[k, i] = rows[child]
        found = self.table.insert(functors, list(self.table.sets.find(children)))
        rows.update(zip(layer, found.tolist(), strict=True))


def _layers(terms: Sequence[Term]) -> list[list[Term]]:
    """The distinct subterms by height, leaves first."""
    height: dict[Term, int] = {}
    layers: list[list[Term]] = []
    for term in terms:
        for node in postorder(term):
            if node in height:
                continue
            if node.op.name == VARIABLE:
                raise ValueError(f"term {term}: {node.op} is a pattern variable; an e-graph holds terms without them")
            height[node] = 1 + max((height[child] for child in node.args), default=-1)
            if height[node] == len(layers):
                layers.append([])
            layers[height[node]].append(node)
    return layers
