"""Textbook equations are what the textbooks say they are."""

from __future__ import annotations

from typing import Any

import pytest

import photonic as ph
from photonic.errors import ParseError, PhotonicError
from photonic.repl.equation import Equation

U = {"u": "scalar"}
FLOW = {"v": "vector", "p": "scalar", "ν": "constant"}
LIGHT = {"E": "vector", "B": "vector", "c": "constant"}
GAS = "∂t ρ + ∇·(ρ v) = 0; ρ (∂t v + (v·∇)v) = −∇ρ + Δv"
CELLS = {"n": "scalar", "c": "scalar"}

CASES: list[tuple[str, str, dict[str, str], int, str, str, int]] = [
    ("heat", "∂t u = κ Δu", {**U, "κ": "constant"}, 3, "parabolic", "linear", 2),
    ("backward heat", "∂t u = −Δu", U, 3, "ill-posed", "linear", 2),
    ("uneven heat", "∂t u = ∇·(κ ∇u)", {**U, "κ": "scalar"}, 2, "parabolic", "linear", 2),
    ("wave", "□(u, c) = 0", {**U, "c": "constant"}, 3, "hyperbolic", "linear", 2),
    ("Laplace", "Δu = 0", U, 3, "elliptic", "linear", 2),
    ("Laplace as a problem in time", "∂t ∂t u + Δu = 0", U, 2, "elliptic", "linear", 2),
    ("Poisson", "Δu = f", {**U, "f": "scalar"}, 2, "elliptic", "linear", 2),
    ("Helmholtz", "Δu + k^2 u = 0", {**U, "k": "constant"}, 3, "elliptic", "linear", 2),
    ("biharmonic", "Δ(Δu) = 0", U, 2, "elliptic", "linear", 4),
    ("inviscid Burgers", "∂t u + (u·∇)u = 0", {"u": "vector"}, 1, "hyperbolic", "quasi-linear", 1),
    ("Burgers", "∂t u + (u·∇)u = ν Δu", {"u": "vector", "ν": "constant"}, 1, "parabolic", "semi-linear", 2),
    (
        "Korteweg–de Vries",
        "∂t u + 6 u (a·∇)u + a·∇(a·∇(a·∇u)) = 0",
        {**U, "a": "constant_vector"},
        1,
        "dispersive",
        "semi-linear",
        3,
    ),
    (
        "Schrödinger, real and imaginary part",
        "∂t a = −Δb/2 + V b; ∂t b = Δa/2 − V a",
        {"a": "scalar", "b": "scalar", "V": "scalar"},
        3,
        "dispersive",
        "linear",
        2,
    ),
    ("Navier–Stokes", "∂t v + (v·∇)v = −∇p + ν Δv; ∇·v = 0", FLOW, 3, "parabolic", "semi-linear", 2),
    ("incompressible Euler", "∂t v + (v·∇)v = −∇p; ∇·v = 0", FLOW, 3, "hyperbolic", "quasi-linear", 1),
    ("Stokes", "ν Δv − ∇p = 0; ∇·v = 0", FLOW, 3, "elliptic", "linear", 2),
    ("Maxwell", "∂t E = c^2 ∇×B; ∂t B = −∇×E; ∇·E = 0; ∇·B = 0", LIGHT, 3, "hyperbolic", "linear", 1),
    (
        "shallow water",
        "∂t h + ∇·(h v) = 0; ∂t v + (v·∇)v + g ∇h = 0",
        {"h": "scalar", "v": "vector", "g": "constant"},
        2,
        "hyperbolic",
        "quasi-linear",
        1,
    ),
    ("Euler–Bernoulli beam", "∂t ∂t w + D Δ(Δw) = 0", {"w": "scalar", "D": "constant"}, 1, "dispersive", "linear", 4),
    ("minimal surface", "∇·(∇u/sqrt(1 + ∇u·∇u)) = 0", U, 2, "elliptic", "quasi-linear", 2),
    ("Monge–Ampère", "(Δu)^2 − ∇∇u : ∇∇u = 2 f", {**U, "f": "scalar"}, 2, "elliptic", "fully nonlinear", 2),
    ("eikonal", "norm(∇u) = 1", U, 3, "hyperbolic", "fully nonlinear", 1),
    ("4-Laplacian", "∇·(norm(∇u)^2 ∇u) = 0", U, 3, "elliptic", "quasi-linear", 2),
    ("porous medium", "∂t u = Δ(u^3)", U, 2, "parabolic", "quasi-linear", 2),
    ("Fisher", "∂t u = D Δu + b u (1 − u)", {**U, "D": "constant", "b": "constant"}, 3, "parabolic", "semi-linear", 2),
    (
        "telegraph",
        "∂t ∂t u + a ∂t u + b u = c^2 Δu",
        {**U, "a": "constant", "b": "constant", "c": "constant"},
        3,
        "hyperbolic",
        "linear",
        2,
    ),
    ("advection", "∂t u + v·∇u = 0", {**U, "v": "vector"}, 3, "hyperbolic", "linear", 1),
    ("Cahn–Hilliard", "∂t u = Δ(u^3 − u) − γ Δ(Δu)", {**U, "γ": "constant"}, 3, "parabolic", "semi-linear", 4),
    (
        "elastic waves",
        "ρ ∂t ∂t u = μ Δu + (λ + μ) ∇(∇·u)",
        {"u": "vector", "ρ": "constant", "λ": "constant", "μ": "constant"},
        3,
        "hyperbolic",
        "linear",
        2,
    ),
    (
        "elastic equilibrium",
        "μ Δu + (λ + μ) ∇(∇·u) = 0",
        {"u": "vector", "λ": "constant", "μ": "constant"},
        3,
        "elliptic",
        "linear",
        2,
    ),
    ("induction", "∂t B = ∇×(v×B)", {"B": "vector", "v": "vector"}, 3, "hyperbolic", "linear", 1),
    ("resistive induction", "∂t B = ∇×(v×B) + ΔB", {"B": "vector", "v": "vector"}, 3, "parabolic", "linear", 2),
    ("divergence and curl", "∇×E = 0; ∇·E = q", {"E": "vector", "q": "scalar"}, 3, "elliptic", "linear", 1),
    ("one equation for three", "∇·E = q", {"E": "vector", "q": "scalar"}, 3, "underdetermined", "linear", 1),
    ("a power of π", "∂t u = Δ(u^π)", U, 2, "parabolic", "quasi-linear", 2),
    ("decay", "∂t u = −u", U, 3, "ordinary", "linear", 1),
    ("growth", "∂t u = u (1 − u)", U, 3, "ordinary", "semi-linear", 1),
    ("sine-Gordon", "∂t ∂t u = Δu − sin(u)", U, 1, "hyperbolic", "semi-linear", 2),
    ("Hamilton–Jacobi", "∂t u + ∇u·∇u/2 = 0", U, 2, "hyperbolic", "fully nonlinear", 1),
    ("tensor heat", "∂t T = ΔT", {"T": "tensor"}, 2, "parabolic", "linear", 2),
    ("damped beam", "∂t ∂t u + Δ(Δu) = ∂t Δu", U, 1, "parabolic", "linear", 4),
    ("viscous gas", GAS, {"ρ": "scalar", "v": "vector"}, 1, "hyperbolic–parabolic", "quasi-linear", 2),
    ("Keller–Segel", "∂t n = Δn − ∇·(n ∇c); ∂t c = Δc + n − c", CELLS, 2, "parabolic", "quasi-linear", 2),
    ("three derivatives in time", "∂t ∂t ∂t u = Δu", U, 1, "ill-posed", "linear", 3),
    ("unknown diffusivity", "∂t u = ∇·(h(u)^2 ∇u)", {**U, "h": "function"}, 2, "parabolic", "quasi-linear", 2),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_textbook_equations(case: tuple[str, str, dict[str, str], int, str, str, int]) -> None:
    _, text, fields, dimension, kind, linearity, order = case
    found = ph.intents(text, fields=fields, dimension=dimension)
    assert (found.type, found.linearity, found.order) == (kind, linearity, order)
    assert found.is_linear == (linearity == "linear")


def test_tricomi_changes_its_type_on_a_line() -> None:
    fields = {"u": "scalar", "a": "constant_vector", "b": "constant_vector"}
    found = ph.intents("(b·∇)((b·∇)u) = (a·r) (a·∇)((a·∇)u)", fields=fields, dimension=2)
    assert found.type == "mixed"
    line = "a_x x + a_y y"
    assert {region.where: region.type for region in found.regions} == {
        f"{line} > 0": "hyperbolic",
        f"{line} < 0": "elliptic",
        f"{line} = 0": "parabolic",
    }


def test_the_type_may_depend_on_the_solution() -> None:
    fields = {"u": "scalar", "a": "constant_vector", "b": "constant_vector"}
    transonic = ph.intents("(b·∇)((b·∇)u) = (a·∇u) (a·∇)((a·∇)u)", fields=fields, dimension=2)
    assert (transonic.type, transonic.linearity) == ("mixed", "quasi-linear")
    curved = ph.intents("(Δu)^2 − ∇∇u : ∇∇u = 2 f", fields={"u": "scalar", "f": "scalar"}, dimension=2)
    assert curved.assuming == ("f > 0",)
    assert ("f < 0", "hyperbolic") in {(region.where, region.type) for region in curved.regions}


def test_regions_say_where_a_coefficient_matters() -> None:
    found = ph.intents("∂t u = ∇·(κ ∇u)", fields={"u": "scalar", "κ": "scalar"}, dimension=2)
    assert found.assuming == ("κ > 0",)
    assert {(r.where, r.type) for r in found.regions} == {("κ < 0", "ill-posed"), ("κ = 0", "degenerate")}
    porous = ph.intents("∂t u = Δ(u^3)", fields=U)
    assert "degenerate where u = 0" in porous.notes


def test_conserved_forms() -> None:
    heat = ph.intents("∂t u = κ Δu", fields={**U, "κ": "constant"})
    assert heat.is_conserved
    assert [(b.density, b.flux) for b in heat.balances] == [("u", ("−κ ∇u",))]
    burgers = ph.intents("∂t u + (u·∇)u = 0", fields={"u": "vector"}, dimension=1)
    assert [(b.density, b.flux) for b in burgers.balances] == [("u_x", ("u_x^2/2",))]
    fisher = ph.intents("∂t u = Δu + u (1 − u)", fields=U)
    assert not fisher.is_conserved
    assert fisher.balances[0].source == "u (1 − u)"
    stokes = ph.intents("∂t v + (v·∇)v = −∇p + ν Δv; ∇·v = 0", fields=FLOW, dimension=2)
    assert stokes.balances[0].flux == ("p + v_x^2 − ν ∂x v_x", "v_x v_y − ν ∂y v_x")
    assert not ph.intents("∂t u + v·∇u = 0", fields={**U, "v": "vector"}).balances


def test_integrators() -> None:
    asked = {
        "∂t u = Δu": "implicit",
        "∂t ∂t u = Δu": "leapfrog",
        "Δu = 0": "boundary-value",
        "∂t u = −Δu": "ill-posed",
        "∂t u = Δ(u^3)": "IMEX",
    }
    for text, word in asked.items():
        assert word in ph.intents(text, fields=U).integrator, text
    shocks = ph.intents("∂t u + (u·∇)u = 0", fields={"u": "vector"}, dimension=1)
    assert "shock" in shocks.integrator


def test_systems_by_their_eigenvectors() -> None:
    fields = {"u": "scalar", "v": "scalar", "a": "constant_vector"}
    weak = ph.intents("∂t u + a·∇u + a·∇v = 0; ∂t v + a·∇v = 0", fields=fields)
    assert any(note.startswith("weakly hyperbolic") for note in weak.notes)
    strong = ph.intents("∂t u + a·∇u + a·∇v = 0; ∂t v + a·∇v + a·∇u = 0", fields=fields)
    assert "symmetric hyperbolic, after scaling the equations" in strong.notes
    light = ph.intents("∂t E = c^2 ∇×B; ∂t B = −∇×E", fields=LIGHT)
    assert "symmetric hyperbolic, after scaling the equations" in light.notes


def test_an_equation_of_state_decides_signs() -> None:
    fields = {"ρ": "scalar", "v": "vector", "p": "scalar", "e": "scalar", "g": "constant"}
    gas = (
        "∂t ρ + ∇·(ρ v) = 0; ∂t v + (v·∇)v + ∇p/ρ = 0; ∂t e + ∇·(e v) + p ∇·v = 0; p = (g − 1) e"  # e: internal energy
    )
    found = ph.intents(gas, fields=fields, dimension=1)
    assert (found.type, found.linearity, found.unknowns) == ("hyperbolic", "quasi-linear", ("ρ", "v", "p", "e"))


def test_steps_are_the_known_ones() -> None:
    """Forward Euler for the heat equation: Δx²/(2 d κ); leapfrog for waves: Δx/(c √d); both in every textbook."""
    for dimension in (1, 2, 3):
        heat = ph.intents("∂t u = κ Δu", fields={**U, "κ": "constant"}, dimension=dimension)
        assert f"(1/{2 * dimension}) Δx^2/κ" in [step.bound for step in heat.steps]
    wave = ph.intents("□(u, c) = 0", fields={**U, "c": "constant"}, dimension=3)
    assert wave.stable_step == "(sqrt(3)/3) Δx/|c|"
    shallow = "∂t h + ∇·(h v) = 0; ∂t v + (v·∇)v + g ∇h = 0"
    fields = {"h": "scalar", "v": "vector", "g": "constant"}
    assert ph.intents(shallow, fields=fields, dimension=1).stable_step.endswith("Δx/(sqrt(g) sqrt(h) + |v_x|)")


def test_a_parameter_without_a_usual_sign_is_assumed_and_told() -> None:
    found = ph.intents("∇·(norm(∇u)^(p − 2) ∇u) = 0", fields={**U, "p": "constant"}, dimension=2)
    assert (found.type, found.assuming) == ("elliptic", ("p − 1 > 0",))
    assert ("p − 1 < 0", "hyperbolic") in {(region.where, region.type) for region in found.regions}


def test_which_forms_of_an_equation_are_taken() -> None:
    u = ph.symbols("u")
    expected = ph.intents("∂t u = Δu", fields=U)
    pair = (ph.dt(u), ph.laplacian(u))
    for equation in (pair, Equation(*pair), "∂t u ↔ Δu", [pair], ph.dt(u) - ph.laplacian(u)):
        found = ph.intents(equation, fields=U)
        assert (found.type, found.orders, found.steps) == (expected.type, expected.orders, expected.steps)


def test_unknowns_can_be_named() -> None:
    fields = {"u": "scalar", "κ": "scalar"}
    assert ph.intents("∇·(κ ∇u) = 0", fields=fields).unknowns == ("u",)
    turned = ph.intents("∇·(κ ∇u) = 0", fields=fields, unknowns="κ")
    assert (turned.unknowns, turned.type, turned.order) == (("κ",), "hyperbolic", 1)


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("u = 3", {}, "no derivative"),
        ("", {}, "no equation"),
        ("∂t u = Δu", {"dimension": 4}, "1, 2 or 3"),
        ("∂t u = Δu", {"unknowns": "w"}, "no field of the equation"),
        ("∂t u = ∇u", {}, "the left side is a scalar"),
        ("∂t u = Δu/0", {}, "divides by zero"),
    ],
)
def test_mistakes_are_told(text: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(PhotonicError, match=message):
        ph.intents(text, fields=U, **options)


def test_a_mistake_in_the_second_equation_has_its_column() -> None:
    with pytest.raises(ParseError) as caught:
        ph.intents("∂t u = Δu; ∂t w = 0", fields=U)
    assert caught.value.place is not None
    assert caught.value.place.column == 15


def test_the_record_as_json_and_latex() -> None:
    found = ph.intents("∂t u = Δu", fields=U)
    data = found.to_json()
    assert data["schema_version"] == 1
    assert data["orders"] == {"t": 1, "x": 2, "y": 2, "z": 2}
    assert data["balances"] == [{"density": "u", "flux": ["−∇u"], "source": "0"}]
    assert r"\text{parabolic}" in found._repr_latex_()
