"""Lattice analyses against a naive fixed point."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.lattice import Lattice
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.run import run
from rewriting.term import Term
from rewriting.theories.arithmetic import micro_rules
from tests.rewriting.small_terms import letters, terms_over

LEAVES = {"a": (1, 9), "b": (2, 3), "c": (-4, 5)}


class Intervals(Lattice):
    """Lower and upper bounds; f(x) = -x, g(x, y) = x + y."""

    def __init__(self):
        super().__init__("interval", (-np.inf, np.inf), turns=8)

    def make(self, op, operands):
        if op.name == "symbol":
            return np.array([LEAVES.get(op.payload, (-np.inf, np.inf))], dtype=np.float64)
        return -operands[0][:, ::-1] if op.name == "f" else operands[0] + operands[1]

    def join(self, left, right):
        return np.stack([np.maximum(left[:, 0], right[:, 0]), np.minimum(left[:, 1], right[:, 1])], axis=1)


class SmallestTree(Lattice):
    """The number of nodes of the smallest tree in a class."""

    def __init__(self):
        super().__init__("size", np.iinfo(np.int64).max // 4, np.int64)

    def make(self, _op, operands):
        return 1 + sum(operands) if operands else np.array([1])

    def join(self, left, right):
        return np.minimum(left, right)


terms = terms_over(letters("abcd"), most_operands=2)


def naive_sizes(graph):
    size = dict.fromkeys(graph.classes().tolist(), float("inf"))
    for _ in range(len(size) + 1):
        for row in graph.table.live_rows().tolist():
            _, children = graph.enode(row)
            size[graph.find(row)] = min(size[graph.find(row)], 1 + sum(size[child] for child in children))
    return size


@settings(deadline=None, max_examples=60)
@given(
    st.lists(terms, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4),
    st.lists(terms, max_size=3),
)
def test_the_smallest_sizes_are_those_of_a_naive_fixed_point(seeds, unions, late):
    graph = EGraph([SmallestTree()])
    rows = graph.add_all(seeds).tolist()
    for left, right in unions:
        graph.union(rows[left % len(rows)], rows[right % len(rows)])
        graph.rebuild()
    graph.add_all(late)
    graph.rebuild()
    classes = graph.classes()
    assert dict(zip(classes.tolist(), graph.analyses[0].values(classes).tolist(), strict=True)) == naive_sizes(graph)


def test_sizes_follow_a_run():
    graph = EGraph([SmallestTree()])
    graph.add(parse_term("(x + (y * 1)) + (0 + z) * 1"))
    run(graph, micro_rules(), rounds=4)
    classes = graph.classes()
    assert dict(zip(classes.tolist(), graph.analyses[0].values(classes).tolist(), strict=True)) == naive_sizes(graph)


@settings(deadline=None, max_examples=40)
@given(terms, st.integers(0, 2))
def test_bounds_of_equal_terms_are_combined(term, leaf):
    graph = EGraph([Intervals()])
    row, other = graph.add_all([term, Term(Op("symbol", "abc"[leaf]))]).tolist()
    graph.union(row, other)
    graph.rebuild()
    low, high = graph.analyses[0].values(graph.find(np.array([row], dtype=np.int32)))[0]
    bounds = LEAVES["abc"[leaf]]
    assert low >= bounds[0]
    assert high <= bounds[1]


def test_bounds_on_a_cycle_stop_after_the_given_turns():
    graph = EGraph([Intervals()])
    cycle, x = graph.add_all([parse_term("g(a, d)"), parse_term("d")]).tolist()
    bounded = graph.add(parse_term("c"))
    graph.union(x, bounded)
    graph.union(cycle, x)
    graph.rebuild()
    low, _ = graph.analyses[0].values(graph.find(np.array([x], dtype=np.int32)))[0]
    assert low > -4
