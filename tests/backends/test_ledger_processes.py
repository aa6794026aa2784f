"""Several users of one ledger: threads, processes at once, a process that is killed, a forked one."""

import subprocess
import sys
import threading
from pathlib import Path

from backends.contracts import BeamEvent, RunManifest, utc_now
from backends.ledger import Ledger, open_ledger

ROOT = Path(__file__).parents[2]


def manifest(run_id: str = "run-1") -> RunManifest:
    return RunManifest(run_id=run_id, created=utc_now(), scroll="", settings={}, versions={}, replay={})


def beam(cell: str = "A1", run_id: str = "run-1") -> BeamEvent:
    return BeamEvent.now(cell_id=cell, sheet_run_id=run_id, container_id="box", stage="run", token="∇")


def append_beams(ledger: Ledger, count: int) -> None:
    for _ in range(count):
        ledger.append(beam())


def test_a_second_ledger_sees_what_the_first_has_acknowledged(ledger_url: str) -> None:
    with open_ledger(ledger_url) as writer, open_ledger(ledger_url) as reader:
        writer.start_run(manifest())
        assert reader.run("run-1").status == "running"
        for count in range(1, 4):
            writer.append(beam())
            assert len(reader.events(run_id="run-1")) == count
        reader.append(beam())
        writer.finish_run("run-1")
        assert reader.verify() == writer.verify() == 6


def test_a_run_is_read_while_it_grows(ledger_url: str) -> None:
    with open_ledger(ledger_url) as one, open_ledger(ledger_url) as other:
        one.start_run(manifest())
        growing = threading.Thread(target=append_beams, args=(one, 40))
        growing.start()
        lengths = [len(other.records("run-1"))]
        while growing.is_alive():
            lengths.append(len(other.records("run-1")))
        growing.join()
        assert lengths == sorted(lengths)
        assert other.verify() == 41


def test_threads_share_a_ledger(ledger: Ledger) -> None:
    ledger.start_run(manifest())
    threads = [threading.Thread(target=append_beams, args=(ledger, 10)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.verify("run-1") == 41


WRITER = """
import sys
from backends.contracts import BeamEvent, RunManifest, utc_now
from backends.ledger import open_ledger

url, run_id, cell, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
with open_ledger(url) as ledger:
    own = f"{run_id}-{cell}"
    ledger.start_run(RunManifest(run_id=own, created=utc_now(), scroll="", settings={}, versions={}, replay={}))
    for number in range(count):
        for run in (run_id, own):
            beam = BeamEvent.now(cell_id=cell, sheet_run_id=run, container_id="box", stage="run", token=str(number))
            ledger.append(beam)
            print(run, beam.beam_id, flush=True)
"""


def writer(url: str, run_id: str, cell: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, url, run_id, cell, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_two_processes_write_at_once_even_into_one_run(ledger_url: str) -> None:
    with open_ledger(ledger_url) as ledger:
        ledger.start_run(manifest("shared"))
        processes = [writer(ledger_url, "shared", cell, 25) for cell in ("A1", "B2")]
        outputs = [process.communicate(timeout=60)[0] for process in processes]
        assert [process.returncode for process in processes] == [0, 0]
        assert ledger.verify() == 103
        for cell, output in zip(("A1", "B2"), outputs, strict=True):
            told = [line.split()[1] for line in output.splitlines()]
            assert [event.beam_id for event in ledger.events(cell=cell)] == told


def test_several_processes_may_make_the_ledger_at_once(ledger_url: str) -> None:
    script = "import sys; from backends.ledger import open_ledger; open_ledger(sys.argv[1]).close()"
    processes = [subprocess.Popen([sys.executable, "-c", script, ledger_url], cwd=ROOT) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    with open_ledger(ledger_url) as ledger:
        assert ledger.runs() == ()


def test_a_killed_writer_loses_nothing_that_it_acknowledged(ledger_url: str) -> None:
    with open_ledger(ledger_url) as ledger:
        for count, run_id in ((1, "run-a"), (7, "run-b"), (20, "run-c")):
            ledger.start_run(manifest(run_id))
            process = writer(ledger_url, run_id, "A1", 10_000)
            assert process.stdout is not None
            told = [process.stdout.readline().split() for _ in range(count)]
            process.kill()
            told += [line.split() for line in process.stdout if line.endswith("\n")]
            process.stdout.close()
            process.wait(timeout=60)
            for run in (run_id, f"{run_id}-A1"):
                acknowledged = [beam_id for name, beam_id in told if name == run]
                kept = [event.beam_id for event in ledger.events(run_id=run)]
                assert kept[: len(acknowledged)] == acknowledged
                assert len(kept) <= len(acknowledged) + 1
                assert ledger.run(run).status == "running"
        with open_ledger(ledger_url) as again:
            assert again.verify() == ledger.verify()
            again.append(beam("A1", "run-c"))
            again.finish_run("run-c", "interrupted", "killed")


FORKED = """
import os, sys
from backends.ledger import LedgerError, open_ledger

with open_ledger(sys.argv[1]) as ledger:
    if os.fork() == 0:
        try:
            ledger.runs()
        except LedgerError as error:
            print(error, flush=True)
        ledger.close()
        os._exit(0)
    os.wait()
    print(len(ledger.runs()))
"""


def test_a_forked_process_has_to_open_its_own_ledger(ledger_url: str) -> None:
    out = subprocess.run(
        [sys.executable, "-c", FORKED, ledger_url], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout
    refusal, count = out.splitlines()
    assert "was opened by another process" in refusal
    assert count == "0"
