"""Patterns compiled once: a left side to a join plan, a right side to a template.

A pattern is a term whose variables are `Op("?", name)` leaves. Its compound subterms are numbered, parents before
children (breadth first); a match binds one row of the e-graph to each of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from rewriting.op import VARIABLE, Op
from rewriting.term import Term

__all__ = ["Node", "Pattern", "Place", "compile_pattern"]

Place = tuple[int, int]
"""(number of a compound subterm, index of one of its children)."""


@dataclass(frozen=True, slots=True)
class Node:
    """A compound subterm: its operator, its children (a variable's name, a leaf, or the number of a later node).

    `parent` is where it hangs, None for the root; `same` lists children that repeat a variable bound earlier: (index
    of the child, place of the binding). `height` is 1 where no child is compound.
    """

    op: Op
    arity: int
    children: tuple[str | Op | int, ...]
    parent: Place | None
    same: tuple[tuple[int, Place], ...]
    height: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: `binding` is where each variable first occurs; `root` is 0 (a node), a variable or a leaf."""

    term: Term
    root: str | Op | int
    nodes: tuple[Node, ...]
    binding: dict[str, Place]
    leaves: tuple[Op, ...]

    @property
    def height(self) -> int:
        """Levels of compound subterms, 0 for a variable or a leaf."""
        return self.nodes[0].height if self.nodes else 0


def compile_pattern(term: Term) -> Pattern:
    """The pattern of a term."""
    compound: list[tuple[Term, Place | None]] = []
    root = _child(term, None, compound)
    binding: dict[str, Place] = {}
    leaves: dict[Op, None] = {} if term.args or isinstance(root, str) else {term.op: None}
    drafts = []
    number = 0
    while number < len(compound):
        node, parent = compound[number]
        children = tuple(_child(child, (number, k), compound) for k, child in enumerate(node.args))
        same = []
        for k, child in enumerate(children):
            if isinstance(child, Op):
                leaves[child] = None
            elif isinstance(child, str) and binding.setdefault(child, (number, k)) != (number, k):
                same.append((k, binding[child]))
        drafts.append((node.op, len(children), children, parent, tuple(same)))
        number += 1
    heights: dict[int, int] = {}
    for number in reversed(range(len(drafts))):
        below = (heights[child] for child in drafts[number][2] if isinstance(child, int))
        heights[number] = 1 + max(below, default=0)
    nodes = tuple(Node(*draft, heights[number]) for number, draft in enumerate(drafts))
    return Pattern(term, root, nodes, binding, tuple(leaves))


def _child(term: Term, place: Place | None, compound: list[tuple[Term, Place | None]]) -> str | Op | int:
    """How a node refers to a child; a compound one is put on the list and gets the next number."""
    if term.op.name == VARIABLE:
        return str(term.op.payload)
    if not term.args:
        return term.op
    compound.append((term, place))
    return len(compound) - 1
