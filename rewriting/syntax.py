"""Tables of rules as text, one rule a line.

    distribute:  ?a * (?b + ?c)  =>  ?a * ?b + ?a * ?c
    assoc-add:   ?a + (?b + ?c)  <=> (?a + ?b) + ?c          # both ways
    cancel-div:  ?a / ?a         =>  1                       if nonzero(?a)
    injective:   ?x => ?y  where ?z = s(?x), ?z = s(?y)      # several patterns
    self-cross:  cross(?a, ?a)   =>  zero                    if rank(?a, 1)

`#` begins a comment. `<=>` makes two rules of one name, the second one backward. `where` and `if` may stand in either
order. A condition may have literals among its arguments; it is then decided for the variables under a name of its own,
here `rank(·, 1)`.
"""

from __future__ import annotations

import re

from rewriting.conditions import Condition, with_literals
from rewriting.infix import TextError, parse_term
from rewriting.op import VARIABLE
from rewriting.rule import Rule
from rewriting.sorts import Sorting, require_sorts
from rewriting.term import Term

__all__ = ["parse_rule", "parse_rules"]

_RULE = re.compile(r"\s*(?P<name>[^\s:]+)\s*:(?P<lhs>.*?)(?P<arrow><=>|=>)(?P<rest>.*)$")
_CLAUSE = re.compile(r"\s(where|if)(?=\s|$)")


def parse_rules(text: str, file: str = "<text>", first_line: int = 1, sorting: Sorting | None = None) -> list[Rule]:
    """The rules of a table. Each knows its `file:line`; `first_line` is the number of the text's first line.

    With `sorting`, every rule's sides must be of one sort (see `require_sorts`).

    Raises TextError for a line that cannot be read and RuleError for a rule that cannot be used, both with its place.
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {text!r}, a {type(text).__name__}: expected a str, one rule a line")
    rules: list[Rule] = []
    for number, line in enumerate(text.splitlines(), first_line):
        content, comment, _ = line.partition("#")
        if not content.strip():
            continue
        try:
            rules += parse_rule(content.rstrip(), f"{file}:{number}")
        except TextError as error:
            if not comment:
                raise
            why = f"{error.why} (the line is read up to its `#`, which begins a comment)"
            raise TextError(error.text, error.column, why, error.where) from error
    return rules if sorting is None else [require_sorts(rule, sorting) for rule in rules]


def parse_rule(line: str, origin: str = "") -> list[Rule]:
    """One line: one rule, or two for `<=>`. Raises TextError or RuleError."""
    found = _RULE.match(line)
    if found is None:
        raise TextError(line, 0, "expected `name: left => right`, with `if condition(?a)` behind it or not", origin)
    right, *clauses = _CLAUSE.split(found["rest"])
    given = dict(zip(clauses[::2], clauses[1::2], strict=True))
    if len(clauses) > 2 * len(given):
        raise TextError(
            line, 0, "a rule has one `where` and one `if` at most: put commas between what they ask", origin
        )
    lhs, rhs = parse_term(found["lhs"], origin), parse_term(right, origin)
    conditions, where = _conditions(given.get("if"), origin), _further(given.get("where"), origin)
    rule = Rule(found["name"], lhs, rhs, conditions, origin, where=where)
    return [rule, rule.reversed()] if found["arrow"] == "<=>" else [rule]


def _conditions(text: str | None, origin: str) -> tuple[Condition, ...]:
    """`nonzero(?a), rank(?b, 1)`: each part is a name applied to variables, and to literals if need be."""
    return () if text is None else tuple(_condition(part, origin) for part in _split(text, "if", origin))


def _condition(text: str, origin: str) -> Condition:
    call = parse_term(text, origin)
    given = [argument.op.name == VARIABLE for argument in call.args]
    if not any(given):
        why = f"a condition is a name applied to variables, as in nonzero(?a) or rank(?a, 1); found {call}"
        raise TextError(text, 0, why, origin)
    for argument, bound in zip(call.args, given, strict=True):
        if not bound and (argument.args or argument.op.payload is None):
            why = f"an argument of a condition is a variable, a number or a name; found {argument}"
            raise TextError(text, 0, why, origin)
    names = tuple(str(argument.op.payload) for argument in call.args if argument.op.name == VARIABLE)
    if all(given):
        return Condition(call.op.name, names)
    literals = [None if bound else str(argument.op.payload) for argument, bound in zip(call.args, given, strict=True)]
    return Condition(with_literals(call.op.name, literals), names)


def _further(text: str | None, origin: str) -> tuple[tuple[str, Term], ...]:
    """`?a = f(?b), ?c = g(?a)` as pairs of a variable's name and a pattern."""
    further = []
    for part in [] if text is None else _split(text, "where", origin):
        name, equals, pattern = part.partition("=")
        variable = parse_term(name, origin) if equals else None
        if variable is None or variable.op.name != VARIABLE:
            raise TextError(part, 0, "behind `where` stands `?variable = pattern`, as in ?a = f(?b)", origin)
        further.append((str(variable.op.payload), parse_term(pattern, origin)))
    return tuple(further)


def _split(text: str, keyword: str, origin: str) -> list[str]:
    """The parts between commas that stand in no brackets; none may be empty."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    for part in parts:
        if not part.strip():
            why = f"nothing stands behind `{keyword}`" if len(parts) == 1 else f"a part behind `{keyword}` is empty"
            raise TextError(text, max(len(text) - 1, 0), f"{why}: write it out or remove it", origin)
    return parts
