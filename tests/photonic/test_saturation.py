"""Saturation: limits, goals, proofs, and the facts that conditions of laws rest on."""

import pytest

from photonic.deciding.decision import decide
from photonic.expressions.declarations import declare
from photonic.problem import Hypothesis, Problem, as_term
from photonic.proving.saturation import Budget, Saturation, surely_nonzero
from photonic.theory.rules import theory_for
from rewriting.proof import ProofError
from rewriting.report import StopReason
from rewriting.rule import Rule
from rewriting.term import Term

KNOWN = declare({"f": "scalar", "g": "scalar", "u": "scalar", "A": "vector", "c": "constant", "k": "constant"})
THEORY = theory_for(3)


def term(text: str) -> Term:
    return as_term(text, KNOWN)


@pytest.mark.parametrize("nodes", [0, 1, 5, 50, 500])
def test_the_limit_of_e_nodes_holds_exactly(nodes: int) -> None:
    search = Saturation([term("∇·(f g A) + Δ(f g)")], THEORY)
    before = search.graph.node_count
    search.grow(THEORY.complete, Budget(nodes=nodes))
    assert search.graph.node_count <= max(nodes, before)


def test_the_search_stops_at_its_goal_and_explains_it() -> None:
    left, right = term("∇·(f ∇g)"), term("f Δg + ∇f·∇g")
    search = Saturation([left, right], THEORY)
    report = search.grow(THEORY.direct, Budget(), [tuple(search.rows)])  # type: ignore[list-item]
    assert report.reason is StopReason.GOAL_REACHED
    proof = search.proof(left, right)
    theorem = proof.check(search.kernel())
    assert (theorem.lhs, theorem.rhs) == (left, right)


def test_a_proof_that_rests_on_a_lemma_needs_the_lemma() -> None:
    left, right = term("f + u"), term("g + u")
    search = Saturation([left, right, term("f"), term("g")], THEORY)
    search.graph.union(search.rows[2], search.rows[3], "lemma")
    search.graph.rebuild()
    with pytest.raises(ProofError):
        search.proof(left, right)
    lemma = Rule("lemma", term("f"), term("g"), trusted=True)
    assert [step.rule for step in search.proof(left, right, [lemma]).steps] == ["lemma"]


def test_a_guarded_graph_refuses_a_wrong_law() -> None:
    wrong = Rule("wrong", term("f + g"), term("f − g"))
    domain = decide(Problem(term("f"), term("f"))).domain
    search = Saturation([term("f + g"), term("f − g")], THEORY, domain=domain)
    report = search.grow(type(THEORY.direct)([wrong]), Budget())
    assert report.reason is StopReason.CONTRADICTION
    left, right = search.rows
    assert search.graph.find(left) != search.graph.find(right)


def test_the_same_equation_as_a_hypothesis_is_taken() -> None:
    given = (Hypothesis("assumed", term("f + g"), term("f − g")),)
    search = Saturation([term("f + g"), term("f − g")], THEORY, given)
    search.grow(THEORY.direct, Budget(rounds=2))
    assert [step.rule for step in search.proof(term("f + g"), term("f − g")).steps] == ["assumed"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", True), ("0", False), ("f", False), ("c", True), ("k", False), ("c f", False), ("2 c", True),
        ("c^2", True), ("exp(f)", True), ("c/exp(f)", True), ("c + 1", False), ("−c", True), ("pi", True),
        ("cosh(f)", True), ("sinh(f)", False), ("sqrt(c)", True),
    ],
)  # fmt: skip
def test_what_is_surely_not_zero(text: str, expected: bool) -> None:
    assert surely_nonzero(term(text), {"c": 2.0, "k": 0.0}) is expected
