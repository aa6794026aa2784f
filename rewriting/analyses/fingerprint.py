"""Fingerprints: one exact value for every class, compared before a rule may unite two of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rewriting.analysis import Analysis, Conflict, Refusal, grouped, parents_of
from rewriting.columns import Flags, Ids, grown, joined
from rewriting.op import Op
from rewriting.table import LEAF, Table
from rewriting.unionfind import UnionFind

__all__ = ["Fingerprint", "FingerprintDomain", "Trust", "Values"]

Values = NDArray[np.int64]
"""Values of one sort, shape (n, *shape(sort))."""

Trust = NDArray[np.int64]
"""How far each value is to be believed, shape (n,); −1: it is not known, so nothing can be said against it."""


class FingerprintDomain(Protocol):
    """A meaning of the operators in exact numbers. Sorts separate values of different shape, such as ranks."""

    def sort(self, op: Op, child_sorts: tuple[int, ...], /) -> int:
        """The sort of an operator's result."""
        ...

    def shape(self, sort: int, /) -> tuple[int, ...]:
        """The shape of one value of a sort."""
        ...

    def make(self, op: Op, operands: list[tuple[Values, Trust]], /) -> tuple[Values, Trust]:
        """n results of an operator; each operand is n values with their trust. A leaf has no operands and n = 1."""
        ...

    def agree(
        self, sort: int, left: Values, left_trust: Trust, right: Values, right_trust: Trust, /
    ) -> NDArray[np.bool_]:
        """Whether n pairs of values of one sort are equal, as far as both are trusted."""
        ...


