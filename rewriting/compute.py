"""Computations: e-nodes on numbers united with their value, worked out by a function that the kernel runs again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rewriting.columns import Ids
from rewriting.egraph import EGraph
from rewriting.live_index import LiveIndex
from rewriting.op import NUMBER
from rewriting.proof import Computation
from rewriting.report import Contradiction
from rewriting.table import LEAF
from rewriting.term import Term

__all__ = ["Computed", "find_computed", "unite_computed"]


@dataclass(frozen=True, slots=True)
class Computed:
    """Row `row`, with its children replaced by the number leaves `operands`, has the value `value`."""

    computation: Computation
    row: int
    operands: tuple[int, ...]
    value: Term


def find_computed(graph: EGraph, computations: Sequence[Computation], snapshot: LiveIndex) -> list[Computed]:
    """The e-nodes whose children all are numbers, whose class is not yet one, and that a computation has a value for.

    Candidates are found column by column; functions are called once for each.
    """
    if not computations:
        return []
    table = graph.table
    number = np.full(table.count, -1, dtype=np.int32)
    for row, op in table.leaf_ops.items():
        if op.name == NUMBER:
            number[graph.find(row)] = row
    found: list[Computed] = []
    for functor in range(LEAF + 1, len(table.functors)):
        op, arity = table.functors[functor]
        matching = [c for c in computations if op.name in c.operators]
        if not matching or not snapshot.count(functor):
            continue
        rows = snapshot.rows(functor)
        rows = rows[number.take(table.sets.find(rows)) < 0]
        for k in range(arity):
            rows = rows[number.take(table.children[k].take(rows)) >= 0]
        operands = [number.take(table.children[k].take(rows)) for k in range(arity)]
        for row, *leaves in zip(rows.tolist(), *(column.tolist() for column in operands), strict=True):
            term = Term(op, tuple(graph.term(leaf) for leaf in leaves))
            found += _evaluate(matching, row, tuple(leaves), term)
    return found


def _evaluate(computations: Sequence[Computation], row: int, operands: tuple[int, ...], term: Term) -> list[Computed]:
    for computation in computations:
        value = computation.function(term)
        if value is not None:
            if value.args:
                raise ValueError(f"computation {computation.name}: {term} gave {value}; the value must be a leaf")
            return [Computed(computation, row, operands, value)]
    return []


def unite_computed(
    graph: EGraph, found: Sequence[Computed], node_limit: float
) -> tuple[int, bool, Contradiction | None]:
    """Unite rows with their values; returns how many unions that made, whether any was cut off, what was refused."""
    made = 0
    for item in found:
        if graph.table.leaf_row(item.value.op) is None and graph.table.live_count >= node_limit:
            return made, True, None
        left, right = _column(item.row), _column(graph.add(item.value))
        refused = _refused(graph, item, left, right)
        if refused is not None:
            return made, False, refused
        needed, gone = graph.table.sets.union(left, right)
        if needed.size:
            matched = [_column(row) for row in item.operands]
            graph.history.append(left, right, graph.rule_number(item.computation), matched)
            graph.merged(gone)
            made += 1
    return made, False, None


def _refused(graph: EGraph, item: Computed, left: Ids, right: Ids) -> Contradiction | None:
    for analysis in graph.analyses:
        refusal = analysis.refused(graph.table, graph.find(left), graph.find(right), np.zeros(1, dtype=np.bool_))
        if refusal is not None:
            term, values = graph.term(item.row), (refusal.left_value, refusal.right_value)
            rows = item.row, int(right[0])
            return Contradiction(item.computation, {}, *rows, term, item.value, *values, analysis.name)
    return None


def _column(row: int) -> Ids:
    return np.array([row], dtype=np.int32)
