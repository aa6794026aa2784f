"""Gathering the evidence that an e-graph's explanations rest on."""

from __future__ import annotations

import numpy as np

from rewriting.egraph import EGraph
from rewriting.evidence import Evidence, Support
from rewriting.guards import facts_of, judge_of
from rewriting.proof import Computation
from rewriting.ruleset import compile_rule

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
        first = compiled.matched_rows - 1
        judged: dict[str, set[str]] = {}
        for condition in rule.conditions:
            judged.setdefault(condition.arguments[0], set()).add(condition.name)
        usual = [frozenset(judged.get(name, ())) for name in compiled.asked]
        for edge in np.flatnonzero(reasons == number).tolist():
            rows = history.matched(edge, compiled.record_width)[first : first + len(compiled.asked)]
            facts = facts_of(egraph, compiled, number, rows)
            if facts != usual:
                evidence.note_grounds(number, rows, facts)
            for row, names in zip(rows, facts, strict=True):
                if names:
                    _gather(egraph, evidence, row, names)
    return evidence


def _gather(egraph: EGraph, evidence: Evidence, row: int, names: frozenset[str]) -> None:
    waiting = [(row, names)]
    while waiting:
        row, names = waiting.pop()
        if evidence.support(names, row) is None:
            support = _support(egraph, row, names)
            evidence.note(names, row, support)
            waiting += [(child, inner) for child, inner in support if inner]


def _support(egraph: EGraph, row: int, names: frozenset[str]) -> Support:
    kept = egraph.restored.support(names, row)
    if kept is not None:
        return kept
    return judge_of(egraph, names).witness_children(names, row, egraph.table)
