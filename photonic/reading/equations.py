"""Named lines of a scroll's blocks: hypotheses, claims and expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from photonic.errors import ParseError, Place, ScrollError
from photonic.reading.outline import Block, Entry, within
from rewriting.term import Term

__all__ = ["NAMED", "Equation", "Goal", "equations_in", "goals_in", "named_lines", "refuse_twins"]

NAMED = re.compile(r"(?P<name>\w+)\s*:\s*(?P<body>.+)$")

TermReader = Callable[[str, Place], Term]
PairReader = Callable[[str, Place], tuple[Term, Term]]


@frozen
class Equation:
    """A named equation of two terms of one rank."""

    name: str
    left: Term
    right: Term
    place: Place


@frozen
class Goal:
    """Something to be shown: kind `prove`, `refute` or `simplify` (then `right` is None)."""

    kind: str
    name: str
    left: Term
    right: Term | None
    place: Place


def equations_in(block: Block, pair: PairReader) -> Iterator[Equation]:
    """The equations of a block, read by `pair`."""
    for name, entry, body, start in named_lines(block):
        left, right = pair(body, within(entry, start))
        yield Equation(name, left, right, entry.place)


def goals_in(block: Block, term: TermReader, pair: PairReader) -> Iterator[Goal]:
    """The goals of a block of claims or of expressions."""
    if block.kind == "simplify":
        for name, entry, body, start in named_lines(block):
            yield Goal("simplify", name, term(body, within(entry, start)), None, entry.place)
    else:
        for equation in equations_in(block, pair):
            yield Goal(block.kind, equation.name, equation.left, equation.right, equation.place)


def named_lines(block: Block) -> Iterator[tuple[str, Entry, str, int]]:
    """Name, line, what stands behind the colon, and where that begins. Raises ParseError for a line without a name."""
    shape = "name : expression" if block.kind == "simplify" else "name : left = right"
    for entry in block.entries:
        match = NAMED.match(entry.text)
        if match is None:
            raise ParseError(f"a line of a {block.kind} block reads '{shape}'", entry.place)
        yield match["name"], entry, match["body"], match.start("body")


def refuse_twins(items: Iterable[Equation | Goal]) -> None:
    """Raise ScrollError, with both places, where two lines have one name."""
    seen: dict[str, Place] = {}
    for item in items:
        first = seen.setdefault(item.name, item.place)
        if first != item.place:
            where = f"line {first.line}" if first.source == item.place.source else str(first)
            raise ScrollError(f"{item.name!r} already names {where}: choose another name", item.place)
