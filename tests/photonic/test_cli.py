"""The command line as a person meets it, with what goes wrong at a desk; in a process of its own where that matters."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backends.ledger import open_ledger
from photonic.cli import app, main
from photonic.settings import settings

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


class Desk:
    """A folder in which commands are typed: `photonic` runs one in this process, as `main` does it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self.patch, self.capture = folder, patch, capture

    def photonic(self, *words: str, **flags: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error."""
        with self.patch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["photonic", *words])
            for name, value in environment(self.folder, **flags).items():
                patch.setenv(name, value)
            settings.cache_clear()
            with pytest.raises(SystemExit) as stop:
                main()
        settings.cache_clear()
        out, errors = self.capture.readouterr()
        return int(stop.value.code or 0), out, errors


@pytest.fixture
def desk(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(folder, monkeypatch, capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.codex").write_text(SMALL, "utf-8")
    return tmp_path


@pytest.mark.parametrize("ledger", FORMS)
def test_run_again_replay_export_and_doctor_follow_each_other(desk: Desk, ledger: str) -> None:
    status, out, _ = desk.photonic("run", "small.codex", PHOTONIC_LEDGER=ledger)
    assert (status, "small: all as asked" in out) == (0, True)
    words = {line.split()[0]: line.split()[1] for line in out.splitlines() if line.startswith(("sheet_run", "eid"))}
    status, out, _ = desk.photonic("run", "--again", words["sheet_run_id"], PHOTONIC_LEDGER=ledger)
    assert (status, "recorded results is the same" in out) == (0, True)
    status, out, _ = desk.photonic("replay", words["eid"], PHOTONIC_LEDGER=ledger)
    assert (status, "members: p" in out) == (0, True)
    export = desk.photonic("export", words["sheet_run_id"], "--to", "out.graphml", PHOTONIC_LEDGER=ledger)
    assert export == (0, "wrote out.graphml\n", "")
    status, out, _ = desk.photonic("doctor", PHOTONIC_LEDGER=ledger)
    assert (status, "2 runs" in out, out.rstrip().endswith("all is well")) == (0, True, True)


@pytest.mark.parametrize(
    ("claim", "expected", "words"),
    [("curl(grad(f)) = 0", 0, "proved by rewriting"), ("f = 0", 1, "refuted"), ("log(0) = 0", 3, "unknown")],
)
def test_prove_answers_with_its_exit_status(desk: Desk, claim: str, expected: int, words: str) -> None:
    status, out, _ = desk.photonic("prove", claim, "-f", "f:scalar")
    assert (status, words in out) == (expected, True)
    assert list(desk.folder.glob("ledger*")) == []


def test_a_mistake_in_a_claim_has_another_status_than_unknown(desk: Desk) -> None:
    status, out, errors = desk.photonic("prove", "g = 0", "-f", "f:scalar")
    assert (status, out, "is not declared" in errors) == (2, "", True)


def test_intents_of_an_equation_and_of_a_scroll(desk: Desk) -> None:
    words = ("intents", "dt(u) = k*laplacian(u)", "-f", "u:scalar", "-f", "k:constant", "-d", "2")
    status, out, _ = desk.photonic(*words)
    assert (status, "parabolic   where k > 0" in out) == (0, True)
    record = json.loads(desk.photonic(*words, "--json")[1])
    assert (record["type"], record["orders"], record["schema_version"]) == ("parabolic", {"t": 1, "x": 2, "y": 2}, 1)
    text = "scroll two: a test\ndimension 1\nlet\n  u : scalar\ngiven\n  w : ∂t ∂t u = Δu\nevolve p\n"
    (desk.folder / "two.codex").write_text(f"{text}  ∂t u = Δu\n  start u = sin(x)\n", "utf-8")
    records = json.loads(desk.photonic("intents", "two.codex", "--json")[1])
    assert {name: record["type"] for name, record in records.items()} == {
        "given": "hyperbolic",
        "evolve p": "parabolic",
    }
    assert desk.photonic("intents", "two.codex")[1].startswith("── given\n")
    status, _, errors = desk.photonic("intents", "small.codex")
    assert (status, "nothing to classify" in errors) == (2, True)


def test_simplify_shows_the_proof(desk: Desk) -> None:
    status, out, _ = desk.photonic("simplify", "f + 0", "-f", "f:scalar")
    assert (status, out.startswith("f + 0 → f ("), "collect_terms" in out) == (0, True, True)


def test_a_goal_that_does_not_come_out_makes_status_one(desk: Desk) -> None:
    (desk.folder / "wrong.codex").write_text(SMALL.replace("+ ∇f·A", "− ∇f·A"), "utf-8")
    status, out, _ = desk.photonic("run", "wrong.codex")
    assert (status, "refuted by counterexample" in out, "not all as asked" in out) == (1, True, True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (SMALL.replace("∇·A +", "∇·Q +"), "bad.codex:6:21: "),
        (SMALL + "evolve p\n  ∂t f = f\n  start f = 1\n", "bad.codex:7:1: "),
    ],
)
def test_a_mistake_in_any_scroll_is_found_before_the_first_one_runs(desk: Desk, text: str, place: str) -> None:
    (desk.folder / "bad.codex").write_text(text, "utf-8")
    status, out, errors = desk.photonic("run", "small.codex", "bad.codex")
    assert (status, out) == (2, "")
    assert errors.startswith(f"photonic: {place}")
    assert list(desk.folder.glob("ledger*")) == []


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
def test_mistakes_are_one_message_and_status_two(desk: Desk, words: tuple[str, ...], message: str) -> None:
    status, out, errors = desk.photonic(*words)
    assert (status, out) == (2, "")
    assert message in errors


def test_every_command_shows_an_example() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"Example: photonic {command.callback.__name__}" in (command.callback.__doc__ or "")


@pytest.mark.parametrize("command", ["run", "prove", "simplify", "replay", "export", "doctor"])
def test_help_shows_it(desk: Desk, command: str) -> None:
    status, out, _ = desk.photonic(command, "--help")
    assert (status, f"Example: photonic {command}" in out) == (0, True)


def test_a_bad_flag_is_named(desk: Desk) -> None:
    status, _, errors = desk.photonic("run", "small.codex", COST_THRESHOLD="abc")
    assert (status, "COST_THRESHOLD='abc'" in errors) == (2, True)


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
    command = [*PHOTONIC, "prove", "curl(grad(f)) = 0", "-f", "f:scalar"]
    done = subprocess.run(
        command, env=environment(folder, PYTHONIOENCODING="ascii"), capture_output=True, text=True, check=False
    )
    assert (done.returncode, "\\u2207" in done.stdout) == (0, True)


def many_goals(folder: Path) -> None:
    goals = "".join(f"  p{i} : ∇·({i} f A) = {i} f ∇·A + {i} ∇f·A\n" for i in range(2, 80))
    (folder / "many.codex").write_text(SMALL + goals, "utf-8")


@pytest.mark.parametrize(
    ("ledger", "how"), [(FORMS[0], signal.SIGINT), (FORMS[0], signal.SIGKILL), (FORMS[1], signal.SIGKILL)]
)
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
def test_a_ledger_that_is_none_is_left_alone(desk: Desk, place: str) -> None:
    status, _, errors = desk.photonic("run", "small.codex", PHOTONIC_LEDGER=place.format(desk.folder))
    assert (status, "PHOTONIC_LEDGER" in errors) == (2, True)
    assert (desk.folder / "small.codex").read_text("utf-8") == SMALL


@pytest.mark.parametrize("command", [("prove", "curl(A) = q A"), ("simplify", "q A"), ("intents", "dt(A) = q A")])
def test_a_name_without_a_declaration_is_answered_with_the_option(desk: Desk, command: tuple[str, str]) -> None:
    status, _, errors = desk.photonic(*command, "-f", "A:vector")
    assert status == 2
    assert "'q' is not declared: -f q:scalar declares it" in errors
