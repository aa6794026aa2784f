"""The knowledge graph of a run: who made what from what, as a networkx graph made from the run's records.

Nodes are named `<kind>:<name>` and have `kind` and `label`; edges have the relation as key and attribute.

| kind  | is                                                | PROV              |
|-------|---------------------------------------------------|-------------------|
| run   | the run and its scroll                            | entity, plan      |
| cell  | a cell of the sheet                               | entity            |
| beam  | a recorded step                                   | activity          |
| form  | what a step made, named by its content hash       | entity            |
| class | an e-class, named by its eid                      | entity, collection|

| edge                     | reads                                                                 |
|--------------------------|-----------------------------------------------------------------------|
| beam → run   `in_run`    | the beam is a step of the run                                         |
| beam → cell  `in_cell`   | the beam is a step of the cell                                        |
| beam → beam  `informed`  | the beam came from this parent                                        |
| beam → form  `used`      | it used what its parents made; without parents, its cell              |
| beam → form  `generated` | it made this form, its result                                         |
| form → form  `derived`   | the result derives from the parents' results, a mutated form from its |
|                          | original, the output of a collapse from its expression                |
| cell → class `entangled` | the cell's expression falls in this e-class                           |
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from backends.contracts import (
    BeamEvent,
    CollapseTrace,
    DnaMutation,
    EntanglementLink,
    EntanglementMap,
    Json,
    Record,
    RunEnd,
    RunManifest,
    canonical_json,
    content_hash,
)

__all__ = ["build_graph", "entangled_with", "members"]


def build_graph(records: Iterable[Record]) -> nx.MultiDiGraph:
    """The knowledge graph of one run's records, in the order in which they were recorded.

    Attributes are texts and numbers only; what a record leaves open is left out.
    """
    graph = nx.MultiDiGraph()
    results: dict[str, str] = {}
    for record in records:
        match record:
            case BeamEvent():
                _add_beam(graph, record, results)
            case EntanglementLink():
                _entangle(graph, record.eid, record.cells)
            case EntanglementMap():
                for eid, cells in record.links.items():
                    _entangle(graph, eid, cells)
            case DnaMutation():
                mutated, original = record.mutated.glyph, record.original.glyph
                _derive(graph, _form(graph, mutated), _form(graph, original), record.metadata.reason)
            case CollapseTrace():
                _derive(graph, _form(graph, record.output), _form(graph, record.expression), "collapse")
            case RunManifest():
                run = _node(graph, "run", record.run_id, created=record.created)
                graph.nodes[run].update({f"version {name}": version for name, version in record.versions.items()})
            case RunEnd():
                _node(graph, "run", record.run_id, status=record.status, ended=record.timestamp)
    return graph


def members(graph: nx.MultiDiGraph, eid: str) -> tuple[str, ...]:
    """The cells in the e-class `eid`, in the order in which they joined; none for an unknown eid."""
    name = f"class:{eid}"
    if name not in graph:
        return ()
    return tuple(graph.nodes[cell]["label"] for cell in graph.predecessors(name) if _related(graph, cell, name))


def entangled_with(graph: nx.MultiDiGraph, cell: str) -> tuple[str, ...]:
    """The other cells that share an e-class with `cell`, each once; none for an unknown cell."""
    name = f"cell:{cell}"
    if name not in graph:
        return ()
    classes = [graph.nodes[other]["label"] for other in graph.successors(name) if _related(graph, name, other)]
    return tuple(dict.fromkeys(other for eid in classes for other in members(graph, eid) if other != cell))


def _related(graph: nx.MultiDiGraph, cell: str, eclass: str) -> bool:
    return bool(graph.has_edge(cell, eclass, "entangled"))


def _add_beam(graph: nx.MultiDiGraph, beam: BeamEvent, results: dict[str, str]) -> None:
    """Add a beam; `results` holds the form that each earlier beam made."""
    node = _node(
        graph,
        "beam",
        beam.beam_id,
        stage=beam.stage,
        token=beam.token,
        timestamp=beam.timestamp,
        container_id=beam.container_id,
        drift=beam.drift,
        qscore=beam.qscore,
        sqi_after=beam.sqi_after,
        context_ref=beam.context_ref,
    )
    cell = _node(graph, "cell", beam.cell_id)
    _edge(graph, node, _node(graph, "run", beam.sheet_run_id), "in_run")
    _edge(graph, node, cell, "in_cell")
    for parent in beam.parents:
        _edge(graph, node, _node(graph, "beam", parent), "informed")
    sources = [results[parent] for parent in beam.parents if parent in results]
    for source in sources if beam.parents else [cell]:
        _edge(graph, node, source, "used")
    if beam.result is not None:
        results[beam.beam_id] = made = _form(graph, beam.result)
        _edge(graph, node, made, "generated")
        for source in sources:
            _derive(graph, made, source, beam.stage)
    if beam.eid is not None:
        _entangle(graph, beam.eid, (beam.cell_id,))


def _entangle(graph: nx.MultiDiGraph, eid: str, cells: Iterable[str]) -> None:
    eclass = _node(graph, "class", eid)
    for cell in cells:
        _edge(graph, _node(graph, "cell", cell), eclass, "entangled")


def _derive(graph: nx.MultiDiGraph, new: str, old: str, by: str) -> None:
    if new != old:
        _edge(graph, new, old, "derived", by=by)


def _form(graph: nx.MultiDiGraph, content: Json) -> str:
    text = content if isinstance(content, str) else canonical_json(content).decode()
    return _node(graph, "form", content_hash(content), text=text)


def _node(graph: nx.MultiDiGraph, kind: str, name: str, **attributes: Any) -> str:
    """Name of the node, added or completed with what is known of it."""
    node = f"{kind}:{name}"
    known = {key: value for key, value in attributes.items() if value is not None}
    graph.add_node(node, kind=kind, label=name, **known)
    return node


def _edge(graph: nx.MultiDiGraph, source: str, target: str, relation: str, **attributes: str) -> None:
    graph.add_edge(source, target, key=relation, relation=relation, **attributes)