class Fingerprint(Analysis):
    """The values of a domain, kept for every class, as a guard on unions.

    A class has the value with the highest trust among its e-nodes. A union that a rule proposes is refused where the
    two values disagree or differ in sort. Unions by trusted rules (hypotheses) and by `EGraph.union` are never
    refused; where one unites values that disagree, the class and everything built on it rest on that assumption, so
    they are exempt from then on: `is_exempt` marks them.

    What only follows from a union can be wrong as well, where a value was not known: a run then goes back to before the
    first match that leads to it.
    """

    surprising = True

    def __init__(self, domain: FingerprintDomain, name: str = "fingerprint") -> None:
        self.domain, self.name = domain, name
        self._sort: Ids = np.zeros(0, dtype=np.int32)
        self._slot: Ids = np.zeros(0, dtype=np.int32)
        self._trust: Trust = np.zeros(0, dtype=np.int64)
        self._exempt: Flags = np.zeros(0, dtype=np.bool_)
        self._stores: dict[int, _Store] = {}
        self._conflict: Conflict | None = None
        self._risen: list[Ids] = []

    def sort(self, row: int) -> int:
        """The sort of the class whose canonical id this is."""
        return int(self._sort[row])

    def value(self, row: int) -> tuple[Values, int]:
        """The value, of the sort's shape, and the trust of the class whose canonical id this is."""
        values = self._values(np.array([row], dtype=np.int32))
        return values[0], int(self._trust[row])

    def is_exempt(self, rows: Ids) -> Flags:
        """Whether the classes with these canonical ids rest on an assumption that changes their values."""
        return self._exempt.take(rows)

    def state(self) -> Any:
        """See Analysis. The domain is no part of what changes, and values that are stored are never written again."""
        return copy.deepcopy(vars(self), {id(self.domain): self.domain})

    def restore(self, state: Any) -> None:
        """See Analysis."""
        vars(self).update(copy.deepcopy(state, {id(self.domain): self.domain}))

    def added(self, table: Table, rows: Ids) -> None:
        """Compute the values of new e-nodes, once for each operator and sorts of its operands."""
        self._resize(table)
        for op, arity, group in grouped(table, rows):
            children = [table.sets.find(table.children[k].take(group)) for k in range(arity)]
            for sorts, chosen in _by_sorts([self._sort.take(child) for child in children], group.size):
                self._make(op, sorts, group[chosen], [child[chosen] for child in children])

    def refused(self, table: Table, left: Ids, right: Ids, exempt: Flags) -> Refusal | None:
        """The first pair with values that disagree, alone or by way of the pairs before it."""
        del table
        everything = guarded = np.flatnonzero(~(exempt | self._exempt.take(left) | self._exempt.take(right)))
        wrong = np.flatnonzero(~self._agree(left.take(guarded), right.take(guarded)))
        if wrong.size:
            guarded = guarded[: wrong[0]]
        links = left.take(guarded), right.take(guarded)
        if self._chained_disagreement(*links):
            position, a, b = self._first_in_sequence(*links)
            return Refusal(int(guarded[position]), self._told(a), self._told(b))
        if wrong.size:
            position = int(everything[wrong[0]])
            return Refusal(position, self._told(int(left[position])), self._told(int(right[position])))
        return None

    def merged(self, table: Table, gone: Ids, by_congruence: bool) -> None:
        """The better trusted value is kept. Values that disagree make the class exempt, or are a conflict.

        Nothing that rests on an assumption is compared any more, so congruence can only bring values together that
        disagree where an earlier union was wrong and passed because a value was not known.
        """
        kept = table.sets.find(gone)
        differs = ~self._agree(gone, kept)
        # One side's parents can be known better now, whichever of the two is canonical.
        self._risen.append(kept[self._trust.take(gone) != self._trust.take(kept)])
        best = _most_trusted(kept, self._trust.take(gone))
        best = best[self._trust.take(gone[best]) > self._trust.take(kept[best])]
        for column in (self._sort, self._slot, self._trust):
            column[kept[best]] = column.take(gone[best])
        differs |= ~self._agree(gone, kept)
        if by_congruence:
            self._note_conflict(gone[differs], kept[differs])
        self._exempt_upwards(table, kept[differs | self._exempt.take(gone) | self._exempt.take(kept)])

    def settled(self, table: Table) -> None:
        """Values that can be known better, since their operands are, are computed again and compared."""
        risen, self._risen = joined(self._risen), []
        while risen.size:
            rows = parents_of(table, np.unique(table.sets.find(risen)))
            rows = rows[~self._exempt.take(table.sets.find(rows))]
            risen = joined([self._made_again(table, *group) for group in grouped(table, rows)])

    def _made_again(self, table: Table, op: Op, arity: int, rows: Ids) -> Ids:
        """Compute e-nodes of one operator again where an operand's trust allows more; the classes that gained."""
        children = [table.children[k].take(rows) for k in range(arity)]
        classes = table.sets.find(rows)
        gained = [classes[:0]]
        for sorts, chosen in _by_sorts([self._sort.take(child) for child in children], rows.size):
            values, trust = self._computed(op, sorts, chosen.size, [child[chosen] for child in children])
            sort, own = self.domain.sort(op, sorts), classes[chosen]
            self._compare(sort, values, trust, own)
            better = _most_trusted(own, trust)
            better = better[trust[better] > self._trust.take(own[better])]
            if better.size:
                self._store(sort, values[better], trust[better], own[better])
                gained.append(own[better])
        return joined(gained)

    def _compare(self, sort: int, values: Values, trust: Trust, classes: Ids) -> None:
        """Note a conflict where values just computed disagree with those of their classes."""
        known = np.flatnonzero((trust >= 0) & (self._trust.take(classes) >= 0))
        if not known.size or self._conflict is not None:
            return
        values, trust, classes = values[known], trust[known], classes[known]
        same = self._sort.take(classes) == sort
        agree = np.zeros(known.size, dtype=np.bool_)
        if same.any():
            own = self._values(classes[same]), self._trust.take(classes[same])
            agree[same] = self.domain.agree(sort, values[same], trust[same], *own)
        if not agree.all():
            first = int(np.flatnonzero(~agree)[0])
            row = int(classes[first])
            self._conflict = Conflict(row, row, values[first].tolist(), self._told(row))

    def conflict(self) -> Conflict | None:
        """See Analysis."""
        return self._conflict

    def _make(self, op: Op, sorts: tuple[int, ...], rows: Ids, children: list[Ids]) -> None:
        """Compute and store the values of new e-nodes."""
        values, trust = self._computed(op, sorts, rows.size, children)
        self._store(self.domain.sort(op, sorts), values, trust, rows)
        assumed = np.zeros(rows.size, dtype=np.bool_)
        for child in children:
            assumed |= self._exempt.take(child)
        self._exempt[rows[assumed]], self._trust[rows[assumed]] = True, -1

    def _computed(self, op: Op, sorts: tuple[int, ...], size: int, children: list[Ids]) -> tuple[Values, Trust]:
        """The domain's values of `size` e-nodes. Raises ValueError if they have the wrong shape."""
        values, trust = self.domain.make(op, [(self._values(child), self._trust.take(child)) for child in children])
        sort = self.domain.sort(op, sorts)
        wanted = (size, *self.domain.shape(sort))
        if values.shape != wanted or trust.shape != wanted[:1]:
            raise ValueError(
                f"fingerprint domain: make({op}) gave values of shape {values.shape} and trust of shape {trust.shape} "
                f"for {size} e-nodes of sort {sort}: they must have shapes {wanted} and {wanted[:1]}"
            )
        return values, trust

    def _store(self, sort: int, values: Values, trust: Trust, rows: Ids) -> None:
        store = self._stores.setdefault(sort, _Store(values.shape[1:]))
        self._sort[rows], self._slot[rows], self._trust[rows] = sort, store.append(values), trust

    def _values(self, rows: Ids) -> Values:
        """The values of classes of one sort."""
        return self._stores[int(self._sort[rows[0]])].values[self._slot.take(rows)]

    def _agree(self, left: Ids, right: Ids) -> Flags:
        """Whether the values of two columns of classes agree, pair by pair; unknown values agree with everything."""
        agree = np.ones(left.size, dtype=np.bool_)
        known = (self._trust.take(left) >= 0) & (self._trust.take(right) >= 0)
        sorts = self._sort.take(left)
        agree[known & (sorts != self._sort.take(right))] = False
        for sort in np.unique(sorts[known & agree]).tolist():
            chosen = np.flatnonzero(known & agree & (sorts == sort))
            a, b = left.take(chosen), right.take(chosen)
            agree[chosen] = self.domain.agree(
                sort, self._values(a), self._trust.take(a), self._values(b), self._trust.take(b)
            )
        return agree

    def _chained_disagreement(self, left: Ids, right: Ids) -> bool:
        """Whether uniting all pairs would bring together values that disagree."""
        ends, places = np.unique(np.concatenate([left, right]), return_inverse=True)
        sets = UnionFind()
        sets.extend(ends.size)
        sets.union(places[: left.size].astype(np.int32), places[left.size :].astype(np.int32))
        roots = sets.find(np.arange(ends.size, dtype=np.int32))
        best = _most_trusted(roots, self._trust.take(ends))
        speaker = np.zeros(ends.size, dtype=np.int32)
        speaker[roots[best]] = ends[best]
        return not bool(self._agree(ends, speaker.take(roots)).all())

    def _first_in_sequence(self, left: Ids, right: Ids) -> tuple[int, int, int]:
        """The first pair that disagrees when pairs are united one by one, with the classes whose values are at odds.

        Runs once, on the way to a contradiction.
        """
        above: dict[int, int] = {}
        for position, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
            while a in above:
                a = above[a]
            while b in above:
                b = above[b]
            if a == b:
                continue
            if not self._agree(np.array([a], dtype=np.int32), np.array([b], dtype=np.int32))[0]:
                return position, a, b
            low, high = sorted((a, b), key=lambda row: int(self._trust[row]))
            above[low] = high
        raise AssertionError("values disagree together but not one by one; please report this")

    def _told(self, row: int) -> Any:
        return self.value(row)[0].tolist()

    def _note_conflict(self, left: Ids, right: Ids) -> None:
        if left.size and self._conflict is None:
            a, b = int(left[0]), int(right[0])
            self._conflict = Conflict(a, b, self._told(a), self._told(b))

    def _exempt_upwards(self, table: Table, classes: Ids) -> None:
        """Exempt classes and everything built on them; the columns of children need not be canonical."""
        classes = classes[~self._exempt.take(classes) | (self._trust.take(classes) >= 0)]
        while classes.size:
            self._exempt[classes], self._trust[classes] = True, -1
            rows = table.live_rows()
            resting = np.zeros(rows.size, dtype=np.bool_)
            for column in table.children:
                resting |= self._exempt.take(table.sets.find(column.take(rows)))
            resting &= table.functor.take(rows) != LEAF
            above = np.unique(table.sets.find(rows[resting]))
            classes = above[~self._exempt.take(above)]

    def _resize(self, table: Table) -> None:
        old = self._trust.size
        self._sort, self._slot = grown(self._sort, table.count), grown(self._slot, table.count)
        self._trust, self._exempt = grown(self._trust, table.count), grown(self._exempt, table.count)
        self._trust[old:] = -1


