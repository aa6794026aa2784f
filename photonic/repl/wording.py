"""Whether a piece of code in ASCII is the language's: it holds nothing of Python's alone, and names of the language."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Mapping
from typing import Any

from photonic.expressions.catalogue import by_spelling
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.repl.names import glyph_characters, is_value

__all__ = ["EVALUATE", "TARGET", "is_spoken"]

EVALUATE = "__photonic__"
"""The name under which a session's namespace holds the function that reads the language."""

WORD = re.compile(r"[^\W\d]\w*")
PYTHONS = re.compile(r"[\x00\[\]{};@%!?:&~<>\\]|[^\W\d]\w*\s*\.\s*[^\W\d]|:=|==")
"""Signs that the language does not have; strings are NUL in a mask."""

TARGET = re.compile(r"\s*[^\W\d]\w*\s*=(?!=)\s*")
SPOKEN_TOO = ("abs", "ln", "sgn")


def is_spoken(code: str, namespace: Mapping[str, Any]) -> bool:
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
