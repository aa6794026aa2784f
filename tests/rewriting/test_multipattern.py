"""Rules with several patterns, against all combinations tried one by one, and their proofs."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.explain import Explainer, explain
from rewriting.infix import TextError, parse_term
from rewriting.live_index import LiveIndex
from rewriting.match import match
from rewriting.multipattern import match_others
from rewriting.op import Op
from rewriting.proof import Kernel, ProofError
from rewriting.report import StopReason
from rewriting.rule import RuleError
from rewriting.ruleset import RuleSet, compile_rule
from rewriting.run import run
from rewriting.syntax import parse_rule, parse_rules
from rewriting.term import Term
from tests.rewriting.matchers import backtracked
from tests.rewriting.small_terms import merged_graph

INJECTIVE = "injective: ?x => ?y where ?z = s(?x), ?z = s(?y)"
leaves = st.sampled_from("abc").map(lambda name: Term(Op("symbol", name)))
terms = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.tuples(below).map(lambda args: Term(Op("s"), args)),
        st.tuples(below, below).map(lambda args: Term(Op("g"), args)),
    ),
    max_leaves=6,
)


LINES = [
    INJECTIVE,
    "chain: g(?a, ?b) => ?a where ?b = s(?c)",
    "both: s(?a) => ?b where ?a = g(?b, ?c), ?b = s(?c)",
    "apart: s(?a) => g(?a, ?b) where ?w = g(?a, ?b)",
    "loop: s(?a) => ?a where ?a = g(?a, ?b)",
]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(terms, min_size=2, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3),
    st.sampled_from(LINES),
)
def test_joined_matches_are_those_of_backtracking(seeds, unions, line):
    graph, _ = merged_graph(seeds, unions)
    (rule,) = parse_rule(line)
    compiled, snapshot = compile_rule(rule), LiveIndex(graph.table)
    found = match(compiled.lhs, snapshot)
    found = None if found is None else match_others(compiled, found, snapshot)
    got = set()
    if found is not None:
        for i in range(len(found)):
            bound = []
            for name in sorted(rule.variables):
                place = compiled.place(name)
                number, k = (0, -1) if place is None else place
                row = int(found.rows[number][i])
                bound.append(graph.find(row if k < 0 else int(graph.table.children[k][row])))
            got.add(tuple(bound))
    expected = set()
    for root in graph.classes().tolist():
        states = list(backtracked(graph, rule.lhs, root, {}))
        for name, pattern in rule.where:
            states = [
                more
                for state, target in product(states, graph.classes().tolist())
                if state.get(name, target) == target
                for more in backtracked(graph, pattern, target, {**state, name: target})
            ]
        expected |= {tuple(graph.find(state[name]) for name in sorted(rule.variables)) for state in states}
    assert got == expected


@settings(deadline=None, max_examples=40)
@given(st.lists(terms, min_size=2, max_size=4), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=2))
def test_every_union_by_several_patterns_is_explained(seeds, unions):
    rules = RuleSet(parse_rules("\n".join(LINES)))
    graph = EGraph()
    rows = graph.add_all(seeds).tolist()
    for number, (left, right) in enumerate(unions):
        graph.union(rows[left % len(rows)], rows[right % len(rows)], f"given-{number}")
    run(graph, rules, rounds=2, node_limit=60)
    check(graph)
    kernel, explainer = Kernel([*rules, *graph.assertions]), Explainer(graph)
    for edge in range(graph.history.count):
        proof = explainer.proof(int(graph.history.left[edge]), int(graph.history.right[edge]), kernel)
        proof.check(kernel)


def test_injectivity_is_proved_with_its_equation():
    rules = RuleSet(parse_rules(INJECTIVE))
    graph = EGraph()
    one, other = graph.add_all([parse_term("s(s(a))"), parse_term("s(s(b))")]).tolist()
    graph.union(one, other, "given")
    run(graph, rules)
    assert graph.equal(parse_term("a"), parse_term("b"))
    kernel = Kernel([*rules, *graph.assertions])
    proof = explain(graph, parse_term("a"), parse_term("b"), kernel)
    assert [step.rule for step in proof.steps] == ["injective"]
    with pytest.raises(ProofError, match="it needs 2 equations, given: 0"):
        kernel.instance(rules.rules[0], proof.steps[0].bindings)
    with pytest.raises(ProofError, match="where \\?z"):
        kernel.instance(rules.rules[0], proof.steps[0].bindings, [kernel.refl(parse_term("a"))] * 2)


@pytest.mark.parametrize(
    ("line", "error", "why"),
    [
        ("r: ?x => ?y where ?z = s(?x)", RuleError, "right side uses \\?y"),
        ("r: ?x => s(?x) where ?z = ?x", RuleError, "must be an operator with operands"),
        ("r: ?x => s(?x) where s(?x)", TextError, "behind `where`"),
        ("r: ?x => s(?x) where a = s(?x)", TextError, "behind `where`"),
    ],
)
def test_further_patterns_that_make_no_sense_are_refused(line, error, why):
    with pytest.raises(error, match=why):
        parse_rule(line, "t:1")


def test_conditions_may_speak_of_variables_that_a_further_pattern_binds():
    (rule,) = parse_rule("r: s(?a) => ?c where ?a = g(?b, ?c) if is_const(?b)")
    assert (rule.variables, rule.conditions[0].arguments) == (("a", "b", "c"), ("b",))
    assert str(rule) == "r: (s ?a) => ?c where ?a = (g ?b ?c) if is_const(?b)"


def test_a_match_that_only_a_further_pattern_makes_possible_is_found_in_a_later_round():
    rules = RuleSet(parse_rules("open: s(?a) => ?b where ?a = g(?b, ?c)\ngrow: t(?a) => g(?a, ?a)"))
    graph = EGraph()
    graph.add(parse_term("s(t(a))"))
    run(graph, rules, rounds=1)
    assert not graph.equal(parse_term("s(t(a))"), parse_term("a"))
    rounds = EGraph()
    rounds.add(parse_term("s(t(a))"))
    assert run(rounds, rules, rounds=3).reason is StopReason.SATURATED
    assert rounds.equal(parse_term("s(t(a))"), parse_term("a"))
