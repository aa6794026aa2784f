"""The completer's part that needs IPython: the only module here that imports it."""

from __future__ import annotations

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

from photonic.repl.completion import glyph_completions

__all__ = ["glyph_matcher"]


@context_matcher(identifier="photonic.repl.glyph_matcher", priority=200)  # type: ignore[untyped-decorator]
def glyph_matcher(context: CompletionContext) -> SimpleMatcherResult:
    """IPython's view of `glyph_completions`: other tables of names are silent where this one knows one."""
    fragment, words = glyph_completions(context.text_until_cursor)
    return {
        "completions": [SimpleCompletion(word, type="glyph") for word in words],
        "matched_fragment": fragment,
        "suppress": bool(words),
    }
