"""Goals of other systems' test suites, each reached and proved, or refuted where they must not be reached."""

import json
from pathlib import Path

import pytest

from rewriting.analyses.facts import Facts
from rewriting.egraph import EGraph
from rewriting.extract import extract
from rewriting.infix import parse_term
from rewriting.op import NUMBER
from rewriting.proofs.steps import Proof
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import BackOff
from rewriting.syntax import parse_rules
from rewriting.theories.algebra import ALGEBRA_FACTS, EXACT, algebra_rules, shift_rules
from rewriting.theories.boolean import logic_rules
from rewriting.theories.monoid import abelian_rules, commutative_rules
from rewriting.theories.world import UnprovedError, World

CASES = json.loads((Path(__file__).parents[1] / "data" / "egraph_more.json").read_text(encoding="utf-8"))

CASE = {case["name"]: case for case in CASES["other_systems"]}
ALGEBRA = World(algebra_rules(), ALGEBRA_FACTS, 16, 8000, lambda: BackOff(300, 2))
LOGIC = World(logic_rules())
PRODUCTS = World(RuleSet(commutative_rules(), [EXACT]))
OTHER_WORLDS = {
    "nested_congruence": World(RuleSet([])),
    "fold_product": PRODUCTS,
    "fold_in_product": PRODUCTS,
    "shifts": World(shift_rules()),
    "three_term_cancel": World(abelian_rules()),
}
REFUTED = ("zero_div_unsound", "zero_over_zero_product")
"""Cases that say what must not come out; each has a test of its own below."""


def world_of(case):
    if case["name"] in OTHER_WORLDS:
        return OTHER_WORLDS[case["name"]]
    return LOGIC if "logic" in case["source"] else ALGEBRA


def terms(texts):
    return [parse_term(text) for text in texts]


@pytest.mark.parametrize("name", [name for name in CASE if name not in REFUTED])
def test_every_goal_is_proved(name):
    case = CASE[name]
    unions = [terms(pair) for pair in case.get("unions", [])]
    world, start, goals = world_of(case), parse_term(case["start"]), terms(case["goals"])
    graph = world.graph(unions)
    for goal, proof in zip(goals, world.prove(start, goals, unions), strict=True):
        again = Proof.from_json(proof.to_json(), world.kernel(graph.assertions))
        assert (again.theorem.lhs, again.theorem.rhs) == (start, goal)


@pytest.mark.parametrize("name", [name for name in CASE if name.startswith(("cas_", "simpl"))])
def test_nothing_cheaper_than_the_expected_form_is_there_to_extract_but_equals_it(name):
    """Extraction by size finds the expected form or one of the same size; orders of a sum do not differ in size."""
    case = CASE[name]
    start, goal = parse_term(case["start"]), parse_term(case["goals"][0])
    graph = EGraph([Facts(ALGEBRA_FACTS)])
    row = graph.add(start)
    run(graph, algebra_rules(), rounds=8, node_limit=4000, scheduler=BackOff(200, 2))
    _, cost = extract(graph, row, lambda _: 1.0)
    goal_graph = EGraph()
    _, expected = extract(goal_graph, goal_graph.add(goal), lambda _: 1.0)
    assert cost <= expected


def test_all_cases_are_accounted_for():
    assert len(CASE) == len(CASES["other_systems"])
    assert set(REFUTED) == {name for name, case in CASE.items() if not case["goals"]}


def test_a_congruence_with_two_periods_has_their_greatest_common_divisor():
    """f⁶(a) = a and f⁹(a) = a give f³(a) = a; f¹¹(a) = a then gives f(a) = a, as 11 and 3 have no common divisor."""

    def power(n):
        return parse_term("f(" * n + "a" + ")" * n)

    world = World(RuleSet([]))
    given = [(power(6), power(0)), (power(9), power(0))]
    world.prove(power(3), [power(0)], given)
    with pytest.raises(UnprovedError, match="nothing more to find"):
        world.prove(power(1), [power(0)], given)
    world.prove(power(1), [power(0)], [*given, (power(11), power(0))])


def grown(world, start, extra=()):
    graph = world.graph()
    graph.add_all([parse_term(start), *terms(extra)])
    run(graph, world.rules, rounds=6, node_limit=3000)
    return graph


def test_division_by_zero_proves_nothing_where_rules_are_guarded():
    case = CASE["zero_div_unsound"]
    false = parse_term("1 + a"), parse_term("a")
    assert not grown(ALGEBRA, case["start"], ["1 + a"]).equal(*false)
    unguarded = parse_rules("""
        cancel: ?a / ?a  => 1
        split:  ?a / ?b  => ?a * (1 / ?b)
        zero:   0 * ?a   => 0
        unit:   0 + ?a   => ?a
    """)
    assert grown(World(RuleSet(unguarded)), case["start"], ["1 + a", "0 + a"]).equal(*false), "the test has no teeth"


@pytest.mark.parametrize("name", REFUTED)
def test_no_class_holds_two_numbers(name):
    graph = grown(ALGEBRA, CASE[name]["start"], ["1 + a"])
    seen = {}
    for row, op in graph.table.leaf_ops.items():
        if op.name == NUMBER:
            assert seen.setdefault(graph.find(row), op.payload) == op.payload
    assert len(seen) >= 2
