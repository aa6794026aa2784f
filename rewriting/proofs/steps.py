"""Flat proofs: a chain of terms, each rewritten from the one before at one place by one rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rewriting.encoding import Encoding
from rewriting.proof import Kernel, ProofError, Theorem
from rewriting.proofs.data import read_proof, write_proof
from rewriting.proofs.move import Move as Move
from rewriting.proofs.replay import replay
from rewriting.term import Term, replace_at, subterm_at

__all__ = ["Move", "Proof", "Step", "proved"]


@dataclass(frozen=True, slots=True)
class Step:
    """A move, with the whole term before and after it."""

    before: Term
    after: Term
    move: Move

    @property
    def rule(self) -> str:
        """The name of the rule."""
        return self.move.rule.name

    @property
    def forward(self) -> bool:
        """Whether the rule is used in its first direction, from left to right as it is written."""
        return self.move.as_written

    @property
    def position(self) -> tuple[int, ...]:
        """Child indices from the root to the subterm that is rewritten."""
        return self.move.position

    @property
    def bindings(self) -> Mapping[str, Term]:
        """What the rule's variables stand for."""
        return self.move.bindings

    def theorem(self, kernel: Kernel) -> Theorem:
        """The step proved by itself: the rule's instance, lifted to the whole term by congruence.

        Raises ProofError if the kernel does not come to `after`.
        """
        theorem = replay(self.before, [self.move], kernel)
        if theorem.rhs is not self.after:
            raise ProofError(
                f"step by {self.rule} at {self.position}: claimed: {self.before} = {self.after}; proved: {theorem}"
            )
        return theorem


@dataclass(frozen=True, slots=True)
class Proof:
    """`lhs = rhs` by a chain of steps (none where both are one term)."""

    lhs: Term
    rhs: Term
    steps: tuple[Step, ...]
    theorem: Theorem

    def check(self, kernel: Kernel) -> Theorem:
        """Replay the steps in a kernel. Raises ProofError at the first that does not follow from its rules."""
        return _checked(self.lhs, self.rhs, self.steps, kernel)

    def to_json(self, encoding: Encoding | None = None, with_text: bool = True) -> dict[str, Any]:
        """JSON data from which the proof can be checked again, and its text for people; see rewriting.proofs.data.

        The data grows with the distinct subterms, the text with the written length of every term.
        Raises EncodingError for an operator whose payload the encoding cannot write.
        """
        claims = [(step.before, step.after, step.move) for step in self.steps]
        return write_proof(self.lhs, self.rhs, claims, str(self) if with_text else "", encoding or Encoding())

    @classmethod
    def from_json(cls, data: Any, kernel: Kernel, encoding: Encoding | None = None) -> Proof:
        """The proof that data claims, every step checked by the kernel.

        The data says what each rule says, so a rule that the kernel was given with another content is refused.
        Raises EncodingError for data that is not a proof, ProofError for a proof that does not hold.
        """
        lhs, rhs, claims = read_proof(data, kernel, encoding or Encoding())
        steps = tuple(Step(*claim) for claim in claims)
        return cls(lhs, rhs, steps, _checked(lhs, rhs, steps, kernel))

    def __str__(self) -> str:
        lines = [str(self.lhs)]
        for step in self.steps:
            arrow = "→" if step.forward else "←"
            place = " at " + ".".join(map(str, step.position)) if step.position else ""
            lines.append(f"  = {step.after}    {arrow} {step.rule}{place}")
        return "\n".join(lines)


def proved(start: Term, moves: Sequence[Move], kernel: Kernel) -> Proof:
    """The proof that the moves make from a term, detours left out, checked by the kernel."""
    steps = _without_detours(_chain(start, moves))
    end = steps[-1].after if steps else start
    return Proof(start, end, steps, _checked(start, end, steps, kernel))


def _checked(lhs: Term, rhs: Term, steps: Sequence[Step], kernel: Kernel) -> Theorem:
    """The theorem lhs = rhs, once every step is proved and every term in between is the one that is claimed."""
    theorem = replay(lhs, [step.move for step in steps], kernel)
    term = lhs
    for step in steps:
        if step.before is not term:
            raise ProofError(
                f"step by {step.rule} at {step.position}: claimed: from {step.before}; proved: from {term}"
            )
        if not _rewrites(step):
            raise ProofError(f"step by {step.rule} at {step.position}: {step.before} does not become {step.after}")
        term = step.after
    if theorem.rhs is not rhs or term is not rhs:
        raise ProofError(f"claimed: {lhs} = {rhs}; proved: {theorem}")
    return theorem


def _rewrites(step: Step) -> bool:
    """Whether the terms before and after a proved step differ at its place only, and there as the move says."""
    before, after = step.before, step.after
    for index in step.position:
        if before.op != after.op or len(before.args) != len(after.args):
            return False
        if before.args[:index] != after.args[:index] or before.args[index + 1 :] != after.args[index + 1 :]:
            return False
        before, after = before.args[index], after.args[index]
    start, end = step.move.sides()
    return before is start and after is end


def _chain(term: Term, moves: Sequence[Move]) -> list[Step]:
    steps = []
    for move in moves:
        before, after = move.sides()
        if subterm_at(term, move.position) is not before:
            raise AssertionError(
                f"an explanation rewrites {before} at {move.position} of {term}, which is not there; please report this"
            )
        new = replace_at(term, move.position, after)
        steps.append(Step(term, new, move))
        term = new
    return steps


def _without_detours(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The chain without what lies between two visits to one term."""
    last = {step.before: i for i, step in enumerate(steps)}
    end = steps[-1].after if steps else None
    kept = []
    position = 0
    while position < len(steps) and steps[position].before is not end:
        position = last[steps[position].before]
        kept.append(steps[position])
        position += 1
    return tuple(kept)
