"""The conditions of a rule at work: which analysis decides which, which matches pass, and on what evidence.

Conditions with one argument that a `Judge` decides are grouped by variable, since one term must satisfy them all. All
others are decided by a `Relation`, one by one. A match record holds one row of evidence for each variable that any
condition speaks of, −1 where any term of its class will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rewriting.analysis import Analysis
from rewriting.columns import Flags, Ids
from rewriting.conditions import Condition, Judge, MissingConditionError, Relation
from rewriting.egraph import EGraph
from rewriting.instantiate import Job
from rewriting.ruleset import CompiledRule
from rewriting.table import Table

__all__ = ["Plan", "admitted", "facts_of", "judge_of", "plan_of"]


@dataclass(frozen=True, slots=True)
class Plan:
    """`facts`: a variable, its judge, and the names that must hold of one term; `relations`: who decides what."""

    facts: tuple[tuple[str, Judge, frozenset[str]], ...]
    relations: tuple[tuple[Relation, Condition], ...]

    def evidence(self, variable: str, asked: Sequence[str], rows: Sequence[int], table: Table) -> frozenset[str]:
        """The facts of which a variable's recorded row is a witness; empty: the row's own term is the evidence."""
        for name, _, names in self.facts:
            if name == variable:
                return names
        recorded = dict(zip(asked, rows, strict=True))
        for relation, condition in self.relations:
            if variable in condition.arguments:
                facts = relation.witness_facts(condition.name, [recorded[a] for a in condition.arguments], table)
                found = facts[condition.arguments.index(variable)]
                if found:
                    return found
        return frozenset()


def plan_of(analyses: Sequence[Analysis], compiled: CompiledRule) -> Plan:
    """Who decides the conditions of a rule. Raises MissingConditionError if nobody does."""
    judged: dict[str, set[str]] = {}
    relations = []
    for condition in compiled.rule.conditions:
        relation = _relation(analyses, condition)
        if relation is None:
            judged.setdefault(_only_argument(compiled, condition), set()).add(condition.name)
            continue
        if relation.arity(condition.name) != len(condition.arguments):
            raise MissingConditionError(
                f"{compiled.rule.placed}: condition {condition} has {len(condition.arguments)} arguments; "
                f"{condition.name} takes {relation.arity(condition.name)}"
            )
        relations.append((relation, condition))
    facts = tuple((v, _judge(analyses, compiled, frozenset(names)), frozenset(names)) for v, names in judged.items())
    return Plan(facts, tuple(relations))


def facts_of(graph: EGraph, compiled: CompiledRule, number: int, rows: Sequence[int]) -> Sequence[frozenset[str]]:
    """For each variable asked about, the facts that its recorded row is a witness of; `number` is the rule's there.

    What is on file with the graph comes first, so that a loaded graph needs no analyses to explain its history.
    Raises MissingConditionError where nobody knows.
    """
    stored = graph.restored.grounds(number, rows)
    if stored is not None:
        return stored
    judged: dict[str, set[str]] = {}
    for condition in compiled.rule.conditions:
        judged.setdefault(condition.arguments[0], set()).add(condition.name)
    facts = [frozenset(judged.get(name, ())) for name in compiled.asked]
    if all(graph.restored.support(names, row) is not None for names, row in zip(facts, rows, strict=True)):
        return facts
    plan = plan_of(graph.analyses, compiled)
    return [plan.evidence(name, compiled.asked, rows, graph.table) for name in compiled.asked]


def judge_of(graph: EGraph, names: frozenset[str]) -> Judge:
    """The analysis that decides facts which one term has together. Raises MissingConditionError if none does."""
    for analysis in graph.analyses:
        if isinstance(analysis, Judge) and names <= analysis.decides():
            return analysis
    raise MissingConditionError(f"no analysis of this e-graph decides {', '.join(sorted(names))} on one variable")


def admitted(job: Job, plan: Plan, table: Table) -> Job | None:
    """The matches whose conditions hold, with the evidence for each variable asked about; None where there are none."""
    asked = job.compiled.asked
    bound = {name: job.classes(table, name) for name in asked}
    kept: Flags = np.ones(len(job.matches), dtype=np.bool_)
    rows: dict[str, Ids] = {name: np.full(kept.size, -1, dtype=np.int32) for name in asked}
    for relation, condition in plan.relations:
        flags, found = relation.related(condition.name, [bound[name] for name in condition.arguments], table)
        kept &= flags
        for name, evidence in zip(condition.arguments, found, strict=True):
            if evidence is not None:
                kept &= _same_or_first(rows, name, evidence)
    for variable, judge, names in plan.facts:
        kept &= judge.holds(names, bound[variable])
    positions = np.flatnonzero(kept)
    for variable, judge, names in plan.facts:
        evidence = np.full(kept.size, -1, dtype=np.int32)
        evidence[positions] = judge.witnesses(names, bound[variable].take(positions))
        kept &= _same_or_first(rows, variable, evidence)
    positions = np.flatnonzero(kept)
    if not positions.size:
        return None
    witnesses = tuple(rows[name].take(positions) for name in asked)
    return Job(job.compiled, job.number, job.matches.take(positions), witnesses)


def _same_or_first(rows: dict[str, Ids], name: str, evidence: Ids) -> Flags:
    """Note evidence for a variable; False where another condition rests on another term: no proof could use both."""
    known = rows[name]
    agree: Flags = (known < 0) | (evidence < 0) | (known == evidence)
    rows[name] = np.where(known < 0, evidence, known)
    return agree


def _relation(analyses: Sequence[Analysis], condition: Condition) -> Relation | None:
    for analysis in analyses:
        if isinstance(analysis, Relation) and condition.name in analysis.relations():
            return analysis
    return None


def _judge(analyses: Sequence[Analysis], compiled: CompiledRule, names: frozenset[str]) -> Judge:
    for analysis in analyses:
        if isinstance(analysis, Judge) and names <= analysis.decides():
            return analysis
    raise MissingConditionError(
        f"{compiled.rule.placed}: no analysis of this e-graph decides {', '.join(sorted(names))} on one variable; "
        f"attach one that does: EGraph(analyses=[…])"
    )


def _only_argument(compiled: CompiledRule, condition: Condition) -> str:
    if len(condition.arguments) != 1:
        raise MissingConditionError(
            f"{compiled.rule.placed}: no analysis of this e-graph decides {condition}, "
            f"a condition with several arguments"
        )
    return condition.arguments[0]
