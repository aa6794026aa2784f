"""Cost: the cheapest tree of every class, kept up to date while the graph grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rewriting.analyses.lattice import Lattice
from rewriting.op import Op

__all__ = ["Cheapest"]


class Cheapest(Lattice):
    """The least cost of a term of each class, with a cost for each operator summed over the tree; `values` tells it.

    Raises ValueError for a cost that is below zero or not a number.
    """

    def __init__(self, cost: Callable[[Op], float], name: str = "cost") -> None:
        super().__init__(name, np.inf, np.float64, turns=1_000_000)
        self._cost = cost

    def make(self, op: Op, operands: list[NDArray[Any]]) -> NDArray[Any]:
        """See Lattice."""
        own = float(self._cost(op))
        if not own >= 0:
            raise ValueError(f"cost of {op} is {own}: costs must be at least 0, or a cycle could cost less and less")
        total = np.full(operands[0].shape if operands else (1,), own)
        for operand in operands:
            total = total + operand
        return total

    def join(self, left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
        """The smaller one."""
        least: NDArray[Any] = np.minimum(left, right)
        return least
