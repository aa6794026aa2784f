"""Systems that `intents` must see through: equations of state, laws for what carries along, long determinants."""

from __future__ import annotations

import time

import pytest

import photonic as ph

GAS = {"ρ": "scalar", "v": "vector", "p": "scalar", "γ": "constant"}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "∂t ρ + ∇·m = 0; ∂t m + ∇·(m⊗m/ρ) + ∇p = 0; ∂t e + ∇·((e + p) m/ρ) = 0; p = (γ − 1)(e − m·m/(2 ρ))",
            {"ρ": "scalar", "m": "vector", "e": "scalar", "p": "scalar", "γ": "constant"},
        ),
        (
            "∂t ρ + ∇·(ρ v) = 0; ∂t (ρ v) + ∇·(ρ v⊗v) + ∇p = 0; ∂t E + ∇·((E + p) v) = 0; E = p/(γ − 1) + ρ v·v/2",
            {**GAS, "E": "scalar"},
        ),
        ("∂t ρ + ∇·(ρ v) = 0; ρ (∂t v + (v·∇)v) = −∇p; p = K ρ^γ", {**GAS, "K": "constant"}),
    ],
    ids=["in conserved variables", "with the total energy", "barotropic"],
)
def test_a_gas_with_its_equation_of_state_is_hyperbolic(text: str, fields: dict[str, str]) -> None:
    """Its sound speed is √(γ p/ρ), or √(K γ ρ^(γ−1)); random e and p that belong to no gas are ill-posed."""
    found = ph.intents(text, fields=fields)
    assert found.type == "hyperbolic"
    assert "γ > 0" in found.assuming
    assert found.stable_step


def test_a_pressure_law_that_is_not_known_decides_by_its_slope() -> None:
    text = "∂t ρ + ∇·(ρ v) = 0; ρ (∂t v + (v·∇)v) = −∇(P(ρ))"
    found = ph.intents(text, fields={**GAS, "P": "function"}, dimension=2)
    assert [(region.where, region.type) for region in found.regions] == [
        ("P'(ρ) > 0", "hyperbolic"),
        ("P'(ρ) < 0", "ill-posed"),
        ("P'(ρ) = 0", "degenerate"),
    ]


def test_a_velocity_with_an_equation_of_its_own_is_an_unknown() -> None:
    """The porous-medium equation ∂t ρ = k Δ(ρ^3) 2/3, written as Darcy wrote it."""
    fields = {"ρ": "positive scalar", "v": "vector", "p": "scalar", "k": "positive constant"}
    found = ph.intents("∂t ρ = −∇·(ρ v); v = −k ∇p; p = ρ^2", fields=fields, dimension=2)
    assert (found.unknowns, found.type, found.symbol) == (("ρ", "v", "p"), "parabolic", ("s = −2 k ρ^2 |ξ|^2",))


def test_a_velocity_without_one_stays_given() -> None:
    fields = {"f": "scalar", "v": "vector"}
    found = ph.intents("∂t f + v·∇f = 0; ∇·v = 0", fields=fields, dimension=2)
    assert (found.unknowns, found.type) == (("f",), "hyperbolic")


def test_the_components_of_a_plane_vector_stand_in_an_equation() -> None:
    fields = {"ω": "scalar", "ψ": "scalar", "u": "vector", "ν": "positive constant"}
    found = ph.intents("∂t ω + u·∇ω = ν Δω; Δψ = −ω; u = (∂y ψ, −∂x ψ)", fields=fields, dimension=2)
    assert (found.unknowns, found.type) == (("ω", "ψ"), "parabolic")
    assert "an elliptic equation is solved at every moment" in found.notes


def test_ideal_magnetohydrodynamics_has_its_waves() -> None:
    """Alfvén's waves go with ±B·ξ beside the flow (H. Alfvén, Nature 150 (1942) 405)."""
    fields = {"v": "vector", "B": "vector", "p": "scalar"}
    began = time.process_time()
    found = ph.intents("∂t v + (v·∇)v = −∇p + (B·∇)B; ∂t B + (v·∇)B = (B·∇)v; ∇·v = 0", fields=fields)
    assert found.type == "hyperbolic"
    assert "2 sqrt(2) Δx/(|B_x + v_x| + |B_y + v_y| + |B_z + v_z|)" in found.stable_step
    assert not any(note.startswith("too much") for note in found.notes)
    assert time.process_time() - began < 12


def test_two_fluids_with_their_fields_are_decided() -> None:
    """Electrons and ions in Maxwell's fields: 14 unknowns."""
    text = (
        "∂t n + ∇·(n v) = 0; ∂t m + ∇·(m w) = 0; ∂t v + (v·∇)v = E + v×B − a ∇n/n; "
        "∂t w + (w·∇)w = −E − w×B − b ∇m/m; ∂t E = c^2 ∇×B − n v + m w; ∂t B = −∇×E"
    )
    fields = {"n": "scalar", "m": "scalar", **dict.fromkeys(("v", "w", "E", "B"), "vector")}
    found = ph.intents(text, fields={**fields, **dict.fromkeys("abc", "positive constant")})
    assert (found.linearity, found.type) == ("quasi-linear", "hyperbolic")
