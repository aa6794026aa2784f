"""A statement cut into what is Python's and what is the language's.

    statement  := [keyword] target '=' … expression | header ':' statement
    expression := piece (separator piece)*          separators: , == < and or not in if else lambda …
    piece      := Python with calls in it, whose arguments are expressions again | a text of the language

A piece is the language's if a glyph stands in it outside Python's own parts: calls of Python functions, attributes,
lists, strings. These enter the text as values, so that `∇·simplify(∇×A).expression` means what it says.
"""

from __future__ import annotations

import ast
import re

from photonic.repl.lines import is_python
from photonic.repl.names import Names, glyph_characters, is_soft
from photonic.repl.primaries import Primaries, Primary
from photonic.repl.scan import WORD, closing, split_at
from photonic.repl.wording import EVALUATE, is_spoken

__all__ = ["Statement"]

KEYWORD = re.compile(r"\s*(?:(?:return|yield\s+from|yield|assert|raise|await|del)\b)?\s*")
BLOCK = re.compile(r"\s*(?:async\s+)?(if|elif|while|for|with|else|try|finally|except|match|case|def|class)\b")
LAMBDA = r"lambda\b[^:]*:"
WORDS = r"(?:and|or|not|in|is|if|else|for|async|await|yield|from|as)\b"
SEPARATOR = re.compile(rf"(?<!\w)(?:{LAMBDA}|{WORDS})|\w+\s*:=|==|!=|<=|>=|<<|>>|->|<|>|//|%|@|,|[-+*/]=")
COMMA = re.compile(",")
COLON = re.compile(r":(?!=)")
SEMICOLON = re.compile(";")
EQUALS = re.compile(r"(?<![=!<>:+\-*/%@&|^])=(?!=)")
STARS = re.compile(r"\s*(?:\*\*|\*)(?=\s*[\w(\[{])")
KEYWORD_ARGUMENT = re.compile(r"\s*(?P<name>[^\W\d][\w·]*)\s*=(?!=)")


