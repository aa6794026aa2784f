"""Small terms, e-graphs and changes of them, drawn by Hypothesis: what tests of the engine have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rewriting.egraph import EGraph
from rewriting.op import Op
from rewriting.term import Term, variable

__all__ = ["apply_changes", "changes", "letters", "merged_graph", "terms_over", "with_variables"]

OPERATORS = "fghk"
"""f takes one operand, g two, h three, k four."""


def letters(names: Iterable[str]) -> SearchStrategy[Term]:
    """One of the symbols named."""
    return st.sampled_from(list(names)).map(lambda name: Term(Op("symbol", name)))


def terms_over(leaf: SearchStrategy[Term], most_operands: int = 3, max_leaves: int = 6) -> SearchStrategy[Term]:
    """Terms with these leaves, under operators of one to `most_operands` operands."""

    def above(below: SearchStrategy[Term]) -> SearchStrategy[Term]:
        layers = (
            st.tuples(*[below] * (count + 1)).map(lambda args, name=name: Term(Op(name), args))
            for count, name in enumerate(OPERATORS[:most_operands])
        )
        return st.one_of(*layers)

    return st.recursive(leaf, above, max_leaves=max_leaves)


def with_variables(symbols: SearchStrategy[Term]) -> SearchStrategy[Term]:
    """Patterns: terms over the symbols and the variables ?x, ?y and ?z."""
    return terms_over(st.one_of(symbols, st.sampled_from("xyz").map(variable)))


def changes(ground: SearchStrategy[Term]) -> SearchStrategy[list[tuple[str, Any, Any]]]:
    """Terms to add and rows to unite, for `apply_changes`."""
    add = st.tuples(st.just("add"), ground, st.none())
    union = st.tuples(st.just("union"), st.integers(0, 99), st.integers(0, 99))
    return st.lists(st.one_of(add, union), max_size=6)


def apply_changes(graph: EGraph, script: Iterable[tuple[str, Any, Any]]) -> None:
    """Do what a script says, rows being counted around, and rebuild."""
    for what, x, y in script:
        if what == "add":
            graph.add(x)
        elif graph.table.count:
            graph.union(x % graph.table.count, y % graph.table.count)
    graph.rebuild()


def merged_graph(seeds: Sequence[Term], unions: Iterable[tuple[int, int]]) -> tuple[EGraph, list[int]]:
    """A rebuilt graph of the seeds with some of them united, and the seeds' rows."""
    graph = EGraph()
    rows = graph.add_all(seeds).tolist()
    for left, right in unions:
        graph.union(rows[left % len(rows)], rows[right % len(rows)])
    graph.rebuild()
    return graph, rows
