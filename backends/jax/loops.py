"""Loops in JAX: an update applied a number of times, or to a fixed point that can be differentiated."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import lineax
import numpy as np
from jax import Array

__all__ = ["fixed_point", "repeated"]

Step = Callable[[Array], Array]

MOST_ROUNDS = 20_000
"""Steps after which a fixed point is given up."""

CLOSE = 8
"""Units in the last place of the largest entry by which the last step may still change a value."""


def repeated(count: int, start: Array, step: Step) -> Array:
    """`step` applied `count` times; the number of steps is known, so it can be differentiated both ways."""
    return jax.lax.fori_loop(0, count, lambda _, value: step(value), start)  # type: ignore[no-any-return]


def fixed_point(start: Array, step: Step) -> Array:
    """The value v = step(v) that repeated steps lead to; NaN where they lead nowhere within MOST_ROUNDS.

    Its derivative is that of the equation v = step(v), by the theorem of implicit functions, solved by GMRES; so the
    steps are not stored, and the start has no influence on it.
    """
    found = jax.lax.custom_root(lambda value: step(value) - value, start, _search, _solve)
    return jnp.where(_settled(found, step(found)), found, jnp.nan)


def _settled(before: Array, after: Array) -> Array:
    scale = jnp.maximum(jnp.abs(after).max(), 1)
    return jnp.abs(after - before).max() <= CLOSE * _unit(after) * scale


def _search(residual: Step, start: Array) -> Array:
    """Steps from the start until they change nothing; residual(v) = step(v) − v."""

    def goes_on(state: tuple[Array, Array, Array]) -> Array:
        rounds, before, after = state
        return (rounds < MOST_ROUNDS) & ~_settled(before, after) & jnp.isfinite(after).all()

    def advance(state: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
        rounds, _, value = state
        return rounds + 1, value, value + residual(value)

    first = (jnp.asarray(0), start, start + residual(start))
    return jax.lax.while_loop(goes_on, advance, first)[2]


def _solve(linear: Step, image: Array) -> Array:
    """The solution of a linear equation with so small a residual as the precision allows."""
    operator = lineax.FunctionLinearOperator(linear, jax.eval_shape(lambda: image))
    solver = lineax.GMRES(rtol=10 * _unit(image), atol=0.0, restart=40, stagnation_iters=40)
    return jnp.asarray(lineax.linear_solve(operator, image, solver, throw=False).value)


def _unit(values: Array) -> float:
    return float(np.finfo(values.dtype).eps)
