"""Joining: identities and their consequences under hypotheses, in coordinate-free steps; nothing false is joined."""

from collections.abc import Sequence
from time import process_time

import pytest

from photonic.deciding.decision import decide
from photonic.problem import Problem, pose
from photonic.proving.joining import join
from photonic.proving.saturation import Saturation, facts_of, hypothesis_rules, premises_of
from photonic.proving.single_step import single_step
from photonic.theory.rules import theory_for, vocabulary
from rewriting.proofs.steps import Proof

FIELDS = {
    **dict.fromkeys(["f", "g", "p", "phi", "rho"], "scalar"), **dict.fromkeys("ABCDEJv", "vector"),
    **dict.fromkeys("ST", "tensor"), **dict.fromkeys(["c", "m", "nu", "w"], "constant"),
    "h": "function", "k": "constant_vector", "r": "position", "t": "time",
}  # fmt: skip


def joined(text: str, given: Sequence[str] = ()) -> Proof | None:
    """The proof by normal forms, checked again in a kernel made from the whole theory."""
    problem = pose(text, given=given, fields=FIELDS)
    domain = decide(problem).domain
    theory = theory_for(3, *vocabulary(problem.terms))
    proof = join(problem, theory, premises_of(facts_of(problem.given, domain), domain))
    if proof is not None:
        theorem = proof.check(Saturation([], theory, problem.given, domain).kernel())
        assert (theorem.lhs, theorem.rhs) == (problem.left, problem.right)
    return proof


TRUE = [
    "(A × B) × (C × D) = (A·(C × D)) B − (B·(C × D)) A", "(A × B)·(C × D) = (A·C) (B·D) − (A·D) (B·C)",
    "∇(A·B) = (A·∇)B + (B·∇)A + A × (∇×B) + B × (∇×A)", "∇×(∇f × ∇g) = (Δg) ∇f − (Δf) ∇g + (∇g·∇)∇f − (∇f·∇)∇g",
    "Δ(f/g) = (Δf)/g − 2 (∇f·∇g)/g^2 − f (Δg)/g^2 + 2 f (∇g·∇g)/g^3", "∇×(A/f) = (f ∇×A + A × ∇f)/f^2",
    "∇·((A·∇)B − (B·∇)A) = A·∇(∇·B) − B·∇(∇·A)", "∇A : ∇A − ∇A : (∇A)ᵀ = (∇×A)·(∇×A)",
    "(∇×B) × B = ∇·(B ⊗ B − (1/2) (B·B) I) − (∇·B) B", "∇×(A·∇A) = A·∇(∇×A) − (∇×A)·∇A + (∇·A) ∇×A",
    "Δ(1/norm(r)) = 0", "∇×((k × r)/norm(r)^3) = 3 (k·r) r/norm(r)^5 − k/norm(r)^3", "Δ(norm(r)^3) = 12 norm(r)",
    "Δ(h(norm(r))) = h''(norm(r)) + 2 h'(norm(r))/norm(r)", "□(cos(k·r − w t)) = (k·k − w^2) cos(k·r − w t)",
    "∂t(exp(−m t) f) = exp(−m t) (∂t f − m f)", "sin(f)^2 + cos(f)^2 = 1", "exp(f) exp(−f) = 1",
    "(S·T) : S = T : (Sᵀ·S)", "hat(A × B) = hat(A)·hat(B) − hat(B)·hat(A)", "∇·(A × T) = (∇×A)·T − A·(∇×T)",
    "(1/2) Δ(∇f·∇f) = ∇∇f : ∇∇f + ∇f·∇Δf", "∇·(2 m sym(∇A)) = m (ΔA + ∇(∇·A))", "sym(T) : skew(T) = 0",
]  # fmt: skip

