"""Matching of patterns with single terms, without an e-graph.

A pattern is read once into the checks that a term must pass, operators before letters, those near the root first: what
does not fit is mostly refused at the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rewriting.op import VARIABLE, Op
from rewriting.term import Term

__all__ = ["match_term", "match_terms"]

Place = tuple[int, int]
"""Which of the nodes with an operator in the pattern, and which operand of it."""


class _Shape(NamedTuple):
    """A pattern: its operators from the root on with the number of operands, and where its letters stand."""

    operators: tuple[tuple[int, int, Op, int], ...]
    letters: tuple[tuple[str, int, int], ...]
    again: tuple[tuple[str, int, int], ...]
    """Further places of letters that have been bound."""


def match_term(pattern: Term, term: Term) -> dict[str, Term] | None:
    """The bindings under which the pattern is the term, or None."""
    op, own = pattern.op, term.op
    if op is not own and op != own:
        return {str(op.payload): term} if op.name == VARIABLE else None
    if op.name == VARIABLE:
        return {str(op.payload): term}
    shape = _shape(pattern)
    if len(pattern.args) != len(term.args):
        return None
    nodes = [term.args]
    for parent, place, op, arity in shape.operators:
        node = nodes[parent][place]
        own = node.op
        if (op is not own and op != own) or len(node.args) != arity:
            return None
        nodes.append(node.args)
    bindings = {name: nodes[parent][place] for name, parent, place in shape.letters}
    for name, parent, place in shape.again:
        if bindings[name] is not nodes[parent][place]:
            return None
    return bindings


def match_terms(pairs: Iterable[tuple[Term, Term]]) -> dict[str, Term] | None:
    """The bindings under which each pattern is the term beside it, or None."""
    bindings: dict[str, Term] = {}
    for pattern, term in reversed(list(pairs)):
        found = match_term(pattern, term)
        if found is None or any(bindings.setdefault(name, part) is not part for name, part in found.items()):
            return None
    return bindings


@lru_cache(maxsize=1 << 12)
def _shape(pattern: Term) -> _Shape:
    """How a pattern, an operator on operands, is matched; letters from the last operand to the first."""
    operators: list[tuple[int, int, Op, int]] = []
    nodes, at = [pattern], 0
    numbers: dict[Place, int] = {}
    while at < len(nodes):
        for place, child in enumerate(nodes[at].args):
            if child.op.name != VARIABLE:
                numbers[at, place] = len(nodes)
                nodes.append(child)
                operators.append((at, place, child.op, len(child.args)))
        at += 1
    found: list[tuple[str, int, int]] = []
    stack: list[tuple[Term, Place]] = [(child, (0, place)) for place, child in enumerate(pattern.args)]
    while stack:
        node, where = stack.pop()
        if node.op.name == VARIABLE:
            found.append((str(node.op.payload), *where))
        else:
            stack += [(child, (numbers[where], place)) for place, child in enumerate(node.args)]
    first = {letter[0]: letter for letter in reversed(found)}
    letters = tuple(dict.fromkeys(first[name] for name, _, _ in found))
    return _Shape(tuple(operators), letters, tuple(each for each in found if each not in letters))
