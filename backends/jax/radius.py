"""How fast a system of fields can change: the largest rate of its linearisation, for choosing a stable time step."""

from __future__ import annotations

from collections.abc import Mapping

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from backends.jax.march import right_side
from backends.jax.module import FieldModule
from backends.jax.precision import precision_context

__all__ = ["spectral_radius"]

State = dict[str, Array]


def spectral_radius(
    equations: Mapping[str, FieldModule],
    state: Mapping[str, ArrayLike],
    time: float = 0.0,
    iterations: int = 40,
    seed: int = 0,
) -> float:
    """The largest |λ| of the right sides, linearised at a state, in 1/time: power iteration with Jacobian products.

    Growth is averaged over the later half of the iterations, so pairs of imaginary eigenvalues do no harm.
    """
    precision = next(iter(equations.values())).precision
    with precision_context(precision, dict(equations)):
        at = {name: jnp.asarray(state[name], precision) for name in equations}
        random = np.random.default_rng(seed)
        direction = {name: jnp.asarray(random.standard_normal(value.shape), precision) for name, value in at.items()}

        def slopes(fields: State) -> State:
            return right_side(equations, fields, time)

        def turn(vector: State, _: None) -> tuple[State, Array]:
            _, image = jax.jvp(slopes, (at,), (vector,))
            size = jnp.sqrt(sum(jnp.vdot(value, value) for value in image.values()))
            safe = jnp.where(size > 0, size, 1.0)
            return {name: value / safe for name, value in image.items()}, size

        _, sizes = jax.lax.scan(turn, direction, length=iterations)
        later = np.asarray(sizes, dtype=np.float64)[iterations // 2 :]
    return float(np.exp(np.log(later).mean())) if (later > 0).all() else 0.0
