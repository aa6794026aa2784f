"""E-graphs as pictures: DOT text, for Graphviz and everything else that reads it."""

from __future__ import annotations

from collections.abc import Callable

from rewriting.egraph import EGraph
from rewriting.op import Op

__all__ = ["to_dot"]


def to_dot(egraph: EGraph, label: Callable[[Op], str] = str, name: str = "egraph") -> str:
    """A directed graph with a dashed box for each class, an e-node on a line, and an edge to each operand's class.

    `label` writes an operator. Edges end at a box's border, as they mean the class and not the e-node they point at;
    an e-node that is its own operand's form gets an edge that comes back to its box.
    """
    egraph.rebuild()
    rows = egraph.table.live_rows()
    members: dict[int, list[int]] = {}
    for row, class_id in zip(rows.tolist(), egraph.find(rows).tolist(), strict=True):
        members.setdefault(class_id, []).append(row)
    lines = [
        f"digraph {_quoted(name)} {{",
        "  compound=true",
        "  clusterrank=local",
        "  node [shape=box, style=rounded]",
    ]
    for class_id, enodes in members.items():
        lines.append(f"  subgraph cluster_{class_id} {{")
        lines.append(f'    style=dashed; label="{class_id}"')
        lines += [f"    n{row} [label={_quoted(label(egraph.enode(row)[0]))}]" for row in enodes]
        lines.append("  }")
    for class_id, enodes in members.items():
        for row in enodes:
            children = egraph.enode(row)[1]
            for place, child in enumerate(children):
                lines.append(
                    _edge(row, members[child][0], child, place if len(children) > 1 else None, child == class_id)
                )
    return "\n".join([*lines, "}", ""])


def _edge(row: int, target: int, class_id: int, place: int | None, inside: bool) -> str:
    """An edge to a class; Graphviz cannot clip one at the border of the box that it starts in."""
    marks = [] if inside else [f"lhead=cluster_{class_id}"]
    if place is not None:
        marks.append(f'taillabel="{place}"')
    return f"  n{row} -> n{target}" + (f" [{', '.join(marks)}]" if marks else "")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
