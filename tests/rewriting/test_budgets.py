"""Budgets hold inside a round, leave a closed graph, and the run can go on from there."""

import math
import signal
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting import limit as limit_module
from rewriting import match as match_module
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.proof import Kernel
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import BackOff
from rewriting.syntax import parse_rules
from rewriting.term import Term
from rewriting.theories.arithmetic import micro_rules, micro_seeds

LIMITS = ["rounds", "node_limit", "match_limit", "time_limit", "memory_limit"]


def micro_graph():
    graph = EGraph()
    graph.add_all(micro_seeds())
    return graph


def crowded_graph(size):
    """One class with `size` products in it, under two sums."""
    graph = EGraph()
    rows = graph.add_all([parse_term(f"a * x{i}") for i in range(size)]).tolist()
    for row in rows:
        graph.union(rows[0], row)
    product = graph.term(rows[0])
    plus = parse_term("a + b").op
    graph.add(Term(plus, (Term(plus, (product, product)), Term(plus, (product, product)))))
    graph.rebuild()
    return graph


FOUR = RuleSet(parse_rules("four: ((?a * ?b) + (?c * ?d)) + ((?e * ?f) + (?g * ?h)) => ?b"))


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("value", [-1, -0.5, math.nan, -math.inf])
def test_a_limit_below_zero_or_not_a_number_is_refused_and_nothing_changes(name, value):
    graph = micro_graph()
    before = (graph.table.count, graph.history.count, graph.table.clock)
    with pytest.raises(ValueError, match=f"{name} is"):
        run(graph, micro_rules(), **{name: value})
    assert (graph.table.count, graph.history.count, graph.table.clock) == before


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("value", ["3", None, True])
def test_a_limit_must_be_a_number(name, value):
    with pytest.raises(TypeError, match=f"{name} is"):
        run(micro_graph(), micro_rules(), **{name: value})


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_of_zero_stops_at_once(name):
    graph = micro_graph()
    report = run(graph, micro_rules(), **{name: 0})
    assert report.rounds == ()
    assert report.stop.limit == 0
    assert report.reason is {"rounds": StopReason.ROUND_LIMIT}.get(name, StopReason.__members__.get(name.upper()))
    assert run(EGraph(), micro_rules(), **{name: 0}).reason is report.reason


@pytest.mark.parametrize("name", LIMITS)
def test_no_limit_is_no_limit(name):
    limits = {"rounds": 4, "node_limit": 10**6} | {name: math.inf}
    if name == "rounds":
        limits["node_limit"] = 1000
    report = run(micro_graph(), micro_rules(), **limits)
    assert report.reason is (StopReason.NODE_LIMIT if name == "rounds" else StopReason.ROUND_LIMIT)


def test_a_graph_beyond_the_limit_of_nodes_is_left_as_it_is():
    graph = micro_graph()
    assert run(graph, micro_rules(), node_limit=10).reason is StopReason.NODE_LIMIT
    assert graph.node_count == 35


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 300))
def test_exactly_so_many_matches_are_applied_and_the_run_can_go_on(limit):
    graph = micro_graph()
    report = run(graph, micro_rules(), rounds=5, match_limit=limit)
    applied = sum(each.hits for each in report.rules)
    assert applied == limit
    assert report.reason is StopReason.MATCH_LIMIT
    assert report.stop.limit == limit
    check(graph)
    before = graph.node_count
    run(graph, micro_rules(), rounds=1)
    assert graph.node_count > before
    check(graph)


def test_the_matches_applied_are_the_first_ones():
    rules = RuleSet(parse_rules("one: f(?a) => g(?a)\ntwo: f(?a) => h(?a)"))
    for limit in range(1, 8):
        graph = EGraph()
        graph.add_all([parse_term(f"f(x{i})") for i in range(4)])
        run(graph, rules, match_limit=limit)
        made = [text for k in "gh" for text in (f"{k}(x{i})" for i in range(4)) if graph.lookup(parse_term(text))]
        assert made == [f"{k}(x{i})" for k in "gh" for i in range(4)][:limit]


@settings(deadline=None, max_examples=20)
@given(st.integers(5_000, 300_000), st.booleans())
def test_memory_stays_within_its_limit_and_the_run_can_go_on(limit, record):
    graph = EGraph(record=record)
    graph.add_all(micro_seeds())
    start = graph.nbytes
    report = run(graph, micro_rules(), rounds=7, memory_limit=limit, node_limit=math.inf)
    assert graph.nbytes <= max(limit, start)
    if report.reason is StopReason.MEMORY_LIMIT:
        assert report.stop.limit == limit
    else:
        assert report.reason is StopReason.ROUND_LIMIT
    check(graph)
    run(graph, micro_rules(), rounds=1)
    assert graph.table.most_rows > 10**7


