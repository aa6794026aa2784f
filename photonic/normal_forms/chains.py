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

__all__ = ["Chain", "Inside", "Lemma", "Step", "backwards", "lifted", "moves_of"]


class Step(NamedTuple):
    """A rule or computation applied at the root; see Move."""

    rule: Rule | Computation
    forward: bool
    bindings: dict[str, Term]


class Inside(NamedTuple):
    """A chain in the operand with this number."""

    operand: int
    chain: Chain


class Lemma(NamedTuple):
    """A replacement by something that was proved equal before, with the chain that leads there."""

    before: Term
    after: Term
    chain: Chain


Chain: TypeAlias = "list[Step | Inside | Lemma]"


def backwards(chain: Chain) -> Chain:
    """The way back."""
    return [_back(item) for item in reversed(chain)]


def _back(item: Step | Inside | Lemma) -> Step | Inside | Lemma:
    match item:
        case Step():
            return Step(item.rule, not item.forward, item.bindings)
        case Inside():
            return Inside(item.operand, backwards(item.chain))
        case Lemma():
            return Lemma(item.after, item.before, backwards(item.chain))


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
        elif isinstance(item, Lemma):
            yield from moves_of(item.chain, prefix)
        else:
            yield from moves_of(item.chain, (*prefix, item.operand))
