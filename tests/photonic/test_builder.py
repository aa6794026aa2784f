"""The builder: what is built in Python is the scroll that its text spells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import photonic as ph
from photonic.library import shipped
from photonic.scroll import scroll_from_text
from photonic.settings import Settings
from tests.photonic.test_photon_ast import SMALL, essence

TYPED = """\
scroll waves: two ways to write one thing

dimension 2

parameter
  c = 2
  k : constant_vector = (1, 2, 0)

let
  u, w : scalar
  ε : constant = 0.5

define
  energy = (w^2 + c^2 ∇u·∇u)/2

given
  rate : w = ∂t u

prove
  own : ∇·(u ∇u) = u Δu + ∇u·∇u

refute
  wrong : Δ(u u) = 2 u Δu

simplify
  short : u + u

compare own
  u = sin(x)
  grid 16
  methods fd4

evolve standing
  ∂t u = w
  ∂t w = c^2 Δu
  exact u = cos(c t) sin(x)
  exact w = −c sin(c t) sin(x)
  conserve e = energy
  grid 8 16
  methods spectral fd2
  time 0.5
  tolerance 0.1
"""


def built() -> ph.Scroll:
    u, w = ph.symbols("u w")
    return (
        ph.Scroll("waves", "two ways to write one thing", dimension=2)
        .parameter("c", 2)
        .parameter("k", (1, 2, 0), "constant_vector")
        .field("u", "w", "scalar")
        .constant("ε", 0.5)
        .define("energy", "(w^2 + c^2 ∇u·∇u)/2")
        .assume("rate", w, ph.dt(u))
        .prove("own", ph.div(u * ph.grad(u)), "u Δu + ∇u·∇u")
        .refute("wrong", "Δ(u u) = 2 u Δu")
        .simplify("short", "u + u")
        .compare("own", {"u": "sin(x)"}, grid=16, methods="fd4")
        .evolve(
            "standing",
            {"u": w, "w": "c^2 Δu"},
            exact={"u": "cos(c t) sin(x)", "w": "−c sin(c t) sin(x)"},
            conserve={"e": "energy"},
            grid=(8, 16),
            methods=("spectral", "fd2"),
            time=0.5,
            tolerance=0.1,
        )
    )


def test_what_is_built_is_what_is_typed() -> None:
    assert built().to_text() == TYPED
    assert essence(built().to_text()) == essence(TYPED)
    assert built().read().goals == scroll_from_text(TYPED, "<waves>").goals


def test_a_fit_an_include_and_symbols_are_built() -> None:
    κ = ph.symbols("κ")
    scroll = ph.Scroll("more").include("heat").field(κ).fit(
        "κ", {"u": "div(κ grad(u))"}, start={"u": "sin(x)"}, truth={"κ": "1 + sin(y)/2"}, guess={"κ": 1}, steps=10
    )  # fmt: skip
    assert scroll.to_text() == (
        "scroll more\n\ninclude heat\n\nlet\n  κ : scalar\n\nfit κ\n  ∂t u = div(κ grad(u))\n"
        "  start u = sin(x)\n  truth κ = 1 + sin(y)/2\n  guess κ = 1\n  steps 10\n"
    )
    read = scroll.read({"D": 3})
    assert [block.kind for block in read.runs] == ["fit"]
    assert str(read.parameters["D"]) == "3"


@pytest.mark.parametrize("text", [SMALL, TYPED, *(path.read_text("utf-8") for path in shipped().values())])
def test_text_to_builder_to_text_keeps_all(text: str) -> None:
    once = ph.Scroll.from_text(text).to_text()
    assert essence(once) == essence(text)
    assert ph.Scroll.from_text(once).to_text() == once
    assert ph.Scroll.from_ast(ph.codex_to_photon_ast(text)).to_text() == once
    remarks = [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]
    assert [line.partition("#")[2].strip() for line in once.splitlines() if "#" in line] == remarks


def test_a_scroll_that_was_read_can_be_built_on() -> None:
    more = ph.Scroll.from_text(TYPED).prove("more", "curl(grad(u)) = 0").field("A", "vector")
    assert [goal.name for goal in more.read().goals] == ["own", "wrong", "short", "more"]
    assert more.to_ast()["body"][-1]["type"] == "let"


def test_it_runs(tmp_path: Path) -> None:
    scroll = ph.Scroll("s").field("f", "scalar").prove("p", "curl(grad(f)) = 0").refute("q", "f + f = f")
    finished = scroll.run(Settings(ledger=f"sqlite:///{tmp_path}/ledger.db"))
    assert finished.ok
    assert [row.cell for row in finished.sheet.rows] == ["p", "q"]
    assert ph.run(scroll, Settings(ledger=f"sqlite:///{tmp_path}/ledger.db")).ok


def test_each_call_adds_to_one_scroll() -> None:
    scroll = ph.Scroll("s")
    assert scroll.field("f", "scalar") is scroll
    assert "f : scalar" in scroll.to_text()


BAD: list[tuple[Callable[[ph.Scroll], Any], str]] = [
    (lambda _: ph.Scroll("two words"), "'two words' is not a name"),
    (lambda _: ph.Scroll("s", "two\nlines"), "one line"),
    (lambda s: s.field("f", "scalr"), "the kinds are"),
    (lambda s: s.field("f"), "the kinds are"),
    (lambda s: s.field(), "nothing is declared"),
    (lambda s: s.field("1f", "scalar"), "'1f' is not a name"),
    (lambda s: s.field(ph.symbols("f") + 1), "f + 1 is an expression"),
    (lambda s: s.parameter("c", None), "no expression"),
    (lambda s: s.parameter("c", True), "no expression"),
    (lambda s: s.define("F", "a\nb"), "one line"),
    (lambda s: s.define("F", ""), "one line"),
    (lambda s: s.define("F", object()), "object is no expression"),
    (lambda s: s.prove("p", "f"), "no equation"),
    (lambda s: s.prove("p"), "two expressions"),
    (lambda s: s.prove("p", "f", "g", "h"), "two expressions"),
    (lambda s: s.prove("p : q", "f = f"), "not a name"),
    (lambda s: s.evolve("e", {}), "no entries"),
    (lambda s: s.evolve("e", {"u": "f"}, exat={"u": "f"}), "'exat' is no entry"),
    (lambda s: s.evolve("e", {"u": "f"}, exact="f"), "by name"),
    (lambda s: s.prove("p", "q = q").field("f", "scalar").read(), "<s>:4:7: 'q' is not declared"),
    (lambda s: s.field("f", "scalar").read(), "nothing to do"),
    (lambda s: s.field("f", "scalar").field("f", "vector").prove("p", "f = f").read(), "declared twice"),
    (lambda s: s.include("none").prove("p", "0 = 0").read(), "no scroll called 'none'"),
]


@pytest.mark.parametrize(("build", "words"), BAD, ids=[words for _, words in BAD])
def test_a_mistake_is_refused_in_words(build: Callable[[ph.Scroll], Any], words: str) -> None:
    with pytest.raises(ph.PhotonicError) as caught:
        build(ph.Scroll("s"))
    assert words in str(caught.value)
