"""The scrolls that come with the package: listed, includable, and each proves and runs what it says."""

from __future__ import annotations

import re

import pytest

from photonic.arithmetic import value_of
from photonic.cli import app
from photonic.library import shipped
from photonic.scroll import read_scroll, scroll_from_text
from tests.photonic.codex.runs import beams_of, execute_text

NAMES = (
    "burgers", "elasticity", "heat", "maxwell", "mhd_induction", "navier_stokes", "schroedinger", "shallow_water",
    "wave",
)  # fmt: skip


def reduced(text: str) -> str:
    """The scroll on its coarsest grid, by its first method: each further one is another program to compile."""
    return re.sub(r"(?m)^(\s+(?:grid|methods) \S+)[^\n#]*$", r"\1", text)


def test_they_are_all_there() -> None:
    assert tuple(shipped()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_proves_and_runs_what_it_says(name: str) -> None:
    sheet, _ = execute_text(reduced(shipped()[name].read_text("utf-8")))
    assert sheet.ok
    claims = [goal.name for goal in sheet.scroll.goals]
    assert claims
    assert {sheet.verdicts[claim].status for claim in claims} == {"proved"}
    assert {sheet.verdicts[claim].method for claim in claims} == {"rewriting"}
    for block in sheet.scroll.runs:
        (beam,) = beams_of(sheet, block.name, "converge")
        errors = [error for errors in beam.result["errors"].values() for error in errors if error is not None]
        assert errors or beam.result["conserved"]
        assert all(error < 0.02 for error in errors)
    assert sheet.scroll.runs


@pytest.mark.parametrize("name", NAMES)
def test_every_run_states_what_it_is_measured_by(name: str) -> None:
    """A run without an exact solution or a conserved density, or without a tolerance, could not fail."""
    for block in read_scroll(name).runs:
        words = [entry.text.split()[0] for entry in block.entries]
        assert "tolerance" in words
        assert {"exact", "conserve"} & set(words)


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_included(name: str) -> None:
    scroll = read_scroll(name)
    own = scroll_from_text(f"scroll mine: more\ninclude {name}\nlet\n  qq : scalar\nprove\n  own : ∇qq = ∇qq\n")
    assert [e.name for e in own.hypotheses] == [e.name for e in scroll.hypotheses]
    assert own.dimension == scroll.dimension
    assert set(own.parameters) == set(scroll.parameters)


def test_a_parameter_has_the_value_that_is_given() -> None:
    text = reduced(shipped()["heat"].read_text("utf-8"))
    values = [scroll_from_text(text, parameters={"D": given}).parameters["D"] for given in (1, "1/4")]
    assert [value_of(value) for value in values] == [1, 0.25]


def test_a_wrong_equation_misses_the_tolerance() -> None:
    text = reduced(shipped()["heat"].read_text("utf-8"))
    assert text.count("  ∂t u = D Δu\n") == 1
    sheet, _ = execute_text(text.replace("  ∂t u = D Δu\n", "  ∂t u = 2 D Δu\n"))
    assert not sheet.ok


def test_they_are_listed_with_their_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    app(["scrolls"], standalone_mode=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(NAMES)
    assert all(read_scroll(line.split()[0]).title in line for line in lines)
    assert "λ=2, μ=1, ρ=1" in lines[NAMES.index("elasticity")]
