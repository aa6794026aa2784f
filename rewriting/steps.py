"""Flat proofs: a chain of terms, each rewritten from the one before at one place by one rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rewriting.proof import Computation, Kernel, ProofError, Theorem
from rewriting.rule import Rule
from rewriting.term import Term, replace_at, substitute, subterm_at

__all__ = ["Move", "Proof", "Step", "reversed_moves", "shifted"]


@dataclass(frozen=True, slots=True)
class Move:
    """One rewrite at a place: the rule's left side becomes its right side, or the other way where not `forward`.

    For a computation, `bindings` has the one entry "term", what is computed.
    """

    rule: Rule | Computation
    forward: bool
    position: tuple[int, ...]
    bindings: Mapping[str, Term]
    given: tuple[tuple[Term, tuple[Move, ...]], ...] = ()
    """For each further pattern of the rule, the term that its variable is bound to and the moves to its instance."""

    def sides(self) -> tuple[Term, Term]:
        """What stands at the place before and after. Raises ProofError for a computation that does not apply."""
        if isinstance(self.rule, Computation):
            start = self.bindings["term"]
            end = self.rule.function(start)
            if end is None:
                raise ProofError(f"computation {self.rule.name} does not apply to {start}")
        else:
            start, end = (substitute(side, self.bindings) for side in (self.rule.lhs, self.rule.rhs))
        return (start, end) if self.forward else (end, start)


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
        return self.move.forward is not (isinstance(self.move.rule, Rule) and self.move.rule.backward)

    @property
    def position(self) -> tuple[int, ...]:
        """Child indices from the root to the subterm that is rewritten."""
        return self.move.position

    @property
    def bindings(self) -> Mapping[str, Term]:
        """What the rule's variables stand for."""
        return self.move.bindings

    def theorem(self, kernel: Kernel) -> Theorem:
        """The step proved: the rule's instance, lifted to the whole term by congruence."""
        rule = self.move.rule
        if isinstance(rule, Computation):
            theorem = kernel.compute(rule, self.bindings["term"])
        else:
            given = [proved(start, moves, kernel).theorem for start, moves in self.move.given]
            theorem = kernel.instance(rule, self.bindings, given)
        if not self.move.forward:
            theorem = kernel.sym(theorem)
        spine = [self.before]
        for index in self.position:
            if index not in range(len(spine[-1].args)):
                raise ProofError(
                    f"step by {self.rule} claims position {self.position} in {self.before}; it has none there"
                )
            spine.append(spine[-1].args[index])
        for parent, index in zip(reversed(spine[:-1]), reversed(self.position), strict=True):
            parts = [theorem if k == index else kernel.refl(child) for k, child in enumerate(parent.args)]
            theorem = kernel.cong(parent.op, parts)
        if theorem.lhs is not self.before or theorem.rhs is not self.after:
            raise ProofError(
                f"step by {self.rule} at {self.position}: claimed: {self.before} = {self.after}; proved: {theorem}"
            )
        return theorem

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data. Terms are written as text; see `Proof.to_json`."""
        return {
            "before": str(self.before),
            "after": str(self.after),
            "rule": self.rule,
            "forward": self.forward,
            "position": list(self.position),
            "bindings": {name: str(term) for name, term in self.bindings.items()},
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """`lhs = rhs` by a chain of steps (none where both are one term)."""

    lhs: Term
    rhs: Term
    steps: tuple[Step, ...]
    theorem: Theorem

    def check(self, kernel: Kernel) -> Theorem:
        """Replay the steps in a kernel. Raises ProofError at the first that does not follow from its rules."""
        return replay(self.lhs, self.rhs, self.steps, kernel)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data: both sides and every step, terms as text."""
        steps = [step.to_json() for step in self.steps]
        return {"schema_version": 1, "lhs": str(self.lhs), "rhs": str(self.rhs), "steps": steps}

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
    return Proof(start, end, steps, replay(start, end, steps, kernel))


def replay(lhs: Term, rhs: Term, steps: Sequence[Step], kernel: Kernel) -> Theorem:
    """The theorem lhs = rhs, step by step."""
    theorem = kernel.refl(lhs)
    for step in steps:
        theorem = kernel.trans(theorem, step.theorem(kernel))
    if theorem.rhs is not rhs:
        raise ProofError(f"claimed: {lhs} = {rhs}; proved: {theorem}")
    return theorem


def shifted(moves: Sequence[Move], prefix: tuple[int, ...]) -> list[Move]:
    """The moves in a subterm, seen from the term that has it at `prefix`."""
    return [Move(m.rule, m.forward, prefix + m.position, m.bindings, m.given) for m in moves] if prefix else list(moves)


def reversed_moves(moves: Sequence[Move]) -> list[Move]:
    """The way back."""
    return [Move(m.rule, not m.forward, m.position, m.bindings, m.given) for m in reversed(moves)]


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
