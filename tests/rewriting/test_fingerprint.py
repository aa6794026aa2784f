"""Fingerprints: arithmetic modulo a prime stops the first wrong union and lets right ones pass."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rewriting.analyses.fingerprint import Fingerprint
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.op import NUMBER
from rewriting.proof import Computation
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term, number
from rewriting.theories.arithmetic import micro_rules

PRIME = 2**31 - 1
SCALAR, PAIR = 0, 1


class Modular:
    """Numbers modulo a prime and pairs of them. Symbols are drawn at random, division by zero is unknown."""

    def __init__(self):
        self.calls = []

    def sort(self, op, _child_sorts):
        return PAIR if op.name == "pair" else SCALAR

    def shape(self, sort):
        return (2,) if sort == PAIR else ()

    def make(self, op, operands):
        self.calls.append((op.name, len(operands[0][0]) if operands else 1))
        if not operands:
            value = op.payload if op.name == NUMBER else random.Random(str(op.payload)).randrange(2, PRIME)
            known = op.payload != "hidden"
            return np.array([int(value) % PRIME]), np.array([0 if known else -1])
        values = [value for value, _ in operands]
        trust = np.min([t for _, t in operands], axis=0)
        a, b = values[0], values[-1]
        match op.name:
            case "+":
                return (a + b) % PRIME, trust
            case "-":
                return (a - b) % PRIME, trust
            case "*":
                return a * b % PRIME, trust
            case "/":
                inverse = np.array([pow(int(d), -1, PRIME) if d else 0 for d in b])
                return a * inverse % PRIME, np.where(b == 0, -1, trust)
            case "pair":
                return np.stack([a, b], axis=1), trust
            case "first":
                return a[:, 0], trust
        raise ValueError(op)

    def agree(self, sort, left, _left_trust, right, _right_trust):
        same = left == right
        return same.all(axis=1) if sort == PAIR else same


def guarded(*texts):
    graph = EGraph([Fingerprint(Modular())])
    rows = graph.add_all([parse_term(text) for text in texts]).tolist()
    return graph, rows


SOUND = [rule for rule in micro_rules() if all("**" not in str(side) for side in (rule.lhs, rule.rhs))][:11]
trees = st.recursive(
    st.sampled_from([parse_term(t) for t in ("x", "y", "0", "1", "2", "-1")]),
    lambda below: st.tuples(st.sampled_from("+-*/"), below, below).map(
        lambda t: Term(parse_term(f"x {t[0]} y").op, (t[1], t[2]))
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=40)
@given(st.lists(trees, min_size=1, max_size=3))
def test_sound_rules_are_never_stopped(seeds):
    graph = EGraph([Fingerprint(Modular())])
    graph.add_all(seeds)
    report = run(graph, RuleSet(SOUND), rounds=4, node_limit=2000)
    assert report.reason is not StopReason.CONTRADICTION
    check(graph)


def test_the_first_wrong_union_is_refused_and_told():
    graph, _ = guarded("(x + y) * (x - y)")
    rules = RuleSet([*SOUND, *parse_rules("wrong: ?a - ?b => ?b - ?a")])
    report = run(graph, rules)
    assert report.reason is StopReason.CONTRADICTION
    contradiction = report.stop.contradiction
    assert contradiction.rule.name == "wrong"
    assert dict(contradiction.bindings) == {"a": parse_term("x"), "b": parse_term("y")}
    assert (contradiction.left, contradiction.right) == (parse_term("x - y"), parse_term("y - x"))
    x, y = (random.Random(name).randrange(2, PRIME) for name in "xy")
    assert (contradiction.left_value, contradiction.right_value) == ((x - y) % PRIME, (y - x) % PRIME)
    assert "tells them apart" in str(report)
    assert not graph.equal(parse_term("x - y"), parse_term("y - x"))
    check(graph)


@settings(deadline=None, max_examples=30)
@given(trees, st.sampled_from(["?a + ?b => ?a * ?b", "?a * ?b => ?a", "?a / ?b => ?b / ?a", "?a - ?b => ?a + ?b"]))
@example(parse_term("(x / (1 + -1)) * x"), "?a * ?b => ?a")
def test_after_any_contradiction_every_class_still_has_one_value(seed, wrong):
    graph = EGraph([Fingerprint(Modular())])
    graph.add(seed)
    run(graph, RuleSet([*SOUND, *parse_rules(f"wrong: {wrong}")]), rounds=3, node_limit=500)
    check(graph)
    domain, values, unknown = Modular(), {}, -1
    for row in range(graph.table.count):
        term = graph.term(row)
        operands = [values[child] for child in graph.table.original_children(row)]
        values[row] = domain.make(term.op, operands)
    for canonical in graph.classes().tolist():
        known = {
            int(values[row][0][0])
            for row in range(graph.table.count)
            if graph.find(row) == canonical and values[row][1][0] != unknown
        }
        assert len(known) <= 1


def test_values_are_made_once_for_each_operator_and_batch():
    domain = Modular()
    graph = EGraph([Fingerprint(domain)])
    graph.add_all([parse_term(f"x{i} + y{i}") for i in range(50)])
    assert domain.calls.count(("+", 50)) == 1
    assert len(domain.calls) == 101


def test_two_values_may_not_meet_by_way_of_an_unknown_one():
    graph, _ = guarded("f0 + x", "hidden", "1 / 0")
    rules = RuleSet(parse_rules("one: ?a / 0 => 5\ntwo: ?a / 0 => 6"))
    report = run(graph, rules)
    assert report.reason is StopReason.CONTRADICTION
    assert report.stop.contradiction.rule.name == "two"
    assert (report.stop.contradiction.left_value, report.stop.contradiction.right_value) == (5, 6)
    assert graph.equal(parse_term("1 / 0"), parse_term("5"))
    assert not graph.equal(parse_term("5"), parse_term("6"))
    check(graph)


def test_a_wrong_union_of_unknown_values_is_found_by_what_follows_from_it():
    rules = RuleSet(parse_rules("early: (1 / 0) + ?a => 7\nlate: ?a / 0 => 5"))
    x = random.Random("x").randrange(2, PRIME)
    for seeds in (["(1 / 0) + x"], ["(1 / 0) + x", "5 + x"], ["5 + x", "(1 / 0) + x"]):
        graph, _ = guarded(*seeds)
        report = run(graph, rules)
        assert report.reason is StopReason.CONTRADICTION
        contradiction = report.stop.contradiction
        assert contradiction.rule.name == "late"
        assert dict(contradiction.bindings) == {"a": number(1)}
        assert {contradiction.left_value, contradiction.right_value} == {7, (5 + x) % PRIME}
        assert graph.equal(parse_term("(1 / 0) + x"), number(7))
        assert not graph.equal(parse_term("1 / 0"), number(5))
        check(graph)


def test_going_back_to_before_a_wrong_union_leaves_values_as_they_were():
    graph, _ = guarded("(x / 0) * x", "y + 1")
    fingerprint = graph.analyses[0]
    before = {row: fingerprint.value(row) for row in graph.classes().tolist()}
    run(
        graph, RuleSet(parse_rules("wrong: ?a * ?b => ?b + ?b * ?b\nworse: ?a / 0 => 5\nworst: ?a * 5 => ?a")), rounds=3
    )
    for row, (value, trust) in before.items():
        if graph.find(row) == row and trust >= 0:
            assert fingerprint.value(row) == (value, trust)
    check(graph)
    graph.add(parse_term("(y + 1) * 3"))
    (y,) = (random.Random("y").randrange(2, PRIME),)
    assert int(fingerprint.value(graph.lookup(parse_term("(y + 1) * 3")))[0]) == (y + 1) * 3 % PRIME


def test_a_value_that_becomes_known_makes_those_above_known():
    graph, (above,) = guarded("((1 / 0) + x) * 2")
    fingerprint = graph.analyses[0]
    assert fingerprint.value(graph.find(above))[1] == -1
    report = run(graph, RuleSet(parse_rules("late: ?a / 0 => 5")))
    value, trust = fingerprint.value(graph.find(above))
    assert (int(value), trust) == ((5 + random.Random("x").randrange(2, PRIME)) * 2 % PRIME, 0)
    assert report.reason is StopReason.SATURATED


def test_a_wrong_computation_is_refused():
    graph, _ = guarded("2 + 3")
    report = run(graph, RuleSet([], [Computation("sum", lambda _: number(6), ("+",))]))
    assert report.reason is StopReason.CONTRADICTION
    assert report.stop.contradiction.rule.name == "sum"
    assert not graph.equal(parse_term("2 + 3"), parse_term("6"))


def test_sorts_may_not_be_mixed():
    graph, _ = guarded("pair(x, y)", "first(pair(x, y))")
    sound = RuleSet(parse_rules("first: first(pair(?a, ?b)) => ?a"))
    assert run(graph, sound).reason is StopReason.SATURATED
    assert graph.analyses[0].sort(graph.find(graph.add(parse_term("pair(x, y)")))) == PAIR
    assert run(graph, RuleSet(parse_rules("mixed: pair(?a, ?b) => ?a"))).reason is StopReason.CONTRADICTION


def test_a_hypothesis_exempts_what_rests_on_it():
    graph, (row, above, apart) = guarded("x + y", "(x + y) * 2", "x * y")
    fingerprint = graph.analyses[0]
    hypothesis = replace(parse_rules("law: x + y => 0")[0], trusted=True)
    rules = RuleSet([hypothesis, *SOUND])
    report = run(graph, rules, rounds=4)
    assert report.reason is not StopReason.CONTRADICTION
    assert graph.equal(parse_term("(x + y) * 2"), parse_term("0"))
    assert fingerprint.is_exempt(graph.find(np.array([row, above, apart], dtype=np.int32))).tolist() == [
        True,
        True,
        False,
    ]
    wrong = RuleSet(parse_rules("wrong: ?a * ?b => ?a"))
    assert run(graph, wrong).stop.contradiction.left is parse_term("x * y")
    check(graph)


def test_a_hypothesis_that_the_values_satisfy_exempts_nothing():
    graph, (row,) = guarded("x + 0")
    run(graph, RuleSet([replace(parse_rules("law: ?a + 0 => ?a")[0], trusted=True)]))
    assert not graph.analyses[0].is_exempt(graph.classes()).any()
    value, trust = graph.analyses[0].value(graph.find(row))
    assert (int(value), trust) == (random.Random("x").randrange(2, PRIME), 0)


def test_an_assertion_by_hand_is_not_checked_but_marked():
    graph, rows = guarded("x", "y")
    graph.union(*rows)
    graph.rebuild()
    assert graph.analyses[0].is_exempt(graph.classes()).tolist() == [True]


def test_a_domain_that_breaks_its_word_is_told():
    class Broken(Modular):
        def make(self, op, operands):
            values, trust = super().make(op, operands)
            return np.repeat(values, 2), trust

    with pytest.raises(ValueError, match=r"make\(1\) gave values of shape \(2,\)"):
        EGraph([Fingerprint(Broken())]).add(number(1))
