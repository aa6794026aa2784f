"""Rules as JSON data, for snapshots: with everything that a run needs, not only what a proof cites."""

from __future__ import annotations

from typing import Any

from rewriting.conditions import Condition
from rewriting.encoding import EncodingError, TermReader, TermWriter
from rewriting.rule import Rule

__all__ = ["read_rule", "write_rule"]


def write_rule(rule: Rule, terms: TermWriter) -> dict[str, Any]:
    """The data of a rule; its sides are places in `terms`."""
    return {
        "name": rule.name,
        "lhs": terms.index(rule.lhs),
        "rhs": terms.index(rule.rhs),
        "conditions": [[condition.name, list(condition.arguments)] for condition in rule.conditions],
        "origin": rule.origin,
        "trusted": rule.trusted,
        "backward": rule.backward,
        **({"where": [[name, terms.index(pattern)] for name, pattern in rule.where]} if rule.where else {}),
    }


def read_rule(data: Any, terms: TermReader) -> Rule:
    """The rule that data stands for. Raises EncodingError if it stands for none, RuleError for one that cannot be."""
    try:
        conditions = tuple(Condition(str(name), tuple(map(str, arguments))) for name, arguments in data["conditions"])
        sides = terms[data["lhs"]], terms[data["rhs"]]
        flags = bool(data["trusted"]), bool(data["backward"])
        where = tuple((str(name), terms[pattern]) for name, pattern in data.get("where", ()))
        return Rule(str(data["name"]), *sides, conditions, str(data["origin"]), *flags, where)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise EncodingError(f"rule {data!r} cannot be read: {error!r}") from error
