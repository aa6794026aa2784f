"""Growth of the e-graph, node for node, against the counts on which egg and egglog agree."""

import json
from pathlib import Path

import pytest

from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.theories.arithmetic import micro_rules, micro_seeds

CASES = json.loads((Path(__file__).parents[1] / "data" / "egraph.json").read_text(encoding="utf-8"))


def test_micro_growth_is_exact_for_ten_rounds():
    expected = [tuple(row) for row in CASES["growth"]["micro"]["all bench_exprs together"] if row[0] <= 10]
    graph = EGraph()
    graph.add_all(micro_seeds())
    counts = [(0, graph.node_count, graph.class_count)]
    report = run(graph, micro_rules(), rounds=10, node_limit=1_000_000)
    counts += [(i + 1, r.nodes, r.classes) for i, r in enumerate(report.rounds)]
    assert counts == expected
    assert report.reason is StopReason.ROUND_LIMIT


def test_every_invariant_holds_while_micro_grows():
    graph = EGraph()
    graph.add_all(micro_seeds())
    run(graph, micro_rules(), rounds=6, on_round=lambda _: check(graph))
    assert graph.node_count == 1576


@pytest.mark.parametrize("leaves", [2, 3, 5, 7])
def test_a_chain_under_commutativity_and_associativity_saturates_at_the_exact_size(leaves):
    rules = RuleSet(parse_rules("comm: ?a + ?b => ?b + ?a\nassoc: ?a + (?b + ?c) => (?a + ?b) + ?c"))
    graph = EGraph()
    graph.add(parse_term("+".join(f"x{i}" for i in range(leaves))))
    report = run(graph, rules)
    assert report.reason is StopReason.SATURATED
    assert graph.node_count == 3**leaves - 2 ** (leaves + 1) + 1 + leaves
    assert graph.class_count == 2**leaves - 1
    check(graph)


def test_seven_leaves_are_the_published_figures():
    assert CASES["ac_chain"]["n=7"] == [3**7 - 2**8 + 1 + 7, 2**7 - 1]
