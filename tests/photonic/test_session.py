"""Sessions: runs into a ledger and out of it again, in this process."""

import json
from pathlib import Path

import networkx
import pytest

from backends.ledger import open_ledger
from photonic.errors import PhotonicError, ScrollError
from photonic.scroll import scroll_from_text
from photonic.session import export_run, open_recorded, run_again, run_scroll
from photonic.settings import Settings

TEXT = "scroll small: a test\nlet\n  f : scalar\n  A : vector\nprove\n  p : ∇·(f A) = f ∇·A + ∇f·A\n"
LEDGERS = ("sqlite:///{}/ledger.db", "jsonl:{}/ledger.jsonl")


@pytest.fixture(params=LEDGERS)
def use(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    return Settings(ledger=request.param.format(tmp_path), qwave_exec_on=False)


def test_a_run_is_recorded_and_run_again_says_the_same(use: Settings) -> None:
    first = run_scroll(scroll_from_text(TEXT, "small.codex"), use, seed=7)
    again = run_again(first.run_id, use)
    assert first.ok
    assert again.ok
    assert again.comparison is not None
    assert again.comparison.same
    assert again.comparison.steps == len(first.sheet.recorder.beams)
    with open_ledger(use.ledger) as ledger:
        runs = {run.run_id: run.status for run in ledger.runs()}
        assert runs == {first.run_id: "finished", again.run_id: "finished"}
        manifest = ledger.manifest(again.run_id)
        assert (manifest.scroll, manifest.replay["again"], manifest.replay["seed"]) == (TEXT, first.run_id, 7)
        assert ledger.events(run_id=first.run_id) == tuple(first.sheet.recorder.beams)
        ledger.verify()


def test_a_scroll_with_a_mistake_makes_no_run(use: Settings) -> None:
    wrong = scroll_from_text(TEXT + "compare nosuch\n  f = 1\n")
    with pytest.raises(ScrollError):
        run_scroll(wrong, use)
    with open_recorded(use.ledger) as ledger:
        assert ledger.runs() == ()


def test_an_error_in_the_middle_leaves_a_failed_run(use: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("photonic.codex.execute.finish_goal", broken)
    with pytest.raises(RuntimeError):
        run_scroll(scroll_from_text(TEXT), use)
    with open_ledger(use.ledger) as ledger:
        (run,) = ledger.runs()
        assert (run.status, run.reason) == ("failed", "RuntimeError: the disk is full")
        assert {event.stage for event in ledger.events(run_id=run.run_id)} == {"parse", "prove", "saturate"}


@pytest.mark.parametrize("suffix", [".json", ".jsonld", ".graphml", ".jsonl"])
def test_exports_can_be_read_by_others(use: Settings, tmp_path: Path, suffix: str) -> None:
    run = run_scroll(scroll_from_text(TEXT), use)
    target = tmp_path / f"out{suffix}"
    target.write_text("old", "utf-8")
    export_run(run.run_id, target, use.ledger)
    text = target.read_text("utf-8")
    if suffix == ".graphml":
        assert len(networkx.read_graphml(target)) >= 3
    elif suffix == ".jsonl":
        (line,) = text.splitlines()
        assert json.loads(line)["type"] == "collapse_trace"
    else:
        assert run.run_id in text
        assert json.loads(text)
    assert sorted(path.name for path in tmp_path.glob("*out*")) == [target.name]


@pytest.mark.parametrize("name", ["out.txt", "out", "out.JSON.gz"])
def test_an_export_of_another_kind_is_refused(use: Settings, tmp_path: Path, name: str) -> None:
    run = run_scroll(scroll_from_text(TEXT), use)
    with pytest.raises(PhotonicError, match=r"export writes \.json"):
        export_run(run.run_id, tmp_path / name, use.ledger)
    assert not (tmp_path / name).exists()


def test_an_export_where_nothing_can_be_written_says_so(use: Settings, tmp_path: Path) -> None:
    run = run_scroll(scroll_from_text(TEXT), use)
    for suffix in ("json", "graphml", "jsonl"):
        with pytest.raises(PhotonicError, match="out"):
            export_run(run.run_id, tmp_path / "missing" / f"out.{suffix}", use.ledger)


def test_an_unknown_run_is_named_with_those_that_exist(use: Settings, tmp_path: Path) -> None:
    with pytest.raises(PhotonicError, match="has no run 'nope': it has none"):
        run_again("nope", use)
    known = run_scroll(scroll_from_text(TEXT), use).run_id
    for ask in (lambda: run_again("nope", use), lambda: export_run("nope", tmp_path / "out.json", use.ledger)):
        with pytest.raises(PhotonicError, match=f"its latest are {known}"):
            ask()


@pytest.mark.parametrize("form", LEDGERS)
def test_a_place_that_cannot_hold_a_ledger_is_a_clear_error(tmp_path: Path, form: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"\x00garbage" * 100)
    for url in (form.format(file), form.format(tmp_path).rsplit("/", 1)[0], form.split("{}")[0] + str(file)):
        with pytest.raises(PhotonicError, match="PHOTONIC_LEDGER"):
            open_recorded(url)
    assert file.read_bytes() == b"\x00garbage" * 100


@pytest.mark.parametrize(
    "url", ["", "foo", "mysql://a/b", "sqlite:", "sqlite://", "sqlite:///", "jsonl:", "sqlite:///:memory:"]
)
def test_a_url_that_names_no_ledger_is_a_clear_error(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PhotonicError, match="PHOTONIC_LEDGER"):
        open_recorded(url)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", LEDGERS)
def test_a_home_folder_is_understood(form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with open_recorded(form.format("~/deep/er")) as ledger:
        assert ledger.runs() == ()
    assert len(list((tmp_path / "deep" / "er").iterdir())) == 1
