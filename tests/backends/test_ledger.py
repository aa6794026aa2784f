"""What a ledger promises, held against each kind of store."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backends.contracts import (
    RECORDS,
    BeamEvent,
    CollapseTrace,
    EntanglementLink,
    EntanglementMap,
    Record,
    RunEnd,
    RunManifest,
    SqiScore,
    entanglement_id,
    from_data,
    new_run_id,
    utc_now,
)
from backends.ledger import Ledger, LedgerError, open_ledger, read_collapse_traces
from backends.ledger.entry import FIRST_SEAL, Entry
from backends.ledger.run import advance

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data/records.json").read_text(encoding="utf-8"))


def manifest(run_id: str = "run-1") -> RunManifest:
    return RunManifest(
        run_id=run_id, created=utc_now(), scroll="goal x\n", settings={"QKD_ON": False}, versions={}, replay={"seed": 1}
    )


def beam(cell: str = "A1", run_id: str = "run-1", parents: tuple[BeamEvent, ...] = (), **more: Any) -> BeamEvent:
    ids = tuple(parent.beam_id for parent in parents)
    return BeamEvent.now(
        cell_id=cell, sheet_run_id=run_id, container_id="box", stage="run", token="∇", parents=ids, **more
    )


def example(kind: str) -> Record:
    return from_data(RECORDS[kind], EXAMPLES[kind])


def test_every_kind_of_record_comes_back_equal_and_in_order_after_reopening(ledger_url: str) -> None:
    kinds = ["entanglement_link", "glyph_execution", "sqi_score", "dna_mutation", "collapse_trace"]
    first = beam(result={"list": [1, 2.5, "∇", None]}, drift=0.5)
    records = [first, beam(parents=(first,)), *map(example, kinds)]
    start = manifest()
    with open_ledger(ledger_url) as ledger:
        ledger.start_run(start)
        for record in records:
            ledger.append(record, run_id="run-1")
        ledger.finish_run("run-1")
    with open_ledger(ledger_url) as ledger:
        *written, end = ledger.records("run-1")
        assert written == [start, *records]
        assert isinstance(end, RunEnd)
        assert ledger.manifest("run-1") == start
        assert ledger.verify() == len(records) + 2


def test_a_run_is_running_until_it_is_ended(ledger: Ledger) -> None:
    with ledger.recording(manifest("good")) as run:
        run.append(beam(run_id="good"))
        assert ledger.run("good").status == "running"
    with pytest.raises(ZeroDivisionError), ledger.recording(manifest("bad")):
        raise ZeroDivisionError("one over\0zero \ud800")
    with pytest.raises(KeyboardInterrupt), ledger.recording(manifest("stopped")):
        raise KeyboardInterrupt
    runs = {run.run_id: run for run in ledger.runs()}
    assert [(run.run_id, run.status) for run in runs.values()] == [
        ("good", "finished"),
        ("bad", "failed"),
        ("stopped", "interrupted"),
    ]
    assert runs["bad"].reason == "ZeroDivisionError: one over?zero ?"
    assert runs["good"].records == 3
    assert runs["good"].ended > runs["good"].created


def test_what_may_not_be_written_is_refused_and_leaves_no_trace(ledger: Ledger) -> None:
    ledger.start_run(manifest())
    known = beam()
    ledger.append(known)
    stranger = beam()
    refused: list[tuple[str, tuple[Record, ...], str | None]] = [
        ("no run 'run-2'", (beam(run_id="run-2"),), None),
        ("given no record", (), "run-1"),
        ("no run is named for SqiScore", (example("sqi_score"),), None),
        ("several runs", (beam(run_id="run-2"),), "run-1"),
        ("already has beam", (known,), None),
        ("already has beam", (stranger, stranger), None),
        ("which run run-1 lacks", (beam(parents=(stranger,)), stranger), None),
        ("takes no RunManifest", (manifest(),), "run-1"),
        ("takes no RunEnd", (example("run_end"),), "run-1"),
        (r"append\(\*map.as_links\(\)\)", (example("entanglement_map"),), "run-1"),
    ]
    before = ledger.records("run-1")
    for message, records, run_id in refused:
        with pytest.raises(LedgerError, match=message):
            ledger.append(*records, run_id=run_id)
    with pytest.raises(LedgerError, match="already has a run"):
        ledger.start_run(manifest())
    assert ledger.records("run-1") == before
    ledger.finish_run("run-1")
    for write in (lambda: ledger.append(beam()), lambda: ledger.finish_run("run-1")):
        with pytest.raises(LedgerError, match="run run-1 is finished since"):
            write()
    assert ledger.verify("run-1") == len(before) + 1


def test_events_are_found_by_run_cell_and_eid(ledger: Ledger) -> None:
    eid = entanglement_id("run-1", "0" * 16)
    events = []
    for run_id in ("run-1", "run-2"):
        ledger.start_run(manifest(run_id))
        for cell in ("A1", "B2", "A1"):
            events.append(beam(cell, run_id, eid=eid if cell == "B2" else None))
            ledger.append(events[-1])
    assert ledger.events() == tuple(events)
    assert ledger.events(run_id="run-2") == tuple(events[3:])
    assert ledger.events(cell="A1") == (events[0], events[2], events[3], events[5])
    assert ledger.events(eid=eid, run_id="run-1") == (events[1],)
    assert ledger.events(limit=2) == tuple(events[4:])
    assert ledger.events(cell="A1", limit=3) == (events[2], events[3], events[5])
    assert ledger.events(cell="nowhere") == ()
    with pytest.raises(LedgerError, match="limit=0"):
        ledger.events(limit=0)
    for question in (ledger.events, ledger.collapse_traces, ledger.entanglements):
        with pytest.raises(LedgerError, match="no run 'run-3'"):
            question(run_id="run-3")
    for ask in (ledger.records, ledger.manifest, ledger.verify):
        with pytest.raises(LedgerError, match="no run 'run-3'"):
            ask("run-3")


@given(st.lists(st.sets(st.integers(0, 11), max_size=3), min_size=1, max_size=12))
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lineage_is_the_set_of_ancestors_oldest_first(ledger: Ledger, wishes: list[set[int]]) -> None:
    run_id = new_run_id()
    ledger.start_run(manifest(run_id))
    parents = [sorted(wish for wish in wanted if wish < number) for number, wanted in enumerate(wishes)]
    beams: list[BeamEvent] = []
    for named in parents:
        beams.append(beam(run_id=run_id, parents=tuple(beams[parent] for parent in named)))
    ledger.append(*beams)

    def ancestors(number: int) -> set[int]:
        return set(parents[number]).union(*(ancestors(parent) for parent in parents[number]))

    for number, one in enumerate(beams):
        assert ledger.lineage(one.beam_id) == tuple(beams[older] for older in sorted(ancestors(number)))


def test_the_lineage_of_many_paths_is_followed_once(ledger: Ledger) -> None:
    ledger.start_run(manifest())
    layers = [(beam(), beam())]
    for _ in range(60):  # 2 ** 60 paths
        layers.append((beam(parents=layers[-1]), beam(parents=layers[-1])))
    ledger.append(*(one for layer in layers for one in layer))
    assert len(ledger.lineage(layers[-1][0].beam_id)) == 120


def test_lineage_asks_for_the_run_when_two_have_the_beam(ledger: Ledger) -> None:
    parent = beam(run_id="run-1")
    child = beam(run_id="run-1", parents=(parent,))
    twin = BeamEvent(**{**child.to_data(), "sheet_run_id": "run-2", "parents": ()})
    for run_id, beams in (("run-1", (parent, child)), ("run-2", (twin,))):
        ledger.start_run(manifest(run_id))
        ledger.append(*beams)
    with pytest.raises(LedgerError, match="several runs"):
        ledger.lineage(child.beam_id)
    assert ledger.lineage(child.beam_id, "run-1") == (parent,)
    assert ledger.lineage(child.beam_id, "run-2") == ()
    with pytest.raises(LedgerError, match="no beam"):
        ledger.lineage("beam_A1_run_20260131T093000000001Z")


def test_entangled_cells_are_those_of_links_and_of_beams(ledger: Ledger) -> None:
    one, other = (entanglement_id("run-1", digit * 16) for digit in "01")
    ledger.start_run(manifest())
    ledger.append(EntanglementLink(eid=one, cells=("A1", "B2")), beam("C3", eid=one), beam("C3", eid=other))
    ledger.append(EntanglementLink(eid=one, cells=("B2", "D4")), run_id="run-1")
    assert ledger.entanglement(one) == ("A1", "B2", "C3", "D4")
    assert ledger.entanglement(entanglement_id("run-1", "2" * 16)) == ()
    assert ledger.entanglements("run-1") == EntanglementMap(links={one: ("A1", "B2", "C3", "D4"), other: ("C3",)})


def test_collapse_traces_leave_as_jsonl(ledger: Ledger, tmp_path: Path) -> None:
    trace = example("collapse_trace")
    assert isinstance(trace, CollapseTrace)
    other = CollapseTrace(**{**EXAMPLES["collapse_trace"], "output": "line\nbreak\u2028", "hologram": trace.hologram})
    ledger.start_run(manifest())
    ledger.append(trace, example("sqi_score"), other, run_id="run-1")
    assert ledger.collapse_traces("run-1") == (trace, other)
    path = tmp_path / "traces.jsonl"
    assert ledger.export_collapse_traces("run-1", path) == 2
    assert read_collapse_traces(path) == (trace, other)
    assert [json.loads(line)["type"] for line in path.read_text(encoding="utf-8").split("\n")[:-1]] == 2 * [
        "collapse_trace"
    ]
    path.write_bytes(path.read_bytes() + b'{"type": "collapse_trace"}\n')
    with pytest.raises(LedgerError, match="line 3 of"):
        read_collapse_traces(path)
    with pytest.raises(LedgerError, match="choose a writable folder"):
        ledger.export_collapse_traces("run-1", tmp_path / "missing" / "traces.jsonl")


def test_a_closed_ledger_says_so(ledger_url: str) -> None:
    ledger = open_ledger(ledger_url)
    ledger.start_run(manifest())
    ledger.close()
    ledger.close()
    for use in (ledger.runs, lambda: ledger.append(beam()), lambda: ledger.verify("run-1")):
        with pytest.raises(LedgerError, match="is closed"):
            use()


def test_the_deepest_record_is_kept(ledger: Ledger) -> None:
    deep: Any = 0
    for _ in range(100):
        deep = [deep]
    ledger.start_run(manifest())
    ledger.append(beam(result=deep))
    assert ledger.events()[0].result == deep


def test_a_score_is_kept_to_the_last_bit(ledger: Ledger) -> None:
    ledger.start_run(manifest())
    scores = [
        SqiScore(**{**EXAMPLES["sqi_score"], "entropy_delta": delta})
        for delta in (0.1, 1e-320, -1.7976931348623157e308)
    ]
    ledger.append(*scores, run_id="run-1")
    assert [record for record in ledger.records("run-1") if isinstance(record, SqiScore)] == scores


def test_no_entry_follows_the_end_of_a_run_and_no_second_manifest() -> None:
    start, end = manifest(), RunEnd(run_id="run-1", status="finished", timestamp=utc_now())
    first = Entry.seal(start, "run-1", 0, FIRST_SEAL)
    run = advance(None, first, start)
    second = Entry.seal(start, "run-1", 1, first.digest)
    with pytest.raises(LedgerError, match="second manifest"):
        advance(run, second, start)
    second = Entry.seal(end, "run-1", 1, first.digest)
    run = advance(run, second, end)
    third = Entry.seal(end, "run-1", 2, second.digest)
    with pytest.raises(LedgerError, match="the run had ended"):
        advance(run, third, end)
    with pytest.raises(LedgerError, match="not its manifest"):
        advance(None, Entry.seal(end, "run-1", 0, FIRST_SEAL), end)
