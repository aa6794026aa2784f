"""How a command ends: its exit status, and what is said on standard error where it does not end well."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any

from photonic.errors import NotWrittenError, PhotonicError

__all__ = ["MEANINGS", "MISTAKE", "NOT_SO", "UNKNOWN", "explain_minus", "guarded", "on_fault"]

NOT_SO, MISTAKE, UNKNOWN = 1, 2, 3
FAULT, NOT_WRITTEN = 70, 74
INTERRUPTED, CLOSED = 130, 141

MEANINGS: Mapping[int, str] = {
    0: "done: proved, simplified as asked, all cells as the scroll asks, all is well",
    NOT_SO: "not so: refuted, the goal not reached, a cell that did not do what the scroll asks, an unsound ledger",
    MISTAKE: "a mistake in what was asked; one message says where, and what to write instead",
    UNKNOWN: "`prove`: neither proved nor refuted",
    FAULT: "a fault of Photonic itself, with its traceback: please report it",
    NOT_WRITTEN: "what was found could not be written: a full disk, say",
    INTERRUPTED: "interrupted by Ctrl-C; what was recorded is kept",
    CLOSED: "the reader of the output went away, as in `photonic scrolls | head -1`",
}
"""Every exit status, as the page on commands lists them."""

NEGATIVE = re.compile(r"-[^=]*\s=|-[^\w-]")
"""What begins with a minus sign and is no option."""


def guarded(command: Callable[[], Any]) -> int:
    """The exit status of a command: a mistake, a full disk and Ctrl-C are one message, not a traceback."""
    try:
        try:
            command()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except NotWrittenError as error:
        return _said(str(error), NOT_WRITTEN)
    except PhotonicError as error:
        return _said(str(error), MISTAKE)
    except KeyboardInterrupt:
        return _said("interrupted; what was recorded is kept", INTERRUPTED)
    except BrokenPipeError:
        _drop_output()
        return CLOSED
    except OSError as error:
        _drop_output()
        return _said(f"{error.filename or 'the output'} cannot be written: {error.strerror}", NOT_WRITTEN)
    return 0


def on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The hook for what nobody caught: the traceback, whose fault it is, and a status that is no verdict."""
    traceback.print_exception(kind, error, trace)
    raise SystemExit(_said("this is a fault of Photonic, not of what you asked: please report the lines above", FAULT))


def _said(message: str, status: int) -> int:
    if sys.stderr is not None:
        print(f"photonic: {message}", file=sys.stderr)
    return status


def explain_minus(words: Sequence[str]) -> None:
    """Where an expression was taken for an option, say how it is given."""
    before = words[: words.index("--")] if "--" in words else words
    for word in before:
        if NEGATIVE.match(word):
            _said(f"{word!r} begins with '-', as options do: put it last, behind '--', or write '−' (U+2212)", MISTAKE)


def _drop_output() -> None:
    """Let what is left in standard output vanish, which else would fail once more when Python ends."""
    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, sys.stdout.fileno())
    os.close(void)
