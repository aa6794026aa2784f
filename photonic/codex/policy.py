"""SoulLaw: what a form must satisfy before it may run. A check that fails to answer is a veto."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from backends.program import Program
from photonic.cost import energy
from photonic.expressions.catalogue import CATALOGUE
from photonic.proving.saturation import SURE, Saturation, surely_nonzero
from photonic.terms import describe
from rewriting.analyses.soullaw import Veto, survey
from rewriting.columns import Flags
from rewriting.egraph import EGraph
from rewriting.op import NUMBER, Op
from rewriting.term import Term, postorder

__all__ = ["CHOICES", "Candidate", "Ruling", "graph_veto", "judge"]


DIVIDING = frozenset({"divide", "dalembertian", "power"})
"""Operators that may divide by an operand."""


CHOICES = frozenset({"superposition", "collapse"})
"""Operators at which a form is still to be chosen."""


@frozen
class Candidate:
    """A form that asks to run: its term and program, how it is known to be equal, and what is in force."""

    term: Term
    program: Program
    equal: bool
    contradiction: str
    values: Mapping[str, Any]
    cost_threshold: float


@frozen
class Ruling:
    """What SoulLaw says of a form: for each policy why it was not passed, "" where it was."""

    reasons: Mapping[str, str]

    @property
    def passed(self) -> bool:
        """Whether every policy was passed."""
        return not any(self.reasons.values())

    @property
    def risk(self) -> float:
        """The share of policies not passed (`ethics_risk`)."""
        return sum(bool(reason) for reason in self.reasons.values()) / len(self.reasons)

    def __str__(self) -> str:
        broken = "; ".join(f"{name}: {reason}" for name, reason in self.reasons.items() if reason)
        return f"veto ({broken})" if broken else "pass"


def _contradiction(candidate: Candidate) -> str:
    return candidate.contradiction


def _equality(candidate: Candidate) -> str:
    return "" if candidate.equal else "it is not proved equal to what was written"


def _division(candidate: Candidate) -> str:
    for node in postorder(candidate.term):
        at = _divisor_index(node.op, node.args)
        if at is not None and not surely_nonzero(node.args[at], candidate.values):
            return f"divides by {describe(node.args[at])}, which may be zero"
    return ""


def _divisor_index(op: Op, operands: Sequence[Term]) -> int | None:
    """Which operand is divided by: the second of a quotient, the base of a power whose exponent may be negative."""
    if op.name == "divide" or (op.name == "dalembertian" and len(operands) == 2):
        return 1
    if op.name == "power":
        exponent = operands[1].op
        return None if exponent.name == NUMBER and exponent.payload >= 0 else 0
    return None


def _choice(candidate: Candidate) -> str:
    for node in postorder(candidate.term):
        if node.op.name in CHOICES:
            return f"leaves open what {describe(node)} is: a form without {CATALOGUE[node.op.name].symbol} is wanted"
    return ""


def _budget(candidate: Candidate) -> str:
    cost = energy(candidate.program)
    if cost <= candidate.cost_threshold:
        return ""
    return f"{cost:g} operations per point are above COST_THRESHOLD={candidate.cost_threshold:g}"


POLICIES: Mapping[str, Callable[[Candidate], str]] = {
    "contradiction": _contradiction,
    "equality": _equality,
    "division": _division,
    "choice": _choice,
    "budget": _budget,
}
"""Each policy answers why a form must not run, or ""."""


def judge(candidate: Candidate, policies: Mapping[str, Callable[[Candidate], str]] = POLICIES) -> Ruling:
    """Ask every policy. Fail-closed: whatever a policy raises is a reason against the form."""
    reasons = {}
    for name, policy in policies.items():
        try:
            reasons[name] = str(policy(candidate))
        except Exception as error:
            reasons[name] = f"the check failed ({type(error).__name__}: {error})"
    return Ruling(reasons)


def graph_veto(search: Saturation) -> Veto:
    """The e-nodes of a graph that no form may contain: divisions by what may be zero, and open choices."""

    def divisions(graph: EGraph) -> Flags:
        table = graph.table
        flags: Flags = np.zeros(table.count, dtype=np.bool_)
        for row in table.live_rows():
            op, children = graph.enode(int(row))
            if op.name not in DIVIDING:
                continue
            at = _divisor_index(op, [graph.term(child) for child in children])
            if at is not None:
                divisor = np.array([graph.find(children[at])], dtype=np.int32)
                flags[row] = not search.facts.holds(frozenset([SURE]), divisor)[0]
        return flags

    def choices(graph: EGraph) -> Flags:
        table = graph.table
        flags: Flags = np.zeros(table.count, dtype=np.bool_)
        for row in table.live_rows():
            flags[row] = graph.enode(int(row))[0].name in CHOICES
        return flags

    return survey(search.graph, {"division": divisions, "choice": choices})
