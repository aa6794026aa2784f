"""Reading the nodes of an `egraph-serialize` file: what is allowed, and in which order they can be built."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["SerializedError", "SerializedNode", "grounded", "read_nodes"]


class SerializedError(ValueError):
    """JSON data that does not describe an e-graph. The message names the node and the field."""


@dataclass(frozen=True, slots=True)
class SerializedNode:
    """One node as the file has it; `children` are ids of nodes."""

    op: str
    children: tuple[str, ...]
    eclass: str
    cost: float
    subsumed: bool


def read_nodes(data: Any) -> dict[str, SerializedNode]:
    """The nodes by id, in the order of the file. Raises SerializedError."""
    if not isinstance(data, Mapping) or not isinstance(data.get("nodes"), Mapping):
        raise SerializedError("expected an object with a field 'nodes', which is an object from ids to nodes")
    nodes = {name: _node(name, node) for name, node in data["nodes"].items()}
    for name, node in nodes.items():
        for child in node.children:
            if child not in nodes:
                raise SerializedError(f"node {name!r}: there is no node {child!r}, which its children name")
    return nodes


def grounded(nodes: Mapping[str, SerializedNode]) -> list[str]:
    """The ids in an order in which each node's children are of classes that an earlier node already belongs to.

    Such an order exists exactly if every class holds a finite term; cycles through classes that do are no obstacle.
    Raises SerializedError, naming a class, if one does not.
    """
    users: dict[str, list[str]] = {}
    missing: dict[str, int] = {}
    for name, node in nodes.items():
        needed = {nodes[child].eclass for child in node.children}
        missing[name] = len(needed)
        for eclass in needed:
            users.setdefault(eclass, []).append(name)
    ready = deque(name for name, count in missing.items() if not count)
    order: list[str] = []
    built: set[str] = set()
    while ready:
        name = ready.popleft()
        order.append(name)
        eclass = nodes[name].eclass
        if eclass not in built:
            built.add(eclass)
            for user in users.get(eclass, ()):
                missing[user] -= 1
                if not missing[user]:
                    ready.append(user)
    if len(order) < len(nodes):
        stuck = next(name for name, count in missing.items() if count)
        raise SerializedError(
            f"node {stuck!r}, operator {nodes[stuck].op!r}: every way down from it runs in a circle, so there is no "
            f"finite term that it could stand for"
        )
    return order


def _node(name: str, data: Any) -> SerializedNode:
    if not isinstance(data, Mapping):
        raise SerializedError(f"node {name!r} is {data!r}: expected an object")
    op, eclass, children = data.get("op"), data.get("eclass"), data.get("children", [])
    if not isinstance(op, str) or not isinstance(eclass, str):
        raise SerializedError(f"node {name!r}: 'op' and 'eclass' must be texts; found {op!r} and {eclass!r}")
    if not isinstance(children, list) or not all(isinstance(child, str) for child in children):
        raise SerializedError(f"node {name!r}: 'children' is {children!r}: expected a list of ids of nodes")
    cost, subsumed = data.get("cost", 1.0), data.get("subsumed", False)
    if isinstance(cost, bool) or not isinstance(cost, int | float) or not math.isfinite(cost):
        raise SerializedError(f"node {name!r}: 'cost' is {cost!r}: expected a finite number")
    if not isinstance(subsumed, bool):
        raise SerializedError(f"node {name!r}: 'subsumed' is {subsumed!r}: expected true or false")
    return SerializedNode(op, tuple(children), eclass, float(cost), subsumed)
