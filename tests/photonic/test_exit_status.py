"""How commands end: each in a process of its own, with the status that the page on commands gives it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from photonic.exit_status import MEANINGS

ROOT = Path(__file__).resolve().parents[2]
MAIN = "from photonic.cli import main; main()"
CLAIM = ("prove", "curl(grad(f)) = 0", "-f", "f:scalar")


def ended(folder: Path, *words: str, code: str = MAIN, out: object = subprocess.PIPE, **flags: str) -> tuple[int, str]:
    """Exit status and standard error of a command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PHOTONIC_LEDGER": "sqlite:///ledger.db", **flags}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, env=environment, stdout=out, stderr=subprocess.PIPE,
        check=False, encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    return done.returncode, done.stderr


def test_a_full_disk_is_no_refutation(tmp_path: Path) -> None:
    small = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8)); {MAIN}"
    with (tmp_path / "out").open("w") as out:
        status, errors = ended(tmp_path, *CLAIM, code=small, out=out)
    assert (status, errors) == (74, "photonic: the output cannot be written: File too large\n")


def test_a_ledger_on_a_full_disk_is_no_fault_of_photonic(tmp_path: Path) -> None:
    (tmp_path / "s.codex").write_text("scroll s: a test\nlet\n  f : scalar\nprove\n  p : ∇×∇f = 0\n", "utf-8")
    small = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); {MAIN}"
    status, errors = ended(tmp_path, "run", "s.codex", code=small)
    assert status == 74
    assert errors.startswith("photonic: the run could not be recorded further: ")
    assert "Traceback" not in errors
    assert ended(tmp_path, "doctor")[0] == 0


def test_a_reader_that_goes_away_is_no_refutation(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    (tmp_path / "s.codex").write_text("scroll s: a test\nlet\n  f : scalar\nprove\n  p : f = f\n", "utf-8")
    for words in (CLAIM, ("scrolls",), ("run", "s.codex")):
        assert ended(tmp_path, *words, out=write) == (141, "")
    os.close(write)


def test_a_fault_of_the_program_is_no_refutation(tmp_path: Path) -> None:
    code = "import sys; from photonic.exit_status import on_fault; sys.excepthook = on_fault; 1 / 0"
    status, errors = ended(tmp_path, code=code)
    assert status == 70
    assert "ZeroDivisionError" in errors
    assert errors.splitlines()[-1].startswith("photonic: this is a fault of Photonic")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("prove", "-f = -f", "-f", "f:scalar"), "'-f = -f' begins with '-'"),
        (("prove", "-∇·A = f", "-f", "f:scalar"), "behind '--'"),
        (("prove", "f = f", "-f", "f:scalar", "-f", "f:vector"), "'f' is declared as scalar and as vector"),
        (("prove", "f = f", "-f", "f:"), "write NAME:KIND"),
        (("prove", "f = f", "-f", ":scalar"), "write NAME:KIND"),
    ],
)
def test_what_was_typed_wrongly_is_named_with_the_repair(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    status, errors = ended(tmp_path, *words)
    assert (status, message in errors.splitlines()[-1]) == (2, True)
    assert "Traceback" not in errors


def test_a_claim_that_begins_with_minus_stands_behind_two(tmp_path: Path) -> None:
    assert ended(tmp_path, "prove", "-f", "f:scalar", "--", "-f = -f") == (0, "")


def test_a_locale_without_unicode_reads_unicode_all_the_same(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert ended(tmp_path, "prove", "∇×∇f = 0", "-f", "f:scalar", **plain) == (0, "")
    status, errors = ended(tmp_path, "prove", "∇×∇f = \udcff", "-f", "f:scalar", **plain)
    assert (status, "the byte 0xFF" in errors) == (2, True)


def test_a_ledger_of_a_user_who_does_not_exist_is_refused(tmp_path: Path) -> None:
    status, errors = ended(tmp_path, "doctor", PHOTONIC_LEDGER="sqlite:///~nobody_of_this_name/x.db")
    assert (status, errors) == (1, "")
    status, errors = ended(tmp_path, "replay", "x", PHOTONIC_LEDGER="sqlite:///~nobody_of_this_name/x.db")
    assert (status, "nobody_of_this_name" in errors, "PHOTONIC_LEDGER" in errors) == (2, True, True)


def test_the_page_on_commands_lists_every_status() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    for status, meaning in MEANINGS.items():
        assert f"| {status} | {meaning} |" in page
