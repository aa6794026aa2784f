"""What remains of a claim once its hypotheses are put in: proved without them, after steps that the kernel checks."""

from __future__ import annotations

import pytest

from photonic import prove
from photonic.deciding.decision import decide
from photonic.expressions.catalogue import CATALOGUE
from photonic.problem import Problem, pose
from photonic.prover import settle
from photonic.proving.remainders import Remainder, remainders
from photonic.proving.saturation import Budget, Saturation, facts_of, premises_of
from photonic.theory.rules import theory_for, vocabulary

FIELDS = {
    **dict.fromkeys(("f", "g", "s"), "scalar"),
    **dict.fromkeys(("v", "w", "A"), "vector"),
    **dict.fromkeys(("Q", "R"), "tensor"),
    "m": "constant",
}
CARRIED = ["∂t f + (v·∇)f = 0", "∂t g + (v·∇)g = 0", "∂t s + (v·∇)s = 0"]
J = "∇f·(∇g × ∇s)"

TRUE = [
    ("∂t det(R) = 0", ["∂t R = hat(w)·R"]),
    (f"∂t({J}) + ∇·({J} v) = 0", CARRIED),
    ("∂t det(R) = m f det(R)", ["∂t R = Q·R", "tr(Q) = m f"]),
]
FALSE = [
    ("∂t det(R) = 0", ["∂t R = Q·R"]),
    ("∂t(f s) + ∇·(f s v) = 0", CARRIED),
]


@pytest.mark.parametrize(("claim", "given"), TRUE)
def test_what_holds_of_all_fields_once_the_hypotheses_are_put_in_is_proved(claim: str, given: list[str]) -> None:
    found = prove(claim, given=given, fields=FIELDS)
    assert found
    if found.method == "components":
        assert "with the hypotheses put in" in found.tried[-1]


@pytest.mark.parametrize(("claim", "given"), FALSE)
def test_what_does_not_is_not_proved(claim: str, given: list[str]) -> None:
    assert prove(claim, given=given, fields=FIELDS, budget=Budget(seconds=2.0)).status == "refuted"


def first(claim: str, given: list[str]) -> tuple[Problem, Remainder | None]:
    problem = pose(claim, given=given, fields=FIELDS)
    domain = decide(problem).domain
    theory = theory_for(3, *vocabulary(problem.terms), len(CATALOGUE))
    premises = premises_of(facts_of(problem.given, domain), domain, problem.terms)
    return problem, next(remainders(problem, theory, premises), None)


def test_a_proof_of_what_remains_makes_one_of_the_claim() -> None:
    problem, remainder = first("∂t f ∇f = m f ∇f", ["∂t f = m f"])
    assert remainder is not None
    assert not remainder.claim.given
    proof = settle(remainder.claim).proof
    assert proof is not None
    whole = remainder.completed(proof)
    assert (whole.lhs, whole.rhs) == (problem.left, problem.right)
    theory = theory_for(3, *vocabulary(problem.terms), len(CATALOGUE))
    whole.check(Saturation([], theory, problem.given).kernel())


def test_what_still_needs_the_hypotheses_is_no_remainder() -> None:
    assert first("∂t det(R) = 0", ["∂t R = Q·R"])[1] is None
