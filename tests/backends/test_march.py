"""Forward runs: against exact solutions, and against the integration that can be differentiated."""

import subprocess
import sys

import numpy as np
import pytest

from backends.grid import Grid
from backends.jax.integrate import integrate
from backends.jax.march import march
from backends.jax.module import FieldModule
from backends.program import Program, Tracer

GRID = Grid((12,), (2 * np.pi,))
(X,) = GRID.points()
WAVE = np.sin(X) + 0.3 * np.cos(2 * X)


def pair() -> dict[str, FieldModule]:
    """∂t u = t v, ∂t v = Δu + u v, a system that is nonlinear and depends on the time."""

    def first(c: Tracer) -> int:
        return c.multiply(c.input("s", "time", 0), c.input("v", "scalar", 0))

    def second(c: Tracer) -> int:
        u, v = (c.input(name, "scalar", 0) for name in "uv")
        return c.add(c.laplacian(u), c.multiply(u, v))

    return {name: FieldModule(traced(rate), GRID, "fd4", "float64") for name, rate in (("u", first), ("v", second))}


def traced(rate: object) -> Program:
    tracer = Tracer(1)
    return tracer.program(rate(tracer))  # type: ignore[operator]


def decay(precision: str = "float64") -> FieldModule:
    return FieldModule(traced(lambda c: c.laplacian(c.input("u", "scalar", 0))), GRID, "spectral", precision)


def test_snapshots_of_heat_are_those_of_the_solution() -> None:
    found = march({"u": decay()}, {"u": WAVE}, 1.0, 400, snapshots=4)["u"]
    for time, state in zip((0.25, 0.5, 0.75, 1.0), found, strict=True):
        assert np.allclose(state, np.exp(-time) * np.sin(X) + 0.3 * np.exp(-4 * time) * np.cos(2 * X), atol=1e-7)


def test_the_order_is_four() -> None:
    errors = []
    for steps in (20, 40):
        (state,) = march({"u": decay()}, {"u": np.sin(X)}, 1.0, steps)["u"]
        errors.append(np.abs(state - np.exp(-1) * np.sin(X)).max())
    assert np.log2(errors[0] / errors[1]) == pytest.approx(4, abs=0.15)


def test_it_takes_the_steps_that_the_differentiable_integration_takes() -> None:
    start = {"u": WAVE, "v": np.cos(X)}
    marched, integrated = march(pair(), start, 0.6, 30, 3), integrate(pair(), start, 0.6, 30, snapshots=3)
    for name in "uv":
        np.testing.assert_allclose(marched[name], np.asarray(integrated.fields[name]), rtol=0, atol=1e-13)


def test_many_steps_in_single_precision_end_at_the_end() -> None:
    ramp = FieldModule(traced(lambda c: c.input("s", "time", 0)), GRID)
    assert np.allclose(march({"u": ramp}, {"u": np.zeros(12)}, 0.7, 20_000)["u"], 0.7**2 / 2, atol=1e-4)


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="steps 10 must be a multiple of snapshots 4"):
        march({"u": decay()}, {"u": WAVE}, 1.0, 10, snapshots=4)
    with pytest.raises(ValueError, match="initial values are given for"):
        march({"u": decay()}, {}, 1.0, 10)


def test_a_forward_run_needs_no_library_for_time() -> None:
    code = "import sys, photonic.codex.evolve; print(sorted({'diffrax', 'optax'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
