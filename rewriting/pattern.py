"""Patterns compiled once: a left side to a join plan, a right side to a template.

A pattern is a term whose variables are `Op("?", name)` leaves. Its compound subterms are numbered in the order in which
a search binds rows of the e-graph to them: parents before children, and what is held fast by leaves and by variables
that are bound already before what is free, so that a join finds out early that there is no match.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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


@lru_cache(maxsize=1 << 14)
def compile_pattern(term: Term) -> Pattern:
    """The pattern of a term."""
    compound = _ordered(term)
    number_of = {place: number for number, (_, place) in enumerate(compound)}
    root = 0 if term.args else _leaf(term)
    binding: dict[str, Place] = {}
    leaves: dict[Op, None] = {root: None} if isinstance(root, Op) else {}
    drafts = []
    for number, (node, parent) in enumerate(compound):
        children = tuple(number_of[number, k] if child.args else _leaf(child) for k, child in enumerate(node.args))
        same = []
        for k, child in enumerate(children):
            if isinstance(child, Op):
                leaves[child] = None
            elif isinstance(child, str) and binding.setdefault(child, (number, k)) != (number, k):
                same.append((k, binding[child]))
        # What another row has bound comes first: the join looks such rows up.
        same.sort(key=lambda each: each[1][0] == number)
        drafts.append((node.op, len(children), children, parent, tuple(same)))
    heights: dict[int, int] = {}
    for number in reversed(range(len(drafts))):
        below = (heights[child] for child in drafts[number][2] if isinstance(child, int))
        heights[number] = 1 + max(below, default=0)
    nodes = tuple(Node(*draft, heights[number]) for number, draft in enumerate(drafts))
    return Pattern(term, root, nodes, binding, tuple(leaves))


def _ordered(term: Term) -> list[tuple[Term, Place | None]]:
    """The occurrences of compound subterms in the order of the search, each with the place where it hangs.

    Next comes the one with the most operands that are leaves or variables bound before; among equals, the child of
    the subterm placed last.
    """
    placed: list[tuple[Term, Place | None]] = []
    waiting: list[tuple[Term, Place | None]] = [(term, None)] if term.args else []
    bound: set[Term] = set()

    def urgency(index: int) -> tuple[int, int, int]:
        node, place = waiting[index]
        number, k = place or (0, 0)
        held = sum(not child.args and (child.op.name != VARIABLE or child in bound) for child in node.args)
        return held, number, -k

    while waiting:
        node, place = waiting.pop(max(range(len(waiting)), key=urgency))
        bound.update(child for child in node.args if child.op.name == VARIABLE)
        waiting += [(child, (len(placed), k)) for k, child in enumerate(node.args) if child.args]
        placed.append((node, place))
    return placed


def _leaf(term: Term) -> str | Op:
    """How a node refers to a child that is not compound: a variable's name or the operator."""
    return str(term.op.payload) if term.op.name == VARIABLE else term.op
