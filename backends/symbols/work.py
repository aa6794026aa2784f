"""A budget for symbolic work, counted in terms that are multiplied: the same on every machine, unlike a clock.

Expressions grow without warning, and no call of a computer algebra system can be told to stop. So what may grow counts
its work before or while it is done, and ends with `OutOfWork` when there was too much.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from math import comb, prod

import sympy
from attrs import define

__all__ = ["OutOfWork", "bounded", "expanded", "spend", "spend_on", "terms_of"]

MOST_TERMS = 4_000
"""Terms of one expression that is still multiplied out."""


class OutOfWork(Exception):  # noqa: N818
    """More work than the budget holds; the message says at what."""


@define
class _Meter:
    left: int


_METER: ContextVar[_Meter | None] = ContextVar("meter", default=None)


@contextmanager
def bounded(amount: int) -> Iterator[None]:
    """A budget for what is done within; without one, work is not counted."""
    token = _METER.set(_Meter(amount))
    try:
        yield
    finally:
        _METER.reset(token)


def spend(amount: int, what: str) -> None:
    """Count work. Raises OutOfWork where the budget does not hold so much."""
    meter = _METER.get()
    if meter is None:
        return
    meter.left -= amount
    if meter.left < 0:
        raise OutOfWork(what)


def spend_on(expression: sympy.Expr, what: str) -> None:
    """Count the nodes of an expression as work."""
    meter = _METER.get()
    if meter is not None:
        spend(sum(1 for _ in islice(sympy.preorder_traversal(expression), meter.left + 1)), what)


def terms_of(expression: sympy.Expr) -> int:
    """At most so many terms has the expression when it is multiplied out."""
    if expression.is_Add:
        return sum(map(terms_of, expression.args))
    if expression.is_Mul:
        return prod(map(terms_of, expression.args))
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 1:
        inner = terms_of(expression.base)
        return comb(inner + int(expression.exp) - 1, int(expression.exp))
    return 1


def expanded(expression: sympy.Expr, what: str = "multiplying out") -> sympy.Expr:
    """The expression multiplied out. Raises OutOfWork where that may have more terms than MOST_TERMS."""
    size = terms_of(expression)
    if size > MOST_TERMS and _METER.get() is not None:
        raise OutOfWork(what)
    spend(4 * size, what)
    return sympy.expand(expression)
