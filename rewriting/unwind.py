"""Recursion without Python's stack: generators that yield the tasks whose results they need."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar

__all__ = ["Task", "unwind"]

T = TypeVar("T")

Task: TypeAlias = Generator[Generator[Any, Any, Any], Any, T]
"""A computation that yields other tasks, is sent their results and returns its own."""


def unwind(task: Task[T]) -> T:
    """The result of a task, however deep the tasks nest."""
    stack: list[Generator[Any, Any, Any]] = [task]
    reply: Any = None
    while True:
        try:
            asked = stack[-1].send(reply)
        except StopIteration as done:
            reply = done.value
            stack.pop()
            if not stack:
                return reply  # type: ignore[no-any-return]
        else:
            stack.append(asked)
            reply = None
