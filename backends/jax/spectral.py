"""Derivatives by the Fourier transform: exact for fields whose waves the grid resolves.

Of the shortest wave of an even number of points, (−1)ʲ, the grid sees the cosine alone, whose odd derivatives vanish
at the points (L. N. Trefethen, Spectral Methods in MATLAB, SIAM 2000, chapter 3). Its factor is 0 there.
"""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax import Array

from backends.grid import Grid
from backends.jax.entry import Differentiate

__all__ = ["spectral"]


def spectral(grid: Grid) -> Differentiate:
    """Differentiation of any order by the real Fourier transform along the axis."""

    def differentiate(values: Array, axis: str, order: int) -> Array:
        index = grid.axes.index(axis)
        points = grid.shape[index]
        factor = _factor(points, grid.lengths[index], order).astype(np.result_type(values.dtype, np.complex64))
        waves = jnp.fft.rfft(values, axis=index)
        waves = waves * factor.reshape([-1 if other == index else 1 for other in range(values.ndim)])
        return jnp.fft.irfft(waves, n=points, axis=index).astype(values.dtype)

    return differentiate


def _factor(points: int, length: float, order: int) -> np.ndarray[tuple[int], np.dtype[np.complex128]]:
    """(i k)ⁿ for the wavenumbers k = 2π m / length, m = 0 … points / 2."""
    wavenumbers = 2 * np.pi / length * np.arange(points // 2 + 1)
    factor = (1j**order) * wavenumbers.astype(np.complex128) ** order
    if points % 2 == 0 and order % 2 == 1:
        factor[-1] = 0
    return factor
