"""Gradient descent on the parameters of modules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import equinox
import jax
import numpy as np
import optax
from jax import Array, lax
from numpy.typing import NDArray

from backends.jax.precision import precision_context, tree_precision

__all__ = ["fit"]

P = TypeVar("P")


def fit(
    loss: Callable[[P], Array],
    parameters: P,
    steps: int,
    learning_rate: float = 1e-2,
    on_step: Callable[[int, float], None] | None = None,
    block: int = 50,
    stop_below: float = 0.0,
) -> tuple[P, NDArray[np.float64]]:
    """Minimise `loss(parameters)` by `steps` steps of Adam; returns the last parameters and the loss before each step.

    `parameters` is any pytree, a `FieldModule` for instance; its floating-point arrays are changed and all else stays
    as it is. Steps run in compiled blocks of `block`; after each block `on_step(index, loss)` is called for its steps
    in order. It ends early after a block whose last loss is below `stop_below`. Runs in 64-bit mode if any parameter
    is float64.

    Raises ValueError if there is nothing to change or a number is out of range. (D. Kingma, J. Ba, Adam: a method for
    stochastic optimization, ICLR 2015.)
    """
    if steps < 0 or block < 1 or not learning_rate > 0:
        raise ValueError(f"steps {steps}, block {block} and learning_rate {learning_rate} must be positive")
    with precision_context(tree_precision(parameters), parameters):
        moving, fixed = equinox.partition(parameters, equinox.is_inexact_array)
        if not jax.tree.leaves(moving):
            raise ValueError("parameters hold no floating-point JAX arrays: there is nothing to fit")
        run = _blocks(loss, optax.adam(learning_rate), fixed)
        state = optax.adam(learning_rate).init(moving)
        losses: list[float] = []
        while len(losses) < steps:
            moving, state, values = run(moving, state, min(block, steps - len(losses)))
            for value in np.asarray(values, dtype=np.float64):
                if on_step is not None:
                    on_step(len(losses), float(value))
                losses.append(float(value))
            if losses[-1] < stop_below:
                break
        return equinox.combine(moving, fixed), np.array(losses)


def _blocks(
    loss: Callable[[P], Array], optimiser: optax.GradientTransformation, fixed: P
) -> Callable[[Any, Any, int], tuple[Any, Any, Array]]:
    """A compiled function (parameters, state, count) → the same after `count` steps, and the losses."""

    def step(carry: tuple[Any, Any], _: None) -> tuple[tuple[Any, Any], Array]:
        moving, state = carry
        value, slopes = jax.value_and_grad(lambda parameters: loss(equinox.combine(parameters, fixed)))(moving)
        updates, state = optimiser.update(slopes, state, moving)
        return (optax.apply_updates(moving, updates), state), value

    def run(moving: Any, state: Any, count: int) -> tuple[Any, Any, Array]:
        (moving, state), values = lax.scan(step, (moving, state), length=count)
        return moving, state, values

    return jax.jit(run, static_argnums=2)
