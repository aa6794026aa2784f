"""Taylor series in x, y, z, t with floating coefficients and their derivatives: nothing of Photonic is used here."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import Any

import numpy as np

__all__ = ["Series", "Space", "UndefinedError", "constant", "powers", "space"]


class UndefinedError(ValueError):
    """A function has no value at the random point."""


class Space:
    """The monomials up to an order, with tables for products and derivatives."""

    def __init__(self, order: int) -> None:
        self.order = order
        exponents = [e for d in range(order + 1) for e in itertools.product(range(d + 1), repeat=4) if sum(e) == d]
        self.position = {e: i for i, e in enumerate(exponents)}
        self.exponents, self.size = exponents, len(exponents)
        self.degrees = np.array([sum(e) for e in exponents])
        triples = [
            (i, j, self.position[tuple(p + q for p, q in zip(a, b, strict=True))])
            for i, a in enumerate(exponents)
            for j, b in enumerate(exponents)
            if sum(a) + sum(b) <= order
        ]
        self.first, self.second, self.target = np.array(triples).T
        self.derivatives = [self._derivative(axis) for axis in range(4)]

    def _derivative(self, axis: int) -> Any:
        matrix = np.zeros((self.size, self.size))
        for i, e in enumerate(self.exponents):
            if e[axis]:
                lower = tuple(p - (k == axis) for k, p in enumerate(e))
                matrix[self.position[lower], i] = e[axis]
        return matrix

    def multiplication(self, coefficients: Any) -> Any:
        """The matrix that multiplies by a series."""
        matrix = np.zeros((self.size, self.size))
        np.add.at(matrix, (self.target, self.second), coefficients[self.first])
        return matrix


@lru_cache
def space(order: int) -> Space:
    """The space of an order, made once."""
    return Space(order)


class Series:
    """A series, its derivatives in the unknowns (or None where it has none), and the order up to which it is right."""

    def __init__(self, where: Space, value: Any, slope: Any = None, trust: int | None = None) -> None:
        self.where, self.value, self.slope = where, value, slope
        self.trust = where.order if trust is None else trust

    def __add__(self, other: Series) -> Series:
        slopes = [each.slope for each in (self, other) if each.slope is not None]
        return Series(self.where, self.value + other.value, sum(slopes) if slopes else None, self._least(other))

    def __neg__(self) -> Series:
        return Series(self.where, -self.value, None if self.slope is None else -self.slope, self.trust)

    def __mul__(self, other: Series) -> Series:
        own, slope = self.where.multiplication(self.value), None
        if other.slope is not None:
            slope = own @ other.slope
        if self.slope is not None:
            part = self.where.multiplication(other.value) @ self.slope
            slope = part if slope is None else slope + part
        return Series(self.where, own @ other.value, slope, self._least(other))

    def _least(self, other: Series) -> int:
        return min(self.trust, other.trust)

    def along(self, axis: int) -> Series:
        """The derivative in x, y, z or t."""
        matrix = self.where.derivatives[axis]
        slope = None if self.slope is None else matrix @ self.slope
        return Series(self.where, matrix @ self.value, slope, self.trust - 1)

    def composed(self, derivatives: list[float]) -> Series:
        """A function of the series whose derivatives at its constant term are given, one more than the order."""
        rest = self.value.copy()
        rest[0] = 0
        matrix = self.where.multiplication(rest)

        def outer(shift: int) -> Any:
            total, power = np.zeros(self.where.size), np.eye(self.where.size)[0]
            for k in range(self.where.order + 1):
                total = total + derivatives[k + shift] / math.factorial(k) * power
                power = matrix @ power
            return total

        slope = None if self.slope is None else self.where.multiplication(outer(1)) @ self.slope
        return Series(self.where, outer(0), slope, self.trust)


def constant(where: Space, value: float) -> Series:
    """A number as a series."""
    coefficients = np.zeros(where.size)
    coefficients[0] = value
    return Series(where, coefficients)


def powers(base: float, exponent: float, count: int) -> list[float]:
    """The derivatives of sᵉ at s = base."""
    found, factor = [], 1.0
    for k in range(count):
        found.append(factor * base ** (exponent - k))
        factor *= exponent - k
    return found
