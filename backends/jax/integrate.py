"""The method of lines: space by a `FieldModule`, time by Diffrax with a constant step."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

import diffrax
import equinox
import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from backends.jax.march import check_equations, right_side
from backends.jax.module import FieldModule
from backends.jax.precision import precision_context
from backends.jax.rk4 import RungeKutta4

__all__ = ["Trajectory", "integrate", "steps_for"]

STABLE = 2.5  # |λ| · step within which RungeKutta4 is stable on the imaginary (2.83) and the real axis (2.79)


class Trajectory(equinox.Module):
    """Fields over time: `times` has shape (n,), each field shape (n,) + its own. The last one is the final state."""

    times: Array
    fields: dict[str, Array]

    @property
    def final(self) -> dict[str, Array]:
        """The fields at the end."""
        return {name: values[-1] for name, values in self.fields.items()}


def steps_for(duration: float, rate: float) -> int:
    """Steps that keep `integrate` stable with its own solver, for a right side whose largest rate (1/time) is known.

    On a grid of spacing h in d dimensions the rate is about c π √d / h for waves of speed c (spectral; less for
    differences) and κ π² d / h² for diffusion.
    """
    return max(1, ceil(duration * rate / STABLE))


def integrate(
    equations: Mapping[str, FieldModule],
    initial: Mapping[str, ArrayLike],
    duration: float,
    steps: int,
    start: float = 0.0,
    snapshots: int = 1,
    solver: diffrax.AbstractSolver[Any] | None = None,
) -> Trajectory:
    """Solve ∂ₜ u = equations[u](all fields, time) for all fields u together, from `start` over `duration`.

    `equations` holds a module for each evolving field; a module is called with those of the fields it asks for.
    `initial` holds their values at `start`. There are `steps` equal steps by `solver` (RungeKutta4 if None), and
    `snapshots` states at equal intervals are returned, the last at the end. All is differentiable, in the initial
    values and in the modules' parameters.

    Raises ValueError where names or numbers do not fit. What is unstable shows as inf or nan in the result.
    """
    check_equations(equations, initial, steps, snapshots)
    precision = next(iter(equations.values())).precision
    with precision_context(precision, equations, initial):
        state = {name: jnp.asarray(initial[name], precision) for name in equations}
        shares = jnp.arange(1, snapshots + 1, dtype=precision) / snapshots
        # the clock of the solver counts steps, which single precision does exactly, where a sum of steps would drift
        solution = diffrax.diffeqsolve(
            diffrax.ODETerm(_change),
            solver or RungeKutta4(),
            t0=0,
            t1=steps,
            dt0=1,
            y0=state,
            args=(dict(equations), start, duration / steps),
            saveat=diffrax.SaveAt(ts=steps * shares) if snapshots > 1 else diffrax.SaveAt(t1=True),
            stepsize_controller=diffrax.ConstantStepSize(),
            max_steps=steps,
            throw=False,
        )
        return Trajectory(start + duration * shares, solution.ys)


def _change(clock: Any, state: Any, args: Any) -> Any:
    """The changes of all fields in one step, in the form that Diffrax calls."""
    equations, start, step = args
    rates = right_side(equations, state, start + clock * step)
    return {name: step * rate for name, rate in rates.items()}
