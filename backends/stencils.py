"""Central difference stencils as exact rationals, derived from the conditions that define them.

Weights w₋ᵣ … wᵣ approximate the d-th derivative, hᵈ f⁽ᵈ⁾(x) ≈ Σⱼ wⱼ f(x + j h), when the Taylor expansions match:
Σⱼ wⱼ jᵏ = d! if k = d, else 0, for k = 0 … 2r (B. Fornberg, Generation of finite difference formulas on arbitrarily
spaced grids, Math. Comp. 51 (1988) 699–706). The running code and the ball arithmetic that judges it read the same
weights from here.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import factorial

__all__ = ["ACCURACIES", "central_weights", "derivative_factors"]

ACCURACIES = (2, 4, 8)
"""The orders of accuracy on offer: the error falls as spacing to this power."""


@lru_cache(maxsize=64)
def central_weights(derivative: int, accuracy: int) -> tuple[Fraction, ...]:
    """Weights at the offsets −r … r, r = accuracy / 2, of the first or second derivative on a unit spacing.

    Raises ValueError for a derivative other than 1 or 2 and for an accuracy that is not a positive even number.
    """
    if derivative not in (1, 2):
        raise ValueError(f"derivative {derivative} has no stencil of its own: compose it, see derivative_factors")
    if accuracy < 2 or accuracy % 2:
        raise ValueError(f"accuracy {accuracy} is not a positive even number: central stencils have those alone")
    reach = accuracy // 2
    powers = range(2 * reach + 1)
    rows = [[Fraction(offset) ** k for offset in range(-reach, reach + 1)] for k in powers]
    return tuple(_solve(rows, [Fraction(factorial(derivative) * (k == derivative)) for k in powers]))


def derivative_factors(order: int) -> tuple[int, ...]:
    """How a derivative of any order is composed of stencils: second derivatives first, then at most one first."""
    return (2,) * (order // 2) + (1,) * (order % 2)


def _solve(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """The solution of a regular square system, by Gauss–Jordan elimination."""
    system = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for column in range(len(system)):
        pivot = next(row for row in range(column, len(system)) if system[row][column])
        system[column], system[pivot] = system[pivot], system[column]
        system[column] = [entry / system[column][column] for entry in system[column]]
        for row in range(len(system)):
            if row != column:
                factor = system[row][column]
                system[row] = [a - factor * b for a, b in zip(system[row], system[column], strict=True)]
    return [row[-1] for row in system]
