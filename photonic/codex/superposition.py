"""The sheet's e-graph: all cells' expressions in one graph, so that cells with equal expressions are entangled."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from photonic.codex.collapse import content_hash
from photonic.codex.policy import graph_veto
from photonic.cost import op_cost
from photonic.deciding.decision import decide
from photonic.expressions.catalogue import CATALOGUE
from photonic.problem import Hypothesis, Problem
from photonic.proving.iteration import Loops
from photonic.proving.saturation import Budget, Saturation
from photonic.terms import describe
from photonic.theory.rules import theory_for, vocabulary
from rewriting.analyses.sqi import ClassQuality, class_quality
from rewriting.extract import Extraction
from rewriting.extraction.candidates import candidates
from rewriting.proofs.steps import Proof
from rewriting.report import RunReport
from rewriting.rule import Rule
from rewriting.term import Term

__all__ = ["Superposition"]

BUDGET = Budget(nodes=3_000, rounds=8, seconds=30.0)
"""E-nodes and rounds end the search, not the clock: a replay on a slower machine finds the same forms."""


class Superposition:
    """The expressions of all cells with their equal forms, under the sheet's hypotheses and what was proved of them.

    `lemmas` are equations that were proved before; they are taken into the graph by name.
    """

    def __init__(
        self,
        cells: Mapping[str, Sequence[Term]],
        given: Sequence[Hypothesis],
        lemmas: Sequence[Hypothesis],
        values: Mapping[str, float],
        dimension: int,
    ) -> None:
        self.dimension = dimension
        written = [*(term for group in cells.values() for term in group), *_sides(given), *_sides(lemmas)]
        self.loops = Loops(written)
        plain = self.loops.plain
        given, lemmas = ([Hypothesis(h.name, plain(h.left), plain(h.right)) for h in each] for each in (given, lemmas))
        terms = list(dict.fromkeys(plain(term) for group in cells.values() for term in group))
        theory = theory_for(dimension, *vocabulary([*terms, *_sides(given)]), len(CATALOGUE))
        domain = decide(Problem(terms[0], terms[0], tuple(given), dimension)).domain if terms else None
        self.search = Saturation(terms, theory, given, domain, values)
        self.row = dict(zip(terms, self.search.rows, strict=True))
        graph = self.search.graph
        self.lemmas = tuple(Rule(lemma.name, lemma.left, lemma.right, trusted=True) for lemma in lemmas)
        # all sides are added before any are united: an e-node that is added later has its operands' other forms
        sides = [int(row) for row in graph.add_all(_sides(lemmas))]
        for lemma, left, right in zip(lemmas, sides[::2], sides[1::2], strict=True):
            graph.union(left, right, lemma.name)
        self.reports: tuple[RunReport, ...] = (
            self.search.grow(theory.expanding, BUDGET),
            self.search.grow(theory.complete, BUDGET),
        )
        self.veto = graph_veto(self.search)
        self.cost = op_cost(dimension)
        self.extraction = Extraction(graph, self.cost, self.veto.rows)

    @property
    def contradiction(self) -> str:
        """The first union that fingerprints refused, in words; "" if there was none."""
        return next((str(r.stop) for r in self.reports if r.stop.contradiction is not None), "")

    def digest(self, term: Term) -> str:
        """The content hash of the class of a term: of its cheapest form, vetoed or not."""
        best = Extraction(self.search.graph, self.cost).best(self._row(term))
        return content_hash(f"{self.dimension}:{describe(self.loops.back(best))}")

    def _row(self, term: Term) -> int:
        return self.row[self.loops.plain(term)]

    def forms(self, term: Term, count: int) -> list[Term]:
        """The cheapest allowed forms of the class of a term, at most `count`; none where all are vetoed."""
        found = candidates(self.search.graph, self._row(term), count, self.cost, self.veto.rows)
        return [self.loops.back(form) for form, _ in found]

    def proof(self, left: Term, right: Term) -> Proof:
        """The kernel-checked proof that two forms of one class are equal, from laws, hypotheses and lemmas."""
        return self.search.proof(self.loops.plain(left), self.loops.plain(right), self.lemmas)

    def quality(self) -> ClassQuality:
        """SQI of every class."""
        return class_quality(self.search.graph, self.cost, self.veto.rows)

    def snapshot_id(self) -> str:
        """SHA-256 of the graph's live e-nodes and their classes, 32 hexadecimal digits."""
        graph = self.search.graph
        digest = hashlib.sha256()
        for row in graph.table.live_rows():
            op, children = graph.enode(int(row))
            digest.update(f"{graph.find(int(row))}={op}{tuple(int(c) for c in children)};".encode())
        return digest.hexdigest()[:32]

    def sizes(self) -> tuple[int, int]:
        """E-nodes and e-classes."""
        return self.search.graph.node_count, self.search.graph.class_count


def _sides(given: Sequence[Hypothesis]) -> list[Term]:
    return [side for hypothesis in given for side in (hypothesis.left, hypothesis.right)]
