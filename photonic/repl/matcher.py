"""The completer's part that needs IPython: the only module here that imports it."""

from __future__ import annotations

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

from photonic.repl.completion import glyph_completions
from photonic.repl.names import glyph_characters
from photonic.text.spelling import spellings

__all__ = ["glyph_matcher"]


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