class Statement:
    """One logical line, its mask, and where it stands in the cell."""

    def __init__(self, text: str, masked: str, names: Names, line: int = 1, is_top: bool = True) -> None:
        self.text, self.masked, self.names, self.line, self.is_top = text, masked, names, line, is_top
        self.characters = glyph_characters()
        self.primaries = Primaries(text, masked, names)
        self.holes = 0

    def translate(self) -> str:
        """The line as Python."""
        spans = split_at(SEMICOLON, self.masked, 0, len(self.text))
        return "".join(self.simple(a, b) + self.text[c:d] for a, b, c, d in spans)

    def has_glyph(self, start: int, end: int, without: tuple[Primary, ...] = ()) -> bool:
        """Whether a glyph stands in the span, outside Python's parts and Python's names."""
        taken = {index for primary in without for index in range(primary.start, primary.end)}
        found = [i for i in range(start, end) if self.masked[i] in self.characters and i not in taken]
        if not found:
            return False
        if any(not is_soft(self.masked[i]) for i in found):
            return True
        words = [w for w in WORD.finditer(self.masked, start, end) if any(w.start() <= i < w.end() for i in found)]
        loose = any(not any(w.start() <= i < w.end() for w in words) for i in found)
        return loose or any(self.names.spells_glyphs(w.group()) for w in words) or self.spells_equation(start, end)

    def spells_equation(self, start: int, end: int) -> bool:
        """Whether the span begins with `Δu =` for a declared field u, outside functions."""
        target = KEYWORD_ARGUMENT.match(self.masked, start, end)
        return bool(target) and self.is_top and self.names.spells_field(target["name"] if target else "")

    def simple(self, start: int, end: int) -> str:
        """A statement, or a block's header with what stands behind its colon."""
        if self.is_pythons(start, end):
            return self.text[start:end]
        block = BLOCK.match(self.masked, start, end)
        if block:
            return self.block(block, start, end)
        keyword = KEYWORD.match(self.masked, start, end)
        behind = keyword.end() if keyword else start
        return self.text[start:behind] + self.assignment(behind, end)

    def block(self, keyword: re.Match[str], start: int, end: int) -> str:
        colons = list(split_at(re.compile(rf"(?<!\w){LAMBDA}|:(?!=)"), self.masked, keyword.end(), end))
        colon = next((span for span in colons if self.masked[span[2] : span[3]] == ":"), colons[-1])
        header = self.text[start : colon[1]]
        if keyword.group(1) not in ("def", "class"):
            header = self.text[start : keyword.end()] + self.expression(keyword.end(), colon[1])
        return header + self.text[colon[2] : colon[3]] + self.simple(colon[3], end)

    def assignment(self, start: int, end: int) -> str:
        """`target = expression`; with anything else on the left, an equation."""
        pieces = list(split_at(EQUALS, self.masked, start, end))
        first, last, _, behind = pieces[0]
        if len(pieces) == 1:
            return self.expression(start, end)
        if self.is_target(first, last, start, end):
            return self.text[first:behind] + self.assignment(behind, end)
        is_ours = self.has_glyph(start, end) or is_spoken(self.masked[start:end], self.names.namespace)
        return self.language(start, end) if is_ours else self.text[start:end]

    def is_target(self, first: int, last: int, start: int, end: int) -> bool:
        if self.has_glyph(first, last, tuple(self.primaries.within(first, last))) or self.spells_equation(start, end):
            return False
        target = self.text[first:last].strip()
        try:
            (statement,) = ast.parse(f"{target} = 0").body
        except (SyntaxError, ValueError):
            return False
        return isinstance(statement, (ast.Assign, ast.AnnAssign))

    def expression(self, start: int, end: int) -> str:
        """Pieces between Python's separators, each on its own."""
        if self.is_pythons(start, end):
            return self.text[start:end]
        spans = split_at(SEPARATOR, self.masked, start, end)
        return "".join(self.piece(a, b) + self.text[c:d] for a, b, c, d in spans)

    def piece(self, start: int, end: int) -> str:
        """Python with arguments to translate, or a text of the language."""
        if self.is_pythons(start, end):
            return self.text[start:end]
        if not self.has_glyph(start, end) and is_spoken(self.masked[start:end], self.names.namespace):
            return self.language(start, end)
        stars = STARS.match(self.masked, start, end)
        if stars:
            return self.text[start : stars.end()] + self.piece(stars.end(), end)
        group = self.python_group(start, end)
        if group:
            return self.text[start : group[0]] + self.arguments(*group, "") + self.text[group[1] : end]
        primaries = tuple(self.primaries.within(start, end))
        if self.has_glyph(start, end, primaries):
            return self.language(start, end, primaries)
        return self.python(start, end, primaries)

    def python_group(self, start: int, end: int) -> tuple[int, int] | None:
        """The inside of brackets that are the whole piece and can only be Python's: a tuple, a comparison, a generator.

        Three operands between commas are components in the language, a vector.
        """
        while start < end and self.masked[start].isspace():
            start += 1
        if start == end or self.masked[start] != "(":
            return None
        close = closing(self.masked, start, end)
        if close < 0 or self.masked[close + 1 : end].strip():
            return None
        commas = sum(1 for _ in split_at(COMMA, self.masked, start + 1, close)) - 1
        others = [self.masked[c:d] for _, _, c, d in split_at(SEPARATOR, self.masked, start + 1, close)]
        equations = any(True for *_, c, d in split_at(EQUALS, self.masked, start + 1, close) if d > c)
        alien = any(separator not in ("", ",") for separator in others)
        return (start + 1, close) if alien or equations or commas not in (0, 2) else None

    def arguments(self, start: int, end: int, function: str) -> str:
        """What stands in brackets of Python's: arguments, elements, equations."""
        return "".join(
            self.argument(a, b, function) + self.text[c:d] for a, b, c, d in split_at(COMMA, self.masked, start, end)
        )

    def argument(self, start: int, end: int, function: str) -> str:
        if self.is_pythons(start, end) and not self.equates(start, end, function):
            return self.text[start:end]
        keyword = KEYWORD_ARGUMENT.match(self.masked, start, end)
        if function and keyword and not self.equates(start, end, function):
            return self.text[start : keyword.end()] + self.argument(keyword.end(), end, "")
        if any(d > c for *_, c, d in split_at(EQUALS, self.masked, start, end)):
            return self.language(start, end)
        return self.expression(start, end)

    def is_pythons(self, start: int, end: int) -> bool:
        """Whether the span has no glyph and is Python as it stands."""
        return not self.has_glyph(start, end) and is_python(self.text[start:end])

    def equates(self, start: int, end: int, function: str) -> bool:
        """Whether `Δu = 0` or `f = ∇·A` stands where the function knows no argument of that name."""
        keyword = KEYWORD_ARGUMENT.match(self.masked, start, end)
        if not keyword or not function:
            return False
        name = keyword["name"]
        is_ours = self.names.spells_field(name) or self.names.stands_for_value(name)
        return is_ours and self.names.refuses(function, name)

    def python(self, start: int, end: int, primaries: tuple[Primary, ...]) -> str:
        """The span with the insides of Python's brackets translated."""
        out, position = [], start
        for primary in primaries:
            for opening, close, function in primary.groups:
                inside = self.braces if self.masked[opening] == "{" else self.arguments
                out += [self.text[position : opening + 1], inside(opening + 1, close, function)]
                position = close
        return "".join(out) + self.text[position:end]

    def braces(self, start: int, end: int, _function: str) -> str:
        """The entries of a dictionary or a set."""
        out = []
        for a, b, c, d in split_at(COMMA, self.masked, start, end):
            key, *_ = split_at(COLON, self.masked, a, b)
            entry = self.expression(key[0], key[1]) + self.text[key[2] : key[3]]
            out += [entry, self.expression(key[3], b), self.text[c:d]]
        return "".join(out)

    def language(self, start: int, end: int, primaries: tuple[Primary, ...] | None = None) -> str:
        """A call that reads the span as the language, with Python's parts as values."""
        first = start
        while start < end and self.masked[start].isspace():
            start += 1
        stop = end
        while stop > start and self.masked[stop - 1].isspace():
            stop -= 1
        found = tuple(self.primaries.within(start, stop)) if primaries is None else primaries
        text, values = self.text[start:stop], []
        for primary in found:
            hole = f"_{self.holes}"
            self.holes += 1
            values.append(f"{hole}={self.python(primary.start, primary.end, (primary,))}")
            a, b = primary.start - start, primary.end - start
            text = text[:a] + hole.ljust(b - a) + text[b:]
        words = dict.fromkeys(w for found_word in WORD.finditer(text) for w in self.parts(found_word.group()))
        values += [f"{word}={word}" for word in words if word in self.names.cell.nested]
        arguments = [repr(text), *self.where(start, text), *values]
        breaks = "\n" * self.text.count("\n", start, stop)
        return f"{self.text[first:start]}{EVALUATE}({', '.join(arguments)}{breaks}){self.text[stop:end]}"

    def parts(self, word: str) -> list[str]:
        return "".join(" " if c in self.characters else c for c in word).split()

    def where(self, start: int, text: str) -> list[str]:
        """The line as typed, the text's offset in it and the line's number, unless the text is all there is."""
        if text == self.text and self.line == 1:
            return []
        return [repr(self.text), str(start), str(self.line)]
