"""Lines in ASCII that are no Python and all the language's: `sin 3x`, `|A|^2`, `grad div A`, `w = 2f`."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Mapping
from typing import Any

from photonic.expressions.catalogue import by_spelling
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.repl.lines import is_python
from photonic.repl.names import glyph_characters, is_value
from photonic.repl.pieces import EVALUATE
from photonic.repl.scan import logical_lines, mask

__all__ = ["bars", "spoken_lines"]

WORD = re.compile(r"[^\W\d]\w*")
PYTHONS = re.compile(r"[\x00\[\]{};@%!?:&~<>\\]|[^\W\d]\w*\s*\.\s*[^\W\d]|:=|==")
"""Signs that the language does not have; strings are NUL in a mask."""

TARGET = re.compile(r"\s*[^\W\d]\w*\s*=(?!=)\s*")
BAR = re.compile(r"\|")
BEFORE_OPERAND = re.compile(r"(?:^|[(\[,=+\-*/^−·×⊗∇|‖]|\b(?:return|and|or|not|in|if|else))\s*$")
SPOKEN_TOO = ("abs", "ln", "sgn")


def bars(text: str, code: str) -> str:
    """The line with bars that stand where an operand is wanted, and those that close them, as ‖: |A| is no Python."""
    out, is_open = list(text), 0
    for found in BAR.finditer(code):
        if BEFORE_OPERAND.search("".join(out[: found.start()])):
            is_open += 1
        elif is_open:
            is_open -= 1
        else:
            continue
        out[found.start()] = "‖"
    return text if is_open else "".join(out)


def spoken_lines(source: str, namespace: Mapping[str, Any]) -> str:
    """The cell with lines that only the language can read as calls of its reader; `source` is no Python."""
    masked = mask(source)
    out, position = [], 0
    for line in logical_lines(masked):
        text, code = source[line.start : line.end], masked[line.start : line.end]
        out.append(source[position : line.start])
        position = line.end
        number = source.count("\n", 0, line.start) + 1
        kept = line.is_open or not _is_spoken(code, namespace) or is_python(text)
        out.append(text if kept else _call(text, number))
    return "".join(out) + source[position:]


def _call(text: str, number: int) -> str:
    target = TARGET.match(text)
    start = target.end() if target else len(text) - len(text.lstrip())
    return f"{text[:start]}{EVALUATE}({text[start:].rstrip()!r}, {text!r}, {start}, {number})"


def _is_spoken(code: str, namespace: Mapping[str, Any]) -> bool:
    """Whether nothing in the line is Python's alone, and something is the language's."""
    if not glyph_characters().isdisjoint(code) or PYTHONS.search(code) or EVALUATE in code:
        return False
    target = TARGET.match(code)
    words = set(WORD.findall(code[target.end() :] if target else code))
    ours = {word for word in words if _is_ours(word, namespace)}
    return bool(ours) and not any(_is_pythons(word, namespace) for word in words - ours)


def _is_ours(word: str, namespace: Mapping[str, Any]) -> bool:
    spelt = by_spelling(word) is not None or word in KNOWN_FUNCTIONS or word in SPOKEN_TOO
    return spelt or is_value(namespace.get(word))


def _is_pythons(word: str, namespace: Mapping[str, Any]) -> bool:
    return keyword.iskeyword(word) or hasattr(builtins, word) or word in namespace
