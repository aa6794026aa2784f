r"""Completion: `\nabla` becomes ∇, `\na` lists what begins so, `\∇` tells the names of ∇."""

from __future__ import annotations

import re

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

from photonic.repl.names import glyph_characters
from photonic.repl.spelling import names_of, spellings

__all__ = ["glyph_completions", "glyph_matcher"]

FRAGMENT = re.compile(r"\\(\^?\w*|[^\w\s\\'\"]{1,2})$")


def glyph_completions(text: str) -> tuple[str, list[str]]:
    """The end of `text` that is to be replaced, with what it may become; nothing if it names no glyph.

    A whole name becomes its character at once, even where longer names begin with it.
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
    return fragment, [f"\\{name}" for name in sorted(table) if word and name.startswith(word)]


@context_matcher(identifier="photonic.repl.glyph_matcher", priority=200)  # type: ignore[untyped-decorator]
def glyph_matcher(context: CompletionContext) -> SimpleMatcherResult:
    """IPython's view of `glyph_completions`: other matchers are silent where this one has whole characters to give."""
    fragment, words = glyph_completions(context.text_until_cursor)
    decided = any(not glyph_characters().isdisjoint(text) or text.startswith("\\") for text in [*words, fragment])
    return {
        "completions": [SimpleCompletion(word, type="glyph") for word in words],
        "matched_fragment": fragment,
        "suppress": bool(words) and decided and not _is_partial(fragment),
    }


def _is_partial(fragment: str) -> bool:
    """Whether other tables, such as IPython's own of TeX names, may add to the list."""
    word = fragment.removeprefix("\\")
    return word.isascii() and word not in spellings()