CONSEQUENCES = [
    ("ΔA = −(m^2 A)", ["∇×A = m A"]),
    ("(v·∇)v = (1/2) ∇(v·v)", ["∇×v = 0"]),
    ("∇·(E × B) = −((1/2) ∂t(B·B + (E·E)/c^2))", ["∇×E = −∂t B", "∇×B = ∂t E/c^2"]),
    ("□(E, c) = 0", ["∇×E = −∂t B", "∇×B = ∂t E/c^2", "∇·E = 0"]),
    ("∇·E = −Δphi", ["E = −∇phi − ∂t A", "∇·A = 0"]),
    ("□(A, c) = J", ["∇×B = J + ∂t E/c^2", "B = ∇×A", "E = −∇phi − ∂t A", "∇·A = −∂t phi/c^2"]),
    (
        "∂t(∇×v) + (v·∇)(∇×v) = ((∇×v)·∇)v + nu Δ(∇×v)",
        ["∂t v + (v·∇)v = −∇p + nu Δv", "∇·v = 0"],
    ),
    (
        "∂t rho + ∇·(rho v) = 0",
        ["∂t f = −Δg/2", "∂t g = Δf/2", "rho = f^2 + g^2", "rho v = f ∇g − g ∇f"],
    ),
    ("−Δp = ∇v : (∇v)ᵀ", ["∂t v + (v·∇)v = −∇p", "∇·v = 0"]),
    ("∂t B = (B·∇)v − (v·∇)B + nu ΔB", ["∂t B = ∇×(v × B) − nu ∇×(∇×B)", "∇·v = 0", "∇·B = 0"]),
    ("∂t ∂t p = c^2 Δp", ["∂t v = −∇p", "∂t p = −(c^2 ∇·v)"]),
    ("∂t rho + ∇·J = 0", ["∇×B = J + ∂t E", "∇·E = rho"]),
    ("∇∇f·∇f = 0", ["∇f·∇f = 1"]),
]


@pytest.mark.parametrize("text", TRUE)
def test_identities_are_joined(text: str) -> None:
    assert joined(text) is not None


@pytest.mark.parametrize(("text", "given"), CONSEQUENCES)
def test_consequences_are_joined_and_need_all_their_hypotheses(text: str, given: list[str]) -> None:
    proof = joined(text, given)
    assert proof is not None
    assert {step.rule for step in proof.steps if step.rule.startswith("given")} == {
        f"given {number}" for number in range(1, len(given) + 1)
    }
    for left_out in range(len(given)):
        assert joined(text, [h for number, h in enumerate(given) if number != left_out]) is None


@pytest.mark.parametrize("text", TRUE)
def test_twice_a_side_is_not_joined(text: str) -> None:
    left, right = text.split(" = ")
    wrong = f"{left} = 2 ({right})"
    assert joined(wrong) is None or right in ("0", "𝟎")


def test_one_law_or_hypothesis_is_taken_at_once() -> None:
    for text, given, rule in (
        ("∇×(∇×A) + B = (∇(∇·A) − ΔA) + B", [], "curl_curl"),
        ("f + g = rho", ["f + g = rho"], "given 1"),
        ("f ∇·∇g = f Δg", [], "divergence_gradient.scalar"),
    ):
        proof = joined(text, given)
        assert proof is not None
        assert [step.rule.split(".")[0] for step in proof.steps] == [rule.split(".")[0]]


def test_a_law_under_a_condition_is_no_single_step_where_that_fails() -> None:
    problem: Problem = pose("(f − f) (1/(f − f)) = 1", fields=FIELDS)
    theory = theory_for(3)
    premises = premises_of(facts_of((), None), None)
    assert single_step(problem.left, problem.right, theory, hypothesis_rules(()), premises) is None


def test_proofs_take_milliseconds() -> None:
    for text in TRUE:
        joined(text)
    problems = [pose(text, fields=FIELDS) for text in TRUE]
    times = []
    for problem in problems:
        theory = theory_for(3, *vocabulary(problem.terms))
        began = process_time()
        join(problem, theory, premises_of(facts_of((), None), None))
        times.append(process_time() - began)
    assert sorted(times)[len(times) // 2] < 0.03
