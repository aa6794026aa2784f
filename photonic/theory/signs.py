"""Signs: what follows about a scalar's sign from its form and from what its symbols assume.

The sign of a term is the set of signs that it can have where it is defined, as bits. Products, quotients, sums, powers,
roots and the functions that keep or have a sign hand it on; the square of anything is not negative.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from photonic.expressions.declarations import SIGNS
from rewriting.op import NUMBER
from rewriting.term import Term, postorder

__all__ = ["NUMBER_CONDITIONS", "SIGN_CONDITIONS", "forget", "has_sign", "is_whole", "literal", "sign_of"]

NEGATIVE, ZERO, POSITIVE = 1, 2, 4
ANY = NEGATIVE | ZERO | POSITIVE
NOT_NEGATIVE = POSITIVE | ZERO

SIGN_CONDITIONS: Mapping[str, int] = {
    "positive": POSITIVE,
    "negative": NEGATIVE,
    "nonnegative": NOT_NEGATIVE,
    "nonpositive": NEGATIVE | ZERO,
}
"""The conditions of laws that are about signs, with the signs that they admit."""

NUMBER_CONDITIONS = frozenset({*SIGN_CONDITIONS, "whole"})
"""All conditions of which exact fingerprints know nothing; `whole` asks for a written whole number."""

DECLARED: Mapping[str, int] = {"": ANY, "nonzero": NEGATIVE | POSITIVE, **SIGN_CONDITIONS}
ALWAYS_POSITIVE = frozenset({"exp", "cosh", "sech", "pi"})
KEEP_THE_SIGN = frozenset({"sinh", "tanh", "atan", "asinh", "erf", "sign"})
SQUARES = frozenset({"dot", "double_dot"})
"""Products that are sums of squares where both operands are the same."""

assert SIGNS.keys() == DECLARED.keys() - {""}, "every sign that may be declared has its bits"


def has_sign(condition: str, term: Term) -> bool:
    """Whether a scalar satisfies one of SIGN_CONDITIONS wherever it is defined, for all that its symbols may be."""
    return not sign_of(term) & ~SIGN_CONDITIONS[condition]


@lru_cache(maxsize=1 << 13)
def sign_of(term: Term) -> int:
    """The signs that a scalar can have where it is defined, as bits: 1 negative, 2 zero, 4 positive."""
    known: dict[Term, int] = {}
    for node in postorder(term):
        known[node] = _sign(node, known)
    return known[term]


def forget() -> None:
    """Empty what is kept of terms that were looked at."""
    sign_of.cache_clear()


def literal(term: Term) -> Fraction | None:
    """The rational number that a term spells, with a minus sign or as a quotient perhaps."""
    if term.op.name == NUMBER:
        return Fraction(term.op.payload)
    parts = [literal(child) for child in term.args] if term.op.name in ("negate", "divide") else [None]
    if None in parts or parts[-1] is None or parts[0] is None:
        return None
    if term.op.name == "negate":
        return -parts[0]
    return parts[0] / parts[1] if parts[1] else None


def is_whole(term: Term) -> bool:
    """Whether a term spells a whole number."""
    value = literal(term)
    return value is not None and value.denominator == 1


def _sign(node: Term, known: Mapping[Term, int]) -> int:
    parts = [known[child] for child in node.args]
    match node.op.name:
        case "number":
            return POSITIVE if node.op.payload > 0 else NEGATIVE if node.op.payload < 0 else ZERO
        case "symbol":
            return DECLARED[node.op.payload.sign]
        case "add":
            return _pairs(parts, _added)
        case "subtract":
            return _pairs([parts[0], _opposite(parts[1])], _added)
        case "negate":
            return _opposite(parts[0])
        case "multiply":
            return _product(node, known)
        case "divide":
            return _pairs([parts[0], parts[1] & ~ZERO or ANY], _multiplied)
        case "power":
            return _power(parts[0], literal(node.args[1]))
        case "sqrt":
            return POSITIVE if parts[0] == POSITIVE else NOT_NEGATIVE
        case "norm" | "entanglement":
            return NOT_NEGATIVE
        case "function":
            return _function(str(node.op.payload), parts)
    return NOT_NEGATIVE if node.op.name in SQUARES and node.args[0] is node.args[1] else ANY


def _product(node: Term, known: Mapping[Term, int]) -> int:
    """Of a product of scalars: what occurs twice in it is a square."""
    factors: Counter[Term] = Counter()
    stack = [node]
    while stack:
        part = stack.pop()
        if part.op == node.op:
            stack += part.args
        else:
            factors[part] += 1
    sign = POSITIVE
    for factor, count in factors.items():
        sign = _pairs([sign, _power(known[factor], Fraction(count))], _multiplied)
    return sign


def _power(base: int, exponent: Fraction | None) -> int:
    """Of a power; one that is no whole number has a base that is not negative, unless it is not known."""
    if exponent is None:
        return base if base in (POSITIVE, NOT_NEGATIVE) else ANY
    if exponent.denominator != 1:
        return POSITIVE if base == POSITIVE else NOT_NEGATIVE
    if exponent % 2:
        return base
    return POSITIVE if not base & ZERO or not exponent else NOT_NEGATIVE


def _function(name: str, parts: Sequence[int]) -> int:
    if name in ALWAYS_POSITIVE:
        return POSITIVE
    if name == "Abs":
        return NOT_NEGATIVE if parts[0] & ZERO else POSITIVE
    return parts[0] if name in KEEP_THE_SIGN else ANY


def _opposite(sign: int) -> int:
    return (sign & ZERO) | (POSITIVE if sign & NEGATIVE else 0) | (NEGATIVE if sign & POSITIVE else 0)


def _pairs(parts: Sequence[int], combine: Callable[[int, int], int]) -> int:
    """All signs that a result can have whose operands have these."""
    first, second = ([bit for bit in (NEGATIVE, ZERO, POSITIVE) if part & bit] for part in parts)
    found = 0
    for a in first:
        for b in second:
            found |= combine(a, b)
    return found


def _added(a: int, b: int) -> int:
    return a if a == b or b == ZERO else b if a == ZERO else ANY


def _multiplied(a: int, b: int) -> int:
    if ZERO in (a, b):
        return ZERO
    return POSITIVE if a == b else NEGATIVE
