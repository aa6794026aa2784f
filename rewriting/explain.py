"""Explanations: from the history of an e-graph to a proof that the kernel accepts.

The search for a proof is not trusted; the kernel is. An equality between two rows is a path in the forest of unions.
Each edge on it is a congruence, an assertion or a match of a rule. A match speaks of classes, a proof of terms: where
the term of a matched row differs from the instance of the rule's side, the two differ in children that were equal
already, which is explained in the same way by older edges.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from rewriting.canonical.theory import Normalisation
from rewriting.canonical.unfolding import unfold
from rewriting.egraph import EGraph
from rewriting.forest import Forest
from rewriting.guards import facts_of, judge_of
from rewriting.history import ASSERTED, CONGRUENCE
from rewriting.op import Op
from rewriting.pattern import Pattern
from rewriting.proof import Computation, Kernel
from rewriting.proofs.move import Move, reversed_moves, shifted
from rewriting.proofs.steps import Proof, proved
from rewriting.rule import Rule
from rewriting.ruleset import CompiledRule, compile_rule
from rewriting.term import Term

__all__ = ["Explainer", "NotEqualError", "explain"]


class NotEqualError(ValueError):
    """There is nothing to explain: the graph does not hold the two terms as equal."""


@dataclass(frozen=True, slots=True)
class _Between:
    """The moves from the term of one row to that of another."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Across:
    """The moves from the left row of an edge to its right row."""

    edge: int


@dataclass(frozen=True, slots=True)
class _Witness:
    """The moves from the term of a row to the term that a judge's conditions hold of; with that term."""

    row: int
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Locate:
    """The moves from a term to that of a row that holds it; with that row."""

    term: Term


_Question: TypeAlias = _Between | _Across | _Witness | _Locate
_Working: TypeAlias = Generator[_Question, Any, Any]


def explain(egraph: EGraph, left: Term | int, right: Term | int, kernel: Kernel) -> Proof:
    """A proof that two terms, or the terms of two rows, are equal.

    Raises NotEqualError if the graph does not hold them equal, ProofError if the kernel lacks a rule that was used.
    """
    return Explainer(egraph).proof(left, right, kernel)


