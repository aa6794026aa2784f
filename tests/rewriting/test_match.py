"""Matching by joins against a backtracking matcher."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.live_index import LiveIndex
from rewriting.match import match
from rewriting.op import Op
from rewriting.pattern import compile_pattern
from rewriting.term import Term
from tests.rewriting.matchers import backtracked, joined
from tests.rewriting.small_terms import letters, merged_graph, terms_over, with_variables


def naive_matches(graph, pattern):
    """Every (class, bindings to classes) under which the pattern is in the class."""
    found = ((root, bound) for root in graph.classes().tolist() for bound in backtracked(graph, pattern, root, {}))
    return sorted((root, tuple(sorted(bound.items()))) for root, bound in found)


def joined_matches(graph, pattern):
    """The same, from the compiled pattern."""
    graph.rebuild()
    found = joined(graph, pattern)
    return sorted((graph.find(root), tuple(sorted(bound.items()))) for root, bound in found)


symbols = letters("ab")
ground = terms_over(symbols)
patterns = with_variables(symbols)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(ground, min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=4),
    patterns,
)
def test_joins_find_what_backtracking_finds(seeds, unions, pattern):
    graph, _ = merged_graph(seeds, unions)
    assert joined_matches(graph, pattern) == naive_matches(graph, pattern)


def test_rare_operators_are_joined_by_bisection():
    graph = EGraph()
    graph.add_all([parse_term(f"x{i} + y{i}") for i in range(200)])
    graph.add_all([parse_term("d(x, sin(x))"), parse_term("d(x, sin(y))"), parse_term("d(y, sin(y) * sin(y))")])
    for text in ("d(?x, sin(?x))", "d(?x, sin(?y))", "d(?x, ?a * ?a)", "d(?x, ?a * sin(?x))", "sin(?x) + ?y"):
        pattern = parse_term(text)
        assert joined_matches(graph, pattern) == naive_matches(graph, pattern)


def test_a_join_that_is_too_large_is_cut_and_says_so():
    graph = EGraph()
    rows = graph.add_all([parse_term(f"a * x{i}") for i in range(20)]).tolist()
    for row in rows:
        graph.union(rows[0], row)
    graph.add(Term(Op("+"), (graph.term(rows[0]), graph.term(rows[1]))))
    graph.rebuild()
    pattern = compile_pattern(parse_term("(?a * ?b) + (?c * ?d)"))
    everything = match(pattern, LiveIndex(graph.table))
    some = match(pattern, LiveIndex(graph.table, most=150))
    assert (len(everything), everything.complete) == (400, True)
    assert (len(some), some.complete) == (150, False)
    assert [column.tolist() for column in some.rows] == [column[:150].tolist() for column in everything.rows]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("(?a * ?b) + (?a * ?c)", ["+", "*", "*"]),
        ("((?a * f(?b)) + (?b * f(?a))) + h(g(?a), g(?b))", ["+", "+", "*", "f", "*", "f", "h", "g", "g"]),
        ("(?a * ?b) + sin(0)", ["+", "sin", "*"]),
    ],
)
def test_what_is_held_fast_is_looked_for_first(text, order):
    nodes = compile_pattern(parse_term(text)).nodes
    assert [node.op.name for node in nodes] == order
    assert all(node.parent is None or node.parent[0] < number for number, node in enumerate(nodes))
    assert all(place[0] <= number for number, node in enumerate(nodes) for _, place in node.same)
