"""Central differences on a periodic grid."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import jax
import jax.numpy as jnp
from jax import Array, lax

from backends.grid import Grid
from backends.jax.entry import Differentiate
from backends.stencils import central_weights, derivative_factors

__all__ = ["finite_difference"]


def finite_difference(grid: Grid, accuracy: int) -> Differentiate:
    """Differentiation by central differences with an error of order spacing ** accuracy.

    First and second derivatives have stencils of their own, higher ones are composed of these, second ones first.
    Raises ValueError where an axis has fewer points than the stencil is wide.
    """
    narrow = [axis for axis, points in zip(grid.axes, grid.shape, strict=True) if points <= accuracy]
    if narrow:
        raise ValueError(
            f"grid shape {grid.shape} is too small along {', '.join(narrow)} for differences of order {accuracy}: "
            f"each axis needs at least {accuracy + 1} points"
        )

    def differentiate(values: Array, axis: str, order: int) -> Array:
        index = grid.axes.index(axis)
        for factor in derivative_factors(order):
            values = _stencil(values, index, factor, accuracy, grid.exact_spacing[index])
        return values

    return differentiate


@partial(jax.jit, static_argnums=(1, 2, 3, 4), inline=True)
def _stencil(values: Array, axis: int, derivative: int, accuracy: int, spacing: Fraction) -> Array:
    """Σⱼ wⱼ f(x + j h) / hᵈ, the two sides taken together: w₋ⱼ = ± wⱼ. One operation where nothing else is compiled.

    A padded copy is cut into shifted slices; on a CPU this is several times faster than rolling the array.
    """
    reach = accuracy // 2
    weights = [float(weight / spacing**derivative) for weight in central_weights(derivative, accuracy)[reach:]]
    padded = jnp.pad(values, [(reach, reach) if index == axis else (0, 0) for index in range(values.ndim)], mode="wrap")
    points = values.shape[axis]

    def shifted(offset: int) -> Array:
        return lax.slice_in_dim(padded, reach + offset, reach + offset + points, axis=axis)

    combine = jnp.subtract if derivative == 1 else jnp.add
    total = None if derivative == 1 else weights[0] * values
    for offset in range(1, reach + 1):
        term = weights[offset] * combine(shifted(offset), shifted(-offset))
        total = term if total is None else total + term
    return jnp.asarray(total)
