"""The knowledge graph of a hand-made run, and its exports read back by the libraries that define the formats."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvActivity, ProvDocument, ProvEntity

from backends.contracts import RECORDS, BeamEvent, EntanglementLink, Record, RunEnd, RunManifest, from_data
from backends.knowledge import build_graph, entangled_with, members, to_graphml, to_prov, to_prov_json, to_prov_jsonld
from backends.ledger import open_ledger

EXAMPLES = json.loads((Path(__file__).parents[1] / "data/records.json").read_text(encoding="utf-8"))
EID = "eid::run-1::0123456789abcdef"


def named(second: int, stage: str) -> tuple[str, str]:
    return f"beam_A1_{stage}_20260131T0930{second:02d}000000Z", f"2026-01-31T09:30:{second:02d}.000000Z"


def beam(second: int, stage: str, cell: str = "A1", parents: tuple[str, ...] = (), **more: Any) -> BeamEvent:
    beam_id, timestamp = named(second, stage)
    return BeamEvent(
        beam_id=beam_id,
        timestamp=timestamp,
        cell_id=cell,
        sheet_run_id="run-1",
        container_id="box",
        stage=stage,
        token="∇×",
        parents=parents,
        **more,
    )


def form(text: str) -> str:
    return "form:" + sha256(json.dumps(text, ensure_ascii=False).encode()).hexdigest()


PARSE = beam(1, "parse", result="∇×(∇×A)")
SATURATE = beam(2, "saturate", parents=(PARSE.beam_id,), eid=EID)
COLLAPSE = beam(
    3, "collapse", parents=(PARSE.beam_id, SATURATE.beam_id), result="∇(∇·A) - ΔA", drift=0.5, sqi_after=0.75
)
RUN: list[Record] = [
    RunManifest(
        run_id="run-1",
        created="2026-01-31T09:30:00.000000Z",
        scroll="goal",
        settings={},
        versions={"photonic": "0.1.0"},
        replay={},
    ),
    PARSE,
    SATURATE,
    COLLAPSE,
    EntanglementLink(eid=EID, cells=("B2", "C3")),
    from_data(RECORDS["dna_mutation"], {**EXAMPLES["dna_mutation"], "mutated": {"glyph": "fused"}}),
    from_data(RECORDS["collapse_trace"], EXAMPLES["collapse_trace"]),
    RunEnd(run_id="run-1", status="finished", timestamp="2026-01-31T09:30:09.000000Z"),
]
GRAPH = build_graph(RUN)


def test_the_graph_has_exactly_the_nodes_of_the_run() -> None:
    beams = {f"beam:{one.beam_id}" for one in (PARSE, SATURATE, COLLAPSE)}
    forms = {form("∇×(∇×A)"), form("∇(∇·A) - ΔA"), form("fused")}
    assert set(GRAPH) == {"run:run-1", "cell:A1", "cell:B2", "cell:C3", f"class:{EID}"} | beams | forms
    assert GRAPH.nodes["run:run-1"]["status"] == "finished"
    assert GRAPH.nodes["run:run-1"]["version photonic"] == "0.1.0"
    assert GRAPH.nodes[f"beam:{COLLAPSE.beam_id}"]["drift"] == 0.5
    assert GRAPH.nodes[form("fused")]["text"] == "fused"


def test_the_graph_has_exactly_the_edges_of_the_run() -> None:
    parse, saturate, collapse = (f"beam:{one.beam_id}" for one in (PARSE, SATURATE, COLLAPSE))
    written, chosen = form("∇×(∇×A)"), form("∇(∇·A) - ΔA")
    steps = {(step, "run:run-1", "in_run") for step in (parse, saturate, collapse)}
    cells = {(step, "cell:A1", "in_cell") for step in (parse, saturate, collapse)}
    assert set(GRAPH.edges(keys=True)) == steps | cells | {
        (saturate, parse, "informed"),
        (collapse, parse, "informed"),
        (collapse, saturate, "informed"),
        (parse, "cell:A1", "used"),
        (saturate, written, "used"),
        (collapse, written, "used"),
        (parse, written, "generated"),
        (collapse, chosen, "generated"),
        (chosen, written, "derived"),
        (form("fused"), written, "derived"),
        ("cell:A1", f"class:{EID}", "entangled"),
        ("cell:B2", f"class:{EID}", "entangled"),
        ("cell:C3", f"class:{EID}", "entangled"),
    }


def test_entanglement_is_asked_of_the_graph() -> None:
    assert members(GRAPH, EID) == ("A1", "B2", "C3")
    assert entangled_with(GRAPH, "B2") == ("A1", "C3")
    assert members(GRAPH, "eid::run-1::0000000000000000") == ()
    assert entangled_with(GRAPH, "Z9") == ()


def test_a_step_that_changes_nothing_does_not_derive_a_form_from_itself() -> None:
    graph = build_graph([PARSE, beam(2, "saturate", parents=(PARSE.beam_id,), result=PARSE.result)])
    assert "derived" not in {relation for *_, relation in graph.edges(keys=True)}
    assert graph.in_degree(form("∇×(∇×A)")) == 3


def test_a_map_of_entanglements_gives_the_same_graph_as_its_links() -> None:
    links = from_data(RECORDS["entanglement_map"], EXAMPLES["entanglement_map"])
    assert nx.utils.graphs_equal(build_graph([links]), build_graph(links.as_links()))  # type: ignore[attr-defined]


def test_a_ledger_gives_the_same_graph(tmp_path: Path) -> None:
    with open_ledger(f"jsonl:{tmp_path}/ledger.jsonl") as ledger:
        start, *steps, _ = RUN
        assert isinstance(start, RunManifest)
        with ledger.recording(start) as run:
            run.append(*steps)
        graph = build_graph(ledger.records("run-1"))
    assert set(graph) == set(GRAPH)
    assert set(graph.edges(keys=True)) == set(GRAPH.edges(keys=True))


@pytest.mark.parametrize(("write", "format_name"), [(to_prov_json, "json"), (to_prov_jsonld, "jsonld")])
def test_provenance_is_read_back_equal_by_the_prov_library(write: Any, format_name: str) -> None:
    document = ProvDocument.deserialize(content=write(GRAPH), format=format_name)
    assert document == to_prov(GRAPH)
    assert len(list(document.get_records(ProvActivity))) == 3
    assert len(list(document.get_records(ProvEntity))) == 1 + 3 + 1 + 3


def test_provenance_states_the_relations_of_w3c_prov() -> None:
    data = json.loads(to_prov_json(GRAPH))
    assert {name: len(rows) for name, rows in data.items() if name != "prefix"} == {
        "agent": 1,
        "activity": 3,
        "entity": 8,
        "used": 3,
        "wasGeneratedBy": 2,
        "wasDerivedFrom": 2,
        "wasInformedBy": 3,
        "wasInfluencedBy": 3,
        "wasAssociatedWith": 3,
        "hadMember": 3,
    }
    activity = data["activity"][f"beam:{PARSE.beam_id}"]
    assert activity["prov:startTime"].startswith("2026-01-31T09:30:01")
    assert activity["photonic:stage"] == "parse"
    made = {(row["prov:entity"], row["prov:activity"]) for row in data["wasGeneratedBy"].values()}
    assert (form("∇×(∇×A)"), f"beam:{PARSE.beam_id}") in made


def test_graphml_is_read_back_by_networkx(tmp_path: Path) -> None:
    path = tmp_path / "run.graphml"
    to_graphml(GRAPH, path)
    again = nx.read_graphml(path, force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(GRAPH.nodes(data=True))
    edges = sorted((source, target, sorted(row.items())) for source, target, row in again.edges(data=True))
    assert edges == sorted((source, target, sorted(row.items())) for source, target, row in GRAPH.edges(data=True))


@given(st.text(st.characters(exclude_categories=["Cs"])), st.from_regex(r"[^\s\x00-\x1f\x7f]{1,20}", fullmatch=True))
@settings(deadline=None, max_examples=60)
def test_any_text_and_any_cell_name_can_be_exported(
    tmp_path_factory: pytest.TempPathFactory, result: str, cell: str
) -> None:
    graph = build_graph([beam(1, "parse", cell=cell, result=result)])
    assert ProvDocument.deserialize(content=to_prov_json(graph), format="json") == to_prov(graph)
    path = tmp_path_factory.mktemp("graphml") / "run.graphml"
    to_graphml(graph, path)
    again = nx.read_graphml(path)
    assert len(again) == len(graph) == 4
    printable = all(letter in "\t\n" or letter.isprintable() for letter in result)
    if printable:
        assert result in {row.get("text") for _, row in again.nodes(data=True)}
