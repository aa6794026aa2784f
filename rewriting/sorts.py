"""Sorts of terms: a rule whose two sides cannot be of one sort is refused when it is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from rewriting.op import VARIABLE, Op
from rewriting.rule import Rule, RuleError
from rewriting.term import Term, fold

__all__ = ["Sorting", "require_sorts"]

Sorting: TypeAlias = Callable[[Op, tuple[Any, ...]], Any]
"""The sort of an operator on operands of these sorts; None stands for one that is not known.

It raises ValueError or TypeError, with the reason, for operands that the operator cannot have."""


def require_sorts(rule: Rule, sorting: Sorting, variables: Mapping[str, Any] | None = None) -> Rule:
    """The rule itself, if both sides have a sort and it is the same one, as far as it is known.

    `variables` gives the sorts of pattern variables, by name; the others are not known. Raises RuleError with the
    rule's name and place.
    """
    known = dict(variables or {})
    sorts = [_sort_of(rule, side, sorting, known) for side in (rule.lhs, rule.rhs)]
    if None not in sorts and sorts[0] != sorts[1]:
        raise RuleError(_told(rule, f"the left side is of sort {sorts[0]}, the right side of sort {sorts[1]}"))
    return rule


def _sort_of(rule: Rule, side: Term, sorting: Sorting, known: Mapping[str, Any]) -> Any:
    def combine(op: Op, below: list[Any]) -> Any:
        return known.get(op.payload) if op.name == VARIABLE else sorting(op, tuple(below))

    try:
        return fold(side, combine)
    except (ValueError, TypeError) as error:
        raise RuleError(_told(rule, f"{side} is ill-typed: {error}")) from error


def _told(rule: Rule, why: str) -> str:
    where = f" ({rule.origin})" if rule.origin else ""
    return f"rule {rule.name}{where}: {rule.text}: {why}"
