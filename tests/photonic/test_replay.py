"""Replay: two runs are the same where every result is, and each difference is named."""

from attrs import evolve

from backends.contracts import BeamEvent
from photonic.codex.replay import compare_runs


def beam(run: str, cell: str = "p", stage: str = "prove", result: object = 1, **more: object) -> BeamEvent:
    return BeamEvent.now(
        cell_id=cell,
        sheet_run_id=run,
        container_id="s",
        stage=stage,
        token="+",
        result=result,
        **more,  # type: ignore[arg-type]
    )


def test_runs_that_differ_in_ids_and_times_only_are_the_same() -> None:
    first = [beam("run-a", eid="eid::run-a::" + "0" * 32), beam("run-a", stage="score")]
    second = [beam("run-b", eid="eid::run-b::" + "0" * 32), beam("run-b", stage="score")]
    comparison = compare_runs(first, second)
    assert comparison.same
    assert str(comparison) == "every one of 2 recorded results is the same"


def test_each_kind_of_difference_is_named() -> None:
    base = beam("a", drift=1.0, qscore=0.5, eid="eid::a::" + "0" * 32)
    changes = {
        "result": {"result": 2}, "drift": {"drift": 1.5}, "qscore": {"qscore": 0.25}, "stage": {"stage": "score"},
        "glyph": {"token": "−"}, "class": {"eid": "eid::a::" + "1" * 32},
    }  # fmt: skip
    for name, change in changes.items():
        comparison = compare_runs([base], [evolve(base, **change)])
        assert not comparison.same
        assert f"{name} was " in comparison.differences[0]


def test_missing_and_new_steps_are_named() -> None:
    one, two = beam("a"), beam("a", stage="score")
    assert compare_runs([one, two], [one]).differences == ("  p score: is missing now",)
    assert compare_runs([one], [one, two]).differences == ("  p score: is new",)
    assert compare_runs([], []).same


def test_long_values_are_cut() -> None:
    (line,) = compare_runs([beam("a", result="x" * 500)], [beam("a", result="y" * 500)]).differences
    assert len(line) < 250
