"""Stable steps, tried by von Neumann's analysis: differences and amplification factors are written out here by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

import photonic as ph

ANGLES = np.linspace(0, 2 * np.pi, 49)
Symbol = Callable[..., np.ndarray]


def first(a: float) -> complex:
    """∂x on exp(i a j), with spacing 1."""
    return 1j * np.sin(a)


def second(a: float) -> float:
    """∂x∂x on exp(i a j)."""
    return 2 * np.cos(a) - 2


def grows(method: str, matrix: np.ndarray, step: float) -> bool:
    """Whether one step of y' = matrix y lengthens an eigenvector."""
    z = step * np.linalg.eigvals(matrix)
    factors = {"euler": 1 + z, "rk4": 1 + z + z**2 / 2 + z**3 / 6 + z**4 / 24}[method]
    return bool(np.any(np.abs(factors) > 1 + 1e-9))


U = {"u": "scalar"}
CASES: list[tuple[str, str, dict[str, str], int, dict[str, float], Symbol, str, float]] = [
    ("heat", "∂t u = κ Δu", {**U, "κ": "constant"}, 1, {"κ": 0.7}, lambda a: [[0.7 * second(a)]], "euler", 1.01),
    ("heat in the plane", "∂t u = κ Δu", {**U, "κ": "constant"}, 2, {"κ": 0.7},
     lambda a, b: [[0.7 * (second(a) + second(b))]], "euler", 1.01),
    ("heat by Runge and Kutta", "∂t u = κ Δu", {**U, "κ": "constant"}, 1, {"κ": 2.0},
     lambda a: [[2 * second(a)]], "rk4", 1.01),
    ("advection", "∂t u + b ∂x u = 0", {**U, "b": "constant"}, 1, {"b": -3.0}, lambda a: [[3 * first(a)]], "rk4", 1.01),
    ("Korteweg–de Vries", "∂t u + ∂x ∂x ∂x u = 0", U, 1, {}, lambda a: [[-first(a) * second(a)]], "rk4", 1.01),
    ("Swift–Hohenberg", "∂t u = −Δ(Δu) − u^3", U, 1, {}, lambda a: [[-(second(a) ** 2)]], "euler", 1.01),
    ("wave", "∂t ∂t u = c^2 Δu", {**U, "c": "constant"}, 1, {"c": 2.0},
     lambda a: [[0, 1], [4 * second(a), 0]], "rk4", 1.01),
    ("Ginzburg–Landau", "∂t a = Δa − α Δb; ∂t b = Δb + α Δa", {"a": "scalar", "b": "scalar", "α": "constant"}, 1,
     {"α": 4.0}, lambda a: [[second(a), -4 * second(a)], [4 * second(a), second(a)]], "euler", 1.01),
    ("Ginzburg–Landau by Runge and Kutta", "∂t a = Δa − α Δb; ∂t b = Δb + α Δa",
     {"a": "scalar", "b": "scalar", "α": "constant"}, 1, {"α": 2.0},
     lambda a: [[second(a), -2 * second(a)], [2 * second(a), second(a)]], "rk4", 2.0),
    ("mixed diffusion", "∂t u = ∇·(K·∇u)", {**U, "K": "tensor"}, 2,
     {"K_xx": 1.0, "K_xy": 0.4, "K_yx": 0.2, "K_yy": 2.0},
     lambda a, b: [[second(a) + 0.6 * first(a) * first(b) + 2 * second(b)]], "rk4", 1.3),
    ("curvature", "∂t u = sqrt(1 + ∇u·∇u) ∇·(∇u/sqrt(1 + ∇u·∇u))", U, 2, {"ux": 0.0, "uy": 0.0},
     lambda a, b: [[second(a) + second(b)]], "euler", 1.01),
    ("fronts of a density", "∂t u = ∇·(h ∇u)", {**U, "h": "scalar"}, 1, {"h": 0.5},
     lambda a: [[0.5 * second(a)]], "euler", 1.01),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_the_bound_is_stable_and_not_much_too_short(
    case: tuple[str, str, dict[str, str], int, dict[str, float], Symbol, str, float],
) -> None:
    _, text, fields, dimension, values, symbol, method, slack = case
    record = ph.intents(text, fields=fields, dimension=dimension)
    text_of = next(s.bound for s in record.steps if {"euler": "Euler", "rk4": "RK4"}[method] in s.integrator)
    names = {"∂x u": "ux", "∂y u": "uy"}
    for spelt, name in names.items():
        text_of = text_of.replace(spelt, name)
    step = _value(text_of, values)
    matrices = [np.array(symbol(*angles), dtype=complex) for angles in product(ANGLES, repeat=dimension)]
    assert not any(grows(method, matrix, 0.999 * step) for matrix in matrices)
    assert any(grows(method, matrix, slack * step) for matrix in matrices)


def _value(text: str, values: dict[str, float]) -> float:
    """A formula with Δx = 1, read by Python."""
    plain = re.sub(r"\|([^|]*)\|", r"abs(\1)", text.replace("Δx", "1").replace("^", "**").replace("−", "-"))
    plain = re.sub(r"(?<=[\w)]) (?=[\w(])", " * ", plain)
    return float(eval(plain, {"sqrt": np.sqrt, "abs": abs, "min": min, **values}))


def test_forward_euler_is_not_offered_for_waves_that_barely_decay() -> None:
    """∂t∂t u + Δ(Δu) = ∂t Δu turns and decays: |s| alone does not bound Euler's step."""
    found = ph.intents("∂t ∂t u + Δ(Δu) = ∂t Δu", fields=U, dimension=1)
    step = _value(next(s.bound for s in found.steps if "Euler" in s.integrator), {})
    matrices = [np.array([[0, 1], [-(second(a) ** 2), second(a)]], dtype=complex) for a in ANGLES]
    assert not any(grows("euler", matrix, 0.999 * step) for matrix in matrices)


def test_an_elliptic_constraint_needs_no_fluxes_for_shocks() -> None:
    fields = {"v": "vector", "p": "scalar"}
    flow = ph.intents("∂t v + (v·∇)v = −∇p; ∇·v = 0", fields=fields, dimension=2)
    assert flow.integrator == "explicit Runge–Kutta (RK4)"
    front = ph.intents("∂t u + norm(∇u) = 0", fields=U, dimension=2)
    assert front.integrator.endswith("with monotone upwinding")
