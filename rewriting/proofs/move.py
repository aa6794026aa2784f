"""Moves: what one step of a proof does, seen from the term that it is done in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rewriting.proof import Computation, Kernel, ProofError, Theorem
from rewriting.rule import Rule
from rewriting.term import Term, substitute

__all__ = ["Move", "reversed_moves", "shifted"]


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

    @property
    def as_written(self) -> bool:
        """Whether the rule is used in its first direction, from left to right as it is written."""
        return self.forward is not (isinstance(self.rule, Rule) and self.rule.backward)

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

    def theorem(self, kernel: Kernel, given: Sequence[Theorem] = ()) -> Theorem:
        """What stands at the place before = what stands there after, proved. Raises ProofError.

        `given` are the theorems that the moves in `self.given` prove.
        """
        if isinstance(self.rule, Computation):
            if set(self.bindings) != {"term"}:
                raise ProofError(f"computation {self.rule.name} is about one term; claimed: {sorted(self.bindings)}")
            theorem = kernel.compute(self.rule, self.bindings["term"])
        else:
            theorem = kernel.instance(self.rule, self.bindings, given)
        return theorem if self.forward else kernel.sym(theorem)


def shifted(moves: Sequence[Move], prefix: tuple[int, ...]) -> list[Move]:
    """The moves in a subterm, seen from the term that has it at `prefix`."""
    return [Move(m.rule, m.forward, prefix + m.position, m.bindings, m.given) for m in moves] if prefix else list(moves)


def reversed_moves(moves: Sequence[Move]) -> list[Move]:
    """The way back."""
    return [Move(m.rule, not m.forward, m.position, m.bindings, m.given) for m in reversed(moves)]
