"""Shorter proofs: the same ends, never longer, accepted by the kernel, and really shorter where a rule spans steps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.conditions import Condition
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proof import Kernel
from rewriting.proofs.matching import match_term
from rewriting.proofs.shorten import shorten
from rewriting.proofs.steps import Move, Proof, proved
from rewriting.rule import Rule
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term, substitute, variables
from rewriting.theories.arithmetic import micro_rules

TEXT = """
    comm:  ?a + ?b => ?b + ?a
    zero:  ?a + 0 => ?a
    grow:  ?a => ?a + 0
    twice: ?a + ?a => 2 * ?a
    far:   (?a + 0) + 0 => ?a
"""
RULES = {rule.name: rule for rule in parse_rules(TEXT)}


def chain(start: str, *moves: tuple[str, tuple[int, ...], dict[str, str]], kernel: Kernel) -> Proof:
    return proved(
        parse_term(start),
        [Move(RULES[n], True, at, {k: parse_term(t) for k, t in bound.items()}) for n, at, bound in moves],
        kernel,
    )


def test_two_steps_become_one_where_a_rule_spans_them() -> None:
    kernel = Kernel(RULES.values())
    long = chain("(x + 0) + 0", ("zero", (), {"a": "x + 0"}), ("zero", (), {"a": "x"}), kernel=kernel)
    short = shorten(long, RULES.values(), kernel)
    assert [step.rule for step in short.steps] == ["far"]
    assert (short.lhs, short.rhs) == (long.lhs, long.rhs)


def test_a_shortcut_may_stand_deep_inside_and_run_backwards() -> None:
    kernel = Kernel(RULES.values())
    long = chain(
        "sin(x) * y", ("grow", (0, 0), {"a": "x"}), ("comm", (0, 0), {"a": "x", "b": "0"}),
        ("comm", (0, 0), {"a": "0", "b": "x"}), ("grow", (0, 0), {"a": "x + 0"}), kernel=kernel,
    )  # fmt: skip
    short = shorten(long, RULES.values(), kernel)
    (step,) = short.steps
    assert (step.rule, step.forward, step.position) == ("far", False, (0, 0))
    assert short.check(Kernel(RULES.values())).rhs is parse_term("sin((x + 0) + 0) * y")


def test_a_rule_that_the_kernel_does_not_know_is_no_shortcut() -> None:
    known = [rule for name, rule in RULES.items() if name != "far"]
    kernel = Kernel(known)
    long = chain("(x + 0) + 0", ("zero", (), {"a": "x + 0"}), ("zero", (), {"a": "x"}), kernel=kernel)
    assert shorten(long, RULES.values(), kernel) is long


def test_a_condition_that_does_not_hold_is_no_shortcut() -> None:
    rules = [RULES["zero"], Rule("far", RULES["far"].lhs, RULES["far"].rhs, (Condition("plain", ("a",)),))]
    for holds, steps in ((True, 1), (False, 2)):
        kernel = Kernel(rules, {"plain": lambda _, holds=holds: holds})
        long = chain("(x + 0) + 0", ("zero", (), {"a": "x + 0"}), ("zero", (), {"a": "x"}), kernel=kernel)
        assert len(shorten(long, rules, kernel).steps) == steps


def test_proofs_of_no_or_one_step_stay() -> None:
    kernel = Kernel(RULES.values())
    for moves in ([], [("zero", (), {"a": "x"})]):
        proof = chain("x + 0", *moves, kernel=kernel)
        assert shorten(proof, RULES.values(), kernel) is proof


@pytest.mark.parametrize(
    "pair",
    [("a * (b + 0) + 0", "b * a"), ("(a + b) * (c + d)", "c * a + d * a + (c * b + d * b)"), ("x - x + y", "y"),
     ("d(x, x * x + 0)", "x * d(x, x) + x * d(x, x)"), ("(a + b) + (c + e)", "(e + c) + (b + a)")],
)  # fmt: skip
def test_proofs_of_the_engine_get_no_longer_and_stay_proofs(pair: tuple[str, str]) -> None:
    graph, rules = EGraph(), micro_rules()
    left, right = map(parse_term, pair)
    rows = graph.add_all([left, right])
    run(graph, rules, rounds=7, node_limit=5_000, goals=[(int(rows[0]), int(rows[1]))])
    kernel = Kernel(list(rules))
    proof = explain(graph, left, right, kernel)
    short = shorten(proof, list(rules), kernel)
    assert (short.lhs, short.rhs) == (left, right)
    assert len(short.steps) <= len(proof.steps)
    theorem = short.check(Kernel(list(rules)))
    assert (theorem.lhs, theorem.rhs) == (left, right)


NAMES = st.sampled_from("abc")
TERMS = st.recursive(
    NAMES.map(parse_term),
    lambda inner: st.tuples(st.sampled_from("+*"), inner, inner).map(lambda t: Term(Op(t[0]), (t[1], t[2]))),
    max_leaves=6,
)
PATTERNS = st.recursive(
    st.sampled_from([parse_term(text) for text in ("?a", "?b", "a")]),
    lambda inner: st.tuples(st.sampled_from("+*"), inner, inner).map(lambda t: Term(Op(t[0]), (t[1], t[2]))),
    max_leaves=5,
)


@settings(max_examples=80, deadline=None)
@given(PATTERNS, st.fixed_dictionaries({"a": TERMS, "b": TERMS}))
def test_matching_finds_the_bindings_of_an_instance(pattern: Term, bindings: dict[str, Term]) -> None:
    found = match_term(pattern, substitute(pattern, bindings))
    assert found == {name: bindings[name] for name in variables(pattern)}


@settings(max_examples=80, deadline=None)
@given(PATTERNS, TERMS)
def test_a_match_is_an_instance(pattern: Term, term: Term) -> None:
    found = match_term(pattern, term)
    assert found is None or substitute(pattern, found) is term
