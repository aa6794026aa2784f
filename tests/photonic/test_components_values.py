"""Components with values: what a user gives is read in the coordinates that were asked for, or refused in words."""

from typing import Any

import pytest
import sympy

import photonic as ph
from photonic.errors import PhotonicError
from photonic.formulas import formula

FIELDS = {"f": "scalar", "A": "vector", "T": "tensor", "k": "constant", "v": "constant_vector", "h": "function"}


def worked(text: str, values: Any, coordinates: str = "spherical", **more: Any) -> Any:
    return ph.components(text, coordinates, FIELDS, values, **more)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("∇·A", {"A": {"r": "r^3"}}, "5*r**2"),
        ("∇·A", {"A": sympy.Matrix([sympy.Symbol("r"), 0, 0])}, "3"),
        ("∇·A", {"A": "(r**2*sin(θ), 0, 0)"}, "4*r*sin(theta)"),
        ("∇·A", {"A": ("g(r)", 0, 0)}, "Derivative(g(r), r) + 2*g(r)/r"),
        ("Δf − k^2 f", {"f": "exp(-k*r)/r"}, "0"),
        ("Δf − k^2 f", {"f": "exp(-k*r)/r", "k": 2}, "0"),
        ("k f", {"f": "k", "k": 3}, "9"),
        ("h(f)", {"f": "r", "h": "sin"}, "sin(r)"),
        ("h'(f)", {"f": "r", "h": sympy.Lambda(sympy.Symbol("s"), sympy.Symbol("s") ** 3)}, "3*r**2"),
        ("v·r", {"v": (0, 0, 2)}, "2*r*cos(theta)"),
    ],
)
def test_values_are_worked_out(text: str, values: Any, expected: str) -> None:
    assert str(worked(text, values)) == expected


def test_polar_coordinates_are_those_of_the_plane() -> None:
    assert worked("Δf", {"f": "log(rho)"}, "polar", dimension=2) == 0
    assert str(worked("∇·A", {"A": {"rho": "rho"}}, "polar", dimension=2)) == "2"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"A": ("x**3", 0, 0)}, "speaks of x, but the coordinates are r, theta, phi"),
        ({"A": ("rho", 0, 0)}, "speaks of rho"),
        ({"A": {"rho": 1}}, "rho is none of r, theta, phi"),
        ({"A": (1, 2)}, r"shape \(2,\)"),
        ({"A": ("r**", 0, 0)}, "no formula"),
        ({"A": (None, 0, 0)}, "no expression"),
        ({"A": ("1/0", 0, 0)}, "no real number"),
        ({"A": ("I*r", 0, 0)}, "no real number"),
        ({"A": (sympy.zoo, 0, 0)}, "no real number"),
        ({"k": "r"}, "varies with r"),
        ({"r": (1, 0, 0)}, "follows from the coordinates"),
        ({"B": 1}, "does not contain it"),
    ],
)
def test_values_of_another_kind_are_refused(values: Any, message: str) -> None:
    with pytest.raises(PhotonicError, match=message):
        worked("k ∇·(A + r)", values)


@pytest.mark.parametrize(("name", "near"), [("Spherical", "spherical"), ("cylinder", "cylindrical")])
def test_a_slip_in_the_name_of_coordinates_is_told(name: str, near: str) -> None:
    with pytest.raises(PhotonicError, match=f"did you mean '{near}'"):
        ph.components("f", name, FIELDS)


@pytest.mark.parametrize(
    "text",
    ["__import__('os').system('true')", "().__class__", "[x for x in y]", "x if y else z", "lambda: 1", "f(x=1)", "x.y",
     "'a'", "x < y", "9**9**9**9**9", "x = 1", "x y", "", "True"],
)  # fmt: skip
def test_a_text_is_a_formula_or_refused_and_never_run(text: str) -> None:
    with pytest.raises(PhotonicError, match="no formula"):
        formula(text, {})


def test_formulas_are_what_they_say() -> None:
    x = sympy.Symbol("x", real=True)
    assert formula("−2 x^2".replace(" x", "*x"), {"x": x}) == -2 * x**2
    assert formula("sqrt(x)/(1 + exp(-x)) - ln(π)", {"x": x}) == sympy.sqrt(x) / (1 + sympy.exp(-x)) - sympy.log(
        sympy.pi
    )
    assert formula("atan2(x, 2) + 1/3", {"x": x}) == sympy.atan2(x, 2) + sympy.Rational(1, 3)
