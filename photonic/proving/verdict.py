"""Verdicts: what prove and simplify answer, and how a proof reads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import sympy
from attrs import field, frozen

from photonic.deciding.counterexample import Counterexample
from photonic.problem import Problem
from photonic.proving.kept import Kept
from photonic.proving.proof_data import write_proof
from photonic.proving.proof_html import folded, stated
from photonic.proving.proof_latex import proof_latex
from photonic.proving.proof_text import proof_lines
from photonic.proving.retelling import retold
from photonic.proving.saturation import surely_nonzero
from photonic.terms import describe, from_term
from rewriting.proofs.steps import Proof, Step
from rewriting.rule import Rule
from rewriting.term import Term

__all__ = ["Simplified", "Verdict", "steps_json"]


@frozen
class Verdict(Kept):
    """The answer to "is left = right?".

    `status` is "proved", "refuted" or "unknown"; `method` is "rewriting" (then `proof` holds the kernel-checked steps),
    "components" (exact expansion), "counterexample", or "" where nothing settled it; `tried` says what was tried.
    """

    problem: Problem = field(repr=False)
    status: str
    method: str = ""
    proof: Proof | None = field(default=None, repr=False)
    counterexample: Counterexample | None = None
    seconds: float = 0.0
    tried: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.status == "proved"

    def __str__(self) -> str:
        head = f"{self.problem}: {self.status}" + (f" by {self.method}" if self.method else "")
        if self.counterexample is not None:
            return f"{head}\n  {self.counterexample}"
        if self.proof is not None:
            return "\n".join([head, *proof_lines(self.proof)])
        return head + "".join(f"\n  {line}" for line in self.tried)

    def to_json(self) -> dict[str, Any]:
        """Plain data for records; terms in the language's notation."""
        steps = [] if self.proof is None else steps_json(self.proof)
        counterexample = self.counterexample.to_json() if self.counterexample else None
        return {
            "claim": str(self.problem),
            "given": [str(hypothesis) for hypothesis in self.problem.given],
            "status": self.status,
            "method": self.method,
            "steps": steps,
            "counterexample": counterexample,
            "tried": list(self.tried),
        }

    def proof_data(self) -> dict[str, Any] | None:
        """The proof as JSON data that `photonic.read_proof` checks again; None where there is none."""
        return None if self.proof is None else write_proof(self.proof, self.problem)

    def proof_latex(self) -> str:
        """The proof as an `align*` environment, a law on a line; nothing where there is none."""
        return "" if self.proof is None else proof_latex(self.proof)

    def _repr_latex_(self) -> str:
        left, right = (sympy.latex(from_term(side)) for side in (self.problem.left, self.problem.right))
        relation = {"proved": "=", "refuted": r"\neq"}.get(self.status, r"\stackrel{?}{=}")
        return f"${left} {relation} {right}$"

    def _repr_html_(self) -> str:
        if self.proof is None:
            return stated(str(self))
        return folded(self.proof, f"{self.problem}: {self.status} by {self.method}")


@frozen
class Simplified(Kept):
    """A form of an expression that is equal to it by `proof`, with the cost of both.

    `checked` are the kernel-checked steps by which the form was found, and `problem` has the hypotheses that they may
    use. `unit` tells what the costs count for the `goal`: operations, nodes, bits, …. `reached` is whether the form is
    what was asked for; where it is the nearest one only, `note` says so.
    """

    before: Term
    after: Term
    checked: Proof = field(repr=False)
    problem: Problem = field(repr=False)
    cost_before: float
    cost_after: float
    seconds: float = 0.0
    goal: str = "cheapest"
    unit: str = "operations"
    reached: bool = True
    note: str = ""

    @cached_property
    def proof(self) -> Proof:
        """The kernel-checked proof in the fewest lines; they are looked for when it is first asked for."""
        return retold(self.checked, self.problem)

    def proof_latex(self) -> str:
        """The proof as an `align*` environment, a law on a line."""
        return proof_latex(self.proof)

    @property
    def expression(self) -> Any:
        """The simplified glyph expression."""
        return from_term(self.after)

    def __str__(self) -> str:
        head = f"{describe(self.before)} → {describe(self.after)} ({self.costs})"
        where = f"where {' and '.join(self.where)}" if self.where else ""
        return "\n".join([head, *proof_lines(self.proof), *filter(None, [where, self.note])])

    @property
    def where(self) -> tuple[str, ...]:
        """What the proof takes to be not zero, as "x − 1 ≠ 0": so it is for generic fields, but not everywhere."""
        asked = (
            step.move.bindings[condition.arguments[0]]
            for step in self.proof.steps
            if isinstance(step.move.rule, Rule)
            for condition in step.move.rule.conditions
            if condition.name == "nonzero"
        )
        return tuple(f"{describe(term)} ≠ 0" for term in dict.fromkeys(asked) if not surely_nonzero(term, {}))

    @property
    def costs(self) -> str:
        """Both costs with their unit, in words."""
        digits = 2 if self.unit == "bits" else 0
        return f"{self.cost_before:.{digits}f} → {self.cost_after:.{digits}f} {self.unit}"

    def _repr_latex_(self) -> str:
        return f"${sympy.latex(from_term(self.before))} = {sympy.latex(from_term(self.after))}$"

    def _repr_html_(self) -> str:
        return folded(self.proof, f"{describe(self.before)} → {describe(self.after)}: {self.costs}")


def steps_json(proof: Proof) -> list[dict[str, Any]]:
    """The steps of a proof as plain data; terms in the language's notation."""
    return [_step_json(step) for step in proof.steps]


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "before": describe(step.before),
        "after": describe(step.after),
        "law": step.rule,
        "forward": step.forward,
        "position": list(step.position),
    }
