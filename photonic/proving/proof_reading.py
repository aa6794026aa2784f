"""How a proof reads: collecting terms to a form that both sides have, forth and back, is one line."""

from __future__ import annotations

from photonic.normal_forms.collecting import COLLECTING
from rewriting.proofs.steps import Move, Proof, Step

__all__ = ["lines_of"]


def lines_of(proof: Proof) -> tuple[Step, ...]:
    """The steps of a proof as they are shown; the kernel checks the proof's own, of which there may be more."""
    shown: list[Step] = []
    for step in proof.steps:
        last = shown[-1] if shown else None
        if last is not None and _turns_back(last, step):
            move = Move(COLLECTING, True, step.position, last.bindings)
            shown[-1] = Step(last.before, step.after, move)
        else:
            shown.append(step)
    return tuple(shown)


def _turns_back(first: Step, second: Step) -> bool:
    """Whether two steps collect terms at one place, forth and then back to another form."""
    both = first.move.rule is COLLECTING and second.move.rule is COLLECTING
    return both and first.position == second.position and first.forward and not second.forward
