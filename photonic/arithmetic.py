"""The value of an expression of plain numbers: lengths, times and constants in a scroll."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from photonic.errors import PhotonicError
from photonic.expressions.operations import OPERATIONS
from photonic.terms import FUNCTION
from rewriting.op import NUMBER, Op
from rewriting.term import Term, fold

__all__ = ["value_of"]

GLYPHS: Mapping[str, Callable[..., float]] = {**OPERATIONS, "power": math.pow, "sqrt": math.sqrt}
FUNCTIONS: Mapping[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(math, name) for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh", "erf", "gamma")},
    "Abs": abs,
    "pi": lambda: math.pi,
}


def value_of(term: Term) -> float:
    """The finite number that a scalar term without symbols stands for, in double precision.

    Raises PhotonicError for anything else. Nothing exact is built on the way, so 9^9^9^9 is refused at once.
    """
    try:
        value = fold(term, _value)
    except PhotonicError:
        raise
    except (OverflowError, ZeroDivisionError, ValueError):
        raise PhotonicError("this has no finite value: write another number") from None
    if not math.isfinite(value):
        raise PhotonicError("this has no finite value: write another number")
    return value


def _value(op: Op, operands: list[float]) -> float:
    if op.name == NUMBER:
        return float(op.payload)
    known = FUNCTIONS.get(str(op.payload)) if op.name == FUNCTION else GLYPHS.get(op.name)
    if known is None:
        raise PhotonicError("a plain number should stand here, or arithmetic of numbers such as 2 pi or sqrt(3)/2")
    return known(*operands)
