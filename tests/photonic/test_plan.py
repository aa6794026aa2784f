"""Plans: what a run block asks for is read, typed and checked, each fault at its place."""

from __future__ import annotations

import math

import pytest

from photonic.arithmetic import value_of
from photonic.codex.cells import plans_of
from photonic.errors import PhotonicError, ScrollError
from photonic.plan import Plan, plan_of
from photonic.scroll import scroll_from_text
from photonic.terms import describe
from photonic.text.parser import parse_term
from tests.photonic.expressions import DECLARED

HEAD = """\
scroll a: b
dimension 2
let
  u, v, κ : scalar
  A : vector
  c : constant = 2
  d : constant
  k : constant_vector
  dtu : scalar
prove
  goal : u = u
"""
FIRST = HEAD.count("\n") + 1


def plan(block: str) -> Plan:
    """The plan of the one run block."""
    scroll = scroll_from_text(HEAD + block, "run.codex")
    return plan_of(scroll.runs[0], scroll)


def test_a_whole_evolution_is_read() -> None:
    read = plan(
        "evolve wave\n  ∂t u = v\n  dt(v) = c^2 Δu\n  exact u = cos(x − c t)\n  start v = 0\n  grid 8 16 32\n"
        "  length 2 pi\n  time 1/2\n  steps 100\n  methods spectral fd2 fd4 fd8\n"
    )
    assert {name: describe(term) for name, term in read.equations.items()} == {"u": "v", "v": "c^2 Δu"}
    assert {name: describe(term) for name, term in read.role("exact").items()} == {"u": "cos(x − c t)"}
    assert list(read.role("start")) == ["v"]
    assert (read.grids, read.methods) == ((8, 16, 32), ("spectral", "fd2", "fd4", "fd8"))
    assert (read.length, read.time, read.steps) == (pytest.approx(2 * math.pi), 0.5, 100)


def test_a_fit_and_a_comparison_are_read() -> None:
    fit = plan(
        "fit κ\n\t∂_t u = ∇·(κ ∇u)\n  start u = sin(x)\n  truth κ = 2\n  guess κ = 1\n  rate 0.1\n  tolerance 1e-2\n"
    )
    assert (fit.rate, fit.tolerance) == (0.1, 0.01)
    assert describe(fit.role("truth")["κ"]) == "2"
    compare = plan("compare goal\n  u = sin(x)\n  method fd2\n")
    assert compare.methods == ("fd2",)
    assert compare.grids == (32,)
    assert list(compare.role("")) == ["u"]


def test_a_field_whose_name_begins_like_a_derivative_is_a_field() -> None:
    assert list(plan("compare goal\n  dtu = x\n").role("")) == ["dtu"]


