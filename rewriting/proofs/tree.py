"""Proofs as trees: what happens inside an operand is told there, and not once for every level above it.

    a chain          t₀ = t₁ = … by links, each a rewrite of the whole term or something inside its operands
    inside           f(a, b) = f(a′, b′) because of a chain for each operand that changes

A flat proof interleaves what happens in different operands; in the tree each operand has a chain of its own, and all
that lies between two rewrites of a term is one link.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rewriting.proofs.move import Move
from rewriting.proofs.steps import Proof
from rewriting.term import Term
from rewriting.unwind import Task, unwind

__all__ = ["Chain", "Inside", "Rewrite", "tree_of"]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A rule applied to a whole term."""

    before: Term
    after: Term
    move: Move


@dataclass(frozen=True, slots=True)
class Inside:
    """Operands that change: `chains[k]` is what happens in operand k, None where nothing does."""

    before: Term
    after: Term
    chains: tuple[Chain | None, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """`before` = `after` by way of the links."""

    before: Term
    after: Term
    links: tuple[Rewrite | Inside, ...]

    @property
    def size(self) -> int:
        """How many rewrites the chain has, those inside counted."""
        count, waiting = 0, [self]
        while waiting:
            for link in waiting.pop().links:
                if isinstance(link, Rewrite):
                    count += 1
                else:
                    waiting += [chain for chain in link.chains if chain is not None]
        return count

    def lines(self, write: Callable[[Term], str] = str) -> list[str]:
        """The tree as indented text, a link on a line; `write` writes a term."""
        return [write(self.before), *unwind(_lines(self, write, 1))]

    def to_json(self, write: Callable[[Term], Any] = str) -> dict[str, Any]:
        """The tree as JSON data for display; to check a proof again, use Proof.to_json."""
        return unwind(_data(self, write))


def tree_of(proof: Proof) -> Chain:
    """The tree of a proof."""
    return unwind(_chain(proof.lhs, [step.move for step in proof.steps], 0))


def _chain(term: Term, moves: Sequence[Move], depth: int) -> Task[Chain]:
    links: list[Rewrite | Inside] = []
    start = term
    inside: list[Move] = []
    for move in [*moves, None]:
        if move is not None and len(move.position) > depth:
            inside.append(move)
            continue
        if inside:
            links.append((yield _inside(term, inside, depth)))
            term, inside = links[-1].after, []
        if move is not None:
            links.append(Rewrite(term, move.sides()[1], move))
            term = links[-1].after
    return Chain(start, term, tuple(links))


def _inside(term: Term, moves: Sequence[Move], depth: int) -> Task[Inside]:
    chains: list[Chain | None] = []
    for index, child in enumerate(term.args):
        own = [move for move in moves if move.position[depth] == index]
        chains.append((yield _chain(child, own, depth + 1)) if own else None)
    pairs = zip(chains, term.args, strict=True)
    after = Term(term.op, tuple(child if chain is None else chain.after for chain, child in pairs))
    return Inside(term, after, tuple(chains))


def _lines(chain: Chain, write: Callable[[Term], str], depth: int) -> Task[list[str]]:
    lines = []
    for link in chain.links:
        margin = "  " * depth
        if isinstance(link, Rewrite):
            arrow = "→" if link.move.as_written else "←"
            lines.append(f"{margin}= {write(link.after)}    {arrow} {link.move.rule.name}")
            continue
        lines.append(f"{margin}= {write(link.after)}    because")
        for number, part in enumerate(link.chains):
            if part is not None:
                lines.append(f"{margin}  operand {number}: {write(part.before)}")
                lines += yield _lines(part, write, depth + 2)
    return lines


def _data(chain: Chain, write: Callable[[Term], Any]) -> Task[dict[str, Any]]:
    links = []
    for link in chain.links:
        entry: dict[str, Any] = {"after": write(link.after)}
        if isinstance(link, Rewrite):
            entry |= {"rule": link.move.rule.name, "forward": link.move.as_written}
        else:
            entry["operands"] = {}
            for number, part in enumerate(link.chains):
                if part is not None:
                    entry["operands"][str(number)] = yield _data(part, write)
        links.append(entry)
    return {"before": write(chain.before), "after": write(chain.after), "links": links}
