"""Scrolls: text files of declarations, hypotheses, goals and runs.

    scroll heat: a plate that conducts unevenly
    dimension 2
    let
      u, κ : scalar
      c : constant = 3/2
    given
      name : left = right
    prove                       (or refute, for claims that are to be shown false)
      name : left = right
    simplify
      name : expression
    compare goal | evolve name | fit symbol
      entries of the run, one on a line: `word value` or `word symbol = expression` or `∂t u = expression`

A block is a line in the first column and the indented lines below it; `#` begins a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import field, frozen

from photonic.arithmetic import value_of
from photonic.catalogue import reserved_words
from photonic.declarations import KINDS, Declaration, Declarations, declare, is_name
from photonic.errors import DeclarationError, ParseError, PhotonicError, Place, RankError, ScrollError
from photonic.parser import parse_equation, parse_term
from photonic.terms import rank
from rewriting.term import Term

__all__ = ["Block", "Entry", "Equation", "Goal", "Scroll", "read_scroll", "scroll_from_text"]

GOAL_BLOCKS = ("prove", "refute", "simplify")
RUN_BLOCKS = ("compare", "evolve", "fit")
BLOCKS = ("let", "given", *GOAL_BLOCKS, *RUN_BLOCKS)
DECLARATION = re.compile(r"(?P<names>[^:=]+):\s*(?P<kind>\w+)\s*(?:=\s*(?P<value>.+))?$")
NAMED = re.compile(r"(?P<name>\w+)\s*:\s*(?P<body>.+)$")
LINE_END = re.compile(r"\r\n|\r|\n")
SPACE = re.compile(r"\s+")
MAX_BYTES = 1_000_000


@frozen
class Entry:
    """One indented line: its text and its place."""

    text: str
    place: Place


@frozen
class Block:
    """A block of a run: its kind, the word behind it, its entries and its place."""

    kind: str
    name: str
    entries: tuple[Entry, ...]
    place: Place


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


@frozen
class Scroll:
    """A scroll, read and typed. `values` are the declared values of constants, as terms."""

    name: str
    title: str
    source: str
    text: str = field(repr=False)
    dimension: int = 3
    declarations: Declarations = field(factory=dict, repr=False)
    values: Mapping[str, Term] = field(factory=dict, repr=False)
    hypotheses: tuple[Equation, ...] = ()
    goals: tuple[Goal, ...] = ()
    runs: tuple[Block, ...] = ()


def read_scroll(path: str | Path) -> Scroll:
    """The scroll in a file.

    Raises ScrollError, ParseError, RankError or DeclarationError with file, line, column and repair.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ScrollError(f"there is no scroll {str(path)!r}: give the path of a .codex file") from None
    except OSError as error:
        raise ScrollError(f"the scroll {str(path)!r} cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ScrollError(f"the scroll {str(path)!r} has {len(data)} bytes; at most {MAX_BYTES} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScrollError(f"the scroll {str(path)!r} is not UTF-8 at byte {error.start}: save it as UTF-8") from None
    return scroll_from_text(text, str(path))


def scroll_from_text(text: str, source: str = "<scroll>") -> Scroll:
    """The scroll that a text spells. Raises as `read_scroll` does."""
    header, options, blocks = _outline(text, source)
    name, _, title = header.text.removeprefix("scroll").strip().partition(":")
    if not is_name(name.strip()):
        raise ScrollError(
            f"the scroll's name {name.strip()!r} is none: write letters, digits and _, then ': title'", header.place
        )
    declarations, values = _declarations(blocks)
    goals = tuple(goal for block in blocks if block.kind in GOAL_BLOCKS for goal in _goals(block, declarations))
    hypotheses = tuple(e for block in blocks if block.kind == "given" for e in _equations(block, declarations))
    runs = tuple(block for block in blocks if block.kind in RUN_BLOCKS)
    _refuse_twins([*hypotheses, *goals])
    if not goals and not runs:
        raise ScrollError(
            "the scroll has nothing to do: add a prove, refute, simplify, compare, evolve or fit block", header.place
        )
    dimension = _dimension(options)
    return Scroll(name.strip(), title.strip(), source, text, dimension, declarations, values, hypotheses, goals, runs)


def _outline(text: str, source: str) -> tuple[Entry, list[Entry], list[Block]]:
    """The header, the one-line options and the blocks."""
    header: Entry | None = None
    options: list[Entry] = []
    blocks: list[Block] = []
    for entry in _lines(text, source):
        indented = entry.place.column > 1
        word, _, rest = SPACE.sub(" ", entry.text).partition(" ")
        if header is None:
            if indented or word != "scroll" or not rest.strip():
                raise ScrollError("a scroll begins with 'scroll name: title'", entry.place)
            header = entry
        elif indented:
            if not blocks:
                raise ScrollError(f"this line belongs to no block: begin one with {', '.join(BLOCKS)}", entry.place)
            last = blocks.pop()
            blocks.append(Block(last.kind, last.name, (*last.entries, entry), last.place))
        elif word == "dimension":
            options.append(entry)
        elif word in BLOCKS:
            if rest and word not in RUN_BLOCKS:
                raise ScrollError(f"{rest!r} stands behind {word!r}: put it on an indented line below", entry.place)
            blocks.append(Block(word, rest, (), entry.place))
        else:
            raise ScrollError(
                f"{word!r} begins no block; the blocks are {', '.join(BLOCKS)}, and 'dimension'", entry.place
            )
    if header is None:
        raise ScrollError("the scroll is empty: begin it with 'scroll name: title'", Place(source))
    for block in blocks:
        if not block.entries:
            raise ScrollError(f"the {block.kind} block is empty: indent its lines below it, or remove it", block.place)
    return header, options, blocks


def _lines(text: str, source: str) -> Iterator[Entry]:
    for number, line in enumerate(LINE_END.split(text.removeprefix("\ufeff")), 1):
        bare = line.split("#", 1)[0].rstrip()
        if bare.strip():
            column = len(bare) - len(bare.lstrip()) + 1
            yield Entry(bare.strip(), Place(source, number, column, line))


def _dimension(options: list[Entry]) -> int:
    if not options:
        return 3
    if len(options) > 1:
        raise ScrollError(f"the dimension stands in line {options[0].place.line} already: remove one", options[1].place)
    word = options[0].text.removeprefix("dimension").strip()
    if word not in ("1", "2", "3"):
        raise ScrollError(f"dimension {word!r}: it is 1, 2 or 3", options[0].place)
    return int(word)


def _declarations(blocks: list[Block]) -> tuple[Declarations, dict[str, Term]]:
    kinds: dict[str, str] = {}
    values: dict[str, Term] = {}
    for block in blocks:
        for entry in block.entries if block.kind == "let" else ():
            match = DECLARATION.match(entry.text)
            if match is None:
                raise ScrollError("a declaration reads 'name, name : kind' or 'name : constant = value'", entry.place)
            for name in map(str.strip, match["names"].split(",")):
                _declare(name, match["kind"], kinds, entry)
                if match["value"]:
                    values[name] = _value(match, name, entry)
    return declare(kinds), values


def _declare(name: str, kind: str, kinds: dict[str, str], entry: Entry) -> None:
    if name in kinds:
        raise DeclarationError(f"{name!r} is declared twice: remove one", entry.place)
    if name in reserved_words():
        raise DeclarationError(f"{name!r} is a word of the language: choose another name", entry.place)
    try:
        kinds[name] = Declaration(name, kind).kind
    except DeclarationError as error:
        raise DeclarationError(error.message, entry.place) from None


def _value(match: re.Match[str], name: str, entry: Entry) -> Term:
    if not match["kind"].startswith("constant"):
        raise DeclarationError(f"{name!r} is a {match['kind']}: only constants have a value here", entry.place)
    place = _within(entry, match.start("value"))
    value = parse_term(match["value"], {}, place)
    kind = KINDS[match["kind"]]
    if rank(value) != kind.rank:
        raise RankError(f"{name!r} is {kind.meaning}: its value has rank {rank(value)}, not {kind.rank}", place)
    for component in (value,) if kind.rank == 0 else value.args:
        _number(component, place)
    return value


def _number(term: Term, place: Place) -> None:
    """Refuses what is no finite number."""
    try:
        value_of(term)
    except PhotonicError as error:
        raise ScrollError(error.message, place) from None


def _goals(block: Block, declarations: Declarations) -> Iterator[Goal]:
    if block.kind == "simplify":
        for name, entry, body, start in _named(block):
            yield Goal("simplify", name, parse_term(body, declarations, _within(entry, start)), None, entry.place)
    else:
        for equation in _equations(block, declarations):
            yield Goal(block.kind, equation.name, equation.left, equation.right, equation.place)


def _equations(block: Block, declarations: Declarations) -> Iterator[Equation]:
    for name, entry, body, start in _named(block):
        left, right = parse_equation(body, declarations, _within(entry, start))
        yield Equation(name, left, right, entry.place)


def _named(block: Block) -> Iterator[tuple[str, Entry, str, int]]:
    shape = "name : expression" if block.kind == "simplify" else "name : left = right"
    for entry in block.entries:
        match = NAMED.match(entry.text)
        if match is None:
            raise ParseError(f"a line of a {block.kind} block reads '{shape}'", entry.place)
        yield match["name"], entry, match["body"], match.start("body")


def _within(entry: Entry, start: int) -> Place:
    """The place of a part of an entry that begins `start` characters into it."""
    place = entry.place
    return Place(place.source, place.line, place.column + start, place.text)


def _refuse_twins(items: list[Equation | Goal]) -> None:
    seen: dict[str, Place] = {}
    for item in items:
        if item.name in seen:
            first = seen[item.name].line
            raise ScrollError(f"{item.name!r} already names line {first}: choose another name", item.place)
        seen[item.name] = item.place
