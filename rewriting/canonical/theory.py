"""Theories with normal forms: what a canonical-form analysis needs to know of one, and the step that proofs cite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rewriting.op import Op
from rewriting.proof import Computation
from rewriting.term import Term, fold

__all__ = ["PRIME", "Normalisation", "Sketch", "Theory", "TooLargeError", "leaves_below", "order", "reshaped"]

PRIME = np.int64(2**31 - 1)
"""Sketches are numbers modulo this prime, so that a product of two fits into 64 bits."""

Sketch: TypeAlias = NDArray[np.int64]
"""n values in two independent lanes, shape (n, 2), each in 0 … PRIME − 1."""


class TooLargeError(ValueError):
    """A normal form is larger than the theory is willing to write out."""


def _nothing(op: Op, arity: int) -> bool:
    del op, arity
    return False


@dataclass(frozen=True, slots=True)
class Normalisation(Computation):
    """A computation that brings a term into normal form: two terms with one normal form are equal.

    The history records such an equality as one edge; a kernel works out both normal forms itself. `knows` tells which
    operators, with which number of operands, the normal form looks through.
    """

    knows: Callable[[Op, int], bool] = _nothing


class Theory(Protocol):
    """Operators whose terms have a normal form; everything below other operators is opaque to it."""

    operators: frozenset[str]
    """The operators that it looks through."""
    normalisation: Normalisation

    def knows(self, op: Op, arity: int) -> bool:
        """Whether it looks through an operator."""
        ...

    def leaf(self, op: Op) -> Sequence[int] | None:
        """The sketch of a leaf that has a value of its own, such as a number; None for an opaque one."""
        ...

    def sketch(self, op: Op, operands: Sequence[Sketch]) -> Sketch:
        """n sketches of an operator: terms with one normal form have one sketch, others hardly ever."""
        ...

    def parts(self, term: Term) -> list[Term]:
        """The operands of a term's normal form: a multiset."""
        ...

    def alternatives(self, part: Term) -> list[Term]:
        """What a rule may want to match in place of a part: the part itself, and perhaps it without its coefficient."""
        ...

    def without(self, term: Term, parts: Sequence[Term]) -> list[Term] | None:
        """The parts that are left of a term once these are taken out; None where they cannot be."""
        ...

    def shaped(self, pattern: Term, parts: Sequence[Term]) -> Term:
        """The pattern with each of its `pieces` replaced by a part."""
        ...

    def pieces(self, pattern: Term) -> list[Term]:
        """The operands of a pattern under the theory's associative operator."""
        ...

    def together(self, parts: Sequence[Term]) -> Term:
        """The parts combined."""
        ...


def order(term: Term) -> str:
    """A key by which terms have a total order: distinct terms have distinct keys."""
    return fold(term, lambda op, args: f"({op!r} {' '.join(args)})" if args else repr(op))


def reshaped(pattern: Term, operators: frozenset[str], parts: Sequence[Term]) -> Term:
    """The pattern with its opaque subterms, from left to right, replaced by the parts."""
    if not (pattern.args and pattern.op.name in operators):
        return parts[0]
    arguments = []
    for child in pattern.args:
        size = sum(1 for _ in leaves_below(child, operators))
        arguments.append(reshaped(child, operators, parts[:size]))
        parts = parts[size:]
    return Term(pattern.op, tuple(arguments))


def leaves_below(term: Term, operators: frozenset[str]) -> Iterator[Term]:
    """The opaque subterms, with repetition, from left to right."""
    stack = [term]
    while stack:
        node = stack.pop()
        if node.args and node.op.name in operators:
            stack.extend(reversed(node.args))
        else:
            yield node
