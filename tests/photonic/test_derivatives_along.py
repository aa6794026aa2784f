"""∂x ∂y ∂z, ∇_A and D/Dt: claims in one to three dimensions, spellings, and what does not exist there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy

import photonic as ph
from photonic.errors import ParseError, PhotonicError, RankError

FIELDS = dict.fromkeys("fgu", "scalar") | dict.fromkeys("ABv", "vector") | {"T": "tensor", "h": "function"}

TRUE = [
    ("∂x(f g) = f ∂x g + g ∂x f", (1, 2, 3)),
    ("∂x ∂t A = ∂t ∂x A", (1, 2, 3)),
    ("∂x(h(f)) = h'(f) ∂x f", (1, 2, 3)),
    ("∂x x = 1", (1, 2, 3)),
    ("∂x r = ∇x", (1, 2, 3)),
    ("D/Dt(v, f g) = f D/Dt(v, g) + g D/Dt(v, f)", (1, 2, 3)),
    ("D/Dt(v, r) = v", (1, 2, 3)),
    ("∇_A f = A·∇f", (1, 2, 3)),
    ("∂x ∂y f = ∂y ∂x f", (2, 3)),
    ("∂x y = 0", (2, 3)),
    ("∇x·∇y = 0", (2, 3)),
    ("Δf = ∂x ∂x f + ∂y ∂y f", (2,)),
    ("∇·A = ∂x(A·∇x) + ∂y(A·∇y)", (2,)),
    ("∇_A f = (A·∇x) ∂x f + (A·∇y) ∂y f", (2,)),
    ("Δf = ∂x ∂x f + ∂y ∂y f + ∂z ∂z f", (3,)),
    ("∇f = (∂x f, ∂y f, ∂z f)", (3,)),
    ("∇×(f, g, u) = (∂y u − ∂z g, ∂z f − ∂x u, ∂x g − ∂y f)", (3,)),
    ("∇·(f, g, u) = ∂x f + ∂y g + ∂z u", (3,)),
    ("∂z ∇×A = ∇×∂z A", (3,)),
    ("∂y(A × B) = ∂y A × B + A × ∂y B", (3,)),
    ("Δ(x f) = x Δf + 2 ∂x f", (3,)),
    ("D/Dt(v, v) = ∂t v + ∇×v × v + ∇(v·v)/2", (3,)),
]


@pytest.mark.parametrize(("claim", "dimension"), [(claim, d) for claim, where in TRUE for d in where])
def test_what_is_true_is_proved_by_rewriting(claim: str, dimension: int) -> None:
    verdict = ph.prove(claim, fields=FIELDS, dimension=dimension)
    assert (verdict.status, verdict.method) == ("proved", "rewriting")


@pytest.mark.parametrize(
    "claim",
    ["∂x f = ∂y f", "∂x(f g) = ∂x f ∂x g", "∂z x = 1", "Δf = ∂x ∂x f + ∂y ∂y f", "D/Dt(v, f) = ∂t f", "∇_A B = ∇_B A",
     "D/Dt(v, ∇f) = ∇D/Dt(v, f)"],
)  # fmt: skip
def test_what_is_false_is_refuted(claim: str) -> None:
    assert ph.prove(claim, fields=FIELDS).status == "refuted"


def test_hypotheses_speak_of_them() -> None:
    given = ["D/Dt(v, f) = 0", "∇·v = 0"]
    assert ph.prove("∂t f + ∇·(f v) = 0", given=given, fields=FIELDS).status == "proved"


@pytest.mark.parametrize("dimension", [1, 2, 3])
@pytest.mark.parametrize(
    ("claim", "hypothesis"),
    [("∂x f = 0", "∇f = 0"), ("∂x f = g", "∇f = g ∇x"), ("∂x f = u ∂x g", "∇f = u ∇g"), ("u ∂x f = g", "u ∇f = g ∇x"),
     ("∂x f = A·∇x", "∇f = A"), ("∂x(f g) = f ∂x g", "∇f = 0"), ("f ∂x f = 0", "∇(f^2) = 0"),
     ("∂x ∂t f = 0", "∂t ∇f = 0"), ("∂x f + ∂x g = 0", "∇(f + g) = 0"), ("∂x(f A) = A ∂x f", "∇A = 0")],
)  # fmt: skip
def test_what_holds_of_a_gradient_holds_along_each_axis(claim: str, hypothesis: str, dimension: int) -> None:
    verdict = ph.prove(claim, given=[hypothesis], fields=FIELDS, dimension=dimension)
    assert (verdict.status, verdict.method) == ("proved", "rewriting")


@pytest.mark.parametrize(
    ("claim", "hypothesis"),
    [("∂x f = 0", "∇f = ∇g"), ("∂y f = g", "∇f = g ∇x"), ("∂x f = 0", "∇f·∇x = ∂y g"), ("∂x A = 0", "∇·A = 0"),
     ("∂x A = A", "∇A = 0")],
)  # fmt: skip
def test_one_component_says_nothing_of_another(claim: str, hypothesis: str) -> None:
    assert ph.prove(claim, given=[hypothesis], fields=FIELDS).status == "refuted"


@pytest.mark.parametrize(
    ("text", "same"),
    [("dx(f)", "∂x f"), ("∂_y f", "∂y f"), ("∂x∂y f", "∂x (∂y f)"), ("directional(A, f)", "(A·∇)f"),
     ("∇_A B", "(A·∇)B"),
     ("∇_(A + B) f g", "(((A + B)·∇)f) g"), ("material(v, f)", "D/Dt (v, f)"), ("2 D/Dt(v, f)", "2 material(v, f)")],
)  # fmt: skip
def test_spellings(text: str, same: str) -> None:
    expr = ph.parse(text, FIELDS)
    assert expr == ph.parse(same, FIELDS) == ph.parse(str(expr), FIELDS)
    assert sympy.latex(expr)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("∂xf", ParseError, "put a blank behind ∂x: '∂x f'"),
        ("∂ f", ParseError, "∂ needs the variable of differentiation"),
        ("∂z", ParseError, "ends where an operand should stand"),
        ("∇_ f", ParseError, "ends where an operand should stand"),
        ("∇_f A", RankError, "it was given a scalar and a vector"),
        ("D/Dt(f, v)", RankError, "it was given a scalar and a vector"),
    ],
)
def test_mistakes(text: str, kind: type, words: str) -> None:
    with pytest.raises(kind) as refused:
        ph.parse(text, FIELDS)
    assert words in str(refused.value)
    assert refused.value.place is not None


@pytest.mark.parametrize(("text", "dimension"), [("∂z f", 2), ("∂y f", 1), ("∂z A", 1), ("f + ∂z f", 2)])
def test_an_axis_that_is_not_there_is_named(text: str, dimension: int) -> None:
    for attempt in (
        lambda: ph.prove(f"{text} = {text} + 0", fields=FIELDS, dimension=dimension),
        lambda: ph.compile(text, (8,) * dimension, fields=FIELDS),
    ):
        with pytest.raises(PhotonicError, match=rf"∂[yz] \(d[yz]\) exists in .*, not in {dimension}"):
            attempt()


def wave(axis: int, shape: tuple[int, ...]) -> Any:
    """A sine along an axis."""
    along = [-1 if index == axis else 1 for index in range(len(shape))]
    return np.sin(np.arange(shape[axis]) * 2 * np.pi / shape[axis]).reshape(along)


@pytest.mark.parametrize(("glyph", "axis"), [("∂x", 0), ("∂y", 1), ("∂z", 2)])
def test_they_run_on_grids(glyph: str, axis: int) -> None:
    for dimension in range(axis + 1, 4):
        shape = (8,) * dimension
        field = np.broadcast_to(wave(axis, shape) + sum(wave(i, shape) for i in range(dimension) if i != axis), shape)
        found = np.asarray(ph.compile(f"{glyph} {glyph} f", shape, fields=FIELDS)(f=field))
        assert np.abs(found + np.broadcast_to(wave(axis, shape), shape)).max() < 1e-5
