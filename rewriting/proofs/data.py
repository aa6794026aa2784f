"""Proofs as JSON data that can be checked again: every term as data, every rule cited with what it says.

schema_version  2
ops, nodes      the terms, see rewriting.encoding; all other fields name terms by their place in `nodes`
rules           [name, left side, right side, [[condition, [variables]], …]], or [name] for a computation;
                for a rule with further patterns [[variable, pattern], …] comes fifth
lhs, rhs        what is proved
steps           rule (its place in `rules`), forward, position, bindings, before, after; for a rule with further
                patterns also given: [term of the variable, steps to the instance without before and after] for each
text            the proof for people; nothing is read from it
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from rewriting.conditions import Condition
from rewriting.encoding import Encoding, EncodingError, TermReader, TermWriter
from rewriting.proof import Computation, Kernel
from rewriting.proofs.move import Move
from rewriting.rule import Rule
from rewriting.term import Term
from rewriting.unwind import Task, unwind

__all__ = ["SCHEMA_VERSION", "Claim", "read_proof", "write_proof"]

SCHEMA_VERSION = 2

Claim: TypeAlias = tuple[Term, Term, Move]
"""The whole term before a step, the whole term after it, and the move that leads from one to the other."""


def write_proof(lhs: Term, rhs: Term, claims: Sequence[Claim], text: str, encoding: Encoding) -> dict[str, Any]:
    """The data of a proof. Raises EncodingError for an operator whose payload the encoding cannot write."""
    terms = TermWriter(encoding)
    rules: list[list[Any]] = []
    places: dict[Any, int] = {}

    def written(move: Move) -> Task[dict[str, Any]]:
        key = move.rule if isinstance(move.rule, Computation) else move.rule.equation
        if key not in places:
            places[key] = len(rules)
            rules.append(_rule_data(move.rule, terms))
        step: dict[str, Any] = {
            "rule": places[key],
            "forward": move.as_written,
            "position": list(move.position),
            "bindings": {name: terms.index(term) for name, term in move.bindings.items()},
        }
        for term, moves in move.given:
            inner = []
            for part in moves:
                inner.append((yield written(part)))
            step.setdefault("given", []).append([terms.index(term), inner])
        return step

    steps = []
    for before, after, move in claims:
        step = unwind(written(move))
        steps.append({**step, "before": terms.index(before), "after": terms.index(after)})
    sides = {"lhs": terms.index(lhs), "rhs": terms.index(rhs)}
    head = {"schema_version": SCHEMA_VERSION, "ops": terms.ops, "nodes": terms.nodes, "rules": rules}
    return {**head, **sides, "steps": steps, "text": text}


def read_proof(data: Any, kernel: Kernel, encoding: Encoding) -> tuple[Term, Term, list[Claim]]:
    """Both sides and the steps that are claimed. The kernel only lends its computations here; it has checked nothing.

    Raises EncodingError for data that is not a proof, ProofError for a computation that the kernel does not have.
    """
    version = _field(data, "schema_version", int)
    if version != SCHEMA_VERSION:
        raise EncodingError(f"a proof of schema version {version} cannot be read; this program reads {SCHEMA_VERSION}")
    terms = TermReader(encoding, _field(data, "ops", list), _field(data, "nodes", list))
    rules = [_rule(entry, terms, kernel) for entry in _field(data, "rules", list)]
    claims = [_claim(step, terms, rules) for step in _field(data, "steps", list)]
    return terms[_field(data, "lhs", int)], terms[_field(data, "rhs", int)], claims


def _rule_data(rule: Rule | Computation, terms: TermWriter) -> list[Any]:
    if isinstance(rule, Computation):
        return [rule.name]
    name, lhs, rhs, _ = rule.equation
    data = [name, terms.index(lhs), terms.index(rhs), [[c.name, list(c.arguments)] for c in rule.conditions]]
    return [*data, [[variable, terms.index(pattern)] for variable, pattern in rule.where]] if rule.where else data


def _rule(entry: Any, terms: TermReader, kernel: Kernel) -> Rule | Computation:
    if not isinstance(entry, list) or len(entry) not in (1, 4, 5) or not isinstance(entry[0], str):
        raise EncodingError(f"rule {entry!r}: expected [name, left side, right side, conditions, patterns], or [name]")
    if len(entry) == 1:
        return kernel.computation(entry[0])
    name, lhs, rhs, conditions, *further = entry
    where = tuple(_pattern(data, terms) for patterns in further for data in patterns)
    return Rule(name, terms[lhs], terms[rhs], tuple(_condition(condition) for condition in conditions), where=where)


def _pattern(data: Any, terms: TermReader) -> tuple[str, Term]:
    if not (isinstance(data, list) and len(data) == 2 and isinstance(data[0], str)):
        raise EncodingError(f"pattern {data!r}: expected [variable, pattern]")
    return data[0], terms[data[1]]


def _condition(data: Any) -> Condition:
    if not (isinstance(data, list) and len(data) == 2 and isinstance(data[0], str) and isinstance(data[1], list)):
        raise EncodingError(f"condition {data!r}: expected [name, [variables]]")
    return Condition(data[0], tuple(map(str, data[1])))


def _claim(step: Any, terms: TermReader, rules: Sequence[Rule | Computation]) -> Claim:
    move = unwind(_move(step, terms, rules))
    return terms[_field(step, "before", int)], terms[_field(step, "after", int)], move


def _move(step: Any, terms: TermReader, rules: Sequence[Rule | Computation]) -> Task[Move]:
    place = _field(step, "rule", int)
    if place not in range(len(rules)):
        raise EncodingError(f"a step cites rule number {place}; there are {len(rules)}")
    position = _field(step, "position", list)
    if not all(type(index) is int for index in position):
        raise EncodingError(f"position {position!r} must be a list of operand numbers")
    bindings = terms.bindings(_field(step, "bindings", dict))
    given = []
    for entry in _field(step, "given", list) if "given" in step else ():
        if not (isinstance(entry, list) and len(entry) == 2 and isinstance(entry[1], list)):
            raise EncodingError(f"given {entry!r}: expected [term, steps]")
        moves = []
        for part in entry[1]:
            moves.append((yield _move(part, terms, rules)))
        given.append((terms[entry[0]], tuple(moves)))
    return Move(rules[place], _field(step, "forward", bool), tuple(position), bindings, tuple(given))


def _field(data: Any, name: str, kind: type) -> Any:
    if not isinstance(data, dict) or name not in data:
        raise EncodingError(f"the proof data has no field {name!r} where one is expected")
    if type(data[name]) is not kind:
        raise EncodingError(f"field {name!r} is {data[name]!r}: it must be of type {kind.__name__}")
    return data[name]
