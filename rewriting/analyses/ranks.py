"""Ranks: what kind of thing each class is (scalar, vector, tensor; or any other sort), and that nothing has two.

rules = parse_rules("self-cross: cross(?a, ?a) => zero if rank(?a, 1)")
ranks = Ranks(lambda op, below: ..., ranks=(0, 1, 2))
graph = EGraph([ranks])
kernel = Kernel(rules, premises=ranks.premises())
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from rewriting.analyses.facts import Clause, Clauses, Facts
from rewriting.analysis import Conflict, Refusal, grouped
from rewriting.columns import Flags, Ids, grown, joined
from rewriting.conditions import with_literals
from rewriting.op import Op
from rewriting.sorts import Sorting
from rewriting.table import Table
from rewriting.term import Term, postorder

__all__ = ["RankError", "Ranks", "rank_clauses"]

_MOST = 10_000
"""Combinations of operands' ranks that are tried for one operator."""


class RankError(ValueError):
    """A term whose operands have ranks that clash."""


class Ranks(Facts):
    """Decides `rank(?a, 1)`, for each of the given ranks, and refuses what would give one class two of them.

    `rank_of(op, ranks of the operands)` gives the rank of a term, None where it is not known; an operand of unknown
    rank is passed as None. It raises ValueError or TypeError, with the reason, for operands the operator cannot have;
    but a TypeError where an operand is None means: not known.
    `word` is the name that conditions use, such as "sort". `facts` are further facts of one variable, such as
    `sign_clauses(…)`: a rule may ask for them and for ranks of one variable together.

    A term with operands that clash is refused when it is added (RankError, the graph is unchanged). A rule that builds
    such a term, or equates two ranks, is stopped as a contradiction. Raises ValueError for no ranks or one twice.
    """

    surprising = True

    def __init__(
        self,
        rank_of: Sorting,
        ranks: Sequence[Any],
        *,
        word: str = "rank",
        facts: Mapping[str, Clauses] | None = None,
        name: str = "",
    ) -> None:
        self._rank_of, self._ranks = rank_of, tuple(ranks)
        own = rank_clauses(rank_of, ranks, word)
        super().__init__({**own, **(facts or {})}, name or f"{word}s")
        self._single = [frozenset([fact]) for fact in own]
        for names in self._single:
            self.demand(names)
        self._reasons: list[str] = []
        self._reason: Ids = np.zeros(0, dtype=np.int32)
        """By class, one more than the place in `_reasons` of why it can have no rank; 0 where nothing clashes."""
        self._fresh: list[Ids] = []
        self._conflict: Conflict | None = None

    def rank(self, row: int) -> Any:
        """The rank of the class with this canonical id; None where it is not known."""
        place = int(self._places(np.array([row], dtype=np.int32))[0])
        return None if place < 0 else self._ranks[place]

    def premises(self) -> dict[str, Callable[[Term], bool]]:
        """Each condition that is decided here as a pure function of a term, for a proof kernel."""
        return {name: partial(self.premise, name) for name in sorted(self.decides())}

    def require(self, terms: Iterable[Term]) -> None:
        """Raise RankError for the first of the terms that has a subterm whose operands clash."""
        ranks: dict[Term, Any] = {}
        for term in terms:
            for node in postorder(term):
                if node in ranks:
                    continue
                below = tuple(ranks[child] for child in node.args)
                ranks[node], why = _rank(self._rank_of, self._ranks, node.op, below)
                if why:
                    raise RankError(f"term {node}: {why}")

    def added(self, table: Table, rows: Ids) -> None:
        """See Analysis."""
        self._fresh.append(rows)
        super().added(table, rows)

    def merged(self, table: Table, gone: Ids, by_congruence: bool) -> None:
        """A class that cannot have a rank spoils the one it is united with."""
        self._reason = grown(self._reason, table.count)
        clashing = gone[self._reason.take(gone) > 0]
        self._reason[table.sets.find(clashing)] = self._reason.take(clashing)
        super().merged(table, gone, by_congruence)

    def refused(self, table: Table, left: Ids, right: Ids, exempt: Flags) -> Refusal | None:
        """The first union of two ranks, or of what has none; hypotheses are not exempt."""
        del exempt
        self._reason = grown(self._reason, table.count)
        ours, theirs = self._places(left), self._places(right)
        wrong = (ours >= 0) & (theirs >= 0) & (ours != theirs)
        wrong |= (self._reason.take(left) > 0) | (self._reason.take(right) > 0)
        if not wrong.any():
            return None
        first = int(wrong.argmax())
        return Refusal(first, self._told(int(left[first])), self._told(int(right[first])))

    def settled(self, table: Table) -> None:
        """Ranks to their fixed point, then what clashes."""
        super().settled(table)
        rows, self._fresh = joined(self._fresh), []
        self._reason = grown(self._reason, table.count)
        self._find_clashes(table, rows)
        ids = np.arange(table.count, dtype=np.int32)
        held = np.sum([self.holds(names, ids) for names in self._single], axis=0)
        clashing = self._reason[: table.count] > 0
        wrong = np.flatnonzero((held > 1) | ((held == 1) & clashing)).astype(np.int32)
        if wrong.size and self._conflict is None:
            row = int(wrong[0])
            ranks = [self._ranks[k] for k, names in enumerate(self._single) if self.holds(names, wrong[:1])[0]]
            other = ranks[1] if len(ranks) > 1 else self._reasons[self._reason[row] - 1]
            self._conflict = Conflict(row, row, ranks[0], other)

    def conflict(self) -> Conflict | None:
        """See Analysis."""
        return self._conflict

    def _places(self, classes: Ids) -> Ids:
        """For each class, the place of its rank among the ranks, −1 where it is not known."""
        places = np.full(classes.size, -1, dtype=np.int32)
        for k, names in enumerate(self._single):
            places[self.holds(names, classes)] = k
        return places

    def _told(self, row: int) -> Any:
        reason = int(self._reason[row])
        return self._reasons[reason - 1] if reason else self.rank(row)

    def _find_clashes(self, table: Table, rows: Ids) -> None:
        """Note which of the rows have operands that clash, or an operand that has no rank because of a clash."""
        rows = rows[self._places(table.sets.find(rows)) < 0]
        for op, arity, group in grouped(table, rows):
            if arity:
                below = np.stack([self._places(table.children[k].take(group)) for k in range(arity)])
                for places in np.unique(below, axis=1).T:
                    operands = tuple(None if place < 0 else self._ranks[place] for place in places.tolist())
                    _, why = _rank(self._rank_of, self._ranks, op, operands)
                    if why:
                        self._reasons.append(why)
                        same = (below == places[:, None]).all(axis=0)
                        self._reason[table.sets.find(group[same])] = len(self._reasons)
        while self._reasons:
            above = np.max(
                [
                    self._reason.take(column.take(rows)) * _below(table, rows, k)
                    for k, column in enumerate(table.children)
                ],
                axis=0,
            )
            classes = table.sets.find(rows)
            news = (above > 0) & (self._reason.take(classes) == 0)
            if not news.any():
                return
            self._reason[classes[news]] = above[news]


