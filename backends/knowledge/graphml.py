"""The knowledge graph as GraphML, for Gephi, yEd, Cytoscape and any XML tool."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import networkx as nx

__all__ = ["to_graphml"]

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, and the carriage return, which XML readers turn into a newline."""


def to_graphml(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the graph as a GraphML file.

    A character that XML cannot hold is written as its escape, `\\u0007`. Edges are numbered e0, e1, …; an edge's
    relation is its attribute `relation`. Raises OSError when the file cannot be written.
    """
    plain = nx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        plain.add_node(_text(node), **_texts(attributes))
    for number, (source, target, attributes) in enumerate(graph.edges(data=True)):
        plain.add_edge(_text(source), _text(target), key=f"e{number}", **_texts(attributes))
    nx.write_graphml_xml(plain, path, encoding="utf-8")


def _texts(attributes: dict[str, Any]) -> dict[str, Any]:
    return {_text(name): _text(value) if isinstance(value, str) else value for name, value in attributes.items()}


def _text(text: str) -> str:
    return _NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
