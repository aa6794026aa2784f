"""The outline of a scroll: its header, its one-line statements and its blocks, before any expression is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from attrs import frozen

from photonic.errors import Place, ScrollError
from photonic.expressions.declarations import is_name

__all__ = [
    "BLOCKS",
    "GOAL_BLOCKS",
    "LINE_END",
    "RUN_BLOCKS",
    "Block",
    "Entry",
    "Outline",
    "meant",
    "outline_of",
    "within",
]

GOAL_BLOCKS = ("prove", "refute", "simplify")
RUN_BLOCKS = ("compare", "evolve", "fit")
BLOCKS = ("parameter", "let", "define", "given", *GOAL_BLOCKS, *RUN_BLOCKS)
STATEMENTS = ("include", "dimension")
SYNONYMS = {
    "given": "assume assumption assumptions axiom axioms hypothesis hypotheses law laws suppose",
    "prove": "claim claims goal goals lemma show theorem theorems verify",
    "refute": "disprove",
    "let": "constant constants declare field fields scalar symbols variable variables vector",
    "parameter": "param params",
    "define": "def definition definitions where",
    "evolve": "integrate run simulate solve",
    "include": "import use",
    "dimension": "dim",
}
KNOWN = {word: word for word in (*BLOCKS, *STATEMENTS)} | {
    other: word for word, others in SYNONYMS.items() for other in others.split()
}
"""What people write where a block or a statement begins, and what it is called here."""
LINE_END = re.compile(r"\r\n|\r|\n")
SPACE = re.compile(r"\s+")


@frozen
class Entry:
    """One line without its comment: its text and its place."""

    text: str
    place: Place


@frozen
class Block:
    """A block: its kind, the word behind it (of a run), its entries and its place."""

    kind: str
    name: str
    entries: tuple[Entry, ...]
    place: Place


@frozen
class Outline:
    """A scroll's lines by what they are. `dimension` is None where the scroll leaves it open."""

    name: str
    title: str
    header: Entry
    dimension: tuple[int, Place] | None
    includes: tuple[Entry, ...]
    blocks: tuple[Block, ...]

    def of(self, *kinds: str) -> Iterator[Block]:
        """The blocks of these kinds, in order."""
        return (block for block in self.blocks if block.kind in kinds)


def outline_of(text: str, source: str) -> Outline:
    """The outline of a text. Raises ScrollError at the first line that fits nowhere."""
    lines = list(_lines(text, source))
    if not lines:
        raise ScrollError("the scroll is empty: begin it with 'scroll name: title'", Place(source))
    header, *rest = lines
    name, title = _header(header)
    statements: dict[str, list[Entry]] = {word: [] for word in STATEMENTS}
    blocks: list[Block] = []
    for entry in rest:
        word, _, behind = SPACE.sub(" ", entry.text).partition(" ")
        if entry.place.column > 1:
            if not blocks:
                raise ScrollError(f"this line belongs to no block: begin one with {', '.join(BLOCKS)}", entry.place)
            last = blocks.pop()
            blocks.append(Block(last.kind, last.name, (*last.entries, entry), last.place))
        elif word in STATEMENTS:
            statements[word].append(entry)
        else:
            blocks.append(_block(word, behind, entry))
    for block in blocks:
        if not block.entries:
            raise ScrollError(f"the {block.kind} block is empty: indent its lines below it, or remove it", block.place)
    dimension = _dimension(statements["dimension"])
    return Outline(name, title, header, dimension, tuple(statements["include"]), tuple(blocks))


def meant(word: str, known: Mapping[str, str]) -> str:
    """ " (did you mean …?)" with the word of the language that is nearest; `known` maps what people write to it."""
    plain = word.casefold().rstrip(":")
    near = get_close_matches(plain, known, n=1, cutoff=0.7)
    return f" (did you mean {known[near[0]]!r}?)" if near else ""


def within(entry: Entry, start: int) -> Place:
    """The place of a part of an entry that begins `start` characters into it."""
    place = entry.place
    return Place(place.source, place.line, place.column + start, place.text)


def _header(entry: Entry) -> tuple[str, str]:
    word, _, rest = SPACE.sub(" ", entry.text).partition(" ")
    if entry.place.column > 1 or word != "scroll" or not rest.strip():
        raise ScrollError("a scroll begins with 'scroll name: title'", entry.place)
    name, _, title = entry.text.removeprefix("scroll").strip().partition(":")
    if not is_name(name.strip()):
        raise ScrollError(
            f"the scroll's name {name.strip()!r} is none: write letters, digits and _, then ': title'", entry.place
        )
    return name.strip(), title.strip()


def _block(word: str, behind: str, entry: Entry) -> Block:
    if word not in BLOCKS:
        known = f"the blocks are {', '.join(BLOCKS)}, and the statements {' and '.join(STATEMENTS)}"
        raise ScrollError(f"{word!r} begins no block{meant(word, KNOWN)}; {known}", entry.place)
    if behind and word not in RUN_BLOCKS:
        raise ScrollError(f"{behind!r} stands behind {word!r}: put it on an indented line below", entry.place)
    return Block(word, behind, (), entry.place)


def _lines(text: str, source: str) -> Iterator[Entry]:
    for number, line in enumerate(LINE_END.split(text.removeprefix("\ufeff")), 1):
        bare = line.split("#", 1)[0].rstrip()
        if bare.strip():
            column = len(bare) - len(bare.lstrip()) + 1
            yield Entry(bare.strip(), Place(source, number, column, line))


def _dimension(options: list[Entry]) -> tuple[int, Place] | None:
    if not options:
        return None
    if len(options) > 1:
        raise ScrollError(f"the dimension stands in line {options[0].place.line} already: remove one", options[1].place)
    word = options[0].text.removeprefix("dimension").strip()
    if word not in ("1", "2", "3"):
        raise ScrollError(f"dimension {word!r}: it is 1, 2 or 3", options[0].place)
    return int(word), options[0].place
