"""What is wrong with a run is said with its place before anything is recorded; what goes wrong in it is recorded."""

import math
from typing import Any

import numpy as np
import pytest

from photonic.codex.cells import plans_of
from photonic.codex.fit import relative_error
from photonic.codex.lowering import MAX_STEPS, finite, step_count
from photonic.codex.sheet import Sheet
from photonic.errors import ScrollError
from photonic.scroll import scroll_from_text
from tests.photonic.codex.runs import Kept, beams_of, execute_text

HEAD = (
    "scroll small: a test\ndimension 1\nlet\n  u, v, κ : scalar\n  c : constant = 1\n  k : constant\n  h : function\n"
    "prove\n  p : u + v = v + u\n"
)
FIT = "fit κ\n  ∂t u = κ Δu\n  start u = sin(x)\n  truth κ = 1\n  guess κ = 1\n  grid 8\n  time 0.1\n  steps 5\n"
EVOLVE = "evolve {}\n  ∂t u = v\n  v = sin(x)\n  start u = 0\n  grid 8\n  time 0.1\n"
LAST = HEAD.count("\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD.replace("p :", "fit_κ :") + FIT, LAST + 1, f"'fit_κ', and so is that of line {LAST}"),
        (HEAD.replace("p :", "sheet :"), LAST, "the cell of the whole sheet"),
        (HEAD + EVOLVE.format("sheet"), LAST + 1, "the cell of the whole sheet"),
        (HEAD + EVOLVE.format("p"), LAST + 1, f"'p', and so is that of line {LAST}"),
        (HEAD + EVOLVE.format("q") + EVOLVE.format("q"), LAST + 7, f"'q', and so is that of line {LAST + 1}"),
        (HEAD + FIT + FIT, LAST + 9, "'fit_κ'"),
        (HEAD + EVOLVE.format("compare_p") + "compare p\n  u = 1\n  v = 1\n", LAST + 7, "'compare_p'"),
        (HEAD + "compare nosuch\n  u = 1\n", LAST + 1, "names no goal"),
        (HEAD + "compare p\n  u = 1\n", LAST + 1, "gives no field v"),
        (
            HEAD.replace("u + v = v + u", "h(u) + v = v + h(u)") + "compare p\n  u = 1\n  v = 1\n",
            LAST + 1,
            "function h",
        ),
        (HEAD.replace("u + v = v + u", "∂t u + v = v + ∂t u") + "compare p\n  u = 1\n  v = 1\n", LAST + 1, "by time"),
        (HEAD + EVOLVE.format("q").replace("= v\n", "= h(u)\n"), LAST + 2, "function h"),
        (HEAD + EVOLVE.format("q").replace("= v\n", "= ∂t v\n"), LAST + 2, "by time"),
        (HEAD + EVOLVE.format("q").replace("= v\n", "= k v\n"), LAST + 1, "'k' has no value"),
        (HEAD.replace("κ", "time") + FIT.replace("κ", "time"), LAST + 2, "'time'"),
    ],
)
def test_a_mistake_in_a_run_is_found_before_anything_is_recorded(text: str, line: int, words: str) -> None:
    with pytest.raises(ScrollError, match=words) as caught:
        plans_of(scroll_from_text(text, "small.codex"))
    assert caught.value.place is not None
    assert (caught.value.place.source, caught.value.place.line) == ("small.codex", line)
    with pytest.raises(ScrollError, match=words):
        execute_text(text)


def test_different_cells_may_live_together() -> None:
    plans = plans_of(scroll_from_text(HEAD + FIT + EVOLVE.format("q") + "compare p\n  u = 1\n  v = 1\n"))
    assert [plan.block.kind for plan in plans] == ["fit", "evolve", "compare"]


def row_of(sheet: Sheet, cell: str) -> Any:
    (row,) = [row for row in sheet.rows if row.cell == cell]
    return row


@pytest.mark.parametrize("field", ["1/sin(x)", "sqrt(sin(x))", "log(0 x)"])
def test_fields_that_are_not_finite_are_not_ok_and_leave_valid_records(field: str) -> None:
    sheet, _ = execute_text(HEAD + f"compare p\n  u = {field}\n  v = 1\n  grid 8\n")
    row = row_of(sheet, "compare_p")
    assert (row.ok, row.form) == (False, "none (no finite values)")
    (beam,) = beams_of(sheet, "compare_p", "interfere")
    assert beam.result["interference"] is None
    assert set(beam.result["errors"].values()) == {None}
    assert "not finite" in beam.result["reason"]


