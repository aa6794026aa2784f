"""⊕ ⧠ ⟲ ↔: alternatives are proved, forms chosen, updates repeated, equations are objects."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

import photonic as ph
from photonic.cost import energy
from photonic.errors import ParseError, PhotonicError, RankError
from photonic.proving.alternatives import PROGRAMS
from photonic.proving.iteration import LARGEST, Loops, unrolled
from photonic.terms import describe, from_term, to_term
from rewriting.term import postorder

FIELDS = dict.fromkeys(("f", "u", "k"), "scalar") | dict.fromkeys(("A", "E", "B"), "vector") | {"T": "tensor"}


def read(text: str) -> Any:
    """The expression that a text spells."""
    return ph.parse(text, FIELDS)


CLAIMS = [
    ("∇×∇f ↔ 0", "proved"),
    ("f u <-> u f", "proved"),
    ("f ↔ u", "refuted"),
    ("entangle(A × B, −(B × A))", "proved"),
    ("(A ↔ B) = (A − B)·(A − B)", "proved"),
    ("∇×∇f ⊕ 𝟎 = 0", "proved"),
    ("∇·(k ∇u) ⊕ k Δu + ∇k·∇u = ∇·(k ∇u)", "proved"),
    ("f ⊕ u = f", "refuted"),
    ("f (u ⊕ u + 1) = f u", "refuted"),
    ("2 (f + f ⊕ 2 f ⊕ f 2) = 4 f", "proved"),
    ("⧠∇·(k ∇u) = k Δu + ∇k·∇u", "proved"),
    ("⧠f = u", "refuted"),
    ("⟲(0, u, f) = u", "proved"),
    ("⟲(2, u, u + Δu) = u + 2 Δu + Δ Δu", "proved"),
    ("⟲(3, A, ∇×A) = ∇×∇×∇×A", "proved"),
    ("⟲(2, u, ⟲(2, u, 2 u)) = 16 u", "proved"),
    ("⟲(2, u, u + f) = u + f", "refuted"),
    ("⟲(1000, u, u^2 + f) + f = f + ⟲(1000, u, u^2 + f)", "proved"),
    ("⟲(1000, u, u^2 + f) = u", "unknown"),
    ("⟲(u, (u + f) / 2) = f", "unknown"),
]


@pytest.mark.parametrize(("claim", "status"), CLAIMS)
def test_claims_are_settled(claim: str, status: str) -> None:
    verdict = ph.prove(claim, fields=FIELDS)
    assert verdict.status == status
    assert (verdict.counterexample is not None) == (status == "refuted")
    assert verdict.proof is not None or status != "proved"


def test_no_claim_rests_on_alternatives_that_differ() -> None:
    verdict = ph.prove("f ⊕ u = f", fields=FIELDS)
    assert "the alternatives f and u are not proved equal: refuted" in verdict.tried
    assert ph.prove("f ⊕ u = f", given=["f = u"], fields=FIELDS).status == "proved"


def test_equations_are_objects() -> None:
    E, B = ph.symbols("E B", "vector")
    faraday = ph.entangle(ph.curl(E), -ph.dt(B))
    assert str(faraday) == "∇×E ↔ −∂t B"
    assert ph.prove(ph.div(ph.dt(B)), 0, given=[faraday]).status == "proved"
    assert ph.prove(ph.entangle(ph.div(ph.curl(E)), 0)).status == "proved"
    assert ph.prove("∇·∂t B ↔ 0", given=["curl(E) ↔ -dt(B)"], fields=FIELDS).status == "proved"
    with pytest.raises(PhotonicError, match="right side is missing"):
        ph.prove(E + B)


@pytest.mark.parametrize(
    ("text", "cheapest"),
    [("k Δu + ∇k·∇u", "∇·(k ∇u)"), ("∇×∇f + A", "A"), ("k Δu + ∇k·∇u ⊕ ∇·(k ∇u)", "∇·(k ∇u)")],
)
def test_a_collapse_chooses_the_cheapest_form_and_proves_it(text: str, cheapest: str) -> None:
    chosen = ph.choose(f"⧠({text})", fields=FIELDS)
    assert str(chosen.expression) == cheapest
    assert chosen.proof.lhs is chosen.before
    assert chosen.proof.rhs is chosen.after
    assert "operations per point" in str(chosen)
    assert all(form.energy >= chosen.choice.chosen.energy for form in chosen.choice.forms if form.ruling.passed)
    assert read(f"⧠({text})").doit() == chosen.expression


def test_what_is_not_equal_is_neither_chosen_nor_compiled_nor_simplified() -> None:
    for attempt in (
        lambda: ph.choose("f ⊕ u", fields=FIELDS),
        lambda: ph.compile("f ⊕ u", (8,), fields=FIELDS),
        lambda: ph.simplify("(f ⊕ u) + f", fields=FIELDS),
        lambda: read("f + (u ⊕ f)").doit(),
    ):
        with pytest.raises(PhotonicError, match=r"is no superposition.*refuted"):
            attempt()


def test_what_is_compiled_is_the_chosen_form() -> None:
    plain = ph.compile("∇·(k ∇u)", (8, 8), fields=FIELDS).program
    for text in ("⧠(k Δu + ∇k·∇u)", "k Δu + ∇k·∇u ⊕ ∇·(k ∇u)", "⧠(∇·(k ∇u) ⊕ k Δu + ∇k·∇u)"):
        assert ph.compile(text, (8, 8), fields=FIELDS).program == plain
    loop = ph.compile("⟲(3, u, u + 0.01 ⧠(k Δu + ∇k·∇u))", (8, 8), fields=FIELDS).program
    assert energy(loop) < 3 * (energy(plain) + 10)


@pytest.mark.parametrize("shape", [(16,), (16, 8), (16, 8, 8)])
def test_an_iteration_runs_in_every_dimension(shape: tuple[int, ...]) -> None:
    x = np.broadcast_to(np.reshape(np.arange(16) * 2 * np.pi / 16, (16, *(1,) * (len(shape) - 1))), shape)
    module = ph.compile("⟲(40, u, u + 0.01 Δu)", shape, fields=FIELDS, precision="float64")
    assert np.abs(np.asarray(module(u=np.sin(x))) - 0.99**40 * np.sin(x)).max() < 1e-12
    same = ph.compile("u ↔ f", shape, fields=FIELDS)(u=np.sin(x), f=np.sin(x) + 2)
    assert np.abs(same - 4).max() < 1e-5


def test_a_poisson_equation_is_solved_by_a_fixed_point() -> None:
    x = np.arange(16) * 2 * np.pi / 16
    module = ph.compile("⟲(u, u + 0.02 (Δu − f))", (16,), fields=FIELDS, precision="float64", method="fd2")
    step = 2 * np.pi / 16
    symbol = (2 - 2 * np.cos(step)) / step**2  # of the second difference
    assert np.abs(np.asarray(module(u=0 * x, f=np.sin(x))) + np.sin(x) / symbol).max() < 1e-10


@pytest.mark.parametrize(
    "text",
    ["f ⊕ u ⊕ k", "f ⊕ (u ⊕ k)", "(f ⊕ u) k", "f + u ⊕ k − u ↔ f", "(f ↔ u) ↔ k", "⧠f u", "⧠(f u)", "⧠⧠∇f",
     "⟲(2, A, ∇×A)·B", "⟲(u, u^2 + f)", "⟲(3, T, ⟲(T, Tᵀ))", "−f ⊕ (−u)", "(f ⊕ u)^2", "∇(f ⊕ u)"],
)  # fmt: skip
def test_what_is_printed_reads_back(text: str) -> None:
    expr = read(text)
    assert read(str(expr)) == expr
    assert pickle.loads(pickle.dumps(expr)) == expr
    assert from_term(to_term(expr)) == expr
    assert sympy.pretty(expr)


def test_near_twins_print_distinctly() -> None:
    texts = ["f ⊕ u ⊕ k", "f ⊕ (u ⊕ k)", "(f ⊕ u) k", "f ⊕ u k", "⧠f u", "⧠(f u)", "⟲(2, u, f)", "⟲(u, f)"]
    for style in (str, sympy.latex, sympy.pretty):
        assert len({style(read(text)) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("text", "kind", "words", "column"),
    [
        ("⟲(u + 1, u)", RankError, "should be the name of a declared field", 1),
        ("⟲(x, u)", RankError, "should be the name of a declared field", 1),
        ("2 ⟲(1.5, u, u)", RankError, "a whole number that is not negative", 3),
        ("⟲(−1, u, u)", RankError, "a whole number that is not negative", 1),
        ("⟲(f, u, u)", RankError, "a whole number that is not negative", 1),
        ("f + ⟲ u", ParseError, "⟲ needs its operands in brackets", 5),
        ("f ⊕ A", RankError, "it was given a scalar and a vector", 3),
        ("f ⊕", ParseError, "ends where an operand should stand", 4),
        ("↔ f", ParseError, "an operand should stand here", 1),
        ("⧠", ParseError, "ends where an operand should stand", 2),
    ],
)
def test_mistakes_are_refused_at_their_place(text: str, kind: type, words: str, column: int) -> None:
    with pytest.raises(kind) as refused:
        read(text)
    assert words in str(refused.value)
    assert refused.value.place.column == column


def test_unrolling_ends_where_it_would_grow() -> None:
    small, large = (to_term(read(text)) for text in ("⟲(4, u, u + f)", "⟲(60, u, u u + f)"))
    assert describe(unrolled(small)) == "u + f + f + f + f"
    assert unrolled(large) is large
    assert unrolled(to_term(read(f"⟲({LARGEST + 1}, u, f)"))).op.name == "iterate"
    nested = to_term(read("⟲(2, u, ⟲(60, u, u u + f))"))
    assert unrolled(nested) is nested


def test_a_name_stands_for_an_iteration_and_comes_back() -> None:
    term = to_term(read("f + ⟲(u, u u) ⟲(u, u u) + ⟲(2, A, A)·A"))
    loops = Loops([term])
    plain = loops.plain(term)
    assert not {node.op.name for node in postorder(plain)} & PROGRAMS
    assert len(loops.named) == 1
    assert loops.back(loops.opaque(term)) is term


SCROLL = """scroll trial: program glyphs
dimension 2
let
  u, κ : scalar