BAD = [
    ("evolve\n  ∂t u = u\n  start u = x\n", 0, 1, "needs a name behind the word: 'evolve name'"),
    ("evolve w\n  start u = x\n", 0, 1, "needs an equation '∂t u = …'"),
    ("evolve w\n  ∂t u = u\n", 0, 1, "needs 'exact u = …' or 'start u = …'"),
    ("evolve w\n  ∂t u = v\n  start u = x\n", 0, 1, "the equation of u needs v: add '∂t v = …' or 'v = …'"),
    ("evolve w\n  ∂t u = d u\n  start u = x\n", 0, 1, "'d' has no value: write 'd : constant = …' in let"),
    ("evolve w\n  ∂t u = k·∇u\n  start u = x\n", 0, 1, "'k' has no value: write 'k : constant_vector = …'"),
    ("evolve w\n  ∂t u = u\n  ∂t u = v\n  start u = x\n", 2, 3, "'∂t u' stands in line 13 already"),
    ("evolve w\n  ∂t u = u\n  start u = x\n  start u = y\n", 3, 3, "'start u' stands in line 14 already"),
    ("evolve w\n  ∂t q = u\n", 1, 3, "'q' is not declared: add it to the let block"),
    ("evolve w\n  ∂t c = u\n", 1, 3, "'c' is a constant: give its value in the let block"),
    ("evolve w\n  ∂t x = u\n", 1, 3, "'x' is not declared"),
    ("evolve w\n  ∂tu = u\n", 1, 3, "is no line of the evolve block; write ∂t u = …"),
    ("evolve w\n  ∂t(u = u\n", 1, 3, "is no line of the evolve block"),
    ("evolve w\n  ∂t u = A\n", 1, 3, "u is a scalar, the right side a vector"),
    ("evolve w\n  ∂t u = ∇×A +\n", 1, 15, "ends where an operand should stand"),
    ("evolve w\n  ∂t u = w\n", 1, 10, "'w' is not declared"),
    ("evolve w\n  start u = v\n", 1, 13, "'v' is not declared"),
    ("evolve w\n  start u = A\n", 1, 13, "'A' is not declared"),
    ("evolve w\n  grid\n", 1, 3, "write grid 32"),
    ("evolve w\n  grid 3\n", 1, 3, "each at least 4"),
    ("evolve w\n  grid 8.5\n", 1, 3, "grid '8.5': write numbers of points"),
    ("evolve w\n  grid −8\n", 1, 3, "each at least 4"),
    ("evolve w\n  grid " + "9" * 5000 + "\n", 1, 3, "write numbers of points"),
    ("evolve w\n  grid 100000\n", 1, 3, "has more than 2^27 points"),
    ("evolve w\n  grid 8 8\n", 1, 3, "names one of them twice"),
    ("evolve w\n  grid 8\n  grid 16\n", 2, 3, "'grid' stands in line 13 already"),
    ("evolve w\n  methods\n", 1, 3, "write methods fd4"),
    ("evolve w\n  methods fd3\n", 1, 3, "method 'fd3' is none of spectral, fd2, fd4, fd8"),
    ("evolve w\n  methods fd2 fd2\n", 1, 3, "names one of them twice"),
    ("evolve w\n  time\n", 1, 7, "a number above 0"),
    ("evolve w\n  time 0\n", 1, 8, "a number above 0"),
    ("evolve w\n  time −1\n", 1, 8, "a number above 0"),
    ("evolve w\n  time 1 +\n", 1, 11, "ends where an operand should stand"),
    ("evolve w\n  time 1/0\n", 1, 8, "has no finite value"),
    ("evolve w\n  time 9^9^9^9^9\n", 1, 8, "has no finite value"),
    ("evolve w\n  time x\n", 1, 8, "'x' is not declared"),
    ("evolve w\n  time (1, 2, 3)\n", 1, 8, "a plain number should stand here"),
    ("evolve w\n  time zeta(3)\n", 1, 8, "a plain number should stand here"),
    ("evolve w\n  time 10^9\n", 1, 8, "below 10^9"),
    ("evolve w\n  time 1\n  time 2\n", 2, 3, "'time' stands in line 13 already"),
    ("evolve w\n  length sqrt(−1)\n", 1, 10, "has no finite value"),
    ("evolve w\n  steps 2.5\n", 1, 3, "a whole number"),
    ("evolve w\n  stept 3\n", 1, 3, "is no line of the evolve block"),
    ("fit κ\n  start u = x\n", 0, 1, "needs one equation"),
    ("fit κ\n  ∂t u = κ u\n  truth κ = 1\n  guess κ = 1\n", 0, 1, "needs 'start u = …'"),
    ("fit κ\n  ∂t u = κ u\n  start u = x\n  guess κ = 1\n", 0, 1, "needs 'truth κ = …' that makes the data"),
    ("fit κ\n  ∂t u = κ u\n  start u = x\n  truth κ = 1\n", 0, 1, "needs 'guess κ = …' to begin with"),
    ("fit κ\n  ∂t u = κ v\n  start u = x\n  truth κ = 1\n  guess κ = 1\n", 0, 1, "the equation of u needs v"),
    ("compare goal\n  ∂t u = u\n", 0, 1, "has no evolution: give fields 'u = …'"),
    ("compare goal\n  u = d\n", 0, 1, "'d' has no value"),
]


@pytest.mark.parametrize(("block", "line", "column", "words"), BAD)
def test_a_bad_run_is_refused_at_its_place(block: str, line: int, column: int, words: str) -> None:
    with pytest.raises(PhotonicError) as refused:
        plan(block)
    error = refused.value
    assert words in error.message
    assert error.place is not None
    assert (error.place.source, error.place.line, error.place.column) == ("run.codex", FIRST + line, column)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 pi", 2 * math.pi), ("1/3", 1 / 3), ("−2^2", -4.0), ("sqrt(2)/2", 2**0.5 / 2), ("exp(1) − 1", math.e - 1),
        ("abs(−3)", 3.0), ("2^−1", 0.5), ("1e-3", 0.001), ("cos(0) + sin(0)", 1.0), ("2 3 4", 24.0),
        ("ln(2)", math.log(2)),
    ],
)  # fmt: skip
def test_plain_numbers_have_values(text: str, value: float) -> None:
    assert value_of(parse_term(text)) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("text", ["u", "1/0", "log(0)", "(−1)^(1/2)", "exp(1000)", "10^300 10^300", "A·A", "h(1)"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(PhotonicError, match="number"):
        value_of(parse_term(text, DECLARED))


def test_what_does_not_exist_in_the_dimension_is_shown_in_its_line() -> None:
    text = "scroll p\ndimension 2\nlet\n  v : vector\nevolve e\n  ∂t v = Δv\n  start v = (sin(x), 0, 0)\n"
    with pytest.raises(ScrollError, match="exists in 3 dimensions, not in 2") as caught:
        plans_of(scroll_from_text(text))
    assert (caught.value.place.line, caught.value.place.column) == (7, 13)  # type: ignore[union-attr]
