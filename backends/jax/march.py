"""Forward runs in time by the classical Runge–Kutta method, compiled as one loop.

`integrate` gives the same numbers by the same method and can be differentiated; its general loop takes JAX three times
as long to trace and compile. A run that only looks at the result needs none of that.
"""

from __future__ import annotations

from collections.abc import Mapping

import equinox
import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax
from jax.typing import ArrayLike
from numpy.typing import NDArray

from backends.jax.module import FieldModule
from backends.jax.precision import precision_context

__all__ = ["check_equations", "march", "right_side"]

State = dict[str, Array]

PLACES = (0.0, 1 / 2, 1 / 2, 1.0)
SHARES = (1 / 6, 1 / 3, 1 / 3, 1 / 6)
"""Where in the step each stage stands, and what its slope counts (W. Kutta 1901, as in `rk4.py`)."""


def march(
    equations: Mapping[str, FieldModule],
    initial: Mapping[str, ArrayLike],
    duration: float,
    steps: int,
    snapshots: int = 1,
) -> dict[str, NDArray[np.float64]]:
    """Solve ∂ₜ u = equations[u](all fields, time) from time 0 over `duration` in equal steps.

    Returns each field at `snapshots` equal intervals, the last at the end, of shape (snapshots,) + its own. Raises
    ValueError where names or numbers do not fit. What is unstable shows as inf or nan.
    """
    check_equations(equations, initial, steps, snapshots)
    if steps % snapshots:
        raise ValueError(f"steps {steps} must be a multiple of snapshots {snapshots}: each is taken after a whole step")
    precision = next(iter(equations.values())).precision
    with precision_context(precision, dict(equations)):
        state = {name: jnp.asarray(initial[name], precision) for name in equations}
        found = _marched(dict(equations), state, jnp.asarray(duration / steps, precision), steps, snapshots)
        return {name: np.asarray(values, np.float64) for name, values in found.items()}


@equinox.filter_jit
def _marched(equations: dict[str, FieldModule], state: State, step: Array, steps: int, snapshots: int) -> State:
    places, shares = (jnp.asarray(numbers, step.dtype) for numbers in (PLACES, SHARES))

    def advance(state: State, count: Array) -> tuple[State, None]:
        def stage(carry: tuple[State, State], weight: tuple[Array, Array]) -> tuple[tuple[State, State], None]:
            slopes, total = carry
            place, share = weight
            slopes = right_side(equations, _moved(state, slopes, place * step), (count + place) * step)
            return (slopes, _moved(total, slopes, share * step)), None

        still = jax.tree.map(jnp.zeros_like, state)
        (_, total), _ = lax.scan(stage, (still, state), (places, shares))
        return total, None

    def leg(state: State, counts: Array) -> tuple[State, State]:
        state, _ = lax.scan(advance, state, counts)
        return state, state

    # the clock counts steps, which single precision does exactly, where a sum of steps would drift
    counts = jnp.arange(steps, dtype=step.dtype).reshape(snapshots, -1)
    return lax.scan(leg, state, counts)[1]


def _moved(state: State, slopes: State, step: Array) -> State:
    return {name: value + step * slopes[name] for name, value in state.items()}


def right_side(equations: Mapping[str, FieldModule], state: Mapping[str, Array], time: ArrayLike) -> State:
    """The rate of each field in this state at this time."""
    rates = {}
    for name, module in equations.items():
        fields = {item.name: state[item.name] for item in module.fields}
        rate = module(time=time if module.depends_on_time else None, **fields)
        assert isinstance(rate, Array), "an equation has one right side; please report this"
        rates[name] = rate
    return rates


def check_equations(
    equations: Mapping[str, FieldModule], initial: Mapping[str, ArrayLike], steps: int, snapshots: int
) -> None:
    """Raise ValueError where equations, initial values and counts do not fit together."""
    if equations.keys() != initial.keys():
        raise ValueError(f"initial values are given for {sorted(initial)} and equations for {sorted(equations)}")
    if steps < 1 or snapshots < 1:
        raise ValueError(f"steps {steps} and snapshots {snapshots} must be at least 1")
    if len({module.precision for module in equations.values()}) > 1:
        raise ValueError("the equations differ in precision: give all their modules the same one")
    for name, module in equations.items():
        unknown = sorted({item.name for item in module.fields} - equations.keys())
        if unknown:
            raise ValueError(
                f"the equation of {name!r} asks for {unknown}, which do not evolve: make them parameters of its module"
            )
        if module.program.output_ranks != (jnp.ndim(initial[name]) - len(module.grid.shape),):
            raise ValueError(f"the equation of {name!r} must have one output, of the shape of its initial value")
