"""In one dimension Δ is ∂x ∂x, ∇ points along x, and a claim may be written with either."""

import pytest

from photonic import prove

FIELDS = {**dict.fromkeys(("u", "a", "b"), "scalar"), "v": "vector", "c": "constant"}

PROVED = [
    ("Δu = ∂x ∂x u",),
    ("|∇u|^2 = (∂x u)^2",),
    ("∇·v = ∂x (v·∇x)",),
    ("D/Dt(v, u) = ∂t u + (v·∇x) ∂x u",),
    ("u ∂x ∂x u = ∇·(u ∇u) − ∇u·∇u",),
    ("∂t u = c ∂x ∂x u", "∂t u = c Δu"),
    ("∂t ∂t u = c^2 ∂x ∂x u", "□(u, c) = 0"),
    ("∂t u + ∂x (u (v·∇x)) = 0", "∂t u + ∇·(u v) = 0"),
    # Kuramoto and Sivashinsky's equation keeps the mean
    ("∂t u = −∂x (u^2/2 + ∂x u + ∂x ∂x ∂x u)", "∂t u + u ∂x u + Δu + Δ(Δu) = 0"),
    # the probability of the nonlinear Schrödinger equation flows
    (
        "∂t (a^2 + b^2) + ∂x (a ∂x b − b ∂x a) = 0",
        "∂t a = −Δb/2 − c (a^2 + b^2) b",
        "∂t b = Δa/2 + c (a^2 + b^2) a",
    ),
]  # fmt: skip


@pytest.mark.parametrize("claim", PROVED, ids=[claim[0] for claim in PROVED])
def test_both_spellings_are_one(claim: tuple[str, ...]) -> None:
    verdict = prove(claim[0], given=claim[1:], fields=FIELDS, dimension=1)
    assert (verdict.status, verdict.method) == ("proved", "rewriting")


@pytest.mark.parametrize("claim", ["Δu = ∂x u", "∇·v = v·∇x", "∂t u = ∂x ∂x u"])
def test_what_is_false_on_a_line_stays_refuted(claim: str) -> None:
    assert prove(claim, fields=FIELDS, dimension=1).status == "refuted"
