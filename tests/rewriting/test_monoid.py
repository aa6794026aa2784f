"""Monoids and groups against their models: words, multisets and reduced words."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.report import StopReason
from rewriting.run import run
from rewriting.term import Term, fold, number
from rewriting.theories.monoid import abelian_rules, commutative_rules, group_rules, monoid_rules
from rewriting.theories.world import UnprovedError, World


def products(letters, unary):
    """Terms of * and 1 over some letters, and of inv if `unary`."""
    leaf = st.sampled_from([*(Term(Op("symbol", letter)) for letter in letters), number(1)])

    def extend(below):
        mul = st.tuples(below, below).map(lambda args: Term(Op("*"), args))
        return st.one_of(mul, below.map(lambda term: Term(Op("inv"), (term,)))) if unary else mul

    return st.recursive(leaf, extend, max_leaves=4)


def word(term):
    """The reduced word of a group term: letters with exponents ±1, no letter beside its inverse."""

    def combine(op, below):
        if op.name == "*":
            reduced = list(below[0])
            for letter, sign in below[1]:
                if reduced and reduced[-1] == (letter, -sign):
                    reduced.pop()
                else:
                    reduced.append((letter, sign))
            return tuple(reduced)
        if op.name == "inv":
            return tuple((letter, -sign) for letter, sign in reversed(below[0]))
        return () if op.name == "number" else ((op.payload, 1),)

    return fold(term, combine)


def decided(rules, left, right):
    """Whether the two are equal once the rules find nothing more."""
    graph = EGraph()
    graph.add_all([left, right])
    report = run(graph, rules, rounds=40, node_limit=20_000)
    assert report.reason is StopReason.SATURATED
    return graph.equal(left, right)


@settings(deadline=None, max_examples=50)
@given(products("ab", False), products("ab", False))
def test_monoids_are_words(left, right):
    assert decided(monoid_rules(), left, right) == (word(left) == word(right))


@settings(deadline=None, max_examples=50)
@given(products("ab", False), products("ab", False))
def test_commutative_monoids_are_multisets(left, right):
    assert decided(commutative_rules(), left, right) == (Counter(word(left)) == Counter(word(right)))


@settings(deadline=None, max_examples=80)
@given(products("ab", True), products("ab", True))
def test_groups_are_reduced_words(left, right):
    graph = EGraph()
    rows = graph.add_all([left, right]).tolist()
    run(graph, group_rules(), rounds=8, node_limit=2000, goals=[tuple(rows)])
    assert graph.equal(left, right) == (word(left) == word(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("inv(a * (b * c))", "inv(c) * (inv(b) * inv(a))"),
        ("(a * b) * (inv(b) * inv(a))", "1"),
        ("inv(inv(a) * b)", "inv(b) * a"),
        ("a * ((inv(a) * b) * inv(b))", "1"),
    ],
)
def test_group_identities_are_proved(left, right):
    (proof,) = World(group_rules()).prove(parse_term(left), [parse_term(right)])
    assert proof.check(World(group_rules()).kernel()).rhs is parse_term(right)


def test_groups_are_not_commutative():
    with pytest.raises(UnprovedError, match="is not proved"):
        World(group_rules()).prove(parse_term("a * b"), [parse_term("b * a")])


def test_a_group_whose_squares_are_the_unit_is_commutative():
    """a b = b a follows from a² = b² = (a b)² = 1: hypotheses, congruence and rules together."""
    world = World(group_rules())
    given_ = [(parse_term(text), number(1)) for text in ("a * a", "b * b", "(a * b) * (a * b)")]
    seeds = [parse_term(text) for text in ("inv(a) * (a * a)", "inv(b) * (b * b)", "inv(a * b) * ((a * b) * (a * b))")]
    proofs = world.prove(parse_term("a * b"), [parse_term("b * a")], [*given_, *((seed, seed) for seed in seeds)])
    assert {step.rule for step in proofs[0].steps} & {f"given: {left} = {right}" for left, right in given_}


def test_sums_cancel_in_abelian_groups():
    World(abelian_rules(), rounds=6).prove(parse_term("(a + b) + (neg(a) + c)"), [parse_term("c + b")])
