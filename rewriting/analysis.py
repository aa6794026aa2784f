"""Analyses: facts about whole classes, kept in columns while the e-graph grows."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from rewriting.columns import Flags, Ids
from rewriting.op import Op
from rewriting.proof import Computation
from rewriting.table import DEAD, Table
from rewriting.term import Term

__all__ = ["Analysis", "Conflict", "Refusal", "Workbench", "grouped", "parents_of"]


@dataclass(frozen=True)
class Refusal:
    """A proposed union that an analysis forbids: its position among those proposed, and what it knows of each side."""

    position: int
    left_value: Any
    right_value: Any


@dataclass(frozen=True)
class Conflict:
    """Two rows that became equal by congruence though an analysis tells them apart: an earlier union was wrong."""

    left: int
    right: int
    left_value: Any
    right_value: Any


class Workbench(Protocol):
    """What an analysis may do to the graph when it modifies it."""

    table: Table

    def add(self, term: Term) -> int:
        """Insert a term; its row."""
        ...

    def add_all(self, terms: Iterable[Term]) -> Ids:
        """Insert several terms in few batches; their rows. No limit is looked at."""
        ...

    def try_add_all(self, terms: Iterable[Term]) -> Ids | None:
        """`add_all`; None, and nothing added, where the run's limit of e-nodes leaves no room.

        Keep in mind what could not be added: `modify` is called again in a run with more room.
        """
        ...

    @property
    def room(self) -> float:
        """How many more e-nodes the run's limit leaves room for."""
        ...

    held_back: bool
    """Set this where something was not added for want of `room`; `try_add_all` does it by itself."""

    def term(self, row: int) -> Term:
        """The term that a row stands for."""
        ...

    def unite_by(self, computation: Computation, left: int, right: int, record: Sequence[int]) -> bool:
        """Unite two rows because of a computation; `record` is what explains it, see `Computation`."""
        ...

    def unite_all_by(self, computation: Computation, left: Ids, right: Ids, records: Sequence[Ids]) -> int:
        """Unite left[i] with right[i], explained by records[j][i]; how many were not equal before."""
        ...


class Analysis:
    """What an e-graph tells its analyses; override what is needed.

    The calls come in this order: `added` for each batch of new rows, before anything is united with them; `refused`
    before unions are made; `merged` after, once for them and once for each turn of the congruence that follows;
    `settled` once the graph is closed under congruence again, then `modify`; `conflict` at the end of a round.
    """

    name: str = ""
    surprising: bool = False
    """Whether a union can turn out wrong only by what follows from it. A round is then undone to find the union."""

    def require(self, terms: Iterable[Term]) -> None:
        """Terms that somebody adds, before they are: raise ValueError for one that must not be in the graph."""

    def added(self, table: Table, rows: Ids) -> None:
        """New rows, each still a class of its own; their children are older than the first of them."""

    def refused(self, table: Table, left: Ids, right: Ids, exempt: Flags) -> Refusal | None:
        """The first of the proposed unions of canonical ids that must not be, if any; exempt ones may always be."""
        del table, left, right, exempt
        return None

    def merged(self, table: Table, gone: Ids, by_congruence: bool) -> None:
        """The ids that were canonical and are not any more; `table.sets.find(gone)` tells where each has gone."""

    def settled(self, table: Table) -> None:
        """The graph is congruent and its columns canonical: bring every class to the fixed point."""

    def modify(self, graph: Workbench) -> None:
        """The graph is settled: add, unite or prune what follows from what is known. Called until nothing changes."""

    def conflict(self) -> Conflict | None:
        """The first conflict that congruence brought to light, if any."""
        return None

    def state(self) -> Any:
        """A copy of everything that changes, for `restore`."""
        return copy.deepcopy(vars(self))

    def restore(self, state: Any) -> None:
        """Go back to a state, which stays good for going back again."""
        vars(self).update(copy.deepcopy(state))


def grouped(table: Table, rows: Ids) -> Iterator[tuple[Op, int, Ids]]:
    """The rows split by operator and arity; every leaf is a group of its own."""
    functors = table.functor.take(rows)
    order = np.argsort(functors, kind="stable")
    rows, functors = rows.take(order), functors.take(order)
    cuts = np.flatnonzero(functors[1:] != functors[:-1]) + 1
    for group in np.split(rows, cuts):
        if not group.size:
            continue
        op, arity = table.functors[int(table.functor[group[0]])]
        if arity:
            yield op, arity, group
        else:
            yield from ((table.leaf_ops[int(row)], 0, group[i : i + 1]) for i, row in enumerate(group))


def parents_of(table: Table, classes: Ids) -> Ids:
    """The live and the pruned rows that have one of these canonical ids among their children, ascending."""
    wanted = np.zeros(table.count, dtype=np.bool_)
    wanted[classes] = True
    touched = np.zeros(table.count, dtype=np.bool_)
    for column in table.children:
        touched |= wanted.take(column[: table.count])
    touched &= table.key[: table.count] != DEAD
    return np.flatnonzero(touched).astype(np.int32)
