r"""Completion: `\nabla` becomes ∇, `\n` lists what begins so, `\∇` tells the names of ∇."""

from __future__ import annotations

import re

from photonic.text.spelling import names_of, spellings

__all__ = ["glyph_completions"]

FRAGMENT = re.compile(r"(?<!\\)\\(\^?\w*|[^\w\s\\'\"]{1,2})$")


def glyph_completions(text: str) -> tuple[str, list[str]]:
    """The end of `text` that is to be replaced, with what it may become; nothing if it names no glyph.

    A whole name becomes its character at once, even where longer names begin with it, and so does the beginning of one
    name alone.
    """
    found = FRAGMENT.search(text)
    if not found:
        return "", []
    fragment, word = found.group(), found.group(1)
    table = spellings()
    if word in table:
        return fragment, [table[word]]
    if any(not c.isascii() for c in word):
        return fragment, [f"\\{name}" for name in names_of(word)]
    beginning = [name for name in sorted(table) if name.startswith(word)]
    meant = {table[name] for name in beginning}
    return fragment, [*meant] if len(meant) == 1 else [f"\\{name}" for name in beginning]