class _Store:
    """All values of one sort, each in a slot. A slot is written once."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.values: Values = np.zeros((0, *shape), dtype=np.int64)
        self._count = 0

    def __deepcopy__(self, memo: dict[int, Any]) -> _Store:
        """The slots written so far, not copied: the next ones belong to whoever writes them, the copy or this."""
        twin = _Store(self.values.shape[1:])
        twin.values, twin._count = self.values[: self._count], self._count
        return twin

    def append(self, values: Values) -> Ids:
        """Store values; returns their slots."""
        start, self._count = self._count, self._count + len(values)
        self.values = grown(self.values, self._count)
        self.values[start : self._count] = values
        return np.arange(start, self._count, dtype=np.int32)


def _most_trusted(groups: Ids, trust: Trust) -> NDArray[np.intp]:
    """One position for each group: the one with the highest trust."""
    order = np.lexsort((trust, groups))
    last = np.r_[groups[order][1:] != groups[order][:-1], np.ones(min(order.size, 1), dtype=np.bool_)]
    return order[last]


def _by_sorts(sorts: list[Ids], size: int) -> Iterator[tuple[tuple[int, ...], NDArray[np.intp]]]:
    """The positions that have the same sorts of operands, for each combination that occurs."""
    if not sorts:
        yield (), np.arange(size)
        return
    combinations, inverse = np.unique(np.stack(sorts, axis=1), axis=0, return_inverse=True)
    for number, combination in enumerate(combinations.tolist()):
        yield tuple(combination), np.flatnonzero(inverse.reshape(-1) == number)
