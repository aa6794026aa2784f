"""Signs, intervals, free variables and costs against naive evaluation, several of them at once."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.cheapest import Cheapest
from rewriting.analyses.facts import Facts
from rewriting.analyses.free_variables import FreeVariables
from rewriting.analyses.intervals import Intervals
from rewriting.analyses.signs import SIGNS, sign_clauses
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.extract import Extraction
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proof import Kernel
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term, fold, number
from rewriting.theories.arithmetic import folding, micro_rules

ASSUMED = {"p": "positive", "n": "negative", "q": "nonnegative", "z": "nonzero"}
leaves = st.one_of(st.sampled_from("pnqzr").map(lambda name: Term(Op("symbol", name))), st.integers(-2, 3).map(number))
terms = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "/"]), below, below).map(lambda t: Term(Op(t[0]), t[1:])),
        st.tuples(st.sampled_from(["neg", "sin", "exp", "abs", "sqrt"]), below).map(lambda t: Term(Op(t[0]), t[1:])),
        below.map(lambda base: Term(Op("**"), (base, number(2)))),
    ),
    max_leaves=6,
)
POINTS = []
for _ in range(12):
    chance = random.Random(len(POINTS))
    big = chance.choice([0.1, 1.0, 20.0])
    POINTS.append(
        {
            "p": chance.uniform(1e-3, big),
            "n": -chance.uniform(1e-3, big),
            "q": chance.choice([0.0, chance.uniform(0, big)]),
            "z": chance.choice([-1, 1]) * chance.uniform(1e-3, big),
            "r": chance.choice([0.0, chance.uniform(-big, big)]),
        }
    )
FUNCTIONS = {"sin": math.sin, "exp": math.exp, "abs": abs, "neg": lambda a: -a, "sqrt": math.sqrt}


def value(term, point):
    def combine(op, args):
        if op.name == "symbol":
            return point[op.payload]
        if op.name == "number":
            return float(op.payload)
        if op.name in FUNCTIONS:
            return FUNCTIONS[op.name](args[0])
        a, b = args
        return a**b if op.name == "**" else {"+": a + b, "-": a - b, "*": a * b}[op.name] if op.name != "/" else a / b

    return fold(term, combine)


def defined_values(term):
    for point in POINTS:
        try:
            found = value(term, point)
        except (ZeroDivisionError, OverflowError, ValueError):
            continue
        if math.isfinite(found) and abs(found) < 1e12:
            yield found


def true_of(sign, x):
    slack = 1e-9
    return {
        "positive": x > -slack,
        "negative": x < slack,
        "nonnegative": x >= -slack,
        "nonpositive": x <= slack,
        "nonzero": True,
    }[sign]


@settings(deadline=None, max_examples=120)
@given(terms)
def test_signs_and_bounds_hold_of_the_values(term):
    graph = EGraph([Facts(sign_clauses(ASSUMED)), Intervals(ASSUMED)])
    row = graph.add(term)
    facts, intervals = graph.analyses
    for sign in SIGNS:
        facts.demand(frozenset([sign]))
    facts.settled(graph.table)
    column = graph.find(np.array([row], dtype=np.int32))
    (low, high, nonzero), known = (
        intervals.values(column)[0].tolist(),
        {s for s in SIGNS if facts.holds(frozenset([s]), column)[0]},
    )
    assert known == {s for s in SIGNS if facts.premise(s, term)}
    for x in defined_values(term):
        slack = 1e-9 * max(1.0, abs(x))
        assert low - slack <= x <= high + slack
        assert all(true_of(sign, x) for sign in known)
    if "positive" in known and intervals.conflict() is None:
        assert intervals.sign(intervals.values(column)[0]) == "positive"
        assert nonzero


def test_a_rule_that_asks_for_a_sign_is_proved_from_assumptions():
    rules = RuleSet(parse_rules("root: sqrt(?a ** 2) => ?a if nonnegative(?a)\ndiv: ?a / ?a => 1 if nonzero(?a)"))
    graph = EGraph([Facts(sign_clauses(ASSUMED))])
    start, goal = parse_term("sqrt((p + q) ** 2) * ((p * n) / (p * n))"), parse_term("(p + q) * 1")
    bad = parse_term("sqrt(r ** 2)")
    rows = graph.add_all([start, goal, bad]).tolist()
    run(graph, rules)
    assert graph.find(rows[0]) == graph.find(rows[1])
    assert graph.find(rows[2]) != graph.find(graph.add(parse_term("r")))
    judge = graph.analyses[0]
    premises = {s: (lambda term, s=s: judge.premise(s, term)) for s in SIGNS}
    assert explain(graph, start, goal, Kernel(rules, premises)).theorem.rhs is goal


def test_an_empty_interval_names_the_rule_the_bindings_and_both_values():
    rules = RuleSet(parse_rules("fine: ?a + ?b => ?b + ?a\nwrong: f(?a) => ?a + 1", "r"))
    graph = EGraph([Intervals({"a": (0.0, 1.0), "b": (5.0, 6.0)})])
    row = graph.add(parse_term("f(a) + a"))
    graph.union(graph.add(parse_term("f(a)")), graph.add(parse_term("b")))
    report = run(graph, rules)
    assert report.reason is StopReason.CONTRADICTION
    wrong = report.stop.contradiction
    assert (wrong.rule.name, wrong.rule.origin) == ("wrong", "r:2")
    assert wrong.bindings == {"a": parse_term("a")}
    assert wrong.analysis == "intervals"
    assert {wrong.left_value[0] >= 4, wrong.right_value[0] >= 4} == {True, False}
    assert graph.analyses[0].conflict() is None
    assert graph.find(row) == graph.find(graph.add(parse_term("a + f(a)")))


@pytest.mark.parametrize("bad", [{"x": "big"}, {"x": (2.0, 1.0)}, {"x": (math.nan, 1.0)}])
def test_assumptions_that_make_no_sense_are_refused(bad):
    with pytest.raises(ValueError, match="assumptions\\['x'\\]"):
        Intervals(bad)
    with pytest.raises(ValueError, match="assumptions\\['x'\\]"):
        sign_clauses(bad)


def test_a_rule_that_asks_for_independence_is_proved_on_a_form_without_the_symbol():
    rules = RuleSet(
        parse_rules("""
        constant: d(?x, ?c)    => 0         if free_of(?c, ?x)
        drop:     k(?a, ?b)    => ?a
    """)
    )
    graph = EGraph([FreeVariables()])
    start, goal = parse_term("d(x, sin(k(y, x)) * 2)"), parse_term("0")
    not_so, rows = parse_term("d(x, sin(k(x, y)))"), graph.add_all([start, goal]).tolist()
    other = graph.add(not_so)
    run(graph, rules)
    assert graph.find(rows[0]) == graph.find(rows[1]) != graph.find(other)
    kernel = Kernel(rules, {"free_of": FreeVariables().free_of})
    proof = explain(graph, start, goal, kernel)
    (step,) = [step for step in proof.steps if step.rule == "constant"]
    assert step.bindings["c"] is parse_term("sin(y) * 2")
    facts = graph.analyses[0]
    assert facts.contains(graph.find(graph.add(parse_term("sin(k(x, y))"))), "x", graph.table)
    assert not facts.contains(graph.find(graph.add(parse_term("sin(k(y, x))"))), "x", graph.table)


def test_several_analyses_follow_a_run_together():
    def cost(op):
        return {"*": 2.0, "d": 5.0}.get(op.name, 1.0)

    graph = EGraph([folding(), Cheapest(cost), Intervals({"x": "positive"}), FreeVariables()])
    graph.add(parse_term("(x + (2 * x)) * (x - x) + d(x, x * 3)"))
    run(graph, micro_rules(), rounds=4)
    classes = graph.classes()
    costs = graph.analyses[1].values(classes)
    expected = Extraction(graph, cost).cheapest.take(classes)
    live = np.isfinite(expected)
    assert (costs[live] <= expected[live] + 1e-9).all()
    assert graph.analyses[2].conflict() is None
    with pytest.raises(ValueError, match="cost of"):
        EGraph([Cheapest(lambda _: math.nan)]).add(parse_term("x"))


def test_costs_are_those_of_extraction():
    def cost(op):
        return {"*": 2.0, "d": 5.0}.get(op.name, 1.0)

    graph = EGraph([Cheapest(cost)])
    graph.add(parse_term("(x + (2 * x)) * (x - x) + d(x, x * 3)"))
    run(graph, micro_rules(), rounds=5)
    classes = graph.classes()
    assert np.array_equal(graph.analyses[0].values(classes), Extraction(graph, cost).cheapest.take(classes))
