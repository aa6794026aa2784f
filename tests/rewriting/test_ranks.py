"""Ranks as conditions with proofs, and ranks that clash."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.ranks import RankError, Ranks, rank_clauses
from rewriting.analyses.signs import sign_clauses
from rewriting.check import check
from rewriting.conditions import MissingConditionError
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.op import NUMBER, Op
from rewriting.proof import Kernel, ProofError
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term

KNOWN = {"a": 0, "b": 0, "u": 1, "v": 1, "T": 2, "zero": 1}


def rank_of(op, below):
    """Scalars, vectors and tensors: a sum of equal ranks, a product with a scalar, cross, outer and norm."""
    if not below:
        return 0 if op.name == NUMBER else KNOWN.get(op.payload)
    match op.name, below:
        case "+", (left, right):
            if None not in below and left != right:
                raise ValueError(f"a sum of rank {left} and rank {right}")
            return right if left is None else left
        case "*", (left, right):
            if 0 not in below and None not in below:
                raise ValueError("a product needs a scalar")
            return None if None in below else left + right
        case "cross", (left, right):
            if left not in (None, 1) or right not in (None, 1):
                raise ValueError("a cross product is of vectors")
            return 1
        case "outer", (left, right):
            return None if None in below else left + right
        case "norm", _:
            return 0
    return None


def ranked(*texts):
    graph = EGraph([Ranks(rank_of, (0, 1, 2))])
    return graph, graph.add_all([parse_term(text) for text in texts]).tolist()


def test_a_rule_asks_for_a_rank_and_the_kernel_sees_why():
    rules = parse_rules("self-cross: cross(?a, ?a) => zero if rank(?a, 1)\nscale: ?s * ?a => ?a * ?s if rank(?s, 0)")
    graph, _ = ranked("cross(u + v, u + v)", "cross(w, w)", "a * T", "T * a")
    assert run(graph, RuleSet(rules)).reason is StopReason.SATURATED
    assert graph.equal(parse_term("cross(u + v, u + v)"), parse_term("zero"))
    assert graph.equal(parse_term("a * T"), parse_term("T * a"))
    assert not graph.equal(parse_term("cross(w, w)"), parse_term("zero"))
    ranks = graph.analyses[0]
    kernel = Kernel(rules, premises=ranks.premises())
    for left, right in (("cross(u + v, u + v)", "zero"), ("a * T", "T * a")):
        theorem = kernel_checked(explain(graph, parse_term(left), parse_term(right), kernel), kernel)
        assert (theorem.lhs, theorem.rhs) == (parse_term(left), parse_term(right))
    with pytest.raises(ProofError, match=r"premise rank\(·, 1\)\(.*w"):
        kernel.instance(rules[0], {"a": parse_term("w")})
    check(graph)


def kernel_checked(proof, kernel):
    assert proof.theorem.proved_by(kernel)
    return proof.theorem


def test_a_rank_learnt_by_a_union_is_news_for_rules():
    rules = parse_rules("self-cross: cross(?a, ?a) => zero if rank(?a, 1)\nname: w => u + v")
    graph, _ = ranked("cross(w, w)")
    run(graph, RuleSet(rules))
    assert graph.equal(parse_term("cross(w, w)"), parse_term("zero"))
    proof = explain(graph, parse_term("cross(w, w)"), parse_term("zero"), Kernel(rules, graph.analyses[0].premises()))
    assert "name" in str(proof)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("f(u + a)", r"term \(\+ .*u.* .*a.*\): \+ cannot have operands of ranks 1, 0: a sum of rank 1 and rank 0"),
        ("cross(a, w)", r"cross cannot have operands of ranks 0, \?"),
        ("u * v", "a product needs a scalar"),
        ("outer(T, u)", r"would be of rank 3, which is none of \(0, 1, 2\)"),
    ],
)
def test_a_term_whose_ranks_clash_is_refused_and_the_graph_unchanged(text, why):
    graph, _ = ranked("u")
    with pytest.raises(RankError, match=why):
        graph.add_all([parse_term("b + 1"), parse_term(text)])
    assert graph.table.count == 1


@pytest.mark.parametrize(
    ("rule", "left", "right"),
    [
        ("wrong: cross(?a, ?b) => norm(?a)", 1, 0),
        ("wrong: cross(?a, ?b) => ?a * ?b", 1, "* cannot have operands of ranks 1, 1: a product needs a scalar"),
        ("wrong: cross(?a, ?b) => g(?a * ?b)", 1, "* cannot have operands of ranks 1, 1: a product needs a scalar"),
    ],
)
def test_the_first_union_of_two_ranks_is_stopped_and_told(rule, left, right):
    rules = RuleSet(parse_rules(f"comm: ?a + ?b => ?b + ?a\n{rule}", "table"))
    graph, _ = ranked("norm(cross(u, v)) + a", "cross(w, w)")
    report = run(graph, rules)
    assert report.reason is StopReason.CONTRADICTION
    found = report.stop.contradiction
    assert (found.rule.name, found.rule.origin) == ("wrong", "table:2")
    assert dict(found.bindings) == {"a": parse_term("u"), "b": parse_term("v")}
    assert (found.left_value, found.right_value) == (left, right)
    assert "tells them apart" in str(report)
    check(graph)


def test_two_ranks_may_not_meet_by_way_of_an_unknown_one():
    rules = RuleSet(parse_rules("one: w => u\ntwo: w => a"))
    graph, _ = ranked("w")
    found = run(graph, rules).stop.contradiction
    assert found.rule.name == "two"
    assert {found.left_value, found.right_value} == {0, 1}
    assert graph.equal(parse_term("w"), parse_term("u"))
    assert not graph.equal(parse_term("w"), parse_term("a"))
    check(graph)


def test_sorts_of_any_kind_and_other_facts_of_the_same_variable():
    def sort_of(op, below):
        return None if below else "vector" if op.payload == "v" else "scalar"

    ranks = Ranks(sort_of, ("scalar", "vector"), word="sort", facts=sign_clauses({"x": "positive"}))
    rules = RuleSet(parse_rules("drop: f(?a) => ?a if sort(?a, scalar), nonzero(?a)"))
    graph = EGraph([ranks])
    graph.add_all([parse_term(text) for text in ("f(x)", "f(y)", "f(v)")])
    run(graph, rules)
    assert [graph.equal(parse_term(f"f({name})"), parse_term(name)) for name in "xyv"] == [True, False, False]


def test_a_rank_that_nobody_knows_is_told():
    rules = RuleSet(parse_rules("r: f(?a) => ?a if rank(?a, 7)"))
    graph, _ = ranked("f(u)")
    with pytest.raises(MissingConditionError, match=r"no analysis of this e-graph decides rank\(·, 7\)"):
        run(graph, rules)
    for ranks in ((), (1, 1)):
        with pytest.raises(ValueError, match="give at least one, and each once"):
            rank_clauses(rank_of, ranks)


leaves = st.sampled_from("abuvTwxy").map(parse_term)
terms = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.tuples(st.sampled_from(["+", "*", "cross", "outer"]), below, below).map(
            lambda t: Term(Op(t[0]), (t[1], t[2]))
        ),
        below.map(lambda t: Term(Op("norm"), (t,))),
    ),
    max_leaves=5,
)


def naive_rank(term):
    """The rank of a term, by recursion; raises ValueError where operands clash."""
    rank = rank_of(term.op, tuple(naive_rank(child) for child in term.args))
    if rank is not None and rank > 2:
        raise ValueError("no such rank")
    return rank


@settings(deadline=None, max_examples=100)
@given(st.lists(terms, min_size=1, max_size=5))
def test_every_term_has_the_rank_that_recursion_gives_it(seeds):
    graph = EGraph([Ranks(rank_of, (0, 1, 2))])
    for seed in seeds:
        try:
            expected = naive_rank(seed)
        except ValueError:
            before = graph.table.count
            with pytest.raises(RankError):
                graph.add(seed)
            assert graph.table.count == before
        else:
            assert graph.analyses[0].rank(graph.find(graph.add(seed))) == expected
    check(graph)
