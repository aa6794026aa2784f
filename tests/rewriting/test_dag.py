"""DAG costs against an integer program, Pareto fronts against brute force."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from rewriting.egraph import EGraph
from rewriting.extract import ExtractionError, extract
from rewriting.extraction.candidates import candidates
from rewriting.extraction.dag import extract_dag
from rewriting.extraction.pareto import pareto_front
from rewriting.infix import parse_term
from rewriting.run import run
from rewriting.term import Term, fold, postorder
from rewriting.theories.arithmetic import MICRO_SEEDS, folding, full_rules, micro_rules
from tests.rewriting.small_terms import letters, merged_graph, terms_over

CASES = json.loads((Path(__file__).parents[1] / "data" / "egraph.json").read_text(encoding="utf-8"))


def price(op):
    return {"+": 2.0, "*": 3.0, "f": 1.0, "g": 4.0}.get(op.name, 1.5)


def distinct_cost(terms, cost):
    return sum(cost(op) for op in [node.op for node in {n for term in terms for n in postorder(term)}])


def exact(graph, goals, cost):
    """The least DAG cost: a binary for each e-node and class, and levels that forbid cycles."""
    rows = graph.table.live_rows().tolist()
    nodes = [(graph.find(row), graph.enode(row)) for row in rows]
    classes = sorted({each for each, _ in nodes})
    index = {each: k for k, each in enumerate(classes)}
    n, m = len(nodes), len(classes)
    upper, lower, matrix = [], [], []

    def require(entries, low, high):
        line = np.zeros(n + 2 * m)
        for place, value in entries:
            line[place] += value
        matrix.append(line)
        lower.append(low)
        upper.append(high)

    for each in classes:
        own = [(k, 1.0) for k, (c, _) in enumerate(nodes) if c == each]
        require([*own, (n + index[each], -1.0)], 0, np.inf)
    for k, (each, (_, children)) in enumerate(nodes):
        for child in set(children):
            require([(n + index[child], 1.0), (k, -1.0)], 0, np.inf)
            if child == each:
                require([(k, 1.0)], 0, 0)
            else:
                require([(n + m + index[each], 1.0), (n + m + index[child], -1.0), (k, -float(m + 1))], -m, np.inf)
    for goal in goals:
        require([(n + index[graph.find(goal)], 1.0)], 1, 1)
    weights = np.r_[[cost(op) for _, (op, _) in nodes], np.zeros(2 * m)]
    kinds = np.r_[np.ones(n + m), np.zeros(m)]
    bounds = Bounds(0, np.r_[np.ones(n + m), np.full(m, m)])
    solved = milp(
        weights, integrality=kinds, bounds=bounds, constraints=LinearConstraint(np.array(matrix), lower, upper)
    )
    assert solved.success
    return solved.fun


terms = terms_over(letters("abc"), most_operands=2, max_leaves=7)


@settings(deadline=None, max_examples=40)
@given(st.lists(terms, min_size=2, max_size=6), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=5))
def test_dag_costs_are_those_of_the_integer_program(seeds, unions):
    graph, rows = merged_graph(seeds, unions)
    form = extract_dag(graph, rows[:2], price)
    assert form.cost == pytest.approx(distinct_cost(form.terms, price))
    assert [graph.find(graph.lookup(term)) for term in form.terms] == [graph.find(row) for row in rows[:2]]
    assert form.optimal
    assert form.cost == pytest.approx(exact(graph, rows[:2], price))
    greedy = extract_dag(graph, rows[:2], price, budget=0)
    assert not greedy.optimal
    assert greedy.cost >= form.cost - 1e-9


@pytest.mark.parametrize("seed", [*MICRO_SEEDS, "(x + (x + x)) * (x + x)", "(x * (y + 1)) + (x * (y + 1)) * 2"])
def test_saturated_graphs_are_solved_within_two_percent(seed):
    graph = EGraph()
    row = graph.add(parse_term(seed))
    run(graph, micro_rules(), rounds=3)
    form = extract_dag(graph, row, price)
    assert form.cost <= 1.02 * exact(graph, [row], price) + 1e-9
    assert form.cost <= distinct_cost([extract(graph, row, price)[0]], price)


def test_a_large_graph_is_answered_from_what_is_near():
    graph = EGraph(record=False)
    row = graph.add(parse_term("((a + b) * (c + d) + (a + b) * (d + e)) * ((c + d) + (a * b)) + (a + b) * (c + d)"))
    run(graph, micro_rules(), rounds=9, node_limit=60_000)
    tree, _ = extract(graph, row, price)
    form = extract_dag(graph, row, price, budget=200)
    assert form.cost == pytest.approx(distinct_cost(form.terms, price))
    assert form.cost <= distinct_cost([tree], price)
    assert graph.find(graph.lookup(form.terms[0])) == graph.find(row)


def test_the_published_case_shares_what_the_cheapest_tree_does_not():
    case = next(test for test in CASES["tests"] if test["name"] == "math_lp_extract")
    graph = EGraph([folding()])
    row = graph.add(parse_term(case["start"]))
    run(graph, full_rules(), rounds=case["iter_limit"])
    form = extract_dag(graph, row, lambda _: 1.0)
    tree, _ = extract(graph, row, lambda _: 1.0)
    assert (form.cost, form.optimal) == (4.0, True)
    assert len(set(postorder(form.terms[0]))) == 4
    assert tree is not form.terms[0]


def test_a_veto_holds_in_dags_and_fronts():
    graph = EGraph()
    row, other = graph.add_all([parse_term("x + x"), parse_term("2 * sin(x)")]).tolist()
    graph.union(row, other)
    assert extract_dag(graph, row, price, lambda op: op.name == "+").terms == (parse_term("2 * sin(x)"),)
    assert [t for t, _ in pareto_front(graph, row, [price], lambda op: op.name == "+")] == [parse_term("2 * sin(x)")]
    for ask in (
        lambda veto: extract_dag(graph, row, price, veto),
        lambda veto: pareto_front(graph, row, [price], veto),
    ):
        with pytest.raises(ExtractionError, match="has no form"):
            ask(lambda op: op.name in "+*")


def all_terms(graph, row, depth):
    if depth == 0:
        return set()
    found = set()
    for enode in graph.enodes_of(row).tolist():
        op, children = graph.enode(enode)
        lists = [()]
        for child in children:
            lists = [(*done, term) for done in lists for term in all_terms(graph, child, depth - 1)]
        found |= {Term(op, args) for args in lists}
    return found


@settings(deadline=None, max_examples=40)
@given(st.lists(terms, min_size=2, max_size=4), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=2))
def test_fronts_are_those_of_brute_force(seeds, unions):
    graph, rows = merged_graph(seeds, unions)

    def letters(op):
        return {"a": 1.0, "b": 3.0}.get(op.payload, 0.0)

    def symbols(op):
        return {"b": 1.0, "c": 2.0, None: 1.0}.get(op.payload, 1.0)

    def total(term):
        return tuple(fold(term, lambda op, below, c=c: c(op) + sum(below)) for c in (letters, symbols))

    front = pareto_front(graph, rows[0], [letters, symbols])
    values = [value for _, value in front]
    assert values == [total(term) for term, _ in front] == sorted(set(values))
    assert all(graph.find(graph.lookup(term)) == graph.find(rows[0]) for term, _ in front)
    assert not any(a != b and a[0] <= b[0] and a[1] <= b[1] for a in values for b in values)
    for term in all_terms(graph, rows[0], 5):
        assert any(a[0] <= total(term)[0] and a[1] <= total(term)[1] for a in values)


def test_no_form_of_a_grown_graph_beats_its_front():
    graph = EGraph()
    row = graph.add(parse_term("(a + a) * (b + b) + (a + a) * (c + d)"))
    for name in "ab":
        graph.union(graph.add(parse_term(f"{name} + {name}")), graph.add(parse_term(f"2 * {name}")))
    run(graph, micro_rules(), rounds=7, node_limit=6_000)
    names = [{"+": 1.0, "*": 4.0}, {"+": 3.0, "*": 0.5}, {"symbol": 2.0}]
    costs = [lambda op, table=table: table.get(op.name, 1.0) for table in names]

    def totals(term):
        return tuple(fold(term, lambda op, below, c=c: c(op) + sum(below)) for c in costs)

    front = pareto_front(graph, row, costs)
    values = [value for _, value in front]
    assert values == [totals(term) for term, _ in front]
    assert len(values) > 1
    for cost in costs:
        for term, _ in candidates(graph, row, 400, cost):
            assert any(all(a <= b for a, b in zip(value, totals(term), strict=True)) for value in values)


def test_bad_requests_are_refused_in_words():
    graph = EGraph()
    row = graph.add(parse_term("x"))
    with pytest.raises(ValueError, match="costs is empty"):
        pareto_front(graph, row, [])
    with pytest.raises(ValueError, match="most is 1"):
        pareto_front(graph, row, [price, price], most=1)


def test_a_narrow_front_keeps_the_cheapest_in_each_cost():
    graph = EGraph()
    rows = graph.add_all([parse_term(text) for text in ("a", "f(b)", "f(f(c))", "g(x, y)")]).tolist()
    for other in rows[1:]:
        graph.union(rows[0], other)
    table = {"a": (9.0, 0.0), "b": (6.0, 1.0), "c": (3.0, 2.0), "x": (0.0, 5.0)}
    costs = [lambda op, k=k: table.get(op.payload, (0.0, 0.0))[k] for k in (0, 1)]
    assert [value for _, value in pareto_front(graph, rows[0], costs)] == [(0, 5), (3, 2), (6, 1), (9, 0)]
    assert [value for _, value in pareto_front(graph, rows[0], costs, most=2)] == [(0, 5), (9, 0)]
