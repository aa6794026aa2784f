"""The monomials of a truncated Taylor series, and the index tables by which series are multiplied and derived.

A series in v variables up to total degree n has C(n + v, v) coefficients. They are ordered by total degree, so a
series of lower order is a prefix of a longer one.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import combinations_with_replacement
from math import comb, perm

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

__all__ = ["Monomials", "monomials"]


@frozen(slots=False, eq=False)
class Monomials:
    """The monomials in `variables` variables up to total degree `order`."""

    variables: int
    order: int

    @property
    def count(self) -> int:
        """How many there are."""
        return comb(self.order + self.variables, self.variables)

    @cached_property
    def exponents(self) -> NDArray[np.int64]:
        """One row of exponents for each monomial, by total degree: shape (count, variables)."""
        rows = [
            [chosen.count(variable) for variable in range(self.variables)]
            for degree in range(self.order + 1)
            for chosen in combinations_with_replacement(range(self.variables), degree)
        ]
        return np.array(rows, dtype=np.int64).reshape(self.count, self.variables)

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """The total degree of each monomial."""
        return np.asarray(self.exponents.sum(axis=1))

    @cached_property
    def position(self) -> dict[tuple[int, ...], int]:
        """Where each row of exponents stands."""
        return {tuple(row): index for index, row in enumerate(self.exponents.tolist())}

    @cached_property
    def products(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """(left, right, starts): coefficient k of a product is the sum of left × right over pairs starts[k] …

        All pairs of monomials whose product is kept, sorted by the monomial they give; each has at least one pair.
        """
        left, right = np.nonzero(self.degrees[:, None] + self.degrees[None, :] <= self.order)
        sums = self.exponents[left] + self.exponents[right]
        target = np.array([self.position[tuple(row)] for row in sums.tolist()])
        by_target = np.argsort(target, kind="stable")
        starts = np.searchsorted(target[by_target], np.arange(self.count))
        return left[by_target], right[by_target], starts

    def derivative(self, variable: int, order: int) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """(source, factor): coefficient k of the derivative is factor[k] × coefficient source[k].

        With c the coefficient of x^(a + order), that of x^a is c · (a + order)! / a!. The factor is 0 where the
        source lies beyond the truncation.
        """
        return _derivative(self.variables, self.order, variable, order)


@lru_cache(maxsize=256)
def monomials(variables: int, order: int) -> Monomials:
    """The one object for these numbers, so that its tables are made once."""
    return Monomials(variables, order)


@lru_cache(maxsize=256)
def _derivative(variables: int, order: int, variable: int, times: int) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    table = monomials(variables, order)
    source = np.zeros(table.count, dtype=np.intp)
    factor = np.zeros(table.count, dtype=np.int64)
    for index, row in enumerate(table.exponents.tolist()):
        row[variable] += times
        if sum(row) <= order:
            source[index] = table.position[tuple(row)]
            factor[index] = perm(row[variable], times)
    return source, factor
