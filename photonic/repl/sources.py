"""Cells as they were typed, for tracebacks and SyntaxErrors: the lines that Python runs hold calls nobody wrote."""

from __future__ import annotations

import ast
import linecache
import re
from typing import Any

from photonic.repl.scan import TEXT, closing, mask
from photonic.repl.wording import EVALUATE

__all__ = ["Sources"]

CALL = re.compile(rf"{EVALUATE}\((?P<text>{TEXT}+)")
"""A call that reads the language, in a masked line: its first argument is what was typed there."""


class Sources:
    """Stands between a shell and the lines that it keeps of each cell."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.cache = shell.compile.cache
        self.structured = shell.SyntaxTB.structured_traceback
        self.translated: dict[str, list[str]] = {}

    def add(self) -> None:
        """Keep cells as typed from now on."""
        self.shell.compile.cache = self.keep
        self.shell.SyntaxTB.structured_traceback = self.syntax_error

    def remove(self) -> None:
        """Leave the shell as it was."""
        del self.shell.compile.cache
        del self.shell.SyntaxTB.structured_traceback

    def keep(self, transformed_code: str, number: int = 0, raw_code: str | None = None) -> str:
        """What IPython calls with the code of a cell: the name of the cell, whose lines tracebacks show.

        Lines go one to one, which all translations keep; where IPython's own do not, the cell stays as it is.
        """
        name: str = self.cache(transformed_code, number, raw_code=raw_code)
        runs, typed = transformed_code.splitlines(), (raw_code or "").rstrip().splitlines()
        if EVALUATE in transformed_code and len(runs) == len(typed):
            self.translated[name] = runs
            lines = [f"{line}\n" for line in typed]
            linecache.cache[name] = (sum(map(len, lines)), None, lines, name)
        return name

    def syntax_error(self, kind: Any, error: Any, *others: Any, **options: Any) -> Any:
        """IPython's report of a SyntaxError, with the caret where the mistake stands in the line as typed."""
        runs = self.translated.get(error.filename or "", ()) if isinstance(error, SyntaxError) else ()
        if error.lineno and error.offset and error.lineno <= len(runs):
            run = runs[error.lineno - 1]
            typed = linecache.getline(error.filename, error.lineno).rstrip("\n")
            error.offset = _place(_in_characters(error, run), run, typed)
            error.end_lineno, error.end_offset = error.lineno, error.offset + 1
        return self.structured(kind, error, *others, **options)


def _in_characters(error: SyntaxError, run: str) -> int:
    """The column of an error, from 1. Python's compiler, unlike its parser, counts bytes and gives no text."""
    offset = error.offset or 1
    return offset if error.text is not None else len(run.encode()[: offset - 1].decode(errors="ignore")) + 1


def _place(column: int, run: str, typed: str) -> int:
    """The column in the line as typed, from 1, of a column in the line that runs; inside a call, where it begins."""
    masked, longer = mask(run), 0
    if EVALUATE not in masked:
        longer = len(run) - len(typed)  # the end of a call that began on a line above
    for call in CALL.finditer(masked):
        close = closing(masked, call.end() - len(call["text"]) - 1, len(run))
        if column <= call.start() + 1 or close < 0 or column <= close + 1:
            column = min(column, call.start() + 1)
            break
        longer += close + 1 - call.start() - len(ast.literal_eval(run[call.start("text") : call.end("text")]))
    return min(max(column - longer, 1), len(typed) + 1)
