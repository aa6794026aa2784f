"""Tables of rules as text, one rule a line.

    distribute:  ?a * (?b + ?c)  =>  ?a * ?b + ?a * ?c
    assoc-add:   ?a + (?b + ?c)  <=> (?a + ?b) + ?c          # both ways
    cancel-div:  ?a / ?a         =>  1                       if nonzero(?a)
    injective:   ?x => ?y  where ?z = s(?x), ?z = s(?y)      # several patterns

`#` begins a comment. `<=>` makes two rules of one name, the second one backward.
"""

from __future__ import annotations

import re

from rewriting.conditions import Condition
from rewriting.infix import TextError, parse_term
from rewriting.op import VARIABLE
from rewriting.rule import Rule
from rewriting.sorts import Sorting, require_sorts
from rewriting.term import Term

__all__ = ["parse_rule", "parse_rules"]

_RULE = re.compile(
    r"\s*(?P<name>[^\s:]+)\s*:(?P<lhs>.*?)(?P<arrow><=>|=>)(?P<rhs>.*?)(?:\swhere\s+(?P<where>.*?))?(?:\sif\s+(?P<conditions>.*))?$"
)


def parse_rules(text: str, file: str = "<text>", first_line: int = 1, sorting: Sorting | None = None) -> list[Rule]:
    """The rules of a table. Each knows its `file:line`; `first_line` is the number of the text's first line.

    With `sorting`, every rule's sides must be of one sort (see `require_sorts`).

    Raises TextError for a line that cannot be read and RuleError for a rule that cannot be used, both with its place.
    """
    rules: list[Rule] = []
    for number, line in enumerate(text.splitlines(), first_line):
        content = line.partition("#")[0].rstrip()
        if content.strip():
            rules += parse_rule(content, f"{file}:{number}")
    return rules if sorting is None else [require_sorts(rule, sorting) for rule in rules]


def parse_rule(line: str, origin: str = "") -> list[Rule]:
    """One line: one rule, or two for `<=>`. Raises TextError or RuleError."""
    found = _RULE.match(line)
    if found is None:
        raise TextError(line, 0, "expected `name: left => right`, with `if condition(?a)` behind it or not", origin)
    conditions = _conditions(found["conditions"], origin)
    lhs, rhs = parse_term(found["lhs"], origin), parse_term(found["rhs"], origin)
    rule = Rule(found["name"], lhs, rhs, conditions, origin, where=_further(found["where"], origin))
    return [rule, rule.reversed()] if found["arrow"] == "<=>" else [rule]


def _conditions(text: str | None, origin: str) -> tuple[Condition, ...]:
    """`nonzero(?a), free(?b)` is read as the arguments of one call."""
    if text is None:
        return ()
    calls = parse_term(f"all({text})", origin).args
    return tuple(_condition(call, text, origin) for call in calls)


def _condition(call: Term, text: str, origin: str) -> Condition:
    if not call.args or any(argument.op.name != VARIABLE for argument in call.args):
        raise TextError(text, 0, f"a condition is a name applied to variables, as in nonzero(?a); found {call}", origin)
    return Condition(call.op.name, tuple(str(argument.op.payload) for argument in call.args))


def _further(text: str | None, origin: str) -> tuple[tuple[str, Term], ...]:
    """`?a = f(?b), ?c = g(?a)` as pairs of a variable's name and a pattern."""
    further = []
    for part in _split(text or ""):
        name, equals, pattern = part.partition("=")
        variable = parse_term(name, origin) if equals else None
        if variable is None or variable.op.name != VARIABLE:
            raise TextError(part, 0, "behind `where` stands `?variable = pattern`, as in ?a = f(?b)", origin)
        further.append((str(variable.op.payload), parse_term(pattern, origin)))
    return tuple(further)


def _split(text: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part.strip()]
