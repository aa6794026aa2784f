"""The arithmetic theory proves the published goals, and its proofs hold in the kernel."""

import json
from pathlib import Path

import pytest

from rewriting.apply import search, standing_conflict
from rewriting.check import check
from rewriting.culprit import apply_watchfully
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.live_index import LiveIndex
from rewriting.proof import Computation, Kernel, ProofError
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import BackOff
from rewriting.syntax import parse_rules
from rewriting.term import number
from rewriting.theories.arithmetic import FOLDING, folding, full_kernel, full_rules

CASES = json.loads((Path(__file__).parents[1] / "data" / "egraph.json").read_text(encoding="utf-8"))
TESTS = {test["name"]: test for test in CASES["tests"]}
PROVABLE = [test["name"] for test in CASES["tests"] if test["goals"] and "expect" not in test]


@pytest.mark.parametrize("name", PROVABLE)
def test_published_goals_are_proved(name):
    test = TESTS[name]
    start, goal = parse_term(test["start"]), parse_term(test["goals"][0])
    graph = EGraph([folding()] if test.get("constant_folding", True) else [])
    rows = graph.add_all([start, goal]).tolist()
    rules = full_rules() if test["rules_used"] == "math/all" else full_rules().only(test["rules_used"])
    report = run(graph, rules, rounds=12, node_limit=100_000, goals=[tuple(rows)], scheduler=BackOff())
    assert report.reason is StopReason.GOAL_REACHED
    proof = explain(graph, start, goal, full_kernel())
    assert (proof.lhs, proof.rhs) == (start, goal)
    assert proof.check(full_kernel()).rhs is goal
    check(graph)


@pytest.mark.parametrize("seed", list(CASES["growth"]["full"]))
def test_growth_of_the_full_theory_is_exact(seed):
    expected = [row for row in CASES["growth"]["full"][seed] if row[0] <= 10]
    graph = EGraph([folding()])
    graph.add(parse_term(seed))
    counts = [[0, graph.node_count, graph.class_count]]
    report = run(graph, full_rules(), rounds=len(expected) - 1, node_limit=1_000_000)
    counts += [[i + 1, r.nodes, r.classes] for i, r in enumerate(report.rounds)]
    assert counts == expected


def test_every_invariant_holds_while_the_full_theory_grows_and_is_pruned():
    graph = EGraph([folding()])
    graph.add(parse_term("(y * (x + y)) + ((x + 2) - (x + x))"))
    run(graph, full_rules(), rounds=8, on_round=lambda _: check(graph))
    assert graph.node_count == 2328


def test_what_is_false_is_not_proved():
    test = TESTS["math_fail"]
    graph = EGraph([folding()])
    rows = graph.add_all([parse_term(test["start"]), parse_term(test["goals"][0])]).tolist()
    report = run(graph, full_rules(), rounds=6, node_limit=5000, goals=[tuple(rows)])
    assert report.reason is not StopReason.GOAL_REACHED


def test_a_product_with_one_saturates_within_three_rounds():
    graph = EGraph([folding()])
    graph.add(parse_term(TESTS["assoc_mul_saturates"]["start"]))
    report = run(graph, full_rules().only(["assoc-mul", "comm-mul", "one-mul", "mul-one"]), rounds=3)
    assert report.reason is StopReason.SATURATED


def test_the_unsound_rules_are_stopped_at_the_first_wrong_union():
    graph = EGraph([folding()])
    graph.add(parse_term("i(ln(x), x)"))
    report = run(graph, full_rules(), rounds=12, node_limit=1_000_000)
    assert report.reason is StopReason.CONTRADICTION
    assert len(report.rounds) == 9
    wrong = report.stop.contradiction
    assert wrong.rule in set(full_rules())
    assert wrong.bindings
    assert wrong.left_value != wrong.right_value
    assert "arithmetic.py:" in str(wrong)
    # Without the wrong union there is no contradiction, and nothing has collapsed.
    assert graph.analyses[0].conflict() is None
    assert graph.class_count > 10_000
    numbers = [parse_term(text) for text in ("0", "1", "-1", "-2")]
    assert len({graph.find(graph.lookup(term)) for term in numbers}) == 4
    # With it there is one.
    assert graph.find(wrong.left_row) != graph.find(graph.add(wrong.right))
    graph.union(wrong.left_row, graph.add(wrong.right))
    graph.rebuild()
    assert graph.analyses[0].conflict() is not None


def test_an_asserted_equality_is_one_step_of_the_proof():
    test = TESTS["test_union_trusted"]
    graph = EGraph([folding()])
    start, goal = parse_term(test["start"]), parse_term(test["goals"][0])
    rows = graph.add_all([start, goal]).tolist()
    run(graph, full_rules(), rounds=test["iter_limit"])
    graph.union(*rows, "whatever")
    proof = explain(graph, start, goal, Kernel([*full_rules(), *graph.assertions], folding().premises(), [FOLDING]))
    assert [(step.rule, step.after) for step in proof.steps] == [("whatever", goal)]


def test_two_numbers_in_one_class_are_a_contradiction_however_they_come_together():
    graph = EGraph([folding()])
    product, _ = graph.add_all([parse_term("f(x) + 1"), parse_term("f(y) + 1")]).tolist()
    graph.union(product, graph.add(number(3)))
    graph.union(graph.add(parse_term("f(y)")), graph.add(number(7)))
    graph.rebuild()
    assert graph.analyses[0].conflict() is None
    graph.union(graph.add(parse_term("x")), graph.add(parse_term("y")))
    graph.rebuild()
    found = graph.analyses[0].conflict()
    assert {found.left_value, found.right_value} == {3, 8}
    report = run(graph, full_rules(), rounds=1)
    assert report.reason is StopReason.CONTRADICTION


def test_the_kernel_works_a_folded_number_out_itself():
    graph = EGraph([folding()])
    start, goal = parse_term("x * (2 + (3 / 4))"), parse_term("x * (11 / 4)")
    graph.add_all([start, goal])
    assert graph.equal(start, goal)
    proof = explain(graph, start, goal, full_kernel())
    assert {step.rule for step in proof.steps} == {"fold"}
    with pytest.raises(ProofError, match="not given to this kernel"):
        proof.check(Kernel([], {}, [Computation("fold", FOLDING.function, FOLDING.operators)]))


def test_without_pruning_the_forms_of_a_number_stay():
    kept, pruned = EGraph([type(folding())([FOLDING], prune=False)]), EGraph([folding()])
    for graph in (kept, pruned):
        graph.add(parse_term("(1 + 2) * 3"))
    assert (kept.node_count, pruned.node_count) == (6, 4)
    check(kept)
    check(pruned)


def test_a_search_for_the_wrong_union_that_runs_out_of_time_leaves_a_graph_in_order():
    for patience in range(1, 6):
        asked = []

        def expired(patience=patience, asked=asked):
            asked.append(None)
            return len(asked) > patience

        graph = EGraph([folding()])
        graph.add_all([parse_term("f(2)"), parse_term("f(3)"), parse_term("h(2)"), parse_term("h(3)")])
        rules = RuleSet(parse_rules("same: f(?a) => k\nback: f(?a) => ?a\nalso: h(?a) => k\nown: h(?a) => ?a"))
        jobs = [search(graph, c, graph.rule_number(c.rule), LiveIndex(graph.table)) for c in rules.compiled]
        graph.table.clock += 1
        outcome = apply_watchfully(graph, jobs, (), 1000, expired)
        assert outcome.contradiction is not None
        assert (outcome.contradiction.rule is not None) == (patience >= 3)
        assert standing_conflict(graph) is None
        check(graph)
