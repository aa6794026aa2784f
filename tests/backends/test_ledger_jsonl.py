"""What is particular to a ledger in JSONL: torn ends, lines that someone changed, files that are none."""

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.contracts import BeamEvent, RunManifest, utc_now
from backends.ledger import LedgerError, open_ledger

HEADER = b'{"format":"photonic-ledger","schema_version":1}\n'


def beam(number: int = 0) -> BeamEvent:
    return BeamEvent.now(cell_id="A1", sheet_run_id="run-1", container_id="box", stage="run", token=f"Δ{number}")


def written(path: Path) -> str:
    """A ledger of one run: a manifest, then one beam, then two beams in one append; returns its URL."""
    url = f"jsonl:{path}"
    with open_ledger(url) as ledger:
        ledger.start_run(RunManifest(run_id="run-1", created=utc_now(), scroll="", settings={}, versions={}, replay={}))
        ledger.append(beam(1))
        ledger.append(beam(2), beam(3))
    return url


def tokens(url: str) -> list[str]:
    with open_ledger(url) as ledger:
        return [event.token for event in ledger.events()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "ledger.jsonl"
    written(path)
    return path.read_bytes()


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_whatever_a_crash_leaves_of_the_last_append_is_ignored_and_the_next_append_mends_it(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, data: st.DataObject
) -> None:
    last_append = len(b"".join(whole.splitlines(keepends=True)[:3]))
    cut = data.draw(st.integers(last_append, len(whole) - 1))
    path = tmp_path_factory.mktemp("torn") / "ledger.jsonl"
    path.write_bytes(whole[:cut])
    url = f"jsonl:{path}"
    assert tokens(url) == ["Δ1"]
    assert path.read_bytes() == whole[:cut]
    with open_ledger(url) as ledger:
        assert len(ledger.notices) == (cut > last_append)
        ledger.append(beam(4))
    assert tokens(url) == ["Δ1", "Δ4"]
    assert path.read_bytes()[:last_append] == whole[:last_append]


def test_a_torn_end_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "ledger.jsonl"
    url = written(path)
    with path.open("ab") as file:
        file.write(b'{"digest":"00')
    with caplog.at_level(logging.WARNING, logger="backends.ledger"), open_ledger(url) as ledger:
        assert [record.getMessage() for record in caplog.records] == list(ledger.notices)
    assert "the last 13 bytes" in caplog.text


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_changed_byte_is_found_and_its_line_named(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, data: st.DataObject
) -> None:
    position = data.draw(st.integers(len(HEADER), len(whole) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[position]))
    path = tmp_path_factory.mktemp("changed") / "ledger.jsonl"
    path.write_bytes(whole[:position] + bytes([byte]) + whole[position + 1 :])
    number = whole[:position].count(b"\n") + 1
    with pytest.raises(LedgerError, match=rf"line {number} of "):
        open_ledger(f"jsonl:{path}")


@pytest.mark.parametrize("removed", [1, 2])
def test_a_removed_line_breaks_the_chain(tmp_path: Path, whole: bytes, removed: int) -> None:
    lines = whole.splitlines(keepends=True)
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"".join(lines[:removed] + lines[removed + 1 :]))
    with pytest.raises(LedgerError, match=rf"line {removed + 1} of .*(manifest|missing)"):
        open_ledger(f"jsonl:{path}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b",", b", "),
        (b"[", b"{"),
        (b'"kind":', b'"sort":'),
        (b'"position":1', b'"position":1.0'),
        (b'"position":1', b'"position":2'),
    ],
)
def test_a_line_that_is_not_as_it_was_written_is_refused(tmp_path: Path, whole: bytes, old: bytes, new: bytes) -> None:
    lines = whole.splitlines(keepends=True)
    lines[2] = lines[2].replace(old, new, 1)
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"".join(lines))
    with pytest.raises(LedgerError, match="line 3 of"):
        open_ledger(f"jsonl:{path}")


def test_lines_are_plain_json_with_the_record_inside(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with open_ledger(written(path)) as ledger:
        appends = [json.loads(line) for line in path.read_bytes().splitlines()[1:]]
        assert [len(entries) for entries in appends] == [1, 1, 2]
        told = [entry["record"] for entries in appends for entry in entries]
        assert told == [record.to_data() for record in ledger.records("run-1")]


@pytest.mark.parametrize("content", [b"notes\n", b"n", b"{}\n", b'{"format":"photonic-ledge', HEADER[:-2] + b"x\n"])
def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    if HEADER.startswith(content):
        open_ledger(f"jsonl:{path}").close()
        assert path.read_bytes() == HEADER
        return
    with pytest.raises(LedgerError, match="is not a Photonic ledger"):
        open_ledger(f"jsonl:{path}")
    assert path.read_bytes() == content


def test_a_ledger_from_the_future_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(HEADER.replace(b":1}", b":2}"))
    with pytest.raises(LedgerError, match="newer Photonic"):
        open_ledger(f"jsonl:{path}")


def test_a_file_that_became_shorter_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with open_ledger(written(path)) as ledger:
        path.write_bytes(HEADER)
        with pytest.raises(LedgerError, match="became shorter"):
            ledger.runs()
