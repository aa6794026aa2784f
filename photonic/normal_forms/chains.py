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

__all__ = ["Back", "Chain", "Inside", "Lemma", "Step", "backwards", "items_of", "lifted", "moves_of"]


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


class Back(NamedTuple):
    """The way back along a chain, which is turned round where it is looked at: most of them never are."""

    chain: Chain


Chain: TypeAlias = "list[Step | Inside | Lemma | Back]"


def backwards(chain: Chain) -> Chain:
    """The way back."""
    match chain:
        case []:
            return []
        case [Back(forth)]:
            return forth
    return [Back(chain)]


def items_of(chain: Chain) -> Iterator[Step | Inside | Lemma]:
    """What a chain does, in order."""
    for item in chain:
        if isinstance(item, Back):
            for part in reversed(list(items_of(item.chain))):
                yield _back(part)
        else:
            yield item


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
    for item in items_of(chain):
        if isinstance(item, Step):
            yield Move(item.rule, item.forward, prefix, item.bindings)
        elif isinstance(item, Lemma):
            yield from moves_of(item.chain, prefix)
        else:
            yield from moves_of(item.chain, (*prefix, item.operand))
