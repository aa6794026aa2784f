"""One component of a field on a grid, and what is known of it before anything is computed.

Fields are differentiated along an axis by a stencil or a Fourier transform, which take the box as periodic. The
coordinates are not periodic. So a component that depends on them remembers how it was made, and is differentiated by
the chain rule down to the coordinates and to the periodic components: ∂ₓ(x u) = u + x ∂ₓu holds up to the seam.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from attrs import field, frozen
from jax import Array

__all__ = ["DType", "Differentiate", "Entry", "add", "apply", "array", "constant", "derivative", "multiply"]

DType = np.dtype[Any]

Differentiate = Callable[[Array, str, int], Array]
"""(values on the grid, axis, order) → the derivative, for a periodic component."""


@frozen(eq=False)
class Entry:
    """A component: an array that broadcasts over the grid (a constant has no axes), or an exact rational number.

    `axis` names the coordinate it is, if it is one. `made` holds the function and the components it was made from, if
    it depends on coordinates; `slopes` are its derivatives so far, by axis, so that shared parts are derived once.
    """

    value: Array | Fraction
    axis: str | None = None
    made: tuple[Callable[..., Array], tuple[Entry, ...]] | None = None
    slopes: dict[str, Entry] = field(factory=dict)

    @property
    def aperiodic(self) -> bool:
        """Whether it depends on the coordinates."""
        return self.axis is not None or self.made is not None


def constant(value: Fraction | int) -> Entry:
    """An exact number."""
    return Entry(Fraction(value))


def array(entry: Entry, dtype: DType) -> Array:
    """The component as an array."""
    return jnp.asarray(float(entry.value), dtype) if isinstance(entry.value, Fraction) else entry.value


def apply(function: Callable[..., Array], *entries: Entry, dtype: DType) -> Entry:
    """A function that acts on each grid point by itself, on components."""
    value = function(*[array(entry, dtype) for entry in entries])
    return Entry(value, made=(function, entries) if any(entry.aperiodic for entry in entries) else None)


def add(left: Entry, right: Entry, dtype: DType) -> Entry:
    """The sum; exact zeros cost nothing."""
    if isinstance(left.value, Fraction) and isinstance(right.value, Fraction):
        return Entry(left.value + right.value)
    if _is(left, 0):
        return right
    return left if _is(right, 0) else apply(jnp.add, left, right, dtype=dtype)


def multiply(left: Entry, right: Entry, dtype: DType) -> Entry:
    """The product; exact 0, 1 and −1 cost nothing or a sign."""
    if isinstance(left.value, Fraction) and isinstance(right.value, Fraction):
        return Entry(left.value * right.value)
    for one, other in ((left, right), (right, left)):
        if _is(one, 0):
            return one
        if _is(one, 1):
            return other
        if _is(one, -1):
            return apply(jnp.negative, other, dtype=dtype)
    return apply(jnp.multiply, left, right, dtype=dtype)


def derivative(entry: Entry, axis: str, order: int, differentiate: Differentiate, dtype: DType) -> Entry:
    """The derivative of a component along an axis."""
    if isinstance(entry.value, Fraction):
        return constant(0)
    if not entry.aperiodic:
        return constant(0) if entry.value.ndim == 0 else Entry(differentiate(entry.value, axis, order))
    for _ in range(order):
        if axis not in entry.slopes:
            entry.slopes[axis] = _chain_rule(entry, axis, differentiate, dtype)
        entry = entry.slopes[axis]
    return entry


def _chain_rule(entry: Entry, axis: str, differentiate: Differentiate, dtype: DType) -> Entry:
    if entry.made is None:
        if entry.axis is not None:
            return constant(int(entry.axis == axis))
        return derivative(entry, axis, 1, differentiate, dtype)
    function, parts = entry.made
    slopes = [derivative(part, axis, 1, differentiate, dtype) for part in parts]
    if all(_is(slope, 0) for slope in slopes):
        return constant(0)
    count = len(parts)

    def tangent(*values: Array) -> Array:
        primals = values[:count]
        spread = [jnp.broadcast_to(slope, primal.shape) for slope, primal in zip(values[count:], primals, strict=True)]
        slope: Array = jax.jvp(function, primals, tuple(spread))[1]
        return slope

    return apply(tangent, *parts, *slopes, dtype=dtype)


def _is(entry: Entry, number: int) -> bool:
    return isinstance(entry.value, Fraction) and entry.value == number
