"""Proofs found by looking around are checked, never longer, and shorter where there is a shorter way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proof import Kernel
from rewriting.proofs.nearby import shortest_nearby
from rewriting.proofs.shorten import shorten
from rewriting.proofs.steps import proved
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term
from rewriting.theories.lambda_calculus import FACTS, evaluation_rules, nameless
from rewriting.theories.world import World

RULES = parse_rules("""
    comm:  g(?a, ?b)          =>  g(?b, ?a)
    assoc: g(?a, g(?b, ?c))   <=> g(g(?a, ?b), ?c)
    twice: f(f(?a))           =>  ?a
    pull:  f(g(?a, ?b))       <=> g(f(?a), f(?b))
    same:  g(?a, ?a)          =>  f(?a)
""")
terms = st.recursive(
    st.sampled_from("abc").map(lambda name: Term(Op("symbol", name))),
    lambda below: st.one_of(
        st.tuples(below).map(lambda args: Term(Op("f"), args)),
        st.tuples(below, below).map(lambda args: Term(Op("g"), args)),
    ),
    min_leaves=3,
    max_leaves=6,
)


@settings(deadline=None, max_examples=40)
@given(terms, st.integers(0, 400))
def test_random_proofs_never_get_longer_and_hold(seed, budget):
    graph = EGraph()
    row = graph.add(seed)
    run(graph, RuleSet(RULES), rounds=3, node_limit=150)
    kernel = Kernel(RULES)
    for enode in graph.enodes_of(row).tolist()[-3:]:
        proof = explain(graph, seed, enode, kernel)
        short = shorten(proof, RULES, kernel)
        near = shortest_nearby(proof, RULES, kernel, budget)
        assert len(near.steps) <= len(short.steps) <= len(proof.steps)
        assert (near.lhs, near.rhs) == (proof.lhs, proof.rhs)
        assert near.check(kernel).rhs is proof.rhs


def test_a_way_around_is_cut_short_by_way_of_a_term_that_is_not_on_it():
    """c – a – x – y – z – b is the proof; m, which it does not visit, is one step from both ends."""
    chain = parse_rules("\n".join(f"r{k}: {a} => {b}" for k, (a, b) in enumerate(zip("caxyz", "axyzb", strict=True))))
    shortcut = parse_rules("left: c => m\nright: b => m")
    kernel = Kernel([*chain, *shortcut])
    graph = EGraph()
    graph.add(parse_term("f(c)"))
    run(graph, RuleSet(chain))
    proof = explain(graph, parse_term("f(c)"), parse_term("f(b)"), Kernel(chain))
    assert len(proof.steps) == 5
    assert len(shorten(proof, [*chain, *shortcut], kernel).steps) == 5
    near = shortest_nearby(proof, [*chain, *shortcut], kernel)
    assert [(step.rule, step.forward) for step in near.steps] == [("left", True), ("right", False)]
    assert near.lhs is proof.lhs


def test_conditions_and_rules_that_the_kernel_lacks_are_respected():
    world = World(evaluation_rules(), FACTS)
    start = nameless(parse_term("let(x, 1, let(y, 2, lam(z, var(x) + var(y))))"))
    (proof,) = world.prove(start, [nameless(parse_term("lam(z, 1 + 2)"))])
    near = shortest_nearby(proof, world.rules, world.kernel())
    assert near.check(world.kernel()).rhs is proof.rhs
    foreign = parse_rules("jump: let(?a, ?b) => lam(1 + 2)")
    again = shortest_nearby(proof, [*world.rules, *foreign], world.kernel())
    assert "jump" not in {step.rule for step in again.steps}


def test_a_budget_below_zero_is_refused():
    proof = proved(parse_term("x"), [], Kernel([]))
    with pytest.raises(ValueError, match="budget is -1"):
        shortest_nearby(proof, [], Kernel([]), -1)
