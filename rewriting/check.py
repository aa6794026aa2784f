"""The invariants of an e-graph, numbered, and the slow, obvious function that checks them all.

For a rebuilt e-graph, with canonical(r) the end of the way up from r along `parent`:

 1. parent[r] <= r, and one step leads to the canonical id.
 2. A row's original children are older than the row.
 3. Every kept row's children are canonical, and are the canonical ids of its original children.
 4. No two kept rows have one operator and equal children.
 5. Every kept row is found again by its operator and children, and every leaf by its operator.
 6. Every row that is not kept has the operator and canonical children of a kept row of its class.
 7. Every class holds a live row.
 8. `live_count` and `class_count` count what they say.
 9. The edges of the history form a forest whose trees are exactly the classes.
10. A congruence edge joins rows of one operator whose children were joined, pairwise, by older edges.
11. No row's stamp is later than the clock, nor later than the clock at which its operator changed.

Kept rows are those that are live and those that an analysis has pruned: hidden from matching, but found by their key.
Invariants 9 and 10 are those of a graph that records reasons.
"""

from __future__ import annotations

from typing import NoReturn

import numpy as np

from rewriting.egraph import EGraph
from rewriting.history import CONGRUENCE
from rewriting.op import Op
from rewriting.table import DEAD

__all__ = ["check"]


def check(egraph: EGraph) -> None:
    """Raise AssertionError, naming the invariant and the row, if the e-graph breaks one. Slow: for tests."""
    egraph.rebuild()
    _check_sets(egraph)
    _check_rows(egraph)
    _check_index(egraph)
    _check_clocks(egraph)
    if egraph.history.is_recorded:
        _check_history(egraph)


def _broken(number: int, what: str) -> NoReturn:
    raise AssertionError(f"e-graph invariant {number} is broken: {what}; please report this")


def _canonical(egraph: EGraph, row: int) -> int:
    parent = egraph.table.sets.parent
    while parent[row] != row:
        row = int(parent[row])
    return row


def _node(egraph: EGraph, row: int) -> tuple[Op, tuple[int, ...]]:
    children = egraph.table.original_children(row)
    return egraph.table.op_of(row), tuple(_canonical(egraph, child) for child in children)


def _check_sets(egraph: EGraph) -> None:
    table = egraph.table
    for row in range(table.count):
        up = int(table.sets.parent[row])
        if up > row or up != _canonical(egraph, row):
            _broken(1, f"row {row} has parent {up}")


def _kept(egraph: EGraph, row: int) -> bool:
    table = egraph.table
    return bool(table.live[row]) or table.key[row] != DEAD


def _check_rows(egraph: EGraph) -> None:
    table = egraph.table
    live = [row for row in range(table.count) if table.live[row]]
    seen: dict[tuple[Op, tuple[int, ...]], int] = {}
    classes = {_canonical(egraph, row) for row in range(table.count)}
    for row in range(table.count):
        op, children = _node(egraph, row)
        if any(child >= row for child in table.original_children(row)):
            _broken(2, f"row {row} stands on {table.original_children(row)}")
        if not _kept(egraph, row):
            continue
        stored = tuple(int(table.children[k][row]) for k in range(len(children)))
        if stored != children:
            _broken(3, f"row {row} has children {stored}, its original ones are now {children}")
        if (op, children) in seen:
            _broken(4, f"rows {seen[op, children]} and {row} are both {op}{children}")
        seen[op, children] = row
    for row in range(table.count):
        other = seen.get(_node(egraph, row))
        if other is None or _canonical(egraph, other) != _canonical(egraph, row):
            _broken(6, f"row {row} is not kept and no kept row of its class stands for it")
    if {_canonical(egraph, row) for row in live} != classes:
        _broken(7, "a class has no live row")
    if (len(live), len(classes)) != (table.live_count, table.class_count):
        _broken(8, f"{len(live)} e-nodes, {len(classes)} classes; counted {table.live_count}, {table.class_count}")


def _check_index(egraph: EGraph) -> None:
    table = egraph.table
    for row in [row for row in range(table.count) if _kept(egraph, row)]:
        op, children = _node(egraph, row)
        if not children:
            found = table.leaf_row(op)
        else:
            number = table.functor_number(op, len(children))
            columns = [np.array([child], dtype=np.int32) for child in children]
            found = None if number is None else int(table.find_rows(np.array([number], dtype=np.int16), columns)[0])
        if found != row:
            _broken(5, f"row {row}, {op}{children}, is found as {found}")


def _check_clocks(egraph: EGraph) -> None:
    table = egraph.table
    for row in range(table.count):
        stamp, changed = int(table.stamp[row]), int(table.changed_at[table.functor[row]])
        if stamp > min(changed, table.clock):
            _broken(11, f"row {row} has stamp {stamp}, its operator {changed}, the clock {table.clock}")


def _check_history(egraph: EGraph) -> None:
    """Replay the edges in order, with plain sets."""
    table, history = egraph.table, egraph.history
    group = {row: {row} for row in range(table.count)}
    for edge in range(history.count):
        left, right = int(history.left[edge]), int(history.right[edge])
        if group[left] is group[right]:
            _broken(9, f"edge {edge} joins rows {left} and {right}, which older edges join already")
        if int(history.reason[edge]) == CONGRUENCE:
            ours, theirs = table.original_children(left), table.original_children(right)
            apart = [k for k, (a, b) in enumerate(zip(ours, theirs, strict=True)) if group[a] is not group[b]]
            if table.op_of(left) != table.op_of(right) or apart:
                _broken(10, f"edge {edge} joins rows {left} and {right}, children {apart} are not joined yet")
        fewer, more = sorted((group[left], group[right]), key=len)
        more |= fewer
        group.update(dict.fromkeys(fewer, more))
    least = {id(members): min(members) for members in {id(each): each for each in group.values()}.values()}
    for row in range(table.count):
        if least[id(group[row])] != _canonical(egraph, row):
            _broken(9, f"the edges join row {row} to {least[id(group[row])]}, its class is {_canonical(egraph, row)}")
