"""Propositional logic: egg's cases proved, its rules kept, and every rule true on all truth values."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.egraph import EGraph
from rewriting.extract import extract
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rule
from rewriting.term import Term, fold, variables
from rewriting.theories.boolean import logic_rules, prop_rules, truth_tables
from rewriting.theories.world import UnprovedError, World

CASES = json.loads((Path(__file__).parents[1] / "data" / "egraph_more.json").read_text(encoding="utf-8"))
PROP = CASES["prop"]
TRUE = parse_term("true")

MEANING = {
    "~": lambda a: not a,
    "&": lambda a, b: a and b,
    "|": lambda a, b: a or b,
    "Implies": lambda a, b: b or not a,
    "Eq": lambda a, b: a == b,
}


def value(term, assignment):
    """The truth value of a term."""

    def combine(op, below):
        if below:
            return MEANING[op.name](*below)
        return {"true": True, "false": False}.get(op.payload, assignment.get(op.payload))

    return fold(term, combine)


def assignments(names):
    return [dict(zip(names, row, strict=True)) for row in itertools.product([False, True], repeat=len(names))]


@pytest.mark.parametrize("rule", [*truth_tables(), *prop_rules(), *logic_rules()], ids=lambda rule: rule.name)
def test_every_rule_is_true_of_all_truth_values(rule):
    for assignment in assignments(sorted({*variables(rule.lhs), *variables(rule.rhs)})):
        assert value(rule.lhs, assignment) == value(rule.rhs, assignment), assignment


def test_the_rules_are_the_published_ones():
    ours = {rule.name: (rule.lhs, rule.rhs) for rule in prop_rules()}
    published = {
        rule["name"]: (parse_term(rule["lhs"]), parse_term(rule["rhs"]))
        for rule in PROP["rules"]
        if not rule.get("multipattern")
    }
    assert {name: sides for name, sides in ours.items() if name != "resolve"} == published


def rules_of(case):
    """The rules that a case allows; `resolve` and `and_true` do the work of the rule with two patterns."""
    names = set(case["rules_used"])
    if "lem_imply" in names:
        names |= {"resolve", "and_true"}
    return RuleSet(rule for rule in prop_rules() if rule.name in names) if names else truth_tables()


@pytest.mark.parametrize("case", PROP["tests"], ids=lambda case: case["name"])
def test_published_goals_are_proved(case):
    start, goals = parse_term(case["start"]), [parse_term(goal) for goal in case["goals"]]
    given_ = [(start, TRUE)] if "setup" in case else []
    world = World(rules_of(case), rounds=case.get("iter_limit", 20), node_limit=case.get("node_limit", 5000))
    for goal, proof in zip(goals, world.prove(start, goals, given_), strict=True):
        assert (proof.theorem.lhs, proof.theorem.rhs) == (start, goal)


def test_what_follows_under_a_hypothesis_does_not_follow_without_it():
    case = next(case for case in PROP["tests"] if case["name"] == "prove_chain")
    world = World(rules_of(case), rounds=6, node_limit=3000)
    with pytest.raises(UnprovedError):
        world.prove(parse_term(case["start"]), [parse_term("Implies(x, z)")])


formulas = st.recursive(
    st.sampled_from(["p", "q", "r", "true", "false"]).map(lambda name: Term(Op("symbol", name))),
    lambda below: st.one_of(
        st.tuples(below).map(lambda args: Term(Op("~"), args)),
        st.tuples(st.sampled_from(["&", "|", "Implies", "Eq"]), below, below).map(
            lambda parts: Term(Op(parts[0]), parts[1:])
        ),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=60)
@given(formulas)
def test_every_form_of_a_formula_has_its_truth_table(formula):
    graph = EGraph()
    row = graph.add(formula)
    run(graph, logic_rules(), rounds=4, node_limit=400)
    table = [value(formula, assignment) for assignment in assignments("pqr")]
    for enode in graph.enodes_of(row).tolist():
        assert [value(graph.term(enode), assignment) for assignment in assignments("pqr")] == table
    smallest, _ = extract(graph, row, lambda _: 1.0)
    assert [value(smallest, assignment) for assignment in assignments("pqr")] == table


@pytest.mark.parametrize("case", CASES["simple"]["tests"], ids=lambda case: case["name"])
def test_the_simple_world_extracts_what_is_expected(case):
    rules = RuleSet(
        made
        for rule in CASES["simple"]["rules"]
        for made in parse_rule(f"{rule['name']}: {rule['lhs']} => {rule['rhs']}")
    )
    start, goal = parse_term(case["start"]), parse_term(case["goals"][0])
    graph = EGraph()
    row = graph.add(start)
    run(graph, rules, rounds=10)
    assert extract(graph, row, lambda _: 1.0)[0] is goal
    World(rules).prove(start, [goal])
