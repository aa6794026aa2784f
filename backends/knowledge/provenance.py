"""The knowledge graph as W3C PROV (PROV-DM), through the `prov` library: PROV-JSON and PROV-JSONLD."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

import networkx as nx
from prov.model import ProvDocument

__all__ = ["to_prov", "to_prov_json", "to_prov_jsonld"]

_KINDS = ("run", "cell", "beam", "form", "class")
_AGENT = "photonic:photonic"
_TYPES = {
    "run": ("prov:Plan", "photonic:Run"),
    "cell": ("photonic:Cell",),
    "form": ("photonic:Form",),
    "class": ("prov:Collection", "photonic:Superposition"),
}


def to_prov(graph: nx.MultiDiGraph) -> ProvDocument:
    """The PROV document of a graph made by `build_graph`.

    Beams are activities, started and ended at their timestamp and associated with the software agent Photonic, whose
    plan is the run; cells, forms and e-classes are entities. `used`, `generated`, `derived`, `informed` and `entangled`
    become used, wasGeneratedBy, wasDerivedFrom, wasInformedBy and hadMember.
    """
    document = ProvDocument()
    document.add_namespace("photonic", "urn:photonic:")
    for kind in _KINDS:
        document.add_namespace(kind, f"urn:photonic:{kind}:")
    document.agent(_AGENT, {"prov:type": document.valid_qualified_name("prov:SoftwareAgent")})
    for node, attributes in graph.nodes(data=True):
        _add_node(document, node, attributes)
    for source, target, relation in graph.edges(keys=True):
        _add_edge(document, _identifier(source), _identifier(target), relation)
    return document


def to_prov_json(graph: nx.MultiDiGraph) -> str:
    """The document as PROV-JSON (W3C member submission of 2013)."""
    return str(to_prov(graph).serialize(format="json", indent=1))


def to_prov_jsonld(graph: nx.MultiDiGraph) -> str:
    """The document as PROV-JSONLD (W3C member submission of 2024). Needs prov 3.1 or later."""
    return str(to_prov(graph).serialize(format="jsonld", indent=1))


def _add_node(document: ProvDocument, node: str, attributes: dict[str, Any]) -> None:
    kind = attributes["kind"]
    described: list[tuple[str, Any]] = [("prov:label", attributes["label"])]
    described += [
        (f"photonic:{quote(name, safe='')}", value)
        for name, value in attributes.items()
        if name not in ("kind", "label", "timestamp")
    ]
    if kind == "beam":
        # A parent that the graph knows by name only has no time.
        time = datetime.fromisoformat(attributes["timestamp"]) if "timestamp" in attributes else None
        document.activity(_identifier(node), time, time, described)
    else:
        types = [("prov:type", document.valid_qualified_name(name)) for name in _TYPES[kind]]
        document.entity(_identifier(node), types + described)


def _add_edge(document: ProvDocument, source: str, target: str, relation: str) -> None:
    match relation:
        case "used":
            document.used(source, target)
        case "generated":
            document.wasGeneratedBy(target, source)
        case "derived":
            document.wasDerivedFrom(source, target)
        case "informed":
            document.wasInformedBy(source, target)
        case "entangled":
            document.hadMember(target, source)
        case "in_run":
            document.wasAssociatedWith(source, _AGENT, target)
        case "in_cell":
            document.wasInfluencedBy(source, target)
        case _:
            raise AssertionError(f"no PROV relation for {relation}; please report this")


def _identifier(node: str) -> str:
    """The node's qualified name: its kind as prefix, its name percent-encoded as local part."""
    kind, _, name = node.partition(":")
    return f"{kind}:{quote(name, safe='')}"
