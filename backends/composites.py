"""Elementary functions made of others, for interpreters that know sin, cos and exp alone."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from backends.calculus import Calculus

__all__ = ["COMPOSITES"]

V = TypeVar("V")


def _circular(calculus: Calculus[V], value: V) -> tuple[V, V]:
    """(sin, cos)."""
    return calculus.elementary("sin", value), calculus.elementary("cos", value)


def _hyperbolic(calculus: Calculus[V], value: V) -> tuple[V, V]:
    """(sinh, cosh) = (e − 1/e, e + 1/e) / 2, with e = exp(value)."""
    grown = calculus.elementary("exp", value)
    decayed = _inverse(calculus, grown)
    half = calculus.number(Fraction(1, 2))
    difference, total = calculus.subtract(grown, decayed), calculus.add(grown, decayed)
    return calculus.multiply(half, difference), calculus.multiply(half, total)


def _inverse(calculus: Calculus[V], value: V) -> V:
    return calculus.divide(calculus.number(Fraction(1)), value)


COMPOSITES: dict[str, Callable[[Calculus[Any], Any], Any]] = {
    "tan": lambda calculus, u: calculus.divide(*_circular(calculus, u)),
    "cot": lambda calculus, u: calculus.divide(*reversed(_circular(calculus, u))),
    "sec": lambda calculus, u: _inverse(calculus, calculus.elementary("cos", u)),
    "csc": lambda calculus, u: _inverse(calculus, calculus.elementary("sin", u)),
    "sinh": lambda calculus, u: _hyperbolic(calculus, u)[0],
    "cosh": lambda calculus, u: _hyperbolic(calculus, u)[1],
    "tanh": lambda calculus, u: calculus.divide(*_hyperbolic(calculus, u)),
    "coth": lambda calculus, u: calculus.divide(*reversed(_hyperbolic(calculus, u))),
    "sech": lambda calculus, u: _inverse(calculus, _hyperbolic(calculus, u)[1]),
    "csch": lambda calculus, u: _inverse(calculus, _hyperbolic(calculus, u)[0]),
}
"""name → f(calculus, value), by SymPy's name."""
