"""Reading the nodes of an `egraph-serialize` file into columns: what is allowed, in which order they can be built."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from rewriting.columns import Offsets

__all__ = ["SerializedError", "SerializedNodes", "layers", "read_nodes"]


class SerializedError(ValueError):
    """JSON data that does not describe an e-graph. The message names the node and the field."""


@dataclass(frozen=True, slots=True)
class SerializedNodes:
    """The nodes of a file, numbered in its order; classes are numbered in the order of their first node.

    Node i has the operator `ops[i]`, is in class `eclass[i]`, and its children are the nodes
    `children[starts[i] : starts[i + 1]]`.
    """

    names: list[str]
    ops: list[str]
    class_names: list[str]
    eclass: Offsets
    starts: Offsets
    children: Offsets
    costs: list[float]
    subsumed: list[bool]


def read_nodes(data: Any) -> SerializedNodes:
    """The nodes in the order of the file. Raises SerializedError."""
    if not isinstance(data, Mapping) or not isinstance(data.get("nodes"), Mapping):
        raise SerializedError("expected an object with a field 'nodes', which is an object from ids to nodes")
    names, nodes = list(data["nodes"]), list(data["nodes"].values())
    for name, node in zip(names, nodes, strict=True):
        _check(name, node)
    number = {name: k for k, name in enumerate(names)}
    below = [node.get("children", ()) for node in nodes]
    for name, children in zip(names, below, strict=True):
        for child in children:
            if child not in number:
                raise SerializedError(f"node {name!r}: there is no node {child!r}, which its children name")
    class_names = list(dict.fromkeys(node["eclass"] for node in nodes))
    class_number = {name: k for k, name in enumerate(class_names)}
    widths = np.fromiter(map(len, below), dtype=np.int64, count=len(names))
    return SerializedNodes(
        names,
        [node["op"] for node in nodes],
        class_names,
        np.array([class_number[node["eclass"]] for node in nodes], dtype=np.int64),
        np.concatenate([np.zeros(1, dtype=np.int64), widths.cumsum()]),
        np.array([number[child] for child in chain.from_iterable(below)], dtype=np.int64),
        [float(node.get("cost", 1.0)) for node in nodes],
        [node.get("subsumed", False) for node in nodes],
    )


def layers(nodes: SerializedNodes) -> list[list[int]]:
    """All nodes in layers: the children of each are of classes that a node of an earlier layer belongs to.

    Such an order exists exactly if every class holds a finite term; cycles through classes that do are no obstacle.
    Raises SerializedError, naming a node, if one does not.
    """
    count, classes = len(nodes.names), len(nodes.class_names)
    owners = np.arange(count).repeat(np.diff(nodes.starts))
    pairs = np.unique(nodes.eclass.take(nodes.children) * count + owners)
    wanted, users = np.divmod(pairs, max(count, 1))
    missing: list[int] = np.bincount(users, minlength=count).tolist()
    starts: list[int] = np.searchsorted(wanted, np.arange(classes + 1)).tolist()
    waiting, eclass = users.tolist(), nodes.eclass.tolist()
    built = [False] * classes
    layer = [node for node, needs in enumerate(missing) if not needs]
    found: list[list[int]] = []
    while layer:
        found.append(layer)
        fresh = [c for c in dict.fromkeys(eclass[node] for node in layer) if not built[c]]
        layer = []
        for each in fresh:
            built[each] = True
            for user in waiting[starts[each] : starts[each + 1]]:
                missing[user] -= 1
                if not missing[user]:
                    layer.append(user)
    if sum(map(len, found)) < count:
        stuck = next(node for node, needs in enumerate(missing) if needs)
        raise SerializedError(
            f"node {nodes.names[stuck]!r}, operator {nodes.ops[stuck]!r}: every way down from it runs in a circle, so "
            f"there is no finite term that it could stand for"
        )
    return found


def _check(name: Any, data: Any) -> None:
    """Refuse what is not a node, in words."""
    if not isinstance(name, str):
        raise SerializedError(f"node {name!r}: ids must be texts")
    if not isinstance(data, Mapping):
        raise SerializedError(f"node {name!r} is {data!r}: expected an object")
    op, eclass, children = data.get("op"), data.get("eclass"), data.get("children", [])
    if not isinstance(op, str) or not isinstance(eclass, str):
        raise SerializedError(f"node {name!r}: 'op' and 'eclass' must be texts; found {op!r} and {eclass!r}")
    if not isinstance(children, list) or not all(isinstance(child, str) for child in children):
        raise SerializedError(f"node {name!r}: 'children' is {children!r}: expected a list of ids of nodes")
    cost, subsumed = data.get("cost", 1.0), data.get("subsumed", False)
    if isinstance(cost, bool) or not isinstance(cost, int | float) or not _finite(cost):
        raise SerializedError(f"node {name!r}: 'cost' is {cost!r}: expected a finite number")
    if not isinstance(subsumed, bool):
        raise SerializedError(f"node {name!r}: 'subsumed' is {subsumed!r}: expected true or false")


def _finite(cost: int | float) -> bool:
    """Whether a cost is a number that can be held; an integer may be too large for one."""
    try:
        return math.isfinite(cost)
    except OverflowError:
        return False