def test_memory_is_used_up_before_the_run_stops_for_it():
    graph = micro_graph()
    report = run(graph, micro_rules(), rounds=10, memory_limit=4_000_000, node_limit=math.inf)
    assert report.reason is StopReason.MEMORY_LIMIT
    assert 1_500_000 < graph.nbytes <= 4_000_000
    assert graph.node_count > 10_000


def test_time_stops_inside_a_join():
    graph = crowded_graph(200)
    before = (graph.table.count, graph.history.count)
    began = time.perf_counter()
    report = run(graph, FOUR, time_limit=0.2)
    assert time.perf_counter() - began < 2
    assert report.reason is StopReason.TIME_LIMIT
    assert (graph.table.count, graph.history.count) == before
    check(graph)


def test_matches_and_memory_stop_inside_a_join_too():
    graph = crowded_graph(60)
    report = run(graph, FOUR, match_limit=1000, time_limit=60)
    assert (report.reason, sum(each.hits for each in report.rules)) == (StopReason.MATCH_LIMIT, 1000)
    graph = crowded_graph(60)
    report = run(graph, FOUR, memory_limit=3_000_000)
    assert report.reason is StopReason.MEMORY_LIMIT
    assert 0 < sum(each.hits for each in report.rules) * 4 * 7 <= 3_000_000
    check(graph)


def test_back_off_breaks_off_a_search_that_finds_too_much():
    graph = crowded_graph(60)
    report = run(graph, FOUR, rounds=1, scheduler=BackOff(100), time_limit=60)
    assert [each.hits for each in report.rules] == [101]
    assert report.reason is StopReason.ROUND_LIMIT
    assert report.seconds < 5


@pytest.mark.parametrize("block", [1, 7, 64])
def test_blocks_do_not_change_what_is_found_nor_its_order(block, monkeypatch):
    def sizes():
        graph = micro_graph()
        report = run(graph, micro_rules(), rounds=6)
        return [r.nodes for r in report.rounds], graph.table.original[0][: graph.table.count].tolist()

    whole = sizes()
    monkeypatch.setattr(match_module, "_BLOCK", block)
    assert sizes() == whole


def test_time_stops_between_pieces_of_a_batch(monkeypatch):
    monkeypatch.setattr(limit_module, "_LARGEST_CHUNK", 16)
    graph = micro_graph()
    run(graph, micro_rules(), rounds=4)
    pieces, before, insert = [], graph.node_count, graph.table.insert
    monkeypatch.setattr(graph.table, "insert", lambda *batch: (pieces.append(1), time.sleep(0.02), insert(*batch))[2])
    report = run(graph, micro_rules(), rounds=1, time_limit=0.3)
    assert report.reason is StopReason.TIME_LIMIT
    assert len(report.rounds) == 1
    assert before < graph.node_count < 784
    check(graph)
    monkeypatch.undo()
    run(graph, micro_rules(), rounds=1)
    assert graph.node_count >= 784


def test_ctrl_c_between_pieces_of_a_batch_ends_it_early(monkeypatch):
    monkeypatch.setattr(limit_module, "_LARGEST_CHUNK", 16)
    graph = micro_graph()
    run(graph, micro_rules(), rounds=4)
    pieces, insert = [], graph.table.insert

    def interrupted(*batch):
        pieces.append(batch)
        if len(pieces) == 30:
            signal.raise_signal(signal.SIGINT)
        return insert(*batch)

    monkeypatch.setattr(graph.table, "insert", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(graph, micro_rules(), rounds=9)
    assert len(pieces) < 34
    assert 389 < graph.node_count < 784
    check(graph)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_inside_add_all_is_raised_once_the_terms_are_in(monkeypatch):
    graph = EGraph()
    insert = graph.table.insert

    def interrupted(*batch):
        signal.raise_signal(signal.SIGINT)
        return insert(*batch)

    monkeypatch.setattr(graph.table, "insert", interrupted)
    with pytest.raises(KeyboardInterrupt):
        graph.add_all(micro_seeds())
    assert graph.node_count == 35
    check(graph)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_during_a_search_changes_nothing():
    graph = crowded_graph(200)
    before = (graph.table.count, graph.history.count)
    signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            run(graph, FOUR, time_limit=30)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    assert (graph.table.count, graph.history.count) == before
    check(graph)


def test_a_graph_without_reasons_grows_the_same_and_explains_nothing():
    graph = EGraph(record=False)
    left, right = graph.add_all([parse_term("a + (b + c)"), parse_term("(c + b) + a")]).tolist()
    run(graph, RuleSet(parse_rules("comm: ?a + ?b => ?b + ?a")))
    assert graph.find(left) == graph.find(right)
    assert graph.history.count == 0
    check(graph)
    with pytest.raises(ValueError, match="keeps no reasons"):
        explain(graph, left, right, Kernel([]))
