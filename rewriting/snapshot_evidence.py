"""Gathering the evidence that an e-graph's explanations rest on."""

from __future__ import annotations

import numpy as np

from rewriting.apply import judge_of
from rewriting.egraph import EGraph
from rewriting.evidence import Evidence, Support
from rewriting.proof import Computation
from rewriting.ruleset import CompiledRule, compile_rule

__all__ = ["evidence_of"]


def evidence_of(egraph: EGraph) -> Evidence:
    """What the judges know of every witness in the history, and of the witnesses that those rest on."""
    evidence = Evidence()
    history = egraph.history
    reasons = history.reason[: history.count]
    for number, rule in enumerate(egraph.rules):
        if isinstance(rule, Computation) or not rule.conditions:
            continue
        compiled = compile_rule(rule)
        first = max(len(compiled.lhs.nodes) - 1, 0)
        for edge in np.flatnonzero(reasons == number).tolist():
            witnesses = history.matched(edge, compiled.record_width)[first : first + len(compiled.guards)]
            for row, (_, names) in zip(witnesses, compiled.guards, strict=True):
                _gather(egraph, compiled, evidence, row, names)
    return evidence


def _gather(egraph: EGraph, compiled: CompiledRule, evidence: Evidence, row: int, names: frozenset[str]) -> None:
    waiting = [(row, names)]
    while waiting:
        row, names = waiting.pop()
        if evidence.support(names, row) is None:
            support = _support(egraph, compiled, row, names)
            evidence.note(names, row, support)
            waiting += [(child, inner) for child, inner in support if inner]


def _support(egraph: EGraph, compiled: CompiledRule, row: int, names: frozenset[str]) -> Support:
    kept = egraph.restored.support(names, row)
    if kept is not None:
        return kept
    return judge_of(egraph, compiled, names).witness_children(names, row, egraph.table)