def _below(table: Table, rows: Ids, k: int) -> Flags:
    """Which rows have a child number k."""
    arity = np.array([arity for _, arity in table.functors])
    flags: Flags = arity.take(table.functor.take(rows)) > k
    return flags


def rank_clauses(rank_of: Sorting, ranks: Sequence[Any], word: str = "rank") -> dict[str, Clauses]:
    """For each rank r the fact `word(·, r)`, for `Facts(…)`. Raises ValueError for no ranks or one twice."""
    names = {with_literals(word, [None, str(rank)]): rank for rank in ranks}
    if not names or len(names) < len(ranks):
        raise ValueError(f"ranks are {tuple(ranks)!r}: give at least one, and each once")
    fact_of = {rank: name for name, rank in names.items()}
    return {name: partial(_clauses, rank_of, fact_of, rank) for name, rank in names.items()}


def _clauses(rank_of: Sorting, fact_of: Mapping[Any, str], wanted: Any, op: Op, arity: int) -> Sequence[Clause]:
    """Every combination of operands' ranks, None among them, that gives the wanted rank."""
    if (len(fact_of) + 1) ** arity > _MOST:
        raise ValueError(f"operator {op} has {arity} operands, each of {len(fact_of)} ranks: too many to go through")
    clauses: list[Clause] = []
    for below in product((None, *fact_of), repeat=arity):
        if _rank(rank_of, tuple(fact_of), op, below)[0] == wanted:
            needed = {k: frozenset([fact_of[rank]]) for k, rank in enumerate(below) if rank is not None}
            if not any(clause.items() <= needed.items() for clause in clauses):
                clauses.append(needed)
    return clauses


def _rank(rank_of: Sorting, ranks: Sequence[Any], op: Op, below: tuple[Any, ...]) -> tuple[Any, str]:
    """The rank, None where it is not known, and why there can be none, or nothing."""
    try:
        rank = rank_of(op, below)
    except (ValueError, TypeError) as error:
        unknown = isinstance(error, TypeError) and None in below  # arithmetic on None, most likely
        return None, "" if unknown else f"{op} cannot have operands of {_shown(below)}: {error}"
    if rank is not None and rank not in ranks:
        return None, f"{op} on operands of {_shown(below)} would be of rank {rank!r}, which is none of {tuple(ranks)!r}"
    return rank, ""


def _shown(below: tuple[Any, ...]) -> str:
    return "ranks " + ", ".join("?" if rank is None else str(rank) for rank in below) if below else "no ranks"
