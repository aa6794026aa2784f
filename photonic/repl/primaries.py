"""What is Python's own within a text of the language: calls of its functions, attributes, indices, lists, strings.

    primary := name trailer+ | string trailer* | brackets trailer*      trailer := .name | (…) | […] | {…}

A name alone is the language's, unless glyphs are part of it and Python has it bound. Brackets alone are Python's, but
round ones only before an attribute.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from attrs import frozen

from photonic.repl.names import Names, glyph_characters
from photonic.repl.scan import CLOSING, TEXT, WORD, closing

__all__ = ["Primaries", "Primary"]

STRING = re.compile(f"{TEXT}+")
ATTRIBUTE = re.compile(r"\s*\.\s*[^\W\d]\w*")


@frozen
class Primary:
    """A part of a piece that is Python's: its span, and the brackets in it with the function before each."""

    start: int
    end: int
    groups: tuple[tuple[int, int, str], ...]


class Primaries:
    """Finds the primaries of a line; `masked` is the line with its strings hidden, see `scan.mask`."""

    def __init__(self, text: str, masked: str, names: Names) -> None:
        self.text, self.masked, self.names = text, masked, names
        self.characters = glyph_characters()

    def within(self, start: int, end: int) -> Iterator[Primary]:
        """The parts of a span that are Python's own, in order."""
        position = start
        while position < end:
            word = WORD.match(self.masked, position, end)
            found = None
            if word:
                found = self._named(word, end)
                position = word.end()
            elif self.masked[position] == TEXT:
                string = STRING.match(self.masked, position, end)
                behind = string.end() if string else position + 1
                if _is_closed(self.text[position:behind]):
                    found = self._trailers(position, behind, end, "")
            elif self.masked[position] in CLOSING:
                close = closing(self.masked, position, end)
                if close > 0 and (self.masked[position] != "(" or ATTRIBUTE.match(self.masked, close + 1, end)):
                    found = self._trailers(position, position, end, "")
            if found:
                yield found
                position = found.end
            elif not word:
                position += 1

    def _named(self, word: re.Match[str], end: int) -> Primary | None:
        name = word.group()
        is_pythons = any(c in self.characters for c in name) and self.names.is_bound(name)
        behind = word.end()
        if not is_pythons and any(c in self.characters for c in name):
            return None
        attribute = ATTRIBUTE.match(self.masked, behind, end)
        called = self.masked[behind : behind + 1] == "(" and self.names.is_call(name)
        indexed = self.masked[behind : behind + 1] == "["
        if attribute or called or indexed:
            return self._trailers(word.start(), behind, end, name)
        return Primary(word.start(), behind, ()) if is_pythons else None

    def _trailers(self, start: int, position: int, end: int, name: str) -> Primary:
        """The primary that begins at `start`, with all attributes, calls and indices behind `position`."""
        groups: list[tuple[int, int, str]] = []
        while position < end:
            attribute = ATTRIBUTE.match(self.masked, position, end)
            if attribute:
                name, position = "?", attribute.end()
            elif self.masked[position] in CLOSING and (self.masked[position] != "{" or position == start):
                close = closing(self.masked, position, end)
                if close < 0:
                    break
                groups.append((position, close, name if self.masked[position] == "(" else ""))
                name, position = "?", close + 1
            else:
                break
        return Primary(start, position, tuple(groups))


def _is_closed(string: str) -> bool:
    """Whether a string ends with its quote; an open one is for the language to refuse."""
    try:
        ast.parse(string)
    except (SyntaxError, ValueError):
        return False
    return True
