"""Chains: what was done to a term, at its root and inside its operands, before positions in a whole term are known.

A subterm that stands at many places is reduced once; its chain becomes moves at each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from rewriting.proof import Computation
from rewriting.proofs.move import Move
from rewriting.rule import Rule
from rewriting.term import Term

__all__ = ["Chain", "Inside", "Step", "backwards", "lifted", "moves_of"]


class Step(NamedTuple):
    """A rule or computation applied at the root; see Move."""

    rule: Rule | Computation
    forward: bool
    bindings: dict[str, Term]


class Inside(NamedTuple):
    """A chain in the operand with this number."""

    operand: int
    chain: Chain


Chain: TypeAlias = "list[Step | Inside]"


def backwards(chain: Chain) -> Chain:
    """The way back."""
    return [
        Step(item.rule, not item.forward, item.bindings)
        if isinstance(item, Step)
        else Inside(item.operand, backwards(item.chain))
        for item in reversed(chain)
    ]


def lifted(chain: Chain, position: tuple[int, ...]) -> Chain:
    """The chain of a subterm as one of the term that has it at a position."""
    for index in reversed(position):
        chain = [Inside(index, chain)]
    return chain


def moves_of(chain: Chain, prefix: tuple[int, ...] = ()) -> Iterator[Move]:
    """The chain as moves; `prefix` is where its term stands."""
    for item in chain:
        if isinstance(item, Step):
            yield Move(item.rule, item.forward, prefix, item.bindings)
        else:
            yield from moves_of(item.chain, (*prefix, item.operand))
