"""Ctrl-C held back while columns are being changed, and never lost."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["certain_interrupt", "deferred_interrupt"]

BEHIND = 0.01
"""Seconds after which a finalizer has ended."""

_noted: list[tuple[int, FrameType | None]] = []
_holding: list[bool] = []
"""Not empty while a body is running in the main thread: asking for the handler each time would cost ten times more."""


def _is_noted() -> bool:
    return bool(_noted)


def _note(number: int, frame: FrameType | None) -> None:
    _noted.append((number, frame))


@contextmanager
def deferred_interrupt() -> Iterator[Callable[[], bool]]:
    """Inside, Ctrl-C is noted; at the end it is raised as KeyboardInterrupt, so that the body is never cut in two.

    What it gives tells whether Ctrl-C was noted, for a body that can end early. Bodies may be nested; the outermost
    raises. Only the main thread receives signals: elsewhere, and where Ctrl-C has no Python handler, nothing is held
    back.
    """
    if _holding and threading.current_thread() is threading.main_thread():
        yield _is_noted
        return
    handler = signal.getsignal(signal.SIGINT) if threading.current_thread() is threading.main_thread() else None
    if not callable(handler) or handler is _note:
        yield _is_noted
        return
    _noted.clear()
    signal.signal(signal.SIGINT, _note)
    _holding.append(True)
    try:
        yield _is_noted
    finally:
        _holding.pop()
        signal.signal(signal.SIGINT, handler)
        if _noted:  # also where the body fails: who catches that would else go on as if nobody had pressed a key
            handler(*_noted.pop())


@contextmanager
def certain_interrupt() -> Iterator[None]:
    """Inside, Ctrl-C that falls into a finalizer is raised again behind it.

    Python drops what is raised in a finalizer, and with the many weak references to terms one of thirty falls there: a
    search went on as if nobody had pressed a key, below a traceback that is nobody's. It may decorate a function.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = sys.unraisablehook

    def again(dropped: sys.UnraisableHookArgs) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt):
            threading.Timer(BEHIND, _thread.interrupt_main).start()  # here it would be dropped as well
        else:
            before(dropped)

    sys.unraisablehook = again
    try:
        yield
    finally:
        sys.unraisablehook = before
