"""Relief from associativity and commutativity: sums of twenty terms without three to the power of twenty rows."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.canonical.analysis import Canonical
from rewriting.canonical.multiset import Multiset
from rewriting.canonical.polynomial import Polynomials
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.explain import Explainer, explain
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proof import Kernel, ProofError
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term, fold, number

X = [parse_term(f"x{i}") for i in range(20)]


def bracketed(parts, chance, operator="+"):
    """The parts in random order and with random brackets."""
    parts = list(parts)
    chance.shuffle(parts)
    while len(parts) > 1:
        i = chance.randrange(len(parts) - 1)
        parts[i : i + 2] = [Term(Op(operator), (parts[i], parts[i + 1]))]
    return parts[0]


@pytest.mark.parametrize("theory", [Multiset("+"), Multiset("+", number(0)), Polynomials()])
@pytest.mark.parametrize("seed", range(4))
def test_two_orders_and_bracketings_of_twenty_terms_are_proved_equal_in_few_rows(theory, seed):
    chance = random.Random(seed)
    left, right = bracketed(X, chance), bracketed(X, chance)
    graph = EGraph([Canonical(theory)])
    graph.add_all([left, right])
    assert graph.equal(left, right)
    proof = explain(graph, left, right, Kernel([], {}, [theory.normalisation]))
    assert (proof.theorem.lhs, proof.theorem.rhs) == (left, right)
    assert graph.node_count < 100
    check(graph)
    with pytest.raises(ProofError, match="not given to this kernel"):
        proof.check(Kernel([], {}, [Multiset("+").normalisation]))


def test_what_differs_in_one_term_is_not_united():
    chance = random.Random(5)
    for theory in (Multiset("+"), Polynomials()):
        graph = EGraph([Canonical(theory)])
        left, right = bracketed(X, chance), bracketed([*X[:-1], X[0]], chance)
        graph.add_all([left, right])
        assert not graph.equal(left, right)


def test_terms_cancel_and_like_terms_are_collected():
    chance = random.Random(7)
    theory = Polynomials()
    extra = [parse_term(text) for text in ("-1 * x3", "neg(x4)", "2 * x5", "x5 * (1 / 2)", "x6 * (x7 + x8)", "3", "-1")]
    graph = EGraph([Canonical(theory)])
    start = bracketed([*X, *extra], chance)
    kept = [x for i, x in enumerate(X) if i not in (3, 4, 5)]
    goal = bracketed([*kept, *[parse_term(t) for t in ("3 * x5", "x5 * (1 / 2)", "x7 * x6", "x8 * x6", "2")]], chance)
    graph.add_all([start, goal])
    assert graph.equal(start, goal)
    assert graph.equal(start, theory.normal(start))
    explain(graph, start, goal, Kernel([], {}, [theory.normalisation]))


def test_known_equalities_of_operands_count():
    theory = Polynomials()
    graph = EGraph([Canonical(theory)])
    start, goal = parse_term("(a + f(x)) + b"), parse_term("(b + f(y)) + a")
    graph.add_all([start, goal])
    assert not graph.equal(start, goal)
    graph.union(graph.add(parse_term("x")), graph.add(parse_term("y")), "given")
    assert graph.equal(start, goal)
    explain(graph, start, goal, Kernel(graph.assertions, {}, [theory.normalisation]))
    check(graph)


def test_an_older_form_of_an_operand_is_looked_through():
    theory = Polynomials()
    graph = EGraph([Canonical(theory)])
    difference = graph.add(parse_term("c - b"))
    graph.union(difference, graph.add(parse_term("f(x)")), "given")
    start, goal = parse_term("(a + f(x)) + b"), parse_term("c + a")
    graph.add_all([start, goal])
    assert graph.equal(start, goal)
    explain(graph, start, goal, Kernel(graph.assertions, {}, [theory.normalisation]))


def test_a_rule_matches_two_operands_anywhere_in_a_sum():
    chance = random.Random(3)
    lhs = "sin(?a) * sin(?a) + cos(?a) * cos(?a)"
    rules = RuleSet(parse_rules(f"pythagoras: {lhs} => 1"))
    theory = Polynomials()
    squares = [parse_term("sin(y) * sin(y)"), parse_term("cos(y) * cos(y)")]
    start, goal = bracketed([*X[:18], *squares], chance), bracketed([*X[:18], number(1)], chance)
    graph = EGraph([Canonical(theory, [parse_term(lhs)])])
    rows = graph.add_all([start, goal]).tolist()
    report = run(graph, rules, rounds=3, goals=[tuple(rows)])
    assert report.reason is StopReason.GOAL_REACHED
    assert graph.node_count < 150
    proof = explain(graph, start, goal, Kernel(rules, {}, [theory.normalisation]))
    assert "pythagoras" in {step.rule for step in proof.steps}
    check(graph)


def test_a_rule_over_any_associative_and_commutative_operator():
    chance = random.Random(4)
    rules = RuleSet(parse_rules("annihilate: p(?a) & q(?a) => r(?a)"))
    theory = Multiset("&")
    parts = [*X[:18], parse_term("p(y)"), parse_term("q(z)"), parse_term("q(y)")]
    goal = bracketed([*X[:18], parse_term("q(z)"), parse_term("r(y)")], chance, "&")
    graph = EGraph([Canonical(theory, [rules.rules[0].lhs])])
    start = bracketed(parts, chance, "&")
    rows = graph.add_all([start, goal]).tolist()
    assert run(graph, rules, rounds=3, goals=[tuple(rows)]).reason is StopReason.GOAL_REACHED
    explain(graph, start, goal, Kernel(rules, {}, [theory.normalisation]))


@pytest.mark.parametrize("pattern", ["?a + ?b", "?a + f(?b)", "f(?a)"])
def test_patterns_that_would_match_everything_are_refused(pattern):
    with pytest.raises(ValueError, match="two operands or more"):
        Canonical(Polynomials(), [parse_term(pattern)])


leaves = st.one_of(
    st.sampled_from("xyz").map(lambda name: Term(Op("symbol", name))),
    st.integers(-3, 3).map(number),
    st.just(number(Fraction(1, 2))),
)
terms = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.tuples(st.sampled_from("+-*"), below, below).map(lambda t: Term(Op(t[0]), t[1:])),
        below.map(lambda arg: Term(Op("neg"), (arg,))),
    ),
    max_leaves=8,
)


def value(term, point):
    def combine(op, args):
        if op.name == "symbol":
            return point[op.payload]
        if op.name == "number":
            return Fraction(op.payload)
        if op.name == "neg":
            return -args[0]
        return {"+": args[0] + args[1], "-": args[0] - args[1], "*": args[0] * args[1]}[op.name]

    return fold(term, combine)


POINTS = [{"x": Fraction(a), "y": Fraction(b, 7), "z": Fraction(c, 3)} for a, b, c in [(10007, 5, 11), (-3, 901, 4)]]


@settings(deadline=None, max_examples=80)
@given(terms, terms)
def test_normal_forms_agree_exactly_where_values_do(left, right):
    theory = Polynomials()
    normal = theory.normal(left)
    for point in POINTS:
        assert value(normal, point) == value(left, point)
    assert theory.normal(normal) is normal
    same = all(value(left, point) == value(right, point) for point in POINTS)
    assert (normal is theory.normal(right)) == same


@settings(deadline=None, max_examples=40)
@given(st.lists(terms, min_size=1, max_size=4), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=2))
def test_every_union_of_a_canonical_graph_is_explained_and_polynomials_are_equal_where_they_should(seeds, unions):
    theory = Polynomials()
    graph = EGraph([Canonical(theory)])
    rows = graph.add_all([Term(Op("f"), (seed,)) for seed in seeds]).tolist()
    graph.rebuild()
    for a in seeds:
        for b in seeds:
            same = all(value(a, point) == value(b, point) for point in POINTS)
            assert graph.equal(a, b) == same
    for k, (left, right) in enumerate(unions):
        graph.union(rows[left % len(rows)], rows[right % len(rows)], f"given-{k}")
    graph.rebuild()
    check(graph)
    kernel = Kernel(graph.assertions, {}, [theory.normalisation])
    explainer = Explainer(graph)
    for edge in range(graph.history.count):
        explainer.proof(int(graph.history.left[edge]), int(graph.history.right[edge]), kernel)


def test_a_product_that_is_too_large_is_left_alone():
    theory = Polynomials(most=20)
    product = parse_term("*".join(f"(a{i} + b{i})" for i in range(6)))
    assert theory.normal(product) is None
    graph = EGraph([Canonical(theory, [parse_term("sin(?a) + cos(?a)")])])
    graph.add(product)
    assert graph.node_count == 12 + 6 + 5