given
  calm : ∂t κ ↔ 0
prove
  product : κ Δu + ∇κ·∇u ↔ ∇·(κ ∇u)
  both    : κ Δu + ∇κ·∇u ⊕ ∇·(κ ∇u) = ∇·(κ ∇u)
  still   : ∂t (κ u) ↔ κ ∂t u
refute
  wrong   : u ⊕ κ = u
simplify
  best    : ⧠(κ Δu + ∇κ·∇u)
  often   : ⟲(500, u, u + 0.1 Δu) + 0
  open    : u ⊕ κ
evolve flow
  ∂t u = ⧠(κ Δu + ∇κ·∇u)
  κ = 1 + sin(x)/2
  start u = sin(x) cos(y)
  grid 8
  time 0.01
"""


def test_scrolls_speak_of_them(tmp_path: Path) -> None:
    finished = ph.run(SCROLL, ph.Settings(ledger=f"sqlite:///{tmp_path / 'ledger.sqlite3'}"))
    rows = {row.cell: row for row in finished.sheet.rows}
    assert {name for name, row in rows.items() if not row.ok} == {"open"}
    assert rows["open"].verdict == "veto"
    assert [rows[name].form for name in ("product", "both", "best")] == ["∇·(κ ∇u)"] * 3
    assert rows["often"].form == "⟲(500, u, u + 0.1 Δu)"
    assert rows["flow"].form == "∂t u = ∇·(κ ∇u)"
