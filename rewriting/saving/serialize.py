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
from rewriting.saving.serialized_nodes import SerializedError, SerializedNodes, layers, read_nodes
from rewriting.table import LEAF

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
        ops = {text: text_op(text, encoding) for text in dict.fromkeys(nodes.ops)}
    except EncodingError as error:
        raise SerializedError(str(error)) from error
    graph = EGraph()
    rows, heads = _built(graph, nodes, ops)
    graph.union_all(heads.take(nodes.eclass), rows, IMPORTED)
    graph.rebuild()
    classes: dict[str, int] = dict(zip(nodes.class_names, heads.tolist(), strict=True))
    numbers = rows.tolist()
    return Imported(
        graph,
        dict(zip(nodes.names, numbers, strict=True)),
        classes,
        tuple(classes[name] for name in _roots(data, classes)),
        dict(zip(numbers, nodes.costs, strict=True)),
        frozenset(row for row, hidden in zip(numbers, nodes.subsumed, strict=True) if hidden),
        _class_data(data, classes),
    )


def _built(graph: EGraph, nodes: SerializedNodes, ops: Mapping[str, Op]) -> tuple[Ids, Ids]:
    """The row of each node, and of each class that of the node it is built from; nothing is united yet."""
    table = graph.table
    rows: Ids = np.full(len(nodes.names), -1, dtype=np.int32)
    heads: Ids = np.full(len(nodes.class_names), -1, dtype=np.int32)
    arity = np.diff(nodes.starts)
    below = nodes.eclass.take(nodes.children)
    functors: list[int] = [
        table.declare(ops[op], width) if width else LEAF for op, width in zip(nodes.ops, arity.tolist(), strict=True)
    ]
    functor = np.array(functors, dtype=np.int16)
    for layer in layers(nodes):
        members = np.array(layer, dtype=np.int64)
        leaf = functor.take(members) == LEAF
        for node in members[leaf].tolist():
            rows[node] = table.leaf(ops[nodes.ops[node]])
        grown = members[~leaf]
        if grown.size:
            widths = arity.take(grown)
            columns = []
            for k in range(int(widths.max())):
                place = np.minimum(nodes.starts.take(grown) + k, nodes.starts.take(grown + 1) - 1)
                columns.append(np.where(widths > k, heads.take(below.take(place)), 0).astype(np.int32))
            rows[grown] = table.insert(functor.take(grown), columns)
        unset = members[heads.take(nodes.eclass.take(members)) < 0][::-1]
        heads[nodes.eclass.take(unset)] = rows.take(unset)
    graph.announce()
    return rows, heads


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
