"""Recursion without Python's stack: what is below first, or generators that yield the tasks whose results they need."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Sequence
from typing import Any, TypeAlias, TypeVar

__all__ = ["Task", "from_below", "unwind"]

K = TypeVar("K", bound=Hashable)
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


def from_below(
    root: K, below: Callable[[K], Sequence[K]], combine: Callable[[K, list[T]], T], known: dict[K, T] | None = None
) -> T:
    """`combine(node, values of the nodes below it)` at the root, and first at all that it rests on, each node once.

    Values in `known` are not worked out again, and it keeps the new ones.
    """
    known = {} if known is None else known
    stack = [root]
    while stack:
        node = stack[-1]
        parts = below(node)
        missing = [part for part in parts if part not in known]
        if missing and node not in known:
            stack += missing
        elif stack.pop() not in known:
            known[node] = combine(node, [known[part] for part in parts])
    return known[root]
