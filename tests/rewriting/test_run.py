"""Runs: why they stop, what they report, and that they can be interrupted."""

import signal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.check import check
from rewriting.conditions import MissingConditionError
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import BackOff, Simple
from rewriting.syntax import parse_rules
from rewriting.theories.arithmetic import MICRO_SEEDS, folding, full_rules, micro_rules, micro_seeds

AC = RuleSet(parse_rules("comm: ?a + ?b => ?b + ?a\nassoc: ?a + (?b + ?c) => (?a + ?b) + ?c"))


def graph_of(*texts):
    graph = EGraph()
    graph.add_all([parse_term(text) for text in texts])
    return graph


def test_each_reason_to_stop():
    graph = graph_of("a + (b + c)")
    start, goal = graph.add(parse_term("a + (b + c)")), graph.add(parse_term("(c + b) + a"))
    assert run(graph, AC, rounds=0).stop.limit == 0
    assert run(graph, AC, rounds=0).reason is StopReason.ROUND_LIMIT
    assert run(graph, AC, time_limit=0).reason is StopReason.TIME_LIMIT
    assert run(graph, AC, node_limit=7).reason is StopReason.NODE_LIMIT
    report = run(graph, AC, goals=[(start, goal)])
    assert report.reason is StopReason.GOAL_REACHED
    assert run(graph, AC, goals=[(start, goal)]).rounds == ()
    assert run(graph, AC).reason is StopReason.SATURATED
    assert str(report).startswith("every goal is proved after 1 rounds")


def test_the_last_round_of_a_saturated_run_changes_nothing():
    graph = graph_of("a + (b + (c + d))")
    report = run(graph, AC)
    assert report.rounds[-1].unions == 0
    assert report.rounds[-1].nodes == report.rounds[-2].nodes
    before = (graph.table.count, graph.history.count)
    run(graph, AC)
    assert (graph.table.count, graph.history.count) == before


def test_the_report_counts_what_each_rule_did():
    graph = graph_of("x + 0", "y + 0", "x * 1")
    report = run(graph, RuleSet(parse_rules("zero: ?a + 0 => ?a\none: ?a * 1 => ?a\nnone: sin(?a) => ?a")))
    counts = {r.rule.name: (r.hits, r.unions) for r in report.rules}
    assert counts["zero"] == (4, 2)
    assert counts["one"] == (2, 1)
    assert counts["none"] == (0, 0)
    assert all(r.tries <= len(report.rounds) and r.seconds >= 0 for r in report.rules)
    assert sum(r.unions for r in report.rounds) == 3


@pytest.mark.parametrize("name", ["rounds", "node_limit", "time_limit"])
def test_limits_below_zero_are_refused(name):
    with pytest.raises(ValueError, match=f"{name} is -1"):
        run(EGraph(), AC, **{name: -1})


def test_a_condition_that_nothing_decides_is_refused():
    with pytest.raises(MissingConditionError, match=r"no analysis of this e-graph decides is_not_zero"):
        run(graph_of("x / x"), full_rules())
    rules = RuleSet(parse_rules("cancel: ?a / ?a => 1 if sunny(?a)", "sky.txt", first_line=7))
    with pytest.raises(MissingConditionError, match=r"rule cancel \(sky.txt:7\).* decides sunny"):
        run(graph_of("x / x"), rules)


@settings(deadline=None, max_examples=60)
@given(
    st.sets(st.sampled_from([rule.name for rule in micro_rules()]), min_size=1),
    st.lists(st.sampled_from([*MICRO_SEEDS, "x * (y + 0) + x", "(x - x) * 1"]), min_size=1, max_size=3),
)
def test_rules_that_cannot_have_new_matches_are_skipped_without_loss(names, seeds):
    rules = RuleSet(rule for rule in micro_rules() if rule.name in names)
    skipping, searching = graph_of(*seeds), graph_of(*seeds)
    report = run(skipping, rules, rounds=5)
    # A run of its own for every round begins by searching every rule.
    for _ in range(len(report.rounds)):
        run(searching, rules, rounds=1)
    assert (skipping.node_count, skipping.class_count) == (searching.node_count, searching.class_count)
    assert all(r.tries <= len(report.rounds) for r in report.rules)


def test_a_rule_whose_operators_did_not_change_is_not_searched_again():
    graph = graph_of("sin(x) * (y + 0)")
    report = run(
        graph, RuleSet(parse_rules("zero: ?a + 0 => ?a\nodd: sin(?a) => neg(sin(neg(?a)))\nno: cos(?a) => ?a"))
    )
    assert {r.rule.name: r.tries for r in report.rules} == {"zero": 2, "odd": len(report.rounds), "no": 0}


def test_a_leaf_that_comes_late_makes_a_skipped_rule_match():
    rules = RuleSet(parse_rules("zero: ?a * 0 => 0\nname: f(?a) => 0\nsame: g(?a) => f(?a)\nlast: h(?a) => g(?a)"))
    graph = graph_of("x * h(y)")
    report = run(graph, rules)
    assert report.reason is StopReason.SATURATED
    assert graph.equal(parse_term("x * h(y)"), parse_term("0"))


def test_back_off_bans_and_releases():
    scheduler = BackOff(match_limit=2, ban_length=3)
    scheduler.begin([parse_rules("a: f(?x) => ?x")[0]] * 2)
    assert scheduler.may_apply(0, 0, 2)
    assert not scheduler.may_apply(0, 0, 3)
    assert [scheduler.may_search(0, n) for n in range(6)] == [False, False, False, False, True, True]
    assert scheduler.may_apply(0, 4, 4)
    assert not scheduler.may_apply(0, 4, 5)
    assert not scheduler.release(4)
    assert scheduler.may_search(0, 5)
    assert scheduler.release(5)
    with pytest.raises(ValueError, match="match_limit is 0"):
        BackOff(match_limit=0)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 20), st.integers(1, 3), st.integers(3, 6))
def test_back_off_saturates_to_the_same_graph(limit, length, leaves):
    plain, held = (graph_of("+".join("abcdef"[:leaves])) for _ in range(2))
    run(plain, AC, scheduler=Simple())
    report = run(held, AC, rounds=1000, scheduler=BackOff(limit, length))
    assert report.reason is StopReason.SATURATED
    assert (held.node_count, held.class_count) == (plain.node_count, plain.class_count)
    check(held)


def test_ctrl_c_in_the_middle_of_a_change_is_raised_after_it():
    graph = EGraph()
    graph.add_all(micro_seeds())
    before = graph.table.insert
    rounds = []

    def interrupted(*args):
        if len(rounds) == 3:
            signal.raise_signal(signal.SIGINT)
        return before(*args)

    graph.table.insert = interrupted
    with pytest.raises(KeyboardInterrupt):
        run(graph, micro_rules(), rounds=9, on_round=rounds.append)
    del graph.table.insert
    check(graph)
    assert graph.node_count == 389
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    run(graph, micro_rules(), rounds=1)
    assert graph.node_count == 784


def test_a_rule_set_serves_many_graphs():
    rules = micro_rules()
    for _ in range(2):
        graph = EGraph()
        graph.add_all(micro_seeds())
        assert run(graph, rules, rounds=4).rounds[-1].nodes == 389


def test_full_arithmetic_runs_with_its_facts():
    graph = EGraph([folding()])
    start, goal = graph.add_all([parse_term("x + (x + (x + x))"), parse_term("4 * x")]).tolist()
    assert run(graph, full_rules(), goals=[(start, goal)]).reason is StopReason.GOAL_REACHED
    check(graph)
