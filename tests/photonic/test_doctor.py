"""doctor: it says what is there, and does not say that all is well where it is not."""

import sqlite3
from pathlib import Path

import pytest

from backends.ledger import open_ledger
from photonic import doctor
from photonic.codex.manifest import manifest_of
from photonic.scroll import scroll_from_text
from photonic.session import run_scroll
from photonic.settings import Settings

TEXT = "scroll small: a test\nlet\n  f : scalar\nprove\n  p : ∇×∇f = 0\n"


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    current = Settings(ledger=f"sqlite:///{tmp_path}/ledger.db", qwave_exec_on=False)
    monkeypatch.setattr(doctor, "settings", lambda: current)
    return current


def test_a_healthy_place(use: Settings) -> None:
    run_scroll(scroll_from_text(TEXT), use)
    lines, healthy = doctor.report()
    text = "\n".join(lines)
    assert healthy
    assert lines[-1] == "all is well"
    assert "1 runs" in text
    assert len(lines) == len(set(lines))
    assert sum("SQLite" in line for line in lines) == 1
    for variable in ("QWAVE_EXEC_ON", "COST_THRESHOLD", "SPE_AUTO_FUSE", "QKD_ON", "PHASE9_ENABLED", "PHASE10_ENABLED"):
        assert variable in text


def test_a_tampered_record_is_reported(use: Settings, tmp_path: Path) -> None:
    run_scroll(scroll_from_text(TEXT), use)
    with sqlite3.connect(tmp_path / "ledger.db") as database:
        payload = database.execute("select payload from ledger_records where position = 2").fetchone()[0]
        database.execute("update ledger_records set payload = ? where position = 2", (payload.replace(b"p", b"q"),))
    database.close()
    lines, healthy = doctor.report()
    assert not healthy
    assert "was changed after it was written" in lines[-1]


def test_an_unfinished_run_is_mentioned(use: Settings) -> None:
    with open_ledger(use.ledger) as ledger:
        ledger.start_run(manifest_of(scroll_from_text(TEXT), use, "run-1", 0))
    lines, healthy = doctor.report()
    assert healthy
    assert "  1 run was never finished (killed, or still running): run-1" in lines


@pytest.mark.usefixtures("use")
def test_a_missing_package_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "versions", lambda: {"jax": "not installed", "numpy": "2"})
    lines, healthy = doctor.report()
    assert (healthy, lines[-1]) == (False, "problem: not installed: jax")


@pytest.mark.usefixtures("use")
def test_a_place_that_is_no_ledger_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").mkdir()
    lines, healthy = doctor.report()
    assert not healthy
    assert lines[-1].startswith("  problem: ")
