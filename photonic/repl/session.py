"""A session at the prompt: how results are shown, and what mistakes look like."""

from __future__ import annotations

import os
import sys
from shutil import get_terminal_size
from typing import Any

import sympy

from photonic.classifier import intents
from photonic.errors import PhotonicError, Place
from photonic.expressions.declarations import RANK_NAMES
from photonic.expressions.operand import UnknownFunction
from photonic.proving.verdict import Simplified, Verdict
from photonic.repl.equation import Equation
from photonic.repl.folding import folded_lines
from photonic.repl.layout import two_dimensional
from photonic.repl.plain import ascii_term, plain
from photonic.repl.results import asked, declared_in, last_of, simplified
from photonic.repl.views import View, can_underline, headline, proof_view, why_view
from photonic.terms import describe, to_term
from photonic.tessaris.record import Intents
from rewriting.term import Term

__all__ = ["Session", "writes_unicode"]

LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")
"""Variables that say what a terminal shows, the first that is set."""

EXPRESSIONS = (sympy.Expr, Equation, Simplified, Verdict)


class Session:
    """State of the prompt: whether output is ASCII, and where earlier results are."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.is_ascii = not writes_unicode()

    def write(self, term: Term) -> str:
        """A term on one line, in the session's alphabet."""
        return ascii_term(term) if self.is_ascii else describe(term)

    def text(self, text: str) -> str:
        """Any text in the session's alphabet."""
        return plain(text) if self.is_ascii else text

    def shown(self, value: Any, is_inner: bool = False) -> str:
        """What the terminal shows for a value; inside a list everything stays on one line."""
        match value:
            case Verdict() | Simplified():
                return self.text(headline(value, self.write))
            case Equation():
                sides = [self.shown(side, is_inner=True) for side in (value.left, value.right)]
                return f"{sides[0]} = {sides[1]}"
            case Intents():
                return self.text(_with_ascii_steps(str(value)) if self.is_ascii else str(value))
            case View():
                return self.text("\n".join(value.underlined if value.underlined and can_underline() else value.lines))
            case UnknownFunction():
                return self.text(
                    f"{value.declaration.name}{chr(39) * value.order}, an unknown function of {RANK_NAMES[0]}"
                )
        if self.is_ascii:
            return self._ascii(value)
        return str(value) if is_inner else two_dimensional(value, min(100, get_terminal_size().columns - 1))

    def _ascii(self, value: Any) -> str:
        try:
            return ascii_term(to_term(value))
        except PhotonicError:
            return plain(sympy.sstr(value))

    def pretty(self, value: Any, printer: Any, cycle: bool) -> None:
        """IPython's protocol of pretty printing."""
        is_inner = len(getattr(printer, "stack", ())) > 1
        shown = "…" if cycle else self.shown(value, is_inner)
        is_whole = not is_inner and sys.stdout.isatty()
        printer.text(folded_lines(shown, get_terminal_size().columns) if is_whole else shown)

    def proof(self, result: Any = None) -> View:
        """The proof of a verdict or of a simplification: of the last one, if none is given."""
        return proof_view(self._last() if result is None else result, self.write)

    def why(self, result: Any = None) -> View:
        """What a verdict (the last, if none is given) rests on: laws, a counterexample, or what was tried."""
        return why_view(self._last() if result is None else result, self.write)

    def intents(self, *equations: Any, **options: Any) -> Intents:
        """What an equation (the last result, if none is given) is, and what it asks for: `photonic.intents`."""
        options.setdefault("fields", declared_in(self.shell.user_ns))
        return intents(*map(asked, equations or (self._last(EXPRESSIONS),)), **options)

    def simplify(self, *expressions: Any, **options: Any) -> Any:
        """The best form of an expression (the last result, if none is given), with its proof: `photonic.simplify`."""
        first, *others = expressions or (self._last(EXPRESSIONS),)
        return simplified(first, *others, **options)

    def _last(self, kinds: tuple[type, ...] = (Verdict, Simplified)) -> Any:
        return last_of(self.shell.user_ns.get("Out", {}), kinds)

    def mistake(self, error: PhotonicError) -> str:
        """The message of a user's mistake, with the caret under the column."""
        place = error.place
        said, caret = (str(error.message), "") if place is None else (f"{place}: {error.message}", place.caret())
        if self.is_ascii and place is not None:
            before, behind = plain(place.text[: place.column - 1]), plain(place.text[place.column - 1 :])
            caret = Place(place.source, place.line, len(before) + 1, before + behind).caret()
        message = self.text(said)
        if sys.stdout.isatty():
            message = folded_lines(f"{message}\n", get_terminal_size().columns).removesuffix("\n")
        return f"{message}\n{caret}" if caret else message


def _with_ascii_steps(text: str) -> str:
    """Δt and Δx in words: Δ alone would be read as the Laplacian."""
    return text.replace("Δt", "step").replace("Δx", "spacing")


def writes_unicode() -> bool:
    """Whether standard output can write a glyph, and the locale does not ask for plain ASCII.

    Python writes UTF-8 where the locale is C, whatever the terminal can show: who says LANG=C is believed.
    """
    named = next((value for name in LOCALE if (value := os.environ.get(name))), "")
    if named in ("C", "POSIX"):
        return False
    try:
        "∇𝟎".encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
