"""What a notebook shows for Shift-Tab on a glyph: the same help as `∇×?`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from photonic.expressions.catalogue import glyphs
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Fixity
from photonic.repl.help import glyph_help
from photonic.repl.scan import mask
from photonic.text.lexer import SPELLINGS
from photonic.text.spelling import MEANT, glyph_named

__all__ = ["Inspection", "glyph_at"]

WORD = re.compile(r"\\?[^\W\d]\w*")
ADVECTION = re.compile(r"\(\s*\w+\s*[·⋅]\s*∇\s*\)")
"""(A·∇) is one operator: the cursor on its · or ∇ asks for it."""


class Inspection:
    """Answers a kernel's inspection where the cursor is on a glyph; a shell in a terminal has none to answer."""

    def __init__(self, shell: Any, alphabet: Callable[[str], str]) -> None:
        self.shell, self.alphabet = shell, alphabet
        self.kernel = getattr(shell, "kernel", None)

    def add(self) -> None:
        """Ask here before the kernel, whose tokens are Python's."""
        if self.kernel is not None:
            self.ask_kernel = self.kernel.do_inspect
            self.kernel.do_inspect = self.inspect

    def remove(self) -> None:
        """Leave the kernel as it was."""
        if self.kernel is not None:
            del self.kernel.do_inspect

    def inspect(self, code: str, cursor_pos: int, *others: Any, **options: Any) -> Any:
        """The reply to an `inspect_request`; `cursor_pos` counts characters from 0."""
        glyph = glyph_at(code, cursor_pos, self.shell.user_ns) or self.called(code, cursor_pos)
        if glyph is None:
            return self.ask_kernel(code, cursor_pos, *others, **options)
        text = self.alphabet(glyph_help(glyph.ascii))
        return {"status": "ok", "found": True, "data": {"text/plain": text}, "metadata": {}}

    def called(self, code: str, cursor: int) -> type[Glyph] | None:
        """The glyph around whose operands the cursor stands, as in `curl(A)`: there IPython finds what is called."""
        from IPython.utils.tokenutil import token_at_cursor

        found = self.shell.user_ns.get(token_at_cursor(code, cursor))
        return found if isinstance(found, type) and issubclass(found, Glyph) and found in glyphs() else None


def glyph_at(code: str, cursor: int, namespace: Mapping[str, Any]) -> type[Glyph] | None:
    """The glyph whose spelling the cursor stands in or at: what begins at it before what ends there, longest first.

    A word of ASCII counts where `namespace` has the glyph itself by that name; strings and comments do not.
    """
    masked = mask(code)
    for begin, end in ((cursor, cursor + 1), (cursor - 1, cursor)):
        if begin >= 0 and end <= len(masked):
            found = _covering(masked, begin, end, namespace)
            if found is not None:
                return found
    return None


def _covering(masked: str, begin: int, end: int, namespace: Mapping[str, Any]) -> type[Glyph] | None:
    """The glyph of the longest spelling around the character between the two positions."""
    for form in ADVECTION.finditer(masked):
        if form.start() <= begin and end <= form.end() and masked[begin] in "(·⋅∇) ":
            return glyph_named("(A·∇)")
    for symbol in _symbols():
        first = max(0, end - len(symbol))
        at = masked.find(symbol, first, begin + len(symbol))
        if at >= 0:
            return glyph_named(symbol)
    for word in WORD.finditer(masked):
        if word.start() <= begin and end <= word.end():
            named = glyph_named(word.group())
            if named is not None and (word.group().startswith("\\") or namespace.get(word.group()) is named):
                return named
    return None


def _symbols() -> list[str]:
    """The spellings that are no ASCII words, longest first; a sign of Python's own, such as + or **, is none."""
    spelt = {s for glyph in glyphs() if glyph.fixity is not Fixity.BRACKET for s in (glyph.symbol, *glyph.aliases)}
    spelt |= {*MEANT, *SPELLINGS}
    ours = (s for s in spelt if not s.isascii() or (s[0].isalpha() and not s.isidentifier()))
    return sorted(ours, key=len, reverse=True)
