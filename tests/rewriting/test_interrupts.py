"""Ctrl-C is held back for a while at most, and never lost."""

from __future__ import annotations

import signal
import sys
import time

import pytest

from rewriting.interrupts import certain_interrupt, deferred_interrupt


class Dying:
    """Where Ctrl-C is pressed while this is taken away, Python drops what the handler raises."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)
        sum(range(2))


def dying() -> None:
    Dying()
    until = time.monotonic() + 10
    while time.monotonic() < until:
        sum(range(2))


def test_ctrl_c_in_a_finalizer_is_raised_behind_it():
    with pytest.raises(KeyboardInterrupt):
        certain_interrupt()(dying)()


def test_other_errors_of_finalizers_are_reported_as_before(monkeypatch):
    class Failing:
        def __del__(self) -> None:
            raise ZeroDivisionError

    reported = []
    monkeypatch.setattr(sys, "unraisablehook", lambda dropped: reported.append(dropped.exc_type))
    before = sys.unraisablehook
    with certain_interrupt():
        Failing()
    assert reported == [ZeroDivisionError]
    assert sys.unraisablehook is before


def test_ctrl_c_before_an_error_in_a_body_is_raised_all_the_same():
    def fail() -> None:
        with deferred_interrupt():
            signal.raise_signal(signal.SIGINT)
            raise ValueError

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
