"""Logical lines by themselves: whether one is Python as it stands, be it the head of a block or a line inside one."""

from __future__ import annotations

import ast
import re

from photonic.repl.scan import mask

__all__ = ["completed", "is_python"]

HEADERS = {
    "elif": "if 0: pass\n",
    "else": "if 0: pass\n",
    "except": "try: pass\n",
    "finally": "try: pass\n",
    "case": "match 0:\n ",
}
WORD_AT_START = re.compile(r"\w+")


def is_python(text: str) -> bool:
    """Whether a logical line is Python as it stands, be it the head of a block or a line inside one."""
    try:
        ast.parse(completed(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def completed(text: str) -> str:
    """The line with what Python wants around it: a body below a head, an `if` before an `else`."""
    line = text.strip()
    word = WORD_AT_START.match(line)
    before = HEADERS.get(word.group() if word else "", "")
    if line.startswith("@"):
        return f"{line}\ndef f(): pass"
    if word and word.group() == "match" and line.endswith(":"):
        return f"{line}\n case _: pass"
    return f"{before}{line} pass" if mask(line).rstrip().endswith(":") else before + line
