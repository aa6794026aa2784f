"""A total order of terms: smaller terms first, then by what stands in them from left to right.

It is the same in every process, and a term is above its own parts, so that sums and products have one order of their
parts, and a law that only permutes can be used in the direction in which the term becomes smaller.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.term import Term, fold

__all__ = ["census", "order_key"]


@lru_cache(maxsize=1 << 15)
def order_key(term: Term, mirrored: bool = False) -> tuple[Any, ...]:
    """The sort key of a term: (nodes of its tree, operator, payload, keys of the operands).

    Where `mirrored`, payloads (names, numbers) come in the opposite order; smaller terms are first in either.
    """
    keys = tuple(order_key(child, mirrored) for child in term.args)
    payload = term.op.payload
    shown: Any = f"{payload:040}" if term.op.name == NUMBER and isinstance(payload, int) else str(payload)
    if mirrored:
        shown = tuple(-ord(char) for char in shown)
    return (1 + sum(key[0] for key in keys), term.op.name, shown, keys)


def census(term: Term) -> Counter[str]:
    """How often each operator, with its number of operands, and each letter stands in a term."""
    names: Counter[str] = fold(term, lambda op, parts: sum(parts, Counter([_word(op, len(parts))])))
    return names


def _word(op: Op, arity: int) -> str:
    return f"{op.payload}" if op.name == VARIABLE else f"{op.name}/{arity}"
