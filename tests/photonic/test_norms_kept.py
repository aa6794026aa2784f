"""Proofs about |A| speak of |A|: ∇|r| = r/|r| and |A|² = A·A, in as few lines as a person would need."""

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
