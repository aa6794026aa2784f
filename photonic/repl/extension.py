"""The IPython extension: `%load_ext photonic.repl` in a terminal or a notebook, `%unload_ext` takes it all back."""

from __future__ import annotations

from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import sympy

import photonic
from photonic.errors import PhotonicError
from photonic.expressions.declarations import AMBIENT
from photonic.expressions.operand import UnknownFunction, symbol_for
from photonic.proving.verdict import Simplified, Verdict
from photonic.repl.equation import Equation
from photonic.repl.evaluate import Reader
from photonic.repl.inspection import Inspection
from photonic.repl.magics import Magics
from photonic.repl.session import Session
from photonic.repl.sources import Sources
from photonic.repl.transform import Transformer
from photonic.repl.views import View
from photonic.repl.wording import EVALUATE
from photonic.tessaris.record import Intents

__all__ = ["load_ipython_extension", "unload_ipython_extension"]

SHOWN = (sympy.Basic, Verdict, Simplified, Equation, View, UnknownFunction, Intents)
ANSWERS = ("proof", "why", "intents", "simplify")
"""Functions that take the last result where none is given."""
NOT_OFFERED = ("compile", "settings")
"""Names of `photonic` that would shadow Python's own, or are of no use at a prompt."""

STOPPED = "KeyboardInterrupt: stopped. prove(…, budget=Budget(seconds=5)) bounds a search"

_loaded: dict[int, Loaded] = {}


class Loaded:
    """All that the extension has added to a shell."""

    def __init__(self, shell: Any) -> None:
        from photonic.repl.automagic import checker  # needs IPython, which who calls this has
        from photonic.repl.matcher import glyph_matcher

        self.shell = shell
        self.matcher = glyph_matcher
        self.checker = checker(shell, frozenset(_offered()))
        self.sources = Sources(shell)
        self.session = Session(shell)
        self.inspection = Inspection(shell, self.session.text)
        self.transformer = Transformer(lambda: shell.user_ns)
        self.magics = Magics(self.session).all()
        self.names: dict[str, Any] = {}
        self.formatters: dict[type, Any] = {}

    def add(self) -> None:
        """Put everything in its place."""
        self.shell.input_transformers_cleanup.append(self.transformer)
        self.shell.Completer.custom_matchers.insert(0, self.matcher)
        for name, function in self.magics.items():
            self.shell.register_magic_function(function, "line", name)
        plain_text = self.shell.display_formatter.formatters["text/plain"]
        for shown in SHOWN:
            self.formatters[shown] = plain_text.for_type(shown, self.session.pretty)
        offered = {name: value for name, value in _offered().items() if name not in self.shell.user_ns}
        self.names = {EVALUATE: Reader(lambda: self.shell.user_ns), **offered}
        self.names |= {name: getattr(self.session, name) for name in ANSWERS if self._is_ours(name)}
        self.shell.push(self.names, interactive=False)
        self.shell.set_custom_exc((PhotonicError, KeyboardInterrupt), self.show_mistake)
        self.shell.prefilter_manager.register_checker(self.checker)
        self.sources.add()
        self.inspection.add()

    def _is_ours(self, name: str) -> bool:
        """Whether the name is free, or the function of `photonic` of that name."""
        return name in ("proof", "why") or name in self.names or name not in self.shell.user_ns

    def remove(self) -> None:
        """Take everything back; names that the user has bound anew stay."""
        self.shell.input_transformers_cleanup.remove(self.transformer)
        self.shell.Completer.custom_matchers.remove(self.matcher)
        for name in self.magics:
            self.shell.magics_manager.magics["line"].pop(name, None)
        plain_text = self.shell.display_formatter.formatters["text/plain"]
        for shown, before in self.formatters.items():
            if before is None:
                plain_text.pop(shown, None)
            else:
                plain_text.for_type(shown, before)
        self.shell.drop_by_id(self.names)
        self.shell.set_custom_exc((), None)
        self.shell.prefilter_manager.unregister_checker(self.checker)
        self.sources.remove()
        self.inspection.remove()

    def show_mistake(
        self,
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
        tb_offset: int | None = None,
    ) -> list[str] | None:
        """A mistake in what was typed is a message with a caret, not a traceback; so is Ctrl-C within Photonic."""
        if isinstance(error, PhotonicError):
            lines = [self.session.mistake(error)]
        elif _is_inside(traceback):
            lines = [self.session.text(STOPPED)]
        else:
            shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
            return None
        shell._showtraceback(kind, error, lines)
        return lines


def _is_inside(traceback: TracebackType | None) -> bool:
    """Whether a traceback leads into code of Photonic."""
    folder = str(Path(photonic.__file__).parent)
    return any(frame.f_code.co_filename.startswith(folder) for frame, _ in walk_tb(traceback))


def _offered() -> dict[str, Any]:
    """The names that a prompt begins with: the functions of `photonic` and the coordinates."""
    functions = {name: getattr(photonic, name) for name in photonic.__all__ if name not in NOT_OFFERED}
    return functions | {name: symbol_for(declaration) for name, declaration in AMBIENT.items()}


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext photonic.repl` calls. Names that the namespace has already are left alone."""
    if id(shell) not in _loaded:
        _loaded[id(shell)] = Loaded(shell)
        _loaded[id(shell)].add()


def unload_ipython_extension(shell: Any) -> None:
    """What `%unload_ext photonic.repl` calls."""
    loaded = _loaded.pop(id(shell), None)
    if loaded is not None:
        loaded.remove()
