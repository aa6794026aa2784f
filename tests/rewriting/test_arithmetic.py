"""The arithmetic theory proves the published goals, and its proofs hold in the kernel."""

import json
from pathlib import Path

import pytest

from rewriting.analyses.facts import Facts
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.proof import Kernel
from rewriting.report import StopReason
from rewriting.run import run
from rewriting.schedule import BackOff
from rewriting.theories.arithmetic import FACTS, FOLDING, full_rules

TESTS = {
    test["name"]: test
    for test in json.loads((Path(__file__).parents[1] / "data" / "egraph.json").read_text(encoding="utf-8"))["tests"]
}
PROVABLE = [
    "math_associate_adds",
    "math_simplify_add",
    "math_powers",
    "math_simplify_const",
    "math_diff_same",
    "math_diff_simple1",
    "math_diff_ln",
    "integ_one",
    "integ_sin",
    "integ_part1",
    "integ_part3",
]


def kernel():
    facts = Facts(FACTS)
    premises = {name: (lambda term, name=name: facts.premise(name, term)) for name in FACTS}
    return Kernel(full_rules(), premises, [FOLDING])


@pytest.mark.parametrize("name", PROVABLE)
def test_published_goals_are_proved(name):
    start, goal = parse_term(TESTS[name]["start"]), parse_term(TESTS[name]["goals"][0])
    graph = EGraph([Facts(FACTS)])
    rows = graph.add_all([start, goal]).tolist()
    report = run(graph, full_rules(), rounds=8, node_limit=20_000, goals=[tuple(rows)])
    assert report.reason is StopReason.GOAL_REACHED
    proof = explain(graph, start, goal, kernel())
    assert (proof.lhs, proof.rhs) == (start, goal)
    assert proof.check(kernel()).rhs is goal


def test_what_is_false_is_not_proved():
    test = TESTS["math_fail"]
    graph = EGraph([Facts(FACTS)])
    rows = graph.add_all([parse_term(test["start"]), parse_term(test["goals"][0])]).tolist()
    report = run(graph, full_rules(), rounds=5, node_limit=3000, goals=[tuple(rows)])
    assert report.reason is not StopReason.GOAL_REACHED


def test_back_off_tames_the_full_theory():
    graph = EGraph([Facts(FACTS)])
    graph.add(parse_term("d(x, (x ** 3) - (7 * (x ** 2)))"))
    run(graph, full_rules(), rounds=6, node_limit=3000, scheduler=BackOff(100, 2))
    check(graph)
