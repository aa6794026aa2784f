"""The lines of a scroll's blocks as nodes of the JSON form."""

from __future__ import annotations

import re
from typing import Any

from photonic.expressions.declarations import AMBIENT, Declaration, Declarations
from photonic.reading.equations import NAMED
from photonic.reading.names import DECLARATION, DEFINITION, PARAMETER
from photonic.reading.outline import RUN_BLOCKS, Block, Entry, within
from photonic.reading.run_lines import run_line
from photonic.reading.scope import Scope
from photonic.syntax.expressions import node_of
from photonic.text.parser import parse_equation, parse_term

__all__ = ["LineReader"]

Node = dict[str, Any]


class LineReader:
    """Reads lines of a scroll that has been read before: here nothing is refused any more but what is too deep."""

    def __init__(self, scope: Scope) -> None:
        self.known = scope.known
        fixed = {n: d for n, d in self.known.items() if d.kind.startswith("constant") or n in scope.definitions}
        self.analytic: Declarations = {**AMBIENT, **fixed}

    def line(self, block: Block, entry: Entry) -> Node:
        """The node of a line of a block."""
        if block.kind in RUN_BLOCKS:
            return self._run_line(entry)
        if block.kind == "parameter":
            match = self._match(PARAMETER, entry)
            kind = {"kind": _kind(match["name"], match["kind"])} if match["kind"] else {}
            value = self._term(entry, match["value"], match.start("value"))
            return {"type": "parameter_value", "name": match["name"], **kind, "value": value}
        if block.kind == "let":
            match = self._match(DECLARATION, entry)
            names = [name.strip() for name in match["names"].split(",")]
            value = {"value": self._term(entry, match["value"], match.start("value"))} if match["value"] else {}
            return {"type": "declaration", "names": names, "kind": _kind(names[0], match["kind"]), **value}
        if block.kind == "define":
            match = self._match(DEFINITION, entry)
            body = self._term(entry, match["body"], match.start("body"))
            return {"type": "definition", "name": match["name"], "expression": body}
        match = self._match(NAMED, entry)
        if block.kind == "simplify":
            body = self._term(entry, match["body"], match.start("body"))
            return {"type": "named_expression", "name": match["name"], "expression": body}
        place = within(entry, match.start("body"))
        left, right = (node_of(side, place) for side in parse_equation(match["body"], self.known, place))
        return {"type": "equation", "name": match["name"], "left": left, "right": right}

    def _run_line(self, entry: Entry) -> Node:
        line = run_line(entry)
        assert line is not None, "a run that was read has lines that are some"
        if line.kind == "equation":
            return {"type": "evolution", "field": line.name, "expression": self._term(entry, line.body, line.start)}
        if line.kind == "conserve":
            return {"type": "conserve", "name": line.name, "expression": self._term(entry, line.body, line.start)}
        if line.kind == "grid":
            points = [int(word) if word.isdecimal() else word for word in line.body.split()]
            return {"type": "grid", "points": points}
        if line.kind == "methods":
            return {"type": "methods", "methods": line.body.split()}
        value = self._term(entry, line.body, line.start, self.analytic)
        if line.kind == "number":
            return {"type": "number", "quantity": line.name, "value": value}
        role = {"role": line.role} if line.role else {}
        return {"type": "assignment", **role, "field": line.name, "expression": value}

    def _term(self, entry: Entry, text: str, start: int, known: Declarations | None = None) -> Node:
        place = within(entry, start)
        return node_of(parse_term(text, known or self.known, place), place)

    def _match(self, pattern: re.Pattern[str], entry: Entry) -> re.Match[str]:
        match = pattern.match(entry.text)
        assert match is not None, f"a line that was read does not match: {entry.text!r}"
        return match


def _kind(name: str, words: str) -> str:
    """The kind with what is assumed of it, in one order."""
    return Declaration.read(name, words).text