class Explainer:
    """Explains equalities of an e-graph as it is now; use one for several, what they share is worked out once."""

    def __init__(self, egraph: EGraph) -> None:
        egraph.rebuild()
        if not egraph.history.is_recorded:
            raise ValueError("this e-graph keeps no reasons: make it with EGraph(record=True) to have proofs")
        self.graph = egraph
        self.forest = Forest(egraph.history, egraph.table.sets)
        self._answers: dict[_Question, Any] = {}
        self._compiled: dict[int, CompiledRule] = {}
        self._located: dict[Term, int] = {}
        self._terms: dict[int, Term] = {}

    def proof(self, left: Term | int, right: Term | int, kernel: Kernel) -> Proof:
        """See `explain`."""
        start, first, moves = self._start(left)
        end, last, back = self._start(right)
        if self.graph.find(first) != self.graph.find(last):
            raise NotEqualError(f"the e-graph does not hold {start} and {end} as equal: there is nothing to explain")
        moves = moves + self._answer(_Between(first, last)) + reversed_moves(back)
        return proved(start, moves, kernel)

    def _start(self, given: Term | int) -> tuple[Term, int, list[Move]]:
        """A term, a row that holds it and the moves from one to the other."""
        if not isinstance(given, Term):
            self.graph.require_rows(row=given)
            return self._term(given), given, []
        self._located.update(self.graph.locate(given))
        if given not in self._located:
            raise NotEqualError(f"the e-graph does not hold {given}: add it first")
        row, moves = self._answer(_Locate(given))
        return given, row, moves

    def _term(self, row: int) -> Term:
        """The term of a row; what rows share is built once for all questions."""
        return self.graph.table.term(row, self._terms)

    def _answer(self, question: _Question) -> Any:
        """Answer a question and all that it leads to, each once, on a stack of our own instead of Python's."""
        stack: list[tuple[_Question, _Working]] = []
        reply: Any = None
        asked: _Question | None = question
        while True:
            if asked is not None and asked not in self._answers:
                stack.append((asked, self._work(asked)))
                reply = None
            elif asked is not None:
                reply = self._answers[asked]
            if not stack:
                return reply
            try:
                asked = stack[-1][1].send(reply)
            except StopIteration as done:
                self._answers[stack.pop()[0]] = reply = done.value
                asked = None

    def _work(self, question: _Question) -> _Working:
        match question:
            case _Between(start, stop):
                return self._between(start, stop)
            case _Across(edge):
                return self._across(edge)
            case _Witness(row, names):
                return self._witness(row, names)
            case _Locate(term):
                return self._locate(term)

    def _between(self, start: int, stop: int) -> _Working:
        path = self.forest.path(start, stop)
        if path is None:
            raise AssertionError(f"rows {start} and {stop} were matched as equal and are not; please report this")
        moves: list[Move] = []
        for edge, forward in path:
            part = yield _Across(edge)
            moves += part if forward else reversed_moves(part)
        return moves

    def _across(self, edge: int) -> _Working:
        history = self.graph.history
        reason = int(history.reason[edge])
        left, right = int(history.left[edge]), int(history.right[edge])
        if reason == CONGRUENCE:
            return (yield from self._congruence(left, right))
        if reason <= ASSERTED:
            return [Move(self.graph.assertions[ASSERTED - reason], True, (), {})]
        rule = self.graph.rules[reason]
        if isinstance(rule, Normalisation):
            return (yield from self._normalisation(edge, rule, left, right))
        if isinstance(rule, Computation):
            return (yield from self._computation(edge, rule, left))
        return (yield from self._match(edge, reason, rule, left, right))

    def _congruence(self, left: int, right: int) -> _Working:
        table = self.graph.table
        moves: list[Move] = []
        for k, pair in enumerate(zip(table.original_children(left), table.original_children(right), strict=True)):
            moves += shifted((yield _Between(*pair)), (k,))
        return moves

    def _computation(self, edge: int, computation: Computation, left: int) -> _Working:
        own = self.graph.table.original_children(left)
        operands = self.graph.history.matched(edge, len(own))
        moves: list[Move] = []
        for k, pair in enumerate(zip(own, operands, strict=True)):
            moves += shifted((yield _Between(*pair)), (k,))
        term = Term(self.graph.table.op_of(left), tuple(self._term(row) for row in operands))
        return [*moves, Move(computation, True, (), {"term": term})]

    def _normalisation(self, edge: int, rule: Normalisation, left: int, right: int) -> _Working:
        """The moves from either side to the term that was normalised, and from there to the common normal form."""
        counts = self.graph.history.matched(edge, 2)
        record = iter(self.graph.history.matched(edge, 2 + sum(counts))[2:])
        halves = []
        for row in (left, right):
            unfolding = unfold(self.graph.table, row, rule.knows, lambda _: next(record))
            moves: list[Move] = []
            for place in unfolding.places:
                moves += shifted((yield _Between(place.before, place.after)), place.position)
            if rule.function(unfolding.term) is not unfolding.term:
                moves.append(Move(rule, True, (), {"term": unfolding.term}))
            halves.append(moves)
        return [*halves[0], *reversed_moves(halves[1])]

    def _match(self, edge: int, number: int, rule: Rule, left: int, right: int) -> _Working:
        """The moves to the instance of the left side, the rule, and the moves from the instance of the right side."""
        compiled = self._compiled.setdefault(number, compile_rule(rule))
        record = self.graph.history.matched(edge, compiled.record_width)
        split = compiled.matched_rows - 1
        evidence = record[split : split + len(compiled.asked)]
        lhs_rows = [left, *record[:split]]
        rhs_rows = [right, *record[split + len(compiled.asked) :]]
        bound = {name: self._bound_row(compiled, name, lhs_rows) for name in rule.variables}
        asked = zip(compiled.asked, evidence, strict=True)
        bound.update((name, row) for name, row in asked if row >= 0)
        facts_asked = facts_of(self.graph, compiled, number, evidence)
        facts_by_name = dict(zip(compiled.asked, facts_asked, strict=True))
        bindings: dict[str, Term] = {}
        tails: dict[str, list[Move]] = {}
        for name, row in bound.items():
            facts = facts_by_name.get(name)
            if facts:
                tails[name], bindings[name] = yield _Witness(row, facts)
            else:
                tails[name], bindings[name] = [], self._term(row)
        there = yield from self._unfold(compiled.lhs, lhs_rows, bound, tails)
        back = yield from self._unfold(compiled.rhs, rhs_rows, bound, tails)
        given = []
        for name, pattern, start in compiled.others:
            rows = lhs_rows[start : start + len(pattern.nodes)]
            path = yield _Between(bound[name], rows[0])
            unfolded = yield from self._unfold(pattern, rows, bound, tails)
            given.append((bindings[name], (*reversed_moves(tails[name]), *path, *unfolded)))
        return [*there, Move(compiled.rule, True, (), bindings, tuple(given)), *reversed_moves(back)]

    def _bound_row(self, compiled: CompiledRule, name: str, rows: list[int]) -> int:
        """The row whose term a variable stands for: the child of the matched row where it first occurs."""
        place = compiled.place(name)
        if place is None or place[1] < 0:
            return rows[0 if place is None else place[0]]
        return int(self.graph.table.original[place[1]][rows[place[0]]])

    def _unfold(
        self, pattern: Pattern, rows: list[int], bound: dict[str, int], tails: dict[str, list[Move]]
    ) -> _Working:
        """The moves from the term of rows[0] to the instance of the pattern whose compound subterms matched `rows`."""
        moves: list[Move] = []
        for position, source, child in self._gaps(pattern, rows):
            if isinstance(child, int):
                target = rows[child]
            elif isinstance(child, str):
                target = bound[child]
            else:
                target = self._leaf(child)
            moves += shifted((yield _Between(source, target)), position)
            if isinstance(child, str):
                moves += shifted(tails[child], position)
        return moves

    def _gaps(self, pattern: Pattern, rows: list[int]) -> Iterator[tuple[tuple[int, ...], int, str | Op | int]]:
        """Each place of the pattern, what the matched rows have there and what the instance has; parents first."""
        if not pattern.nodes:
            yield (), rows[0], pattern.root
        positions: list[tuple[int, ...]] = []
        for number, node in enumerate(pattern.nodes):
            positions.append(() if node.parent is None else (*positions[node.parent[0]], node.parent[1]))
            for k, child in enumerate(node.children):
                yield (*positions[number], k), int(self.graph.table.original[k][rows[number]]), child

    def _leaf(self, op: Op) -> int:
        row = self.graph.table.leaf_row(op)
        if row is None:
            raise AssertionError(
                f"a rule was applied with the leaf {op}, which is not in the graph; please report this"
            )
        return row

    def _witness(self, row: int, names: frozenset[str]) -> _Working:
        moves: list[Move] = []
        terms = []
        own = self.graph.table.original_children(row)
        chosen_children = self.graph.restored.support(names, row)
        if chosen_children is None:
            chosen_children = judge_of(self.graph, names).witness_children(names, row, self.graph.table)
        for k, (child, (chosen, inner)) in enumerate(zip(own, chosen_children, strict=True)):
            moves += shifted((yield _Between(child, chosen)), (k,))
            if inner:
                tail, term = yield _Witness(chosen, inner)
                moves += shifted(tail, (k,))
            else:
                term = self._term(chosen)
            terms.append(term)
        return moves, Term(self.graph.table.op_of(row), tuple(terms))

    def _locate(self, term: Term) -> _Working:
        row = self._located[term]
        moves: list[Move] = []
        own = self.graph.table.original_children(row)
        for k, (argument, child) in enumerate(zip(term.args, own, strict=True)):
            found, part = yield _Locate(argument)
            moves += shifted(part, (k,))
            moves += shifted((yield _Between(found, child)), (k,))
        return row, moves
