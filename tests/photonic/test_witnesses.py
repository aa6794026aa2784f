"""False claims under hypotheses that are nonlinear or inhomogeneous are refuted by fields that satisfy them.

That they do is worked out here by SymPy's own derivatives, from the counterexample as it is told.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
import sympy

from photonic import prove
from photonic.expressions.catalogue import CATALOGUE
from photonic.problem import pose
from photonic.proving.contradiction import contradiction
from photonic.proving.verdict import Verdict
from photonic.theory.rules import theory_for, vocabulary
from tests.plain import AXES, Plain

FIELDS = dict.fromkeys("fgpρφθ", "scalar") | dict.fromkeys("ABCEJquvω", "vector") | dict.fromkeys("RSTU", "tensor")
FIELDS |= {"ν": "constant", "m": "constant", "κ": "scalar", "h": "function", "e": "constant_vector"}

FALSE = [
    ("∂t f = ν Δf", ["f = exp(g)"]),
    ("∇·A = 0", ["A = sin(f) ∇g"]),
    ("p = 0", ["p = −v·v/2", "∇·v = 0"]),
    ("∇p = 0", ["(v·∇)v = −∇p", "∇·v = 0"]),
    ("∇×v = 0", ["∂t v + (v·∇)v = −∇p", "∇·v = 0"]),
    ("∂t v = ν Δv", ["∂t v + (v·∇)v = −∇p + ν Δv", "∇·v = 0"]),
    ("∂t ρ = 0", ["∂t ρ + ∇·(ρ v) = 0"]),
    ("∇·v = 0", ["∂t ρ + ∇·(ρ v) = 0"]),
    ("∂t(ρ v) + ∇·(ρ v ⊗ v) = ∇p", ["∂t ρ + ∇·(ρ v) = 0", "ρ (∂t v + (v·∇)v) = −∇p"]),
    ("∂t v = 0", ["∂t v + (v·∇)v = −∇p + θ e", "∇·v = 0", "∂t θ + v·∇θ = 0"]),
    ("∂t E = 0", ["∇×E = −∂t B", "∇×B = J + ∂t E", "∇·E = ρ", "∇·B = 0"]),
    ("∂t f = κ Δf", ["∂t f = ∇·(κ ∇f)"]),
    ("∇·A = 0", ["∇×A = f A"]),
    ("A·∇f = f (∇·A)", ["∇×A = f A"]),
    ("Δφ = 0", ["∇φ·∇φ = 1"]),
    ("∇f·∇f = 0", ["f^2 = 1 + g^2"]),
    ("A × B = 0", ["A·B = 0"]),
    ("∂t A = 0", ["A·A = 1"]),
    ("(A·∇)A = 0", ["A·A = 1"]),
    ("∇×A = 0", ["A·A = 1"]),
    ("T·A = A·T", ["det(T) = 1"]),
    ("tr(T) = 3", ["det(T) = 1"]),
    ("T = S", ["T·S = I"]),
    ("det(T) = det(S)", ["T·S = I"]),
    ("(R·A)·(R·B) = A·B", ["R·R = I"]),
    ("R = Rᵀ", ["R·Rᵀ = I"]),
    ("T·T = U·U", ["T = R·U", "Rᵀ·R = I", "Uᵀ = U"]),
    ("Tᵀ = T", ["T·T = T"]),
    ("T·T = I", ["T = Tᵀ"]),
    ("f = 1", ["f^2 = 1"]),
    ("∂t q·∂t q = 2", ["∂t ∂t q = −m q/norm(q)^3"]),
    ("∂t(∇φ) = ν Δ∇φ", ["v = ∇φ", "∂t v + (v·∇)v = ν Δv"]),
    ("∇p = h(ρ) ∇f", ["∇p = h(ρ) ∇ρ"]),
    ("∂t det(R) = 0", ["∂t R = T·R"]),
    ("∂t det(R) = m det(R)", ["∂t R = T·R", "tr(T) = f"]),
    ("∂t g = g ∇·v", ["g ρ = 1", "∂t ρ + ∇·(ρ v) = 0"]),
    ("∂t g + v·∇g = g ∇·v", ["g ρ = 1", "∂t ρ = ∇·(ρ v)"]),
]  # fmt: skip


def verdict(claim: str, given: list[str]) -> Verdict:
    return prove(claim, given=given, fields=FIELDS)


@pytest.mark.parametrize(("claim", "given"), FALSE)
def test_a_false_claim_under_hypotheses_is_refuted(claim: str, given: list[str]) -> None:
    began = time.thread_time()
    found = verdict(claim, given)
    assert found.status == "refuted", found
    assert time.thread_time() - began < 6.0


TRUE = [
    ("A·∂t A = 0", ["A·A = 1"]),
    ("A·∇f = −f (∇·A)", ["∇×A = f A"]),
    ("∂t f = exp(g) ∂t g", ["f = exp(g)"]),
    ("∂t v = ν Δv", ["v = ∇φ", "∂t φ = ν Δφ"]),
    ("f^3 = f", ["f^2 = 1"]),
    ("det(S) det(T) = 1", ["S·T = I"]),
]


@pytest.mark.parametrize(("claim", "given"), TRUE)
def test_what_follows_is_not_refuted(claim: str, given: list[str]) -> None:
    assert verdict(claim, given).status != "refuted"


def told(found: Verdict) -> dict[str, Any]:
    """The counterexample's fields, read back from their text."""
    names = {str(axis): axis for axis in AXES}
    return {
        name: _lists(sympy.sympify(text, locals=names))
        for name, text in found.to_json()["counterexample"]["fields"].items()
    }


