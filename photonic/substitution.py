"""Substitution: names in a term replaced by expressions."""

from __future__ import annotations

from collections.abc import Mapping

from photonic.terms import SYMBOL
from rewriting.op import Op
from rewriting.term import Term, fold, postorder

__all__ = ["names_in", "put_in"]


def put_in(term: Term, fields: Mapping[str, Term]) -> Term:
    """The term with each named symbol replaced by an expression of the same rank."""
    if not fields:
        return term

    def combine(op: Op, args: list[Term]) -> Term:
        if op.name == SYMBOL and op.payload.name in fields:
            return fields[op.payload.name]
        return Term(op, tuple(args))

    return fold(term, combine)


def names_in(term: Term) -> dict[str, str]:
    """The symbols of a term: each name with its kind, in the order of their first use."""
    return {node.op.payload.name: node.op.payload.kind for node in postorder(term) if node.op.name == SYMBOL}
