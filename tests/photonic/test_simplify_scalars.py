"""simplify on scalars, where people know what to expect: quotients, functions, signs, accuracy."""

import math

import numpy as np
import pytest

import photonic as ph
from photonic.errors import PhotonicError
from photonic.simplifier import simplify
from photonic.sympy_bridge.exported import to_sympy
from tests.photonic.concrete import agree

FIELDS = dict.fromkeys("fguxyabc", "scalar") | {"p": "positive scalar", "q": "positive scalar", "h": "function"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(x^2 − 1)/(x − 1)", "x + 1"), ("(f^2 − g^2)/(f − g)", "f + g"), ("1/(1/f + 1/g)", "f g/(f + g)"),
        ("f/g/(u/g)", "f/u"), ("x/(x + 1) + 1/(x + 1)", "1"), ("(f g + f u)/(f x)", "(g + u)/x"),
        ("1/(1 + 1/(1 + 1/x))", "(x + 1)/(2 x + 1)"), ("(f − g)/(g − f)", "−1"), ("x/(x/(x/y))", "x/y"),
        ("1/x − 1/(x + 1)", "1/(x^2 + x)"), ("1/(x − 1) − 1/(x + 1)", "2/(x^2 − 1)"),
        ("sin(x)^2 + cos(x)^2", "1"), ("1 − sin(x)^2", "cos(x)^2"), ("(1 − sin(x)^2)/cos(x)", "cos(x)"),
        ("2 sin(x)^2 − 1", "−cos(2 x)"), ("sin(x) cos(y) − cos(x) sin(y)", "sin(x − y)"),
        ("exp(x)/exp(y)", "exp(x − y)"),
        ("exp(x) exp(−x)", "1"), ("(exp(x) − exp(−x))/2", "sinh(x)"), ("cos(pi) + 1", "0"), ("tan(atan(x))", "x"),
        ("log(p) + log(q)", "log(p q)"), ("log(x) + log(y)", "log(x) + log(y)"), ("sqrt(p^2)", "p"),
        ("sqrt(x^2)", "Abs(x)"), ("p^x p^y", "p^(x + y)"), ("h'(f) ∂t f", "∂t h(f)"), ("f u − f g", "f (u − g)"),
        ("−f g − f u + x g + x u", "(g + u) (x − f)"),
    ],
)  # fmt: skip
def test_what_is_expected(text: str, expected: str) -> None:
    result, short = (simplify(each, fields=FIELDS, goal="smallest") for each in (text, expected))
    assert result.cost_after <= short.cost_before, str(result.expression)
    assert agree(result.before, result.after) is True


def test_what_is_taken_to_be_nonzero_is_said() -> None:
    result = simplify("(x^2 − 1)/(x − 1)", fields=FIELDS)
    assert result.where == ("x − 1 ≠ 0",)
    assert "where x − 1 ≠ 0" in str(result)
    assert simplify("(p^2 + p)/p", fields=FIELDS).where == ()
    assert not simplify("x + 0", fields=FIELDS).where


ACCURATE = {
    "sqrt(u + 1) − sqrt(u)": {"u": (1e4, 1e7)},
    "1 − cos(u)": {"u": (1e-4, 1e-2)},
    "exp(u) − 1": {"u": (1e-6, 1e-3)},
    "log(1 + u)": {"u": (1e-6, 1e-3)},
    "a^2 − b^2": {"a": (1.0, 1.001), "b": (1.0, 1.001)},
    "(−b + sqrt(b^2 − 4 a c))/(2 a)": {"b": (1e3, 1e4), "a": (1, 2), "c": (1, 2)},
    "1/u − 1/(u + 1)": {"u": (1e4, 1e7)},
    "sqrt(x^2 + 1) − x": {"x": (1e3, 1e5)},
    "sin(x + y) − sin(x)": {"x": (1, 2), "y": (1e-5, 1e-4)},
    "log(x + 1) − log(x)": {"x": (1e4, 1e7)},
    "1/sqrt(x) − 1/sqrt(x + 1)": {"x": (1e4, 1e7)},
    "(exp(x) − 1)/x": {"x": (1e-5, 1e-2)},
    "1/(x + 1) − 2/x + 1/(x − 1)": {"x": (1e3, 1e5)},
    "cosh(x) − 1": {"x": (1e-4, 1e-2)},
}
"""Formulas that lose digits there."""


@pytest.mark.parametrize("text", ACCURATE)
def test_cancellation_is_removed(text: str) -> None:
    """The error is measured again here: doubles of the form against SymPy's digits of what was given."""
    result = simplify(text, fields=FIELDS, goal="accurate", ranges=ACCURATE[text])
    assert result.cost_after <= 2.5 < 8 < result.cost_before
    assert agree(result.before, result.after) is True
    given, form = (to_sympy(ph.terms.from_term(side).doit()) for side in (result.before, result.after))
    names = sorted(given.free_symbols, key=str)
    values = [math.sqrt(low * high) for low, high in (ACCURATE[text][str(name)] for name in names)]
    import sympy

    truth = float(given.subs(dict(zip(names, map(sympy.Rational, values), strict=True))).evalf(40))
    found = sympy.lambdify(names, form, "numpy")(*map(np.float64, values))
    assert abs(found - truth) <= 1e-14 * abs(truth)


def test_what_is_accurate_stays() -> None:
    for text in ("f g + u", "f", "1 − sin(x)", "∇·∇f"):
        result = simplify(text, fields=FIELDS, goal="accurate")
        assert result.cost_after <= result.cost_before


def test_what_cannot_be_measured_says_so() -> None:
    result = simplify("h(f) + 0", fields=FIELDS, goal="accurate")
    assert not result.reached
    assert "could not be measured" in result.note
    with pytest.raises(PhotonicError, match="the smallest value comes first"):
        simplify("f + 1", fields=FIELDS, goal="accurate", ranges={"f": (2, 1)})


def test_values_beyond_all_floats_take_no_time() -> None:
    assert simplify("exp(exp(u)) + 0", fields=FIELDS, goal="accurate", ranges={"u": (1, 60)}).seconds < 5
