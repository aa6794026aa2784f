"""Searching only for what is new, and only by rules that can match, loses nothing."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.live_index import LiveIndex
from rewriting.match import match
from rewriting.op import Op
from rewriting.sieve import Sieve
from rewriting.term import Term
from tests.rewriting.matchers import joined, rules_for
from tests.rewriting.small_terms import apply_changes, changes, letters, terms_over, with_variables

symbols = letters("abc")
ground = terms_over(symbols)
patterns = with_variables(symbols)
scripts = changes(ground)


def found(graph, pattern, seen=-1):
    """(row of the root, rows bound to the variables) of each match."""
    return [(root, *bound.values()) for root, bound in joined(graph, pattern, seen)]


def by_class(graph, matches):
    return {tuple(graph.find(row) for row in each) for each in matches}


@settings(deadline=None, max_examples=200)
@given(st.lists(ground, min_size=1, max_size=4), scripts, scripts, patterns)
def test_old_matches_and_new_ones_are_all_matches(seeds, before, after, pattern):
    graph = EGraph()
    graph.add_all(seeds)
    apply_changes(graph, before)
    old, seen = found(graph, pattern), graph.table.clock
    graph.table.clock += 1
    apply_changes(graph, after)
    every, new = found(graph, pattern), found(graph, pattern, seen)
    assert set(new) <= set(every)
    assert by_class(graph, old) | by_class(graph, new) == by_class(graph, every)
    assert new == [each for each in every if each in set(new)], "the order is kept"


@settings(deadline=None, max_examples=100)
@given(st.lists(ground, min_size=1, max_size=4), scripts, st.lists(patterns, min_size=1, max_size=6), scripts)
def test_what_the_sieve_holds_back_has_no_matches(seeds, before, lefts, after):
    rules = rules_for(lefts)
    sieve, graph = Sieve(rules), EGraph()
    resolution, seen = sieve.resolve(graph.table), np.full(len(rules), -1)
    for script in ([("add", seed, None) for seed in seeds], before, after):
        apply_changes(graph, script)
        passing = sieve.passing(resolution, LiveIndex(graph.table), seen)
        for rule, passes, clock in zip(rules, passing.tolist(), seen.tolist(), strict=True):
            assert passes or match(rule.lhs, LiveIndex(graph.table), clock) is None
        seen[:] = graph.table.clock
        graph.table.clock += 1


def test_the_sieve_holds_back_what_asks_for_an_absent_pair():
    graph = EGraph()
    graph.add_all([parse_term("(x * y) + 1"), parse_term("sin(0)")])
    lefts = ["(?a * ?b) + ?c", "?c + (?a * ?b)", "?a + 1", "?a + 0", "sin(?a)", "sin(?a + ?b)", "cos(?a)", "?a", "2"]
    rules = rules_for(map(parse_term, lefts))
    sieve = Sieve(rules)
    passing = sieve.passing(sieve.resolve(graph.table), LiveIndex(graph.table), np.full(len(rules), -1))
    assert [text for text, passes in zip(lefts, passing.tolist(), strict=True) if passes] == [
        "(?a * ?b) + ?c",
        "?a + 1",
        "sin(?a)",
        "?a",
        "2",
    ]


def test_an_empty_rule_set_and_an_empty_graph_are_no_trouble():
    graph = EGraph()
    assert Sieve([]).passing(Sieve([]).resolve(graph.table), LiveIndex(graph.table), np.zeros(0, dtype=int)).size == 0
    rules = rules_for([parse_term("f(g(?a))")])
    sieve = Sieve(rules)
    assert not sieve.passing(sieve.resolve(graph.table), LiveIndex(graph.table), np.full(1, -1)).any()


def test_a_row_that_gets_a_new_key_does_not_find_itself_where_it_was_before():
    random = np.random.default_rng(7)
    for _ in range(12):
        graph, size = EGraph(), 60
        leaves = graph.add_all([parse_term(f"x{i}") for i in range(size)])
        for _ in range(6):
            pairs = random.integers(0, size, (150, 2))
            graph.add_all([Term(Op("g"), (parse_term(f"x{i}"), parse_term(f"x{j}"))) for i, j in pairs.tolist()])
            for i, j in random.integers(0, size, (4, 2)).tolist():
                graph.union(int(leaves[i]), int(leaves[j]))
            graph.rebuild()
            table, rows = graph.table, graph.table.live_rows()
            keys = {
                (int(table.functor[r]), *(int(c[r]) for c in table.children))
                for r in rows[size:].tolist()
                if table.functor[r]
            }
            assert len(keys) == int(np.count_nonzero(table.functor.take(rows)))
    check(graph)
