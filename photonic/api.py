"""The functions that take texts: parse, written, run. Everything else at the top level is a name from its own file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photonic.builder import Scroll
from photonic.expressions.catalogue import reserved_words
from photonic.expressions.declarations import declare
from photonic.terms import from_term
from photonic.text.parser import parse_term
from rewriting.interrupts import deferred_interrupt

if TYPE_CHECKING:
    from photonic.codex.sheet import Progress
    from photonic.session import Finished
    from photonic.settings import Settings

__all__ = ["parse", "run", "written"]


def parse(text: str, fields: Mapping[str, str] | None = None) -> Any:
    """The glyph expression that a text spells, kept as written; `fields` maps names to kinds.

    `parse(str(e), fields) == e` for every glyph expression e. Raises ParseError with the column and the repair,
    RankError where operands do not fit, DeclarationError for a kind that does not exist.

    >>> str(parse("div(k*grad(u)) - dt(u)", {"k": "scalar", "u": "scalar"}))
    '∇·(k ∇u) − ∂t u'
    """
    return from_term(parse_term(text, declare(fields, reserved_words())))


written = parse
"""The same, where a text stands for what Python would evaluate: `written("x + 0", {"x": "scalar"})`."""


def run(
    scroll: str | Path | Scroll,
    settings: Settings | None = None,
    progress: Progress | None = None,
    seed: int = 0,
    parameters: Mapping[str, Any] | None = None,
) -> Finished:
    """Run a scroll and record it in the ledger of the settings.

    The scroll is one that was built, or the path of a file, the name of a shipped one, or a text. `parameters` gives
    values in place of defaults, as numbers or texts: `run("heat", parameters={"D": 2})`.

    `.sheet.rows` of the result are the cells' rows, `.ok` says whether all went as the scroll asks. A text is a scroll
    if it has more than one line. Raises PhotonicError with the place for a mistake in the scroll.
    """
    with deferred_interrupt():
        from photonic.scroll import read_scroll, scroll_from_text
        from photonic.session import run_scroll

    if isinstance(scroll, Scroll):
        return scroll.run(settings, progress, seed, parameters)
    is_text = isinstance(scroll, str) and "\n" in scroll
    read = scroll_from_text(str(scroll), parameters=parameters) if is_text else read_scroll(scroll, parameters)
    return run_scroll(read, settings, progress, seed)
