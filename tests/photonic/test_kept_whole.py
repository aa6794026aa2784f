"""Proofs about |A| and cos(f + g) speak of them, not of roots and of cos f cos g, in as few lines as a person needs."""

from __future__ import annotations

import pytest

from photonic import prove
from photonic.proving.proof_reading import lines_of

FIELDS = {
    "f": "scalar",
    **dict.fromkeys(("A", "B", "q"), "vector"),
    **dict.fromkeys(("a", "c", "m"), "constant"),
    "k": "constant_vector",
    "r": "position",
    "t": "time",
    "h": "function",
}
KEPLER = "∂t ∂t q = −m q/norm(q)^3"

SHORT = [
    ("∇(1/norm(r)) = −r/norm(r)^3", [], 4),
    ("∇norm(A) = (∇A·A)/norm(A)", [], 2),
    ("∂t norm(r − k) = 0", [], 8),
    ("Δ(1/norm(r)) = 0", [], 15),
    ("∇∇(1/norm(r)) = 3 r ⊗ r/norm(r)^5 − I/norm(r)^3", [], 12),
    ("∇×(k × r/norm(r)^3) = 3 (k·r) r/norm(r)^5 − k/norm(r)^3", [], 22),
    ("Δ(exp(−a norm(r))/norm(r)) = a^2 exp(−a norm(r))/norm(r)", [], 27),
    ("Δ(1/norm(r − k)) = 0", [], 35),
    ("□(h(norm(r) − c t)/norm(r), c) = 0", [], 45),
    ("norm(A/norm(A)) = 1", [], 5),
    ("∂t(∂t q·∂t q/2 − m/norm(q)) = 0", [KEPLER], 12),
    ("∂t(∂t q × (q × ∂t q) − m q/norm(q)) = 0", [KEPLER], 20),
]


@pytest.mark.parametrize(("claim", "given", "most"), SHORT, ids=[claim for claim, *_ in SHORT])
def test_a_norm_is_not_opened_to_a_root(claim: str, given: list[str], most: int) -> None:
    found = prove(claim, given=given, fields=FIELDS)
    assert found.method == "rewriting"
    assert found.proof is not None
    assert len(lines_of(found.proof)) <= most
    assert "sqrt" not in str(found)


WAVES = [
    ("∂t ∂t cos(k·r − c norm(k) t) = c^2 Δcos(k·r − c norm(k) t)", [], 30),
    ("∂t exp(k·r − c t) = −c exp(k·r − c t)", [], 8),
    ("∇·(A cos(k·r − c t)) = cos(k·r − c t) ∇·A − k·A sin(k·r − c t)", [], 15),
    ("□(cos(m norm(r) − m c t)/norm(r), c) = 0", [], 45),
    ("∂t ∂t cos(k·r − a t) = c^2 Δcos(k·r − a t)", ["a^2 = c^2 (k·k)"], 45),
]


@pytest.mark.parametrize(("claim", "given", "most"), WAVES, ids=[claim for claim, *_ in WAVES])
def test_the_phase_of_a_wave_is_not_taken_apart(claim: str, given: list[str], most: int) -> None:
    found = prove(claim, given=given, fields=FIELDS)
    assert found.method == "rewriting"
    assert found.proof is not None
    assert len(lines_of(found.proof)) <= most
    assert not [step.rule for step in found.proof.steps if step.rule in ("cos_sum", "exp_sum", "sin_sum")]


@pytest.mark.parametrize(("dimension", "value"), [(2, "1/norm(r)"), (3, "2/norm(r)")])
def test_the_laplacian_of_the_distance_depends_on_the_dimension(dimension: int, value: str) -> None:
    assert prove("Δnorm(r)", value, fields=FIELDS, dimension=dimension).status == "proved"
    other = "1/norm(r)" if dimension == 3 else "2/norm(r)"
    assert prove("Δnorm(r)", other, fields=FIELDS, dimension=dimension).status == "refuted"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("norm(A + B) = norm(A) + norm(B)", []),
        ("norm(f A) = f norm(A)", []),
        ("∇norm(A) = (A·∇A)/norm(A)", []),
        ("∂t(∂t q·∂t q/2 + m/norm(q)) = 0", [KEPLER]),
    ],
)
def test_what_is_false_of_norms_is_not_proved(claim: str, given: list[str]) -> None:
    assert prove(claim, given=given, fields=FIELDS).status != "proved"
