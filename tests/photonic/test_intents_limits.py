"""What `intents` says of equations that are too large, mean nothing, or change their type on several lines."""

from __future__ import annotations

import time

import pytest

import photonic as ph
from photonic.errors import PhotonicError

U = {"u": "scalar"}
GAS = {"ρ": "scalar", "v": "vector", "p": "scalar", "γ": "constant"}
FLUIDS = (
    "∂t n + ∇·(n v) = 0; ∂t m + ∇·(m w) = 0; ∂t v + (v·∇)v = E + v×B − ∇n/n; "
    "∂t w + (w·∇)w = −E − w×B − ∇m/m; ∂t E = ∇×B − n v + m w; ∂t B = −∇×E"
)


@pytest.mark.parametrize(
    ("text", "fields", "kind"),
    [
        ("∂t u = ∂x (" + " ".join(f"(u + {k})" for k in range(30)) + " ∂x u)", U, "unknown"),
        ("∂t v = " + "(v·∇)(" * 4 + "v" + ")" * 4, {"v": "vector"}, "unknown"),
        (FLUIDS, {"n": "scalar", "m": "scalar", **dict.fromkeys("vwEB", "vector")}, "hyperbolic"),
    ],
    ids=["a long product", "advection of advection", "two fluids and their fields"],
)
def test_what_is_too_large_is_answered_in_time(text: str, fields: dict[str, str], kind: str) -> None:
    began = time.perf_counter()
    found = ph.intents(text, fields=fields)
    assert time.perf_counter() - began < 60
    assert found.type == kind
    assert any(note.startswith("too much to work out") for note in found.notes)
    assert "too much to work out" in str(found)
    assert found.to_json()["type"] == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("∇×∇u = 0", "holds for every field"),
        ("∂t u = ∂t u", "holds for every field"),
        ("∂t u = ∂t u + 1", "holds for no field"),
        ("Δu = 0; 1 = 0", "holds for no field"),
        ("∂t u = sqrt(−1) Δu", "no real number"),
    ],
)
def test_equations_without_meaning_are_told_from_each_other(text: str, said: str) -> None:
    with pytest.raises(PhotonicError, match=said):
        ph.intents(text, fields=U)


def test_gas_dynamics_does_not_lose_derivatives() -> None:
    """Euler's equations have a full set of eigenvectors (R. Courant, K. O. Friedrichs, Supersonic Flow)."""
    text = "∂t ρ + ∇·(ρ v) = 0; ∂t v + (v·∇)v + ∇p/ρ = 0; ∂t p + v·∇p + γ p ∇·v = 0"
    found = ph.intents(text, fields=GAS, dimension=2)
    assert found.type == "hyperbolic"
    assert not any("weakly" in note for note in found.notes)
    still = ph.intents("∂t v + (v·∇)v = −∇p; ∇·v = 0", fields=GAS, dimension=2)
    assert not any("weakly" in note for note in still.notes)


def test_regions_exclude_what_cannot_be() -> None:
    found = ph.intents("∂x ∂x u + (1 − x^2) ∂y ∂y u = 0", fields=U, dimension=2)
    assert found.type == "mixed"
    assert {(region.where, region.type) for region in found.regions} == {
        ("x − 1 > 0 and x + 1 > 0", "hyperbolic"),
        ("x − 1 < 0 and x + 1 > 0", "elliptic"),
        ("x − 1 < 0 and x + 1 < 0", "hyperbolic"),
        ("x − 1 = 0", "parabolic"),
        ("x + 1 = 0", "parabolic"),
    }


def test_a_constant_may_have_the_name_of_the_position() -> None:
    """The interest rate r stands beside the coordinate x in the equation of Black and Scholes."""
    fields = {"V": "scalar", "σ": "constant", "r": "constant"}
    found = ph.intents("∂t V = σ^2 x^2 (∂x ∂x V)/2 + r x ∂x V − r V", fields=fields, dimension=1)
    assert (found.type, found.linearity) == ("parabolic", "linear")
    assert found.stable_step == "1.393 Δx^2/(x^2 σ^2)"
    assert found.notes == ("degenerate where x = 0",)
    assert ph.prove("∂x (x r) = r", fields={"r": "constant"}).status == "proved"
    assert ph.prove("∂x (x r) = 2 x", fields={"r": "constant"}, dimension=1).status == "refuted"


def test_each_equation_that_has_a_balance_shows_it() -> None:
    fields = {"h": "scalar", "v": "vector", "g": "constant"}
    water = ph.intents("∂t h + ∇·(h v) = 0; ∂t v + (v·∇)v + g ∇h = 0", fields=fields, dimension=2)
    (mass,) = water.balances
    assert (mass.density, mass.flux) == ("h", ("h v_x", "h v_y"))
    assert water.unbalanced == 2
    assert not water.is_conserved
    oil = ph.intents("∂t u + ∂x (u^2/(u^2 + (1 − u)^2)) = 0", fields=U, dimension=1)
    assert oil.is_conserved


def test_a_bracket_of_derivatives_is_a_divergence() -> None:
    """∂y q ∂x w − ∂x q ∂y w: integrated along x alone it comes back with q and w exchanged."""
    fields = {"w": "scalar", "q": "scalar", "ν": "constant"}
    found = ph.intents("∂t w + ∂y q ∂x w − ∂x q ∂y w = ν Δw; Δq = −w", fields=fields, dimension=2)
    assert found.is_conserved
    assert found.balances[0].density == "w"


def test_a_mixed_equation_asks_for_what_serves_its_parabolic_part() -> None:
    found = ph.intents("∂t u = ∇·(h(u) ∇u)", fields={**U, "h": "function"}, dimension=2)
    assert found.type == "mixed"
    assert found.integrator.startswith("implicit")
    assert [step.bound for step in found.steps] == ["", "0.3481 Δx^2/|h(u)|", "(1/4) Δx^2/|h(u)|"]


@pytest.mark.parametrize(
    ("sign", "kind", "where"),
    [
        ("positive ", "parabolic", []),
        ("negative ", "ill-posed", []),
        ("nonnegative ", "parabolic", []),
        ("", "parabolic", ["κ < 0"]),
    ],
)
def test_a_declared_sign_decides(sign: str, kind: str, where: list[str]) -> None:
    found = ph.intents("∂t u = κ Δu", fields={**U, "κ": f"{sign}constant"}, dimension=2)
    assert found.type == kind
    assert [region.where for region in found.regions] == where
    assert found.assuming == (() if sign else ("κ > 0",))


def test_a_field_with_a_sign_changes_no_type() -> None:
    fields = {"h": "positive scalar", "v": "vector", "g": "positive constant"}
    water = ph.intents("∂t h + ∇·(h v) = 0; ∂t v + (v·∇)v + g ∇h = 0", fields=fields, dimension=2)
    assert (water.type, water.regions, water.assuming) == ("hyperbolic", (), ())
    assert "symmetric hyperbolic, after scaling the equations" in water.notes
    assert water.stable_step == "2 sqrt(2) Δx/(sqrt(g) sqrt(h) sqrt(2) + |v_x| + |v_y|)"


def test_equations_that_must_agree_are_counted() -> None:
    both = ph.intents("∂t u = Δu; ∂t u = 2 Δu", fields=U, dimension=2)
    assert "2 equations in time for 1 unknown: they must agree" in both.notes
    fields = {"E": "vector", "B": "vector"}
    light = ph.intents("∂t E = ∇×B; ∂t B = −∇×E; ∇·E = 0; ∇·B = 0", fields=fields)
    assert not any("agree" in note for note in light.notes)
