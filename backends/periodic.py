"""Periodic waves along one direction, sampled: derivatives by Fourier transforms, and means over a period.

What is a divergence of something that is local in the fields has the mean 0, whatever the waves are. It is floating
point: for tests that may fail to see something, never for a proof. Fields are near 1 with few and small modes, so that
products, quotients and functions of them have no frequencies beyond what is sampled.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backends.calculus import SPACE, TIME, Calculus

__all__ = ["PeriodicWaves"]

Samples = NDArray[np.float64]

POINTS, TIMES = 48, 16
"""Samples along the direction, and in time."""

DIRECTION = (0.6, -0.48, 0.64)
"""How fast the phase runs along each axis."""

MODES = ((0, 1), (1, 1), (1, 2), (2, 1), (2, 3))
"""Wave numbers and frequencies in a field."""

SIZE = 0.12
"""Amplitude of a mode."""

FUNCTIONS: dict[str, Callable[[Samples], Samples]] = {
    name: getattr(np, name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "sqrt")
}


class PeriodicWaves(Calculus[Samples]):
    """Values of shape (dimension,) * rank + (TIMES, POINTS): random waves, the same for the same name."""

    def __init__(self, dimension: int = 3) -> None:
        self.dimension = dimension

    def field(self, name: str, rank: int, constant: bool, sign: str = "") -> Samples:
        """A field, or what is constant, of a sign if one is given."""
        return _field(name, rank, constant, sign, self.dimension)

    def means(self, value: Samples) -> tuple[float, float]:
        """The largest mean along the direction of any component at any time, and the mean size of the value."""
        return float(np.abs(value.mean(axis=-1)).max()), float(np.abs(value).mean())

    def number(self, value: Fraction) -> Samples:
        return np.full((1, 1), float(value))

    def literal(self, entries: tuple[int, ...], rank: int) -> Samples:
        return np.array(entries, dtype=float).reshape((self.dimension,) * rank + (1, 1))

    def add(self, left: Samples, right: Samples) -> Samples:
        return left + right

    def multiply(self, scalar: Samples, value: Samples) -> Samples:
        return scalar * value

    def divide(self, value: Samples, scalar: Samples) -> Samples:
        return value / scalar

    def power(self, base: Samples, exponent: Samples) -> Samples:
        return np.asarray(base**exponent)

    def partial(self, value: Samples, axis: str, order: int = 1) -> Samples:
        along = -2 if axis == TIME else -1
        speed = 1.0 if axis == TIME else DIRECTION[SPACE.index(axis)]
        count = value.shape[along]
        if count == 1:
            return np.zeros_like(value)
        factor = (1j * speed * np.fft.rfftfreq(count, 1 / count)) ** order
        spectrum = np.fft.rfft(value, axis=along)
        return np.fft.irfft(spectrum * (factor[:, None] if along == -2 else factor), n=count, axis=along)

    def einsum(self, subscripts: str, *operands: Samples) -> Samples:
        inputs, output = subscripts.split("->")
        spread = ",".join(f"{each}..." for each in inputs.split(","))
        return np.asarray(np.einsum(f"{spread}->{output}...", *operands))

    def stack(self, values: Sequence[Samples]) -> Samples:
        return np.stack(np.broadcast_arrays(*values))

    def elementary(self, name: str, value: Samples) -> Samples:
        if name not in FUNCTIONS:
            raise ValueError(f"{name} is not sampled here")
        return FUNCTIONS[name](value)

    def unknown(self, name: str, order: int, value: Samples) -> Samples:
        return np.asarray(np.sin(value + _seed(name) % 7 + order * np.pi / 2))


def _seed(name: str) -> int:
    return zlib.crc32(name.encode())


@lru_cache(maxsize=256)
def _field(name: str, rank: int, constant: bool, sign: str, dimension: int) -> Samples:
    random = np.random.default_rng(_seed(name))
    shape = (dimension,) * rank + (1, 1)
    value = random.uniform(0.8, 1.3, shape) * (1 if sign or not rank else random.choice((-1, 1), shape))
    if not constant:
        s, t = np.arange(POINTS) * 2 * np.pi / POINTS, np.arange(TIMES)[:, None] * 2 * np.pi / TIMES
        for k, w in MODES:
            value = value + SIZE * random.uniform(0.3, 1, shape) * np.sin(k * s + w * t + random.uniform(0, 6, shape))
    return np.asarray(-value if sign in ("negative", "nonpositive") else value)