def _lists(value: Any) -> Any:
    return [_lists(part) for part in value] if isinstance(value, (tuple, sympy.Tuple)) else value


def test_the_hopf_field_is_a_beltrami_field_with_a_factor_that_varies_along_it() -> None:
    fields = told(verdict("∇·A = 0", ["∇×A = f A"]))
    curl = Plain({}, {}).do_curl(fields["A"])
    assert all(sympy.simplify(c - fields["f"] * a) == 0 for c, a in zip(curl, fields["A"], strict=True))
    assert sympy.simplify(Plain({}, {}).do_div(fields["A"])) != 0


def test_a_defined_field_is_told_with_the_others() -> None:
    fields = told(verdict("∂t f = ν Δf", ["f = exp(g)"]))
    assert fields.keys() == {"f", "g", "ν"}
    assert sympy.simplify(fields["f"] - sympy.exp(fields["g"])) == 0


CONTRADICTORY = [
    ["f = 1", "f = 2"],
    ["f = g", "g = f + 1"],
    ["f^2 = 1", "f = 3"],
    ["A·A = 1", "A = 0"],
    ["A = ∇×B", "∇·A = 1"],
    ["A × B = C", "A·C = 1"],
    ["0 = 1"],
]


@pytest.mark.parametrize("given", CONTRADICTORY)
def test_contradictory_hypotheses_are_told_at_once(given: list[str]) -> None:
    found = verdict("f = 7", given)
    assert found.status == "unknown"
    assert len(found.tried) == 1
    assert "contradict" in found.tried[0]
    assert "given 1" in found.tried[0]


@pytest.mark.parametrize(
    "given", [["f^2 = 1", "g = f + 1"], ["A·A = 1", "A·B = 0"], ["∇φ·∇φ = 1", "Δφ = 0"], ["T·S = I"]]
)
def test_hypotheses_that_can_hold_are_not_said_to_contradict_each_other(given: list[str]) -> None:
    problem = pose("f = 7", given=given, fields=FIELDS)
    theory = theory_for(3, *vocabulary(problem.terms), len(CATALOGUE))
    assert contradiction(problem, theory) == ""


def test_why_nothing_was_decided_is_told_in_the_words_of_the_hypotheses() -> None:
    found = prove("Δφ = g", given=["g = 0", "∇φ·∇φ = 1 + φ^4 + sin(φ)"], fields=FIELDS)
    note = found.tried[0]
    assert note.startswith("no decision by fingerprint: given 2: ∇φ·∇φ = ")
    assert "is not linear and homogeneous in φ" in note
    assert "hypothesis 0" not in note
