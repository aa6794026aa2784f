"""Walks over expressions that may be deeper than Python's stack: nothing here recurses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy

__all__ = ["Row", "flatten", "postorder", "rebuild", "same", "without_recursion"]

STRIDE = 16
"""Levels of an expression that a printer may descend by itself."""

Row = tuple[Any, tuple[int, ...]]
"""A leaf and no indices, or a class and the indices of the earlier rows that are its operands."""


def postorder(root: Any) -> Iterator[Any]:
    """Each distinct node once, operands before what holds them."""
    seen: set[Any] = set()
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if node in seen:
            continue
        if ready or not node.args:
            seen.add(node)
            yield node
        else:
            stack.append((node, True))
            stack.extend((operand, False) for operand in reversed(node.args))


def flatten(root: Any) -> list[Row]:
    """The expression as rows; the last is the root. A shape that pickles without recursion."""
    index: dict[Any, int] = {}
    rows: list[Row] = []
    for node in postorder(root):
        index[node] = len(rows)
        rows.append((node.func, tuple(index[operand] for operand in node.args)) if node.args else (node, ()))
    return rows


def rebuild(rows: list[Row]) -> Any:
    """The expression that `flatten` wrote, as it was written: SymPy's functions are not evaluated."""
    nodes: list[Any] = []
    for head, indices in rows:
        options = {"evaluate": False} if isinstance(head, type) and issubclass(head, sympy.Function) else {}
        nodes.append(head(*(nodes[index] for index in indices), **options) if indices else head)
    return nodes[-1]


def same(left: Any, right: Any) -> bool:
    """Whether two expressions are the same tree."""
    seen: set[tuple[int, int]] = set()
    stack = [(left, right)]
    while stack:
        a, b = stack.pop()
        if a is b or (id(a), id(b)) in seen:
            continue
        if type(a) is not type(b) or len(a.args) != len(b.args) or hash(a) != hash(b) or not (a.args or a == b):
            return False
        seen.add((id(a), id(b)))
        stack.extend(zip(a.args, b.args, strict=True))
    return True


def without_recursion(expr: Any, printer: Any, write: Callable[[Any, Any], str]) -> str:
    """`write(expr, printer)`, however deep the expression is.

    `write` prints its operands through the printer, which comes back here. The first to come writes every node whose
    height is a multiple of STRIDE, from the leaves up, so that nobody descends further than to the next such node.
    """
    known: dict[Any, str] | None = getattr(printer, "written_nodes", None)
    if known is not None:
        return known.get(expr) or write(expr, printer)
    printer.written_nodes = known = {}
    try:
        heights: dict[Any, int] = {}
        for node in postorder(expr):
            heights[node] = 1 + max((heights[operand] for operand in node.args), default=0)
            if heights[node] % STRIDE == 0 and hasattr(node, "fixity"):
                known[node] = write(node, printer)
        return known.get(expr) or write(expr, printer)
    finally:
        del printer.written_nodes
