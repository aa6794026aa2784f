"""Extraction against brute force."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.egraph import EGraph
from rewriting.extract import ExtractionError, extract
from rewriting.extraction.candidates import candidates
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.run import run
from rewriting.term import Term, fold
from rewriting.theories.arithmetic import micro_rules
from tests.rewriting.small_terms import letters, merged_graph, terms_over

terms = terms_over(letters("abc"), most_operands=2)
graphs = st.tuples(
    st.lists(terms, min_size=1, max_size=6), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4)
)
prices = st.fixed_dictionaries({name: st.integers(1, 5) for name in ("f", "g", "symbol")})


def price_of(term, cost):
    return fold(term, lambda op, below: cost(op) + sum(below))


def terms_up_to(graph, row, most, cost):
    """Every term of a class that costs at most `most`, by exhaustion."""
    if most < 0:
        return set()
    found = set()
    for enode in graph.enodes_of(row).tolist():
        op, children = graph.enode(enode)
        rest = most - cost(op)
        lists = [[]] if rest >= 0 else []
        for child in children:
            lists = [
                [*done, term]
                for done in lists
                for term in terms_up_to(graph, child, rest - sum(price_of(t, cost) for t in done), cost)
            ]
        found |= {Term(op, tuple(args)) for args in lists}
    return found


@settings(deadline=None, max_examples=60)
@given(graphs, prices)
def test_the_cheapest_form_and_the_next_ones_are_those_of_brute_force(graph_parts, price):
    graph, rows = merged_graph(*graph_parts)

    def cost(op):
        return float(price[op.name])

    best, least = extract(graph, rows[0], cost)
    assert price_of(best, cost) == least
    assert graph.lookup(best) is not None
    assert graph.find(graph.lookup(best)) == graph.find(rows[0])
    within = terms_up_to(graph, rows[0], least + 4, cost)
    assert min(price_of(term, cost) for term in within) == least
    assert [c for _, c in candidates(graph, rows[0], 1, cost)] == [least]
    forms = candidates(graph, rows[0], 6, cost)
    assert [c for _, c in forms] == sorted(price_of(t, cost) for t, _ in forms)
    assert len({t for t, _ in forms}) == len(forms)
    expected = sorted(price_of(term, cost) for term in within)[:6]
    assert [c for _, c in forms][: len(expected)] == expected
    assert all(t in within for t, c in forms if c <= least + 4)


def test_free_operators_on_a_cycle_do_not_trap_extraction():
    graph = EGraph()
    x, fx = graph.add_all([parse_term("x"), parse_term("f(f(x))")]).tolist()
    graph.union(fx, x)

    def cost(_):
        return 0.0

    assert extract(graph, fx, cost) == (parse_term("x"), 0.0)
    assert next(t for t, _ in candidates(graph, x, 3, cost)) is parse_term("x")


@pytest.mark.parametrize("cost", [lambda _: 1.0, lambda _: 0.0], ids=["each node costs one", "all are free"])
def test_many_forms_of_a_grown_graph_are_distinct_and_hold(cost):
    graph = EGraph()
    row = graph.add(parse_term("(a + b) * (c + d) + (a * d + b * c)"))
    run(graph, micro_rules(), rounds=6)
    forms = candidates(graph, row, 300, cost)
    assert len({term for term, _ in forms}) == 300
    assert [value for _, value in forms] == sorted(price_of(term, cost) for term, _ in forms)
    assert {graph.find(graph.lookup(term)) for term, _ in forms} == {graph.find(row)}


def test_forms_that_double_at_each_step_end_before_their_size_does():
    """x₁₀₀ = f(x₉₉, x₉₉) …, each equal to the free h of itself: as a tree it has more nodes than can be counted."""
    graph = EGraph()
    term = parse_term("a")
    for _ in range(100):
        term = Term(Op("g"), (term, term))
    rows = graph.add_all([term, Term(Op("h"), (term,)), parse_term("a"), parse_term("h(a)")]).tolist()
    graph.union(rows[0], rows[1])
    graph.union(rows[2], rows[3])
    assert candidates(graph, rows[0], 3, lambda _: 0.0) == []
    assert [c for _, c in candidates(graph, rows[2], 3, lambda _: 0.0)] == [0.0, 0.0, 0.0]
    assert extract(graph, rows[0], lambda _: 0.0) == (term, 0.0)


def test_a_veto_by_operator_and_by_row():
    graph = EGraph()
    cheap, dear = graph.add_all([parse_term("x + x"), parse_term("2 * sin(x)")]).tolist()
    graph.union(cheap, dear)

    def cost(_):
        return 1.0

    assert extract(graph, cheap, cost)[0] is parse_term("x + x")
    assert extract(graph, cheap, cost, lambda op: op.name == "+") == (parse_term("2 * sin(x)"), 4.0)
    veto = np.zeros(graph.table.count, dtype=np.bool_)
    veto[cheap] = True
    assert extract(graph, cheap, cost, veto)[0] is parse_term("2 * sin(x)")
    assert [t for t, _ in candidates(graph, cheap, 5, cost, veto)] == [parse_term("2 * sin(x)")]
    with pytest.raises(ExtractionError, match="has no form"):
        extract(graph, cheap, cost, lambda op: op.name in ("+", "sin"))
    with pytest.raises(ExtractionError, match="has no form"):
        extract(graph, cheap, lambda op: math.inf if op.name == "symbol" else 1.0)
    with pytest.raises(ValueError, match="one flag for each row"):
        extract(graph, cheap, cost, veto[:2])


@pytest.mark.parametrize("bad", [-1.0, math.nan])
def test_costs_that_are_negative_or_not_numbers_are_refused(bad):
    graph = EGraph()
    row = graph.add(parse_term("sin(x)"))
    with pytest.raises(ValueError, match="cost of sin"):
        extract(graph, row, lambda op: bad if op.name == "sin" else 1.0)
    with pytest.raises(ValueError, match="k is 0"):
        candidates(graph, row, 0, lambda _: 1.0)


def test_the_same_graph_always_gives_the_same_form():
    forms = set()
    for _ in range(2):
        graph = EGraph()
        row = graph.add(parse_term("(a + b) + (c + d)"))
        run(graph, micro_rules(), rounds=4)
        forms.add(extract(graph, row, lambda _: 1.0))
        forms.add(tuple(candidates(graph, row, 4, lambda _: 1.0)))
    assert len(forms) == 2


def test_candidates_differ_at_the_root_where_the_class_does():
    graph = EGraph()
    row = graph.add(parse_term("x * (y + 1)"))
    run(graph, micro_rules(), rounds=3)
    roots = {term.op.name for term, _ in candidates(graph, row, 40, lambda _: 1.0)}
    assert {"*", "+"} <= roots
