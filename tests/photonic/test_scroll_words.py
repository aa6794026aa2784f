"""Signs, vectors and misspelt words in scrolls."""

from __future__ import annotations

import pytest

import photonic as ph
from photonic.errors import PhotonicError
from photonic.scroll import scroll_from_text
from tests.photonic.codex.runs import execute_text

SIGNED = """scroll gas: a gas on a line
dimension 1
parameter
  κ : positive constant = 2
let
  ρ : positive scalar
  n : nonzero integer constant = 3
prove
  root : sqrt(ρ^2) = ρ
"""
DRIFT = """scroll drift: carried along by a constant vector
dimension 2
parameter
  c : constant_vector = (1, −1/2)
let
  u : scalar
evolve carried
  ∂t u = −c·∇u
  exact u = sin(x − t) cos(y + t/2)
  grid 16
  time 0.1
  tolerance 1/10^4
"""


def test_a_sign_may_be_assumed_in_a_scroll() -> None:
    scroll = scroll_from_text(SIGNED)
    assert scroll.declarations["ρ"].text == "positive scalar"
    assert scroll.declarations["κ"].sign == "positive"
    sheet, _ = execute_text(SIGNED)
    assert sheet.ok
    unsigned, _ = execute_text(SIGNED.replace("ρ : positive scalar", "ρ : scalar"))
    assert not unsigned.ok


@pytest.mark.parametrize("value", [0, -1, "−1/2"])
def test_a_parameter_keeps_its_sign(value: object) -> None:
    with pytest.raises(PhotonicError, match="'κ' is positive, and this is"):
        scroll_from_text(SIGNED, parameters={"kappa": value})


def test_signs_are_kept_as_data() -> None:
    ast = ph.codex_to_photon_ast(SIGNED)
    let = next(node for node in ast["body"] if node["type"] == "let")
    assert [line["kind"] for line in let["lines"]] == ["positive scalar", "nonzero integer constant"]
    text = ph.photon_to_codex_ast(ast)
    assert "  ρ : positive scalar\n" in text
    assert ph.codex_to_photon_ast(text) == ast
    claim = next(node for node in ast["body"] if node["type"] == "prove")["lines"][0]
    assert claim["right"] == {"symbol": "ρ", "kind": "positive scalar"}


def test_signs_may_be_built() -> None:
    f = ph.symbols("f", "positive scalar")
    built = ph.Scroll("s").parameter("κ", 2, "positive constant").field("g", "positive scalar").field(f)
    text = built.prove("p", "sqrt(f^2) = f").to_text()
    assert [
        text.count(line) for line in ("κ : positive constant = 2", "g : positive scalar", "f : positive scalar")
    ] == [
        1,
        1,
        1,
    ]
    assert built.read().declarations["g"].sign == "positive"


def test_a_constant_vector_has_its_value_in_runs() -> None:
    sheet, _ = execute_text(DRIFT)
    assert sheet.ok
    astray, _ = execute_text(DRIFT.replace("(1, −1/2)", "(1, 1/2)"))
    assert not astray.ok


def test_what_recurs_with_a_coordinate_is_reported() -> None:
    sheet, _ = execute_text(
        "scroll s\ndimension 1\nlet\n  u : scalar\nprove\n  p : ∂x (x^2 u + x u) = ∂x (x^2 u) + ∂x (x u)\n"
    )
    assert sheet.ok


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hypotesis\n  h : 1 = 1\n", "given"),
        ("assume\n  h : 1 = 1\n", "given"),
        ("goals\n  h : 1 = 1\n", "prove"),
        ("theorem\n  h : 1 = 1\n", "prove"),
        ("fields\n  u : scalar\n", "let"),
        ("let:\n  u : scalar\n", "let"),
        ("parametrs\n  a = 1\n", "parameter"),
        ("dimensions 2\n", "dimension"),
        ("import heat\n", "include"),
        ("include maxwel\n", "maxwell"),
        ("Evolve e\n  ∂t u = 0\n", "evolve"),
        ("let\n  u : vectr\n", "vector"),
        ("let\n  u : scalar\nevolve e\n  ∂t u = Δu\n  exct u = 1\n", "exact"),
        ("let\n  u : scalar\nevolve e\n  ∂t u = Δu\n  tolerence 1\n", "tolerance"),
    ],
)
def test_a_word_that_is_none_is_answered_with_the_one_that_is_meant(text: str, wanted: str) -> None:
    with pytest.raises(PhotonicError, match=f"did you mean '{wanted}'\\?"):
        ph.run(f"scroll s\n{text}")


def test_many_declarations_are_read_one_after_another() -> None:
    lines = "".join(f"  f{n} : scalar\n" for n in range(20_000))
    scroll = scroll_from_text(f"scroll s\nlet\n{lines}prove\n  p : f1 = f1\n")
    assert len(scroll.scope.names) == 20_000


def test_a_constant_beyond_single_precision_has_no_drift() -> None:
    sheet, _ = execute_text("scroll s\nparameter\n  D = 10^300\nlet\n  u : scalar\nprove\n  p : ∇·(D ∇u) = D Δu\n")
    assert [(row.ok, row.drift) for row in sheet.rows] == [(True, None)]
