"""Relief from associativity and commutativity: equal normal forms are united, with nothing in between built.

A sum of n terms has 3ⁿ bracketings and orders; as an e-graph closed under the two laws they are all rows. Here every
e-node of a theory has a sketch, a hash that is the same for all of them. Two e-nodes with one sketch are united by one
edge, and a proof cites one normalisation on either side. What a rule needs to match inside of a sum is exposed on
demand: for a left side p + q, each sum of which p and q are summands gets the one form (p + q) + rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from rewriting.analysis import Analysis, Workbench
from rewriting.canonical.exposure import Exposure
from rewriting.canonical.sketches import Sketches
from rewriting.canonical.theory import Theory
from rewriting.canonical.unfolding import TooLongError, Unfolding, unfold
from rewriting.columns import Ids, joined
from rewriting.table import Table
from rewriting.term import Term

__all__ = ["Canonical"]


class Canonical(Analysis):
    """Keeps an e-graph closed under the laws of a theory; leave rules for these laws out of the rule set.

    With `materialise`, the normal form of every outermost e-node of the theory is put into its class. `patterns` are
    left sides of rules that are to match parts of a sum or product; their operands must not be bare variables.
    A class is seen as its oldest form: where that is opaque, the class stays opaque when a sum is found equal to it.
    At most `most` forms are exposed in all, and none beyond a run's limit of e-nodes. Only classes that changed are
    looked at again.
    """

    def __init__(
        self, theory: Theory, patterns: Sequence[Term] = (), *, materialise: bool = True, most: int = 10_000
    ) -> None:
        self.name = theory.normalisation.name
        self.theory, self._materialise = theory, materialise
        self._sketches = Sketches(theory)
        self._exposure = Exposure(theory, patterns, most)
        self._changed: list[Ids] = []
        self._normals: dict[Term, Term | None] = {}
        self._done: set[tuple[int, int]] = set()
        self._held_back = False

    def added(self, table: Table, rows: Ids) -> None:
        """See Analysis."""
        del table
        self._changed.append(rows[:1])

    def merged(self, table: Table, gone: Ids, by_congruence: bool) -> None:
        """See Analysis."""
        del by_congruence
        self._changed.append(table.sets.find(gone))

    def modify(self, graph: Workbench) -> None:
        """Unite what has one normal form; where there was nothing to unite, put in normal forms and expose parts."""
        changed, self._changed = joined(self._changed), []
        if not changed.size and not self._held_back:
            return
        table = graph.table
        self._held_back = False
        self._normals.clear()
        if changed.size:
            self._sketches.update(table, int(changed.min()))
        pairs = self._sketches.coincidences(table)
        if sum([self._unite(graph, left, right) for left, right in pairs]):
            return
        for row, key in self._sketches.outermost(table):
            if (row, key) not in self._done and not self._held_back:
                self._held_back = not self._put_in(graph, row)
                if not self._held_back:
                    self._done.add((row, key))
        if self._changed or self._held_back:
            return
        seen = [self._unfolded(graph, row) for row, _ in self._sketches.outermost(table)]
        self._held_back = not self._exposure.expose(
            graph, [unfolding.term for unfolding in seen if unfolding is not None]
        )

    def _put_in(self, graph: Workbench, row: int) -> bool:
        """Put the normal form of a row into its class; whether there was room."""
        unfolding = self._unfolded(graph, row) if self._materialise else None
        normal = None if unfolding is None else self._normal(unfolding.term)
        return normal is None or graph.try_add_all([normal]) is not None

    def _unite(self, graph: Workbench, left: int, right: int) -> bool:
        """Unite two rows with one sketch if they truly have one normal form."""
        one, other = self._unfolded(graph, left), self._unfolded(graph, right)
        if one is None or other is None:
            return False
        goal = self._normal(one.term)
        if goal is None or goal is not self._normal(other.term):
            return False
        record = [len(one.places), len(other.places), *one.record, *other.record]
        return graph.unite_by(self.theory.normalisation, left, right, record)

    def _normal(self, term: Term) -> Term | None:
        """The normal form, remembered while the graph is being modified."""
        if term not in self._normals:
            self._normals[term] = self.theory.normalisation.function(term)
        return self._normals[term]

    def _unfolded(self, graph: Workbench, row: int) -> Unfolding | None:
        try:
            return unfold(
                graph.table, row, self.theory.knows, lambda child: self._sketches.stand_in(graph.table, child)
            )
        except TooLongError:
            return None
