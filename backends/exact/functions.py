"""Elementary functions modulo p: values drawn at random, derivatives by the function's own differential equation.

A finite field has no sine. But an identity that follows from s² + c² = 1, s' = c, c' = −s holds for whatever point of
the circle stands for (sin a, cos a), and one that does not follow fails at a random one. The value is a pure function
of (seed, name, a), with the facts at 0 and 1 and the parities right. What these choices do not know are relations
between different arguments, such as sin 2a = 2 sin a cos a.

Each function here maps values `at` (an array of any shape) to (outer, defined): outer[…, k] = f⁽ᵏ⁾(at) / k! for
k = 0 … order, and where the function has a value.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from backends.exact.drawing import draw, draw_nonzero, key
from backends.exact.modular import PRIME, Residues, invert, multiply, negate, square_root
from backends.exact.monomials import monomials
from backends.exact.series import compose, integral, inverse_factorials, reciprocal_outer, root_outer

__all__ = ["BY_SERIES", "Outer", "unknown_outer"]

Outer = tuple[Residues, NDArray[np.bool_]]


def unknown_outer(name: str, order: int, at: Residues, terms: int, seed: int) -> Outer:
    """The `order`-th derivative of an unknown function: independent random derivatives H(seed, name, k, at)."""
    shifted = np.arange(order, order + terms + 1)
    derivatives = draw(key(seed, "unknown", name), shifted, at[..., None])
    return multiply(derivatives, inverse_factorials(terms)), _everywhere(at)


def _sine(at: Residues, terms: int, seed: int) -> Outer:
    sine, cosine = _circle(at, seed)
    return _cycle([sine, cosine, negate(sine), negate(cosine)], terms), _everywhere(at)


def _cosine(at: Residues, terms: int, seed: int) -> Outer:
    sine, cosine = _circle(at, seed)
    return _cycle([cosine, negate(sine), negate(cosine), sine], terms), _everywhere(at)


def _exponential(at: Residues, terms: int, seed: int) -> Outer:
    positive, flipped = _by_parity(at)
    value = draw_nonzero(key(seed, "exp"), positive)
    value = np.where(at == 0, 1, np.where(flipped, invert(value), value))
    return multiply(value[..., None], inverse_factorials(terms)), _everywhere(at)


def _logarithm(at: Residues, terms: int, seed: int) -> Outer:
    """log x, with log 1 = 0 and log 1/x = −log x; undefined at 0."""
    inverse = invert(at)
    value = draw(key(seed, "log"), np.minimum(at, inverse))
    value = np.where(at == inverse, 0, np.where(at < inverse, value, negate(value)))
    return integral(value, reciprocal_outer(at, terms)), at != 0


def _root(at: Residues, terms: int, _: int) -> Outer:
    """√x: undefined where x is not a square, and at 0, where the derivatives are infinite."""
    root, exists = square_root(at)
    return root_outer(at, root, terms), exists & (at != 0)


def _absolute(at: Residues, terms: int, seed: int) -> Outer:
    """|x|: that one of ±x which is a square; undefined at 0."""
    sign, defined = _sign(at, terms, seed)
    linear = np.zeros_like(sign)
    linear[..., 0] = multiply(sign[..., 0], at)
    linear[..., 1:2] = sign[..., :1]
    return linear, defined


def _sign(at: Residues, terms: int, _: int) -> Outer:
    """sign x = x / |x|; undefined at 0."""
    value = np.zeros((*at.shape, terms + 1), dtype=np.int64)
    value[..., 0] = np.where(square_root(at)[1], 1, PRIME - 1)
    return value, at != 0


def _primitive(name: str, squared: int, one: int, rooted: bool, odd: bool) -> Callable[[Residues, int, int], Outer]:
    """The function whose derivative is 1 / q or 1 / √q, with q = one + squared · x²; its value is drawn."""

    def outer(at: Residues, terms: int, seed: int) -> Outer:
        line = monomials(1, terms)
        quadratic = np.zeros((*at.shape, terms + 1), dtype=np.int64)
        quadratic[..., 0] = (one + squared * multiply(at, at)) % PRIME
        quadratic[..., 1:2] = (2 * squared * at[..., None]) % PRIME
        quadratic[..., 2:3] = squared % PRIME
        defined = quadratic[..., 0] != 0
        if rooted:
            root, exists = square_root(quadratic[..., 0])
            quadratic = compose(root_outer(quadratic[..., 0], root, terms), quadratic, line)
            defined &= exists
        derivative = compose(reciprocal_outer(quadratic[..., 0], terms), quadratic, line)
        return integral(_primitive_value(name, at, odd, seed), derivative), defined

    return outer


def _primitive_value(name: str, at: Residues, odd: bool, seed: int) -> Residues:
    if not odd:
        return draw(key(seed, name), at)
    positive, flipped = _by_parity(at)
    value = draw(key(seed, name), positive)
    return np.where(at == 0, 0, np.where(flipped, negate(value), value))


def _arc_cosine(at: Residues, terms: int, seed: int) -> Outer:
    """acos x = π/2 − asin x, with one random number for π/2."""
    arc_sine, defined = BY_SERIES["asin"](at, terms, seed)
    outer = negate(arc_sine)
    outer[..., 0] = (outer[..., 0] + draw(key(seed, "pi/2"), 0)) % PRIME
    return outer, defined


def _circle(at: Residues, seed: int) -> tuple[Residues, Residues]:
    """A random point (s, c) of s² + c² = 1; (0, 1) at 0; s odd and c even."""
    positive, flipped = _by_parity(at)
    slope = np.where(at == 0, 0, draw(key(seed, "circle"), positive))
    square = multiply(slope, slope)
    inverse = invert(np.asarray((1 + square) % PRIME))  # never 1/0: −1 is not a square modulo p
    sine = multiply(2 * slope % PRIME, inverse)
    return np.where(flipped, negate(sine), sine), multiply((1 - square) % PRIME, inverse)


def _cycle(derivatives: list[Residues], terms: int) -> Residues:
    columns = np.stack([derivatives[k % len(derivatives)] for k in range(terms + 1)], axis=-1)
    return multiply(columns, inverse_factorials(terms))


def _by_parity(at: Residues) -> tuple[Residues, NDArray[np.bool_]]:
    """The smaller of ±at, and where that is −at."""
    opposite = negate(at)
    return np.minimum(at, opposite), opposite < at


def _everywhere(at: Residues) -> NDArray[np.bool_]:
    return np.ones(at.shape, dtype=np.bool_)


BY_SERIES: dict[str, Callable[[Residues, int, int], Outer]] = {
    "sin": _sine,
    "cos": _cosine,
    "exp": _exponential,
    "log": _logarithm,
    "sqrt": _root,
    "Abs": _absolute,
    "sign": _sign,
    "asin": _primitive("asin", squared=-1, one=1, rooted=True, odd=True),
    "acos": _arc_cosine,
    "atan": _primitive("atan", squared=1, one=1, rooted=False, odd=True),
    "asinh": _primitive("asinh", squared=1, one=1, rooted=True, odd=True),
    "acosh": _primitive("acosh", squared=1, one=-1, rooted=True, odd=False),
    "atanh": _primitive("atanh", squared=-1, one=1, rooted=False, odd=True),
}
"""Functions with a series of their own, by SymPy's name; called as f(at, number of derivatives, seed)."""
