"""Recovering a coefficient field from what it made."""

from __future__ import annotations

from collections.abc import Callable

import equinox
import jax.numpy as jnp
import numpy as np
from attrs import frozen
from jax import Array
from jax.typing import ArrayLike
from numpy.typing import NDArray

from backends.jax.fit import fit
from backends.jax.integrate import integrate
from backends.jax.module import FieldModule
from backends.jax.precision import precision_context

__all__ = ["Recovery", "recover"]

Values = NDArray[np.float64]

BLOCK = 25
"""Steps of descent in one compiled piece, between two looks at the loss."""


@frozen(eq=False)
class Recovery:
    """A recovered coefficient field, the loss before each step, and how many steps were taken."""

    values: Values
    losses: tuple[float, ...]

    @property
    def steps(self) -> int:
        """Steps of gradient descent that were taken."""
        return len(self.losses)


def recover(
    equation: FieldModule,
    evolving: str,
    coefficient: str,
    initial: ArrayLike,
    data: ArrayLike,
    duration: float,
    steps: int,
    rate: float,
    iterations: int,
    stop_below: float = 0.0,
    on_step: Callable[[int, float], None] | None = None,
) -> Recovery:
    """Fit the field `coefficient`, a parameter of the module, so that the simulation meets the data.

    `data` holds snapshots of the field `evolving` at equal intervals, shape (snapshots,) + its own. Adam descends on
    the mean squared difference, divided by the data's mean square, for `iterations` or until it is below `stop_below`.
    """
    with precision_context(equation.precision, equation):
        target, start = jnp.asarray(data, equation.precision), jnp.asarray(initial, equation.precision)
        scale = jnp.mean(target**2)

        def loss(values: Array) -> Array:
            module = equinox.tree_at(lambda m: m.parameters[coefficient], equation, values)
            trajectory = integrate({evolving: module}, {evolving: start}, duration, steps, snapshots=len(target))
            return jnp.mean((trajectory.fields[evolving] - target) ** 2) / scale

        guess = equation.parameters[coefficient]
        found, losses = fit(loss, guess, iterations, rate, on_step, BLOCK, stop_below)
        return Recovery(np.asarray(found, np.float64), tuple(map(float, losses)))
