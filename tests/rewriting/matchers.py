"""Patterns matched by backtracking, and by the joins of the engine, told in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rewriting.egraph import EGraph
from rewriting.instantiate import Job
from rewriting.live_index import LiveIndex
from rewriting.match import match
from rewriting.op import VARIABLE, Op
from rewriting.rule import Rule
from rewriting.ruleset import CompiledRule, compile_rule
from rewriting.term import Term, variables

__all__ = ["Bindings", "backtracked", "joined", "rules_for"]

Bindings = Mapping[str, int]
"""Rows by the names of the variables that they are bound to."""


def backtracked(graph: EGraph, pattern: Term, row: int, bound: Bindings) -> Iterator[Bindings]:
    """All ways, each once for each e-node, in which the class of a row holds the pattern; rows are canonical."""
    canonical = graph.find(row)
    if pattern.op.name == VARIABLE:
        if bound.get(pattern.op.payload, canonical) == canonical:
            yield {**bound, pattern.op.payload: canonical}
        return
    for enode in graph.enodes_of(canonical).tolist():
        op, children = graph.enode(enode)
        if op == pattern.op and len(children) == len(pattern.args):
            states: list[Bindings] = [bound]
            for child, part in zip(children, pattern.args, strict=True):
                states = [more for state in states for more in backtracked(graph, part, child, state)]
            yield from states


def joined(graph: EGraph, pattern: Term, seen: int = -1) -> list[tuple[int, Bindings]]:
    """Root and bindings of each match of the compiled pattern that is newer than `seen`, in the engine's order."""
    (rule,) = rules_for([pattern])
    matches = match(rule.lhs, LiveIndex(graph.table), seen)
    if matches is None:
        return []
    job = Job(rule, 0, matches)
    columns = {name: job.classes(graph.table, name).tolist() for name in variables(pattern)}
    return [(root, {name: columns[name][i] for name in columns}) for i, root in enumerate(job.left.tolist())]


def rules_for(patterns: Iterable[Term]) -> list[CompiledRule]:
    """A compiled rule with each pattern as its left side; the right side does not matter."""
    return [compile_rule(Rule(f"r{i}", left, Term(Op("done")))) for i, left in enumerate(patterns)]
