"""prove where something may be zero or have no value: constants, divisors, roots, logarithms, powers."""

from __future__ import annotations

from typing import Any

import pytest

import photonic as ph
from photonic import prove
from photonic.errors import PhotonicError

FIELDS = {
    **dict.fromkeys(("f", "g", "s", "u", "p", "rho"), "scalar"),
    **dict.fromkeys("ABv", "vector"),
    **dict.fromkeys("RST", "tensor"),
    **dict.fromkeys(("m", "c", "w"), "constant"),
    **dict.fromkeys("kb", "constant_vector"),
    "r": "position",
    "t": "time",
}  # fmt: skip


def verdict(claim: str, *given: str) -> Any:
    return prove(claim, given=given, fields=FIELDS)


PROVED = [
    ("A = B/rho", "rho A = B"),
    ("∇s = (∇p)/rho", "p = m rho^2", "s = 2 m rho"),
    ("∂t log(rho) + v·∇log(rho) = −∇·v", "∂t rho + ∇·(rho v) = 0"),
    ("∂t(f/g) + v·∇(f/g) = 0", "∂t f + ∇·(f v) = 0", "∂t g + ∇·(g v) = 0"),
    ("∇(f^m) = m f^(m − 1) ∇f",),
    ("Δ(norm(r)^m) = m (m + 1) norm(r)^(m − 2)",),
    ("1/f − 1/(f + g) = g/(f (f + g))",),
    ("Δ(1/norm(r − k)) = 0",),
    ("(I + A⊗B)·(I − A⊗B/(1 + A·B)) = I",),
    ("∂t ∂t cos(k·r − w t) = c^2 Δcos(k·r − w t)", "w^2 = c^2 (k·k)"),
    ("∇×∇×(b cos(k·r)) = (k·k) (b cos(k·r))", "k·b = 0"),
    ("f/g = s/u", "f u = g s"),
    ("A·(T·A) = 0", "transpose(T) = −T"),
    ("det(R)^2 = 1", "transpose(R)·R = I"),
    ("Δ∇·A = 0", "(m + c) ∇(∇·A) + c ΔA = 0"),
]


@pytest.mark.parametrize("case", PROVED, ids=lambda case: case[0])
def test_what_holds_where_nothing_divides_by_zero_is_proved_by_laws(case: tuple[str, ...]) -> None:
    found = verdict(*case)
    assert (found.status, found.method) == ("proved", "rewriting"), found


NOT_PROVED = [
    ("m = 1", "m m = m"),
    ("f = 1", "f f = f"),
    ("∇·v = 0", "rho ∇·v = 0"),
    ("f = g", "s f = s g"),
    ("f = g", "f f = g g"),
    ("f = sqrt(g)", "f f = g"),
    ("det(R) = 1", "transpose(R)·R = I"),
    ("f = 1", "f = m t", "∂t f = 0"),
    ("f^(m + c) = f^m f^c",),
    ("(f^m)^c = f^(m c)",),
    ("log(f^2) = 2 log(f)",),
    ("A = B", "k × A = k × B"),
    ("h = 0", "h log(f) = 0"),
]


@pytest.mark.parametrize("case", NOT_PROVED, ids=lambda case: f"{case[0]} given {case[1:]}")
def test_what_fails_where_a_factor_is_zero_or_a_sign_is_other_is_not_proved(case: tuple[str, ...]) -> None:
    found = prove(case[0], given=case[1:], fields={**FIELDS, "h": "scalar"})
    assert found.status != "proved", found


def test_a_norm_that_hypotheses_make_zero_is_no_denominator() -> None:
    with pytest.raises(PhotonicError, match="wherever the hypotheses hold"):
        verdict("∇norm(A) = ∇A·A/norm(A)", "A = 𝟎")


def test_no_counterexample_stands_where_a_hypothesis_divides_by_zero() -> None:
    found = verdict("∂t f + v·∇f = 0", "∂t v + (v·∇)v = −∇p/rho", "∂t rho + ∇·(rho v) = 0")
    assert found.status == "refuted"
    density, point = found.counterexample.fields["rho"], found.counterexample.point
    assert density.subs({symbol: point[symbol.name] for symbol in density.free_symbols}) != 0


@pytest.mark.parametrize("speed", ["0", "m − m", "1 − 1"])
def test_a_wave_of_no_speed_is_refused_where_it_is_met(speed: str) -> None:
    text = f"□(u, {speed})"
    calls = [
        lambda: prove(f"{text} = 0", fields=FIELDS),
        lambda: ph.simplify(text, fields=FIELDS),
        lambda: ph.components(text, fields=FIELDS),
        lambda: ph.to_sympy(text, fields=FIELDS),
        lambda: ph.compile(f"u/({speed})", (4, 4, 4), fields=FIELDS, parameters={"m": 1}),
    ]
    for call in calls:
        with pytest.raises(PhotonicError, match=r"divides by zero: in .* is zero everywhere"):
            call()


def test_a_value_that_makes_a_denominator_zero_is_refused() -> None:
    with pytest.raises(PhotonicError, match="u/m divides by zero where its fields have these values"):
        ph.components("u/m", fields=FIELDS, values={"m": 0})
