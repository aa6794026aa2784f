"""The input transformer: a cell with glyphs in its code becomes Python that reads them; any other is left alone.

It works on strings and pays attention to what Python means by them: strings, comments and f-strings stay as they are,
and so does every line that is Python already. What it writes has glyphs in strings
only, so doing it twice does no more.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any
from unicodedata import normalize

from attrs import evolve

from photonic.repl.help import help_line
from photonic.repl.lines import completed, is_python
from photonic.repl.names import Binding, Names, bindings, glyph_characters, is_soft, names_used
from photonic.repl.pieces import Statement
from photonic.repl.scan import WORD, LogicalLine, logical_lines, mask
from photonic.repl.typed import ascii_equations, continued, named_characters, typeset, with_bars
from photonic.repl.wording import EVALUATE

__all__ = ["Transformer", "translate"]

MAGIC = re.compile(r"\s*[%!?/,;]|\s*[\w.\[\], ]*=\s*[%!]|.*[\w\])]\s*\?{1,2}\s*$", re.DOTALL)
"""Lines that IPython reads in its own way: magics, shell commands, questions."""

BOUND = re.compile(r"\s*=(?!=)")


def translate(source: str, namespace: Mapping[str, Any]) -> str:
    """The cell as Python; `namespace` tells which names have values. The same text where nothing is to be done.

    Never raises: what the language cannot read is refused when the cell runs, with the column.
    """
    source = continued(named_characters(typeset(source)))
    if not is_python(source):
        source = with_bars(ascii_equations(source))
    elif glyph_characters().isdisjoint(source):
        return source
    masked = mask(source)
    seen = _bound_by_python(source, masked)
    first = _pass(source, masked, Names(namespace, _apart_from_equations(seen, namespace)))
    bound = bindings(_without_magics(first))
    return _pass(source, masked, Names(namespace, _apart_from_equations(bound, namespace)))


def _bound_by_python(source: str, masked: str) -> Binding:
    """What those lines bind that are Python as they stand; the others cannot be read yet."""
    lines = [source[line.start : line.end] for line in logical_lines(masked)]
    found = [
        bindings("if 1:\n " + completed(text).replace("\n", "\n ") if text[:1].isspace() else completed(text))
        for text in lines
        if is_python(text)
    ]
    anywhere, otherwise = (frozenset().union(*(getattr(b, fact) for b in found)) for fact in ("anywhere", "otherwise"))
    return Binding(anywhere, otherwise=otherwise)


def _apart_from_equations(bound: Binding, namespace: Mapping[str, Any]) -> Binding:
    """Without names such as Δu at the left of an equation."""
    names = Names(namespace, bound)
    return evolve(bound, anywhere=frozenset(word for word in bound.anywhere if not names.spells_field(word)))


def _pass(source: str, masked: str, names: Names) -> str:
    out, position = [], 0
    for line in logical_lines(masked):
        out.append(source[position : line.start])
        out.append(_line(source, masked, line, names))
        position = line.end
    return "".join(out) + source[position:]


def _line(source: str, masked: str, line: LogicalLine, names: Names) -> str:
    text, code = source[line.start : line.end], masked[line.start : line.end]
    has_glyph = not glyph_characters().isdisjoint(code)
    if MAGIC.match(code) or f"{EVALUATE}(" in code or (line.is_open and not has_glyph):
        return text
    if is_python(text) and not _spells_glyphs(text, code, names):
        return text
    number = source.count("\n", 0, line.start) + 1
    if line.is_open:
        indent = text[: len(text) - len(text.lstrip())]
        return f"{indent}{EVALUATE}({text.strip()!r}" + "\n" * text.count("\n")
    translated = Statement(text, code, names, number, is_top=not text[:1].isspace()).translate()
    if is_python(translated) or code.rstrip().endswith(":"):
        return translated
    return _refusal(text, translated, number) if has_glyph else text


def _refusal(text: str, translated: str, number: int) -> str:
    """What refuses a line that is neither Python nor the language, as it was typed."""
    try:
        ast.parse(translated.strip())
    except SyntaxError as error:
        offset = len(translated) - len(translated.lstrip()) + (error.offset or 1) - 1
        behind = translated[offset:] if "\n" not in translated else ""
        start = len(text) - len(behind) if behind and text.endswith(behind) else len(text) - len(text.lstrip())
        indent = text[: len(text) - len(text.lstrip())]
        return f"{indent}{EVALUATE}.refuse({error.msg!r}, {text!r}, {start}, {number})"
    except (ValueError, RecursionError, MemoryError):
        pass
    return translated


def _spells_glyphs(text: str, code: str, names: Names) -> bool:
    """Whether names of the line, Python though they are, spell glyphs: where they are used and nobody has bound them.

    A cell that imports with a star may bind any name.
    """
    soft = {c for c in set(code) & glyph_characters() if is_soft(c)}
    words = [w for w in WORD.finditer(code) if soft & set(w.group()) and code[w.start() - 1 : w.start()] != "."]
    used = frozenset() if "*" in names.cell.anywhere else names_used(completed(text))
    return any(
        (normalize("NFKC", word.group()) in used and names.spells_glyphs(word.group()))
        or (BOUND.match(code, word.end()) is not None and names.spells_field(word.group()))
        for word in words
    )


def _without_magics(source: str) -> str:
    """The source with IPython's own lines made `pass`, to be read for the names that it binds."""
    lines = source.split("\n")
    return "\n".join(re.sub(r"\S.*", "pass", line) if re.match(r"\s*[%!?]", line) else line for line in lines)


def _decoded(source: str) -> str:
    """The text of a terminal in a locale without Unicode, where each byte came as a character of its own."""
    try:
        return source if source.isascii() else source.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return source


class Transformer:
    """What IPython calls with the lines of each cell, before its own transformers."""

    has_side_effects = False

    def __init__(self, namespace: Callable[[], Mapping[str, Any]]) -> None:
        self.namespace = namespace

    def __call__(self, lines: list[str]) -> list[str]:
        """The lines as Python. Cell magics are left to themselves: those that run code come back with it."""
        if not lines or lines[0].startswith("%%"):
            return lines
        typed = "".join(lines)
        source = _decoded(typed)
        asked = help_line(source, self.namespace())
        if asked is not None:
            return [asked]
        translated = translate(source, self.namespace())
        return lines if translated == typed else translated.splitlines(keepends=True)
