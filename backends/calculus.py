"""The small algebra in which every glyph's meaning is written, and that every interpreter speaks.

A value has a rank: 0 for scalars, 1 for vectors, 2 for tensors. Interpreters keep a value's tensor axes first,
each of length `dimension`, and put whatever they need (grid axes, Taylor coefficients, a batch) behind them.
Axes of differentiation are named `"x" "y" "z" "t"`; the first `dimension` letters are the space.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import permutations
from typing import Generic, TypeVar

__all__ = ["MOST_STEPS", "SPACE", "TIME", "Calculus"]

SPACE = ("x", "y", "z")
TIME = "t"

V = TypeVar("V")

MOST_STEPS = 64
"""Steps of a loop that an interpreter takes one by one; those that compile loops take any number."""


class Calculus(ABC, Generic[V]):
    """The primitives that an interpreter supplies, and the few combinations that every meaning needs.

    An interpreter raises ValueError, with the repair, for what it has no value of: a derivative by an axis that it
    does not have, a function that it does not know.
    """

    dimension: int = 3

    @abstractmethod
    def number(self, value: Fraction) -> V:
        """An exact rational constant, rank 0."""

    @abstractmethod
    def literal(self, entries: tuple[int, ...], rank: int) -> V:
        """A constant tensor of integers, given in row-major order (δ, ε)."""

    @abstractmethod
    def add(self, left: V, right: V) -> V:
        """The sum of two values of one rank."""

    @abstractmethod
    def multiply(self, scalar: V, value: V) -> V:
        """The product of a rank-0 value with a value of any rank."""

    @abstractmethod
    def divide(self, value: V, scalar: V) -> V:
        """The quotient of a value of any rank by a rank-0 value."""

    @abstractmethod
    def power(self, base: V, exponent: V) -> V:
        """base ** exponent, both of rank 0; interpreters treat a constant rational exponent exactly."""

    @abstractmethod
    def partial(self, value: V, axis: str, order: int = 1) -> V:
        """The partial derivative of the given order along one axis; the rank is kept."""

    @abstractmethod
    def einsum(self, subscripts: str, *operands: V) -> V:
        """A contraction over tensor axes, in NumPy's notation with an explicit output."""

    @abstractmethod
    def stack(self, values: Sequence[V]) -> V:
        """Values of one rank under a new first tensor axis; there are `dimension` of them."""

    @abstractmethod
    def elementary(self, name: str, value: V) -> V:
        """A known function of a rank-0 value, by SymPy's name: sin cos tan exp log sqrt tanh …"""

    @abstractmethod
    def unknown(self, name: str, order: int, value: V) -> V:
        """The `order`-th derivative of an unknown univariate function, at a rank-0 value."""

    def iterate(self, count: int | None, start: V, step: Callable[[V], V]) -> V:
        """`step` applied `count` times to `start`; None asks for the value that a further step leaves as it is.

        Raises ValueError for more than MOST_STEPS and for None, where the interpreter does not compile loops.
        """
        if count is None:
            raise ValueError("a fixed point has no value here: only what runs on a grid can look for it")
        if count > MOST_STEPS:
            raise ValueError(f"a loop of {count} steps is too long here: at most {MOST_STEPS} are taken one by one")
        for _ in range(count):
            start = step(start)
        return start

    def negate(self, value: V) -> V:
        """−value."""
        return self.multiply(self.number(Fraction(-1)), value)

    def subtract(self, left: V, right: V) -> V:
        """left − right."""
        return self.add(left, self.negate(right))

    def gradient(self, value: V) -> V:
        """∂ᵢ value, the new index first."""
        return self.stack([self.partial(value, axis) for axis in SPACE[: self.dimension]])

    def laplacian(self, value: V) -> V:
        """∂ᵢ∂ᵢ value, the rank kept."""
        total = self.partial(value, SPACE[0], 2)
        for axis in SPACE[1 : self.dimension]:
            total = self.add(total, self.partial(value, axis, 2))
        return total

    def delta(self) -> V:
        """The identity δᵢⱼ."""
        n = self.dimension
        return self.literal(tuple(int(i == j) for i in range(n) for j in range(n)), 2)

    def epsilon(self) -> V:
        """The alternating tensor εᵢⱼₖ of three dimensions."""
        entries = [0] * 27
        for i, j, k in permutations(range(3)):
            entries[9 * i + 3 * j + k] = (i - j) * (j - k) * (k - i) // 2
        return self.literal(tuple(entries), 3)
