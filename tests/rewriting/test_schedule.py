"""Schedulers: goals and phases."""

import pytest

from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import BackOff, GoalDirected, Phase, Phased, Simple
from rewriting.syntax import parse_rules

RULES = RuleSet(
    parse_rules(
        """
        comm:  ?a + ?b => ?b + ?a
        assoc: ?a + (?b + ?c) => (?a + ?b) + ?c
        zero:  k(?a) => ?a
        name:  f(?a) => g(?a)
        back:  g(?a) => f(k(?a))
        """
    )
)
AC, OTHER = Phase({"comm", "assoc"}), Phase({"zero", "name", "back"})


def graph_of(*texts):
    graph = EGraph()
    return graph, graph.add_all([parse_term(text) for text in texts]).tolist()


def test_a_run_directed_at_goals_stops_at_the_proof():
    graph, (left, right) = graph_of("a + (b + (c + d))", "(d + c) + (b + a)")
    report = run(graph, RULES, scheduler=GoalDirected([(left, right)], BackOff()))
    assert report.reason is StopReason.GOAL_REACHED
    assert len(report.rounds) < len(run(graph_of("a + (b + (c + d))")[0], RULES).rounds)
    assert run(graph, RULES, scheduler=GoalDirected([(left, right)])).rounds == ()
    with pytest.raises(ValueError, match="goals is empty"):
        GoalDirected([])


def test_every_goal_must_be_proved():
    graph, (left, right, other) = graph_of("a + b", "b + a", "h(a)")
    report = run(graph, RULES, scheduler=GoalDirected([(left, right), (left, other)]))
    assert report.reason is StopReason.SATURATED


@pytest.mark.parametrize("inner", [Simple(), BackOff(3, 2)])
def test_phases_saturate_to_the_same_graph(inner):
    texts = "f(a) + (b + k(c))", "f(f(d))"
    plain, phased = graph_of(*texts)[0], graph_of(*texts)[0]
    run(plain, RULES)
    report = run(phased, RULES, rounds=500, scheduler=Phased([AC, OTHER], inner))
    assert report.reason is StopReason.SATURATED
    assert (phased.node_count, phased.class_count) == (plain.node_count, plain.class_count)
    check(phased)


def test_a_phase_with_rounds_gives_way_after_them():
    graph, _ = graph_of("f(a) + (b + k(c))")
    searched = []

    class Watching(Simple):
        def may_search(self, rule, round_number):
            searched.append((round_number, rule))
            return True

    run(graph, RULES, rounds=4, scheduler=Phased([Phase(AC.rules, 1), Phase(OTHER.rules, 2)], Watching()))
    assert {number for number, rule in searched if rule < 2} == {0, 3}
    assert {number for number, rule in searched if rule >= 2} == {1, 2}


def test_phases_that_end_by_rounds_never_claim_saturation_while_others_wait():
    graph, _ = graph_of("f(a)")
    report = run(graph, RULES, rounds=3, scheduler=Phased([Phase(AC.rules, 1), Phase(OTHER.rules, 1)]))
    assert report.reason is StopReason.ROUND_LIMIT
    assert graph.equal(parse_term("f(a)"), parse_term("g(a)"))


def test_phases_are_checked():
    with pytest.raises(ValueError, match="phases is empty"):
        Phased([])
    with pytest.raises(ValueError, match="rounds is 0"):
        Phase({"comm"}, 0)
    with pytest.raises(ValueError, match="rule name is in no phase"):
        run(EGraph(), RULES, scheduler=Phased([AC, Phase({"zero", "back"})]))


def test_phases_may_share_rules_and_be_used_again():
    scheduler = Phased([AC, Phase({"comm", "zero", "name", "back"})])
    for _ in range(2):
        graph, _ = graph_of("f(a) + (b + k(c))")
        assert run(graph, RULES, rounds=100, scheduler=scheduler).reason is StopReason.SATURATED
        assert graph.equal(parse_term("f(a) + (b + c)"), parse_term("(c + b) + g(a)"))
