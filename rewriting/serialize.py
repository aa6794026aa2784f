"""E-graphs in the field's common JSON format, `egraph-serialize` (github.com/egraphs-good/egraph-serialize).

    {"nodes": {"3": {"op": "+", "children": ["0", "1"], "eclass": "2", "cost": 1.0, "subsumed": false}, …},
     "root_eclasses": ["2"], "class_data": {"2": {"type": "…"}}}

Children are nodes; a node stands for its class there. An operator is text: its name, and behind a space its payload as
JSON where it has one (`number 3`, `symbol "x"`); a name with a space or a quotation mark in front is a JSON string.
The format has no history, so what an imported graph holds equal is asserted: proofs cite it as given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rewriting.columns import Ids
from rewriting.egraph import EGraph
from rewriting.encoding import Encoding, EncodingError
from rewriting.extract import Cost
from rewriting.op import Op
from rewriting.serialized_nodes import SerializedError, grounded, read_nodes
from rewriting.term import Term

__all__ = ["Imported", "SerializedError", "export_graph", "import_graph", "op_text", "text_op"]

IMPORTED = "imported"
"""The name of the assertions that an import makes."""


@dataclass(frozen=True)
class Imported:
    """An imported graph; `rows` are the rows of the file's nodes, by their ids there, and `classes` of its classes.

    `costs` are the nodes' costs and `subsumed` says which rows the file marks so, both by row, for extraction with a
    cost or a veto of one's own.
    """

    graph: EGraph
    rows: Mapping[str, int]
    classes: Mapping[str, int]
    roots: tuple[int, ...]
    costs: Mapping[int, float]
    subsumed: frozenset[int]
    class_data: Mapping[str, Any] = field(default_factory=dict)


def op_text(op: Op, encoding: Encoding | None = None) -> str:
    """An operator as text. Raises EncodingError for a payload that the encoding cannot write."""
    plain = bool(op.name) and " " not in op.name and not op.name.startswith('"')
    name = op.name if plain else json.dumps(op.name, ensure_ascii=False)
    if op.payload is None and plain:
        return name
    payload = (encoding or Encoding()).op(op)[1]
    return f"{name} {json.dumps(payload, ensure_ascii=False)}"


def text_op(text: str, encoding: Encoding | None = None) -> Op:
    """The operator that a text stands for; a text that `op_text` would not write is the name of one."""
    try:
        if text.startswith('"'):
            name, stop = json.JSONDecoder().raw_decode(text)
        else:
            stop = text.index(" ")
            name = text[:stop]
        if text[stop] != " ":
            return Op(text)
        return Op(name, (encoding or Encoding()).read_payload(json.loads(text[stop + 1 :])))
    except (ValueError, IndexError):
        return Op(text)


def export_graph(
    egraph: EGraph,
    roots: Iterable[int] = (),
    cost: Cost | None = None,
    class_data: Callable[[int], Any] | None = None,
    encoding: Encoding | None = None,
) -> dict[str, Any]:
    """The live e-nodes as JSON data. `roots` are rows, `cost` is of an operator (1 without it).

    `class_data` tells what to write about the class with a canonical id, None for nothing. Raises ValueError for a
    cost that is not a finite number: JSON has no others.
    """
    egraph.rebuild()
    table = egraph.table
    encoding = encoding or Encoding()
    rows = table.live_rows()
    classes = egraph.find(rows)
    node_of = _first_rows(rows, classes)
    nodes: dict[str, Any] = {}
    for row, class_id in zip(rows.tolist(), classes.tolist(), strict=True):
        op, children = egraph.enode(row)
        price = 1.0 if cost is None else float(cost(op))
        if not np.isfinite(price):
            raise ValueError(f"cost of {op} is {price}: the format holds finite numbers only")
        nodes[str(row)] = {
            "op": op_text(op, encoding),
            "children": [str(node_of[child]) for child in children],
            "eclass": str(class_id),
            "cost": price,
            "subsumed": False,
        }
    told = {} if class_data is None else {str(c): class_data(c) for c in node_of}
    return {
        "nodes": nodes,
        "root_eclasses": [str(egraph.find(row)) for row in roots],
        "class_data": {name: data for name, data in told.items() if data is not None},
    }


def import_graph(data: Any, encoding: Encoding | None = None) -> Imported:
    """The e-graph that JSON data describes, closed under congruence (classes of the file may thus become one).

    Raises SerializedError for data that is not a graph, and for a class that no finite term belongs to.
    """
    nodes = read_nodes(data)
    encoding = encoding or Encoding()
    try:
        ops = {text: text_op(text, encoding) for text in {node.op for node in nodes.values()}}
    except EncodingError as error:
        raise SerializedError(str(error)) from error
    order = grounded(nodes)
    terms: dict[str, Term] = {}
    class_terms: dict[str, Term] = {}
    for name in order:
        node = nodes[name]
        terms[name] = Term(ops[node.op], tuple(class_terms[nodes[child].eclass] for child in node.children))
        class_terms.setdefault(node.eclass, terms[name])
    graph = EGraph()
    rows = dict(zip(order, graph.add_all([terms[name] for name in order]).tolist(), strict=True))
    classes: dict[str, int] = {}
    for name in order:
        graph.union(classes.setdefault(nodes[name].eclass, rows[name]), rows[name], IMPORTED)
    graph.rebuild()
    return Imported(
        graph,
        {name: rows[name] for name in nodes},
        classes,
        tuple(classes[name] for name in _roots(data, classes)),
        {rows[name]: node.cost for name, node in nodes.items()},
        frozenset(rows[name] for name, node in nodes.items() if node.subsumed),
        _class_data(data, classes),
    )


def _first_rows(rows: Ids, classes: Ids) -> dict[int, int]:
    """The oldest live row of each class."""
    heads, first = np.unique(classes, return_index=True)
    return dict(zip(heads.tolist(), rows.take(first).tolist(), strict=True))


def _roots(data: Mapping[str, Any], classes: Mapping[str, int]) -> list[str]:
    roots = data.get("root_eclasses", [])
    if not isinstance(roots, list) or not all(isinstance(name, str) and name in classes for name in roots):
        raise SerializedError(f"root_eclasses is {roots!r}: it must be a list of classes that have nodes")
    return roots


def _class_data(data: Mapping[str, Any], classes: Mapping[str, int]) -> dict[str, Any]:
    told = data.get("class_data", {})
    if not isinstance(told, dict) or not set(told) <= set(classes):
        raise SerializedError("class_data must be an object whose keys are classes that have nodes")
    return told