def test_a_comparison_of_zeros_is_fine() -> None:
    sheet, _ = execute_text(HEAD + "compare p\n  u = 0\n  v = 0\n  grid 8\n")
    (beam,) = beams_of(sheet, "compare_p", "interfere")
    assert sheet.ok
    assert beam.result["interference"] == 0.0
    assert type(beam.result["interference"]) is float


@pytest.mark.parametrize(
    "body",
    [
        "∂t u = 100000 u^2\n  start u = 1\n  time 1\n  steps 50",
        "∂t u = 100000 u^2\n  exact u = 1\n  time 1\n  steps 50",
        "∂t u = −Δu\n  start u = sin(3 x)\n  time 200\n  steps 100",
        "∂t u = sqrt(u)\n  start u = sin(x)\n  time 1\n  steps 4",
        "∂t u = 0 u\n  exact u = 1/(1 − t)\n  time 1\n  steps 4",
    ],
)
def test_an_evolution_that_leaves_the_numbers_is_reported_as_not_ok(body: str) -> None:
    sheet, _ = execute_text(HEAD + f"evolve q\n  {body}\n  grid 8\n")
    row = row_of(sheet, "q")
    (converged,) = beams_of(sheet, "q", "converge")
    (run,) = beams_of(sheet, "q", "run")
    assert not row.ok
    assert not sheet.ok
    assert (converged.result["finite"], run.result["finite"], run.result["error"]) == (False, False, None)


def test_an_evolution_that_ends_well_is_as_exact_as_it_should_be() -> None:
    sheet, _ = execute_text(HEAD + "evolve q\n  ∂t u = u\n  exact u = exp(t)\n  grid 8\n  time 1\n  steps 100\n")
    (run,) = beams_of(sheet, "q", "run")
    assert sheet.ok
    assert run.result["steps"] == 100
    assert run.result["error"] < 1e-6


def test_a_fit_that_does_not_get_there_is_not_ok() -> None:
    sheet, _ = execute_text(HEAD + FIT.replace("truth κ = 1", "truth κ = 3"))
    (beam,) = beams_of(sheet, "fit_κ", "fit")
    assert not row_of(sheet, "fit_κ").ok
    assert beam.result["error_after"] > beam.result["tolerance"]


@pytest.mark.parametrize(
    ("values", "truth", "expected"),
    [
        ([1.0, 3.0], [1.0, 1.0], math.sqrt(2)),
        ([0.0], [0.0], None),
        ([math.nan], [1.0], None),
        ([1.0], [math.inf], None),
    ],
)
def test_the_relative_error_of_a_fit(values: list[float], truth: list[float], expected: float | None) -> None:
    error = finite(relative_error(np.array(values), np.array(truth)))
    assert error == (None if expected is None else pytest.approx(expected))


def test_a_comparison_of_what_is_not_proved_is_vetoed() -> None:
    sheet, _ = execute_text(HEAD.replace("u + v = v + u", "u = v") + "compare p\n  u = 1\n  v = 1\n")
    assert [beam.stage for beam in beams_of(sheet, "compare_p")] == ["veto"]
    assert (row_of(sheet, "p").ok, row_of(sheet, "compare_p").ok) == (False, False)


@pytest.mark.parametrize(
    ("time", "rate", "expected"),
    [(1.0, 0.0, 3), (1.0, 10.0, 20), (1.0, 1e300, MAX_STEPS), (1.0, math.inf, MAX_STEPS), (1.0, math.nan, MAX_STEPS)],
)
def test_steps_are_bounded_whatever_the_rate(time: float, rate: float, expected: int) -> None:
    assert step_count(time, rate, 0.5, 3) == expected


def test_only_finite_numbers_are_recorded() -> None:
    assert finite(np.float32(0.5)) == 0.5
    assert [finite(value) for value in (math.nan, math.inf, -math.inf)] == [None] * 3


def test_the_sink_of_these_tests_refuses_what_the_schema_refuses() -> None:
    with pytest.raises(AssertionError):
        Kept()(run_id="")
