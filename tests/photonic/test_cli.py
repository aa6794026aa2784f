"""The command line as a person meets it: in processes of its own, with what goes wrong at a desk."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backends.ledger import open_ledger
from photonic.cli import app

SMALL = "scroll small: a test\nlet\n  f : scalar\n  A : vector\nprove\n  p : ∇·(f A) = f ∇·A + ∇f·A\n"
PHOTONIC = (sys.executable, "-c", "from photonic.cli import main; main()")
FORMS = ("sqlite:///ledger.db", "jsonl:ledger.jsonl")


def environment(folder: Path, **flags: str) -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    return {
        **os.environ,
        "PYTHONPATH": root,
        "PHOTONIC_LEDGER": FORMS[0],
        "QWAVE_EXEC_ON": "0",
        "HOME": str(folder),
        **flags,
    }


def photonic(folder: Path, *words: str, **flags: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*PHOTONIC, *words], cwd=folder, env=environment(folder, **flags), capture_output=True, text=True,
        encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.codex").write_text(SMALL, "utf-8")
    return tmp_path


@pytest.mark.parametrize("ledger", FORMS)
def test_run_again_replay_export_and_doctor_follow_each_other(folder: Path, ledger: str) -> None:
    first = photonic(folder, "run", "small.codex", PHOTONIC_LEDGER=ledger)
    assert first.returncode == 0
    assert "small: all as asked" in first.stdout
    words = {
        line.split()[0]: line.split()[1] for line in first.stdout.splitlines() if line.startswith(("sheet_run", "eid"))
    }
    again = photonic(folder, "run", "--again", words["sheet_run_id"], PHOTONIC_LEDGER=ledger)
    assert again.returncode == 0
    assert "recorded results is the same" in again.stdout
    replay = photonic(folder, "replay", words["eid"], PHOTONIC_LEDGER=ledger)
    assert (replay.returncode, "members: p" in replay.stdout) == (0, True)
    export = photonic(folder, "export", words["sheet_run_id"], "--to", "out.graphml", PHOTONIC_LEDGER=ledger)
    assert (export.returncode, export.stdout) == (0, "wrote out.graphml\n")
    doctor = photonic(folder, "doctor", PHOTONIC_LEDGER=ledger)
    assert doctor.returncode == 0
    assert "2 runs" in doctor.stdout
    assert doctor.stdout.rstrip().endswith("all is well")


@pytest.mark.parametrize(
    ("claim", "status", "words"),
    [("curl(grad(f)) = 0", 0, "proved by rewriting"), ("f = 0", 1, "refuted"), ("f/0 = 1", 2, "unknown")],
)
def test_prove_answers_with_its_exit_status(folder: Path, claim: str, status: int, words: str) -> None:
    done = photonic(folder, "prove", claim, "-f", "f:scalar")
    assert (done.returncode, words in done.stdout) == (status, True)
    assert list(folder.glob("ledger*")) == []


def test_a_goal_that_does_not_come_out_makes_status_one(folder: Path) -> None:
    (folder / "wrong.codex").write_text(SMALL.replace("+ ∇f·A", "− ∇f·A"), "utf-8")
    done = photonic(folder, "run", "wrong.codex")
    assert done.returncode == 1
    assert "refuted by counterexample" in done.stdout
    assert "not all as asked" in done.stdout


def test_a_mistake_in_any_scroll_is_found_before_the_first_one_runs(folder: Path) -> None:
    (folder / "bad.codex").write_text(SMALL.replace("∇·A +", "∇·Q +"), "utf-8")
    (folder / "worse.codex").write_text(SMALL + "evolve p\n  ∂t f = f\n  start f = 1\n", "utf-8")
    for name, place in (("bad.codex", "bad.codex:6:"), ("worse.codex", "worse.codex:7:1")):
        done = photonic(folder, "run", "small.codex", name)
        assert done.returncode == 2
        assert done.stderr.startswith(f"photonic: {place}")
        assert done.stdout == ""
    assert list(folder.glob("ledger*")) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run",), "give a scroll to run"),
        (("run", "nosuch.codex"), "there is no scroll 'nosuch.codex'"),
        (("run", "--nope"), "No such option: --nope"),
        (("run", "small.codex", "--seed", "x"), "--seed"),
        (("frobnicate",), "No such command 'frobnicate'"),
        (("prove", "f = A", "-f", "f:scalar", "-f", "A:vector"), "<text>:1:1"),
        (("prove", "f = f", "-f", "f"), "write NAME:KIND"),
        (("simplify", "f +", "-f", "f:scalar"), "<text>:1:4"),
        (("run", "--again", "nope"), "has no run 'nope'"),
        (("replay", "nope"), "has no nope"),
        (("export", "nope", "--to", "x.json"), "has no run 'nope'"),
    ],
)
def test_mistakes_are_one_message_and_status_two(folder: Path, words: tuple[str, ...], message: str) -> None:
    done = photonic(folder, *words)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_every_command_shows_an_example() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"Example: photonic {command.callback.__name__}" in (command.callback.__doc__ or "")


def test_help_shows_it(folder: Path) -> None:
    done = photonic(folder, "prove", "--help")
    assert done.returncode == 0
    assert "Example: photonic prove" in done.stdout


def test_a_bad_flag_is_named(folder: Path) -> None:
    done = photonic(folder, "run", "small.codex", COST_THRESHOLD="abc")
    assert (done.returncode, "COST_THRESHOLD='abc'" in done.stderr) == (2, True)


def test_a_closed_pipe_leaves_no_traceback(folder: Path) -> None:
    command = [*PHOTONIC, "run", "small.codex"]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) != 0
    assert "Traceback" not in errors


def test_a_terminal_without_unicode_is_served(folder: Path) -> None:
    done = photonic(folder, "prove", "curl(grad(f)) = 0", "-f", "f:scalar", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u2207" in done.stdout


def many_goals(folder: Path) -> None:
    goals = "".join(f"  p{i} : ∇·({i} f A) = {i} f ∇·A + {i} ∇f·A\n" for i in range(2, 80))
    (folder / "many.codex").write_text(SMALL + goals, "utf-8")


@pytest.mark.parametrize("ledger", FORMS)
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_what_was_recorded_survives_ctrl_c_and_kill(folder: Path, ledger: str, how: signal.Signals) -> None:
    many_goals(folder)
    process = subprocess.Popen(
        [*PHOTONIC, "run", "many.codex"], cwd=folder, env=environment(folder, PHOTONIC_LEDGER=ledger),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("∇·(4 f A)"):
            process.send_signal(how)
            break
    rest, errors = process.communicate(timeout=60)
    shown = sum(": proved by" in line for line in [*said, *rest.splitlines()])
    assert "Traceback" not in errors
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert "interrupted; what was recorded is kept" in errors
    place = ledger.replace("ledger.", f"{folder}/ledger.")
    with open_ledger(place) as book:
        (run,) = book.runs()
        assert run.status == ("interrupted" if how is signal.SIGINT else "running")
        proved = [event for event in book.events(run_id=run.run_id) if event.stage == "prove"]
        assert len(proved) >= shown >= 4
        book.verify()


def test_two_processes_share_one_ledger(folder: Path) -> None:
    pair = [
        subprocess.Popen(
            [*PHOTONIC, "run", "small.codex"], cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]
    assert [process.wait(120) for process in pair] == [0, 0]
    with open_ledger(f"sqlite:///{folder}/ledger.db") as book:
        assert [run.status for run in book.runs()] == ["finished", "finished"]
        book.verify()


@pytest.mark.parametrize(
    "place", ["sqlite:///{}", "sqlite:///{}/small.codex", "jsonl:{}/small.codex", "sqlite:////proc/x/y"]
)
def test_a_ledger_that_is_none_is_left_alone(folder: Path, place: str) -> None:
    url = place.format(folder)
    done = photonic(folder, "run", "small.codex", PHOTONIC_LEDGER=url)
    assert done.returncode == 2
    assert "PHOTONIC_LEDGER" in done.stderr
    assert (folder / "small.codex").read_text("utf-8") == SMALL
