"""Field modules under jit, grad and vmap; integration in time; fitting."""

from collections.abc import Callable
from fractions import Fraction

import equinox
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from backends.grid import Grid
from backends.jax.fit import fit
from backends.jax.integrate import integrate, steps_for
from backends.jax.module import FieldModule
from backends.jax.precision import double_precision
from backends.program import Program, Tracer

TAU = 2 * np.pi


def traced(meaning: Callable[[Tracer], int], dimension: int = 1) -> Program:
    tracer = Tracer(dimension)
    return tracer.program(meaning(tracer))


def u(c: Tracer) -> int:
    return c.input("u", "scalar", 0)


def diffusion(c: Tracer) -> int:
    """∇·(k q ∇u), with a constant k and a coefficient field q."""
    flux = c.multiply(c.input("k", "constant", 0), c.multiply(c.input("q", "scalar", 0), c.gradient(u(c))))
    return c.einsum("ii->", c.gradient(flux))


def heat(c: Tracer) -> int:
    return c.multiply(c.input("k", "constant", 0), c.laplacian(u(c)))


GRID = Grid((12,), (TAU,))
(X,) = GRID.points()
WAVE = np.sin(X) + 0.3 * np.cos(2 * X)


def module(method: str = "fd4") -> FieldModule:
    return FieldModule(traced(diffusion), GRID, method, "float64", {"k": 0.7, "q": 1 + 0.2 * np.cos(X)})


def test_inputs_are_sorted_into_fields_and_parameters() -> None:
    assert [item.name for item in module().fields] == ["u"]
    assert module().parameters["k"].dtype == jnp.float64
    leaves = jax.tree.leaves(equinox.filter(module(), equinox.is_array))
    assert sorted(leaf.shape for leaf in leaves) == [(), (12,)]


@pytest.mark.parametrize("method", ["spectral", "fd2", "fd4", "fd8"])
def test_gradients_agree_with_differences_of_the_loss(method: str) -> None:
    with double_precision():
        start = module(method)
        weights = jnp.cos(3 * jnp.asarray(X)) + 1

        def loss(model: FieldModule, field: jax.Array) -> jax.Array:
            return jnp.sum(weights * model(u=field) ** 2)

        slopes = equinox.filter_jit(equinox.filter_grad(loss))(start, jnp.asarray(WAVE))
        by_field = jax.grad(loss, argnums=1)(start, jnp.asarray(WAVE))

        def at(k: float, q: np.ndarray, field: np.ndarray) -> float:
            model = FieldModule(start.program, GRID, method, "float64", {"k": k, "q": q})
            return float(loss(model, jnp.asarray(field)))

        q, step = np.asarray(start.parameters["q"]), 1e-5
        nudge = step * np.eye(12)[5]
        assert float(slopes.parameters["k"]) == pytest.approx(
            (at(0.7 + step, q, WAVE) - at(0.7 - step, q, WAVE)) / (2 * step), rel=1e-6
        )
        assert float(slopes.parameters["q"][5]) == pytest.approx(
            (at(0.7, q + nudge, WAVE) - at(0.7, q - nudge, WAVE)) / (2 * step), rel=1e-5
        )
        assert float(by_field[5]) == pytest.approx(
            (at(0.7, q, WAVE + nudge) - at(0.7, q, WAVE - nudge)) / (2 * step), rel=1e-5
        )


def test_jit_and_vmap_give_what_a_plain_call_gives() -> None:
    with double_precision():
        model = module()
        fields = jnp.stack([jnp.asarray(WAVE), jnp.asarray(WAVE) ** 2])
        alone = jnp.stack([model(u=field) for field in fields])
        assert np.allclose(jax.vmap(lambda field: model(u=field))(fields), alone, atol=1e-13)
        assert np.allclose(jax.jit(lambda field: model(u=field))(fields[0]), alone[0], atol=1e-13)


def test_operations_one_by_one_give_what_the_compiled_program_gives() -> None:
    together, one_by_one = module()(u=WAVE), module().by_operations(u=WAVE)
    np.testing.assert_allclose(np.asarray(one_by_one), np.asarray(together), rtol=0, atol=1e-13)


def test_double_precision_needs_no_global_setting() -> None:
    assert not jax.config.jax_enable_x64
    assert module()(u=WAVE).dtype == jnp.float64
    assert FieldModule(traced(heat), GRID, parameters={"k": 1.0})(u=WAVE).dtype == jnp.float32
    with pytest.raises(ValueError, match="with double_precision"):
        jax.jit(lambda field: module()(u=field))(jnp.asarray(WAVE, jnp.float32))
    assert not jax.config.jax_enable_x64


def test_several_outputs_come_as_a_tuple() -> None:
    tracer = Tracer(2)
    field = tracer.input("u", "scalar", 0)
    program = tracer.program(tracer.gradient(field), tracer.number(Fraction(3, 2)))
    gradient, number = FieldModule(program, Grid((4, 6), (1.0, 1.0)))(u=np.ones((4, 6)))
    assert gradient.shape == (2, 4, 6)
    assert np.array_equal(number, np.full((4, 6), 1.5))


def test_unknown_functions_are_given_as_elementwise_functions() -> None:
    def meaning(c: Tracer) -> int:
        return c.add(c.unknown("h", 0, u(c)), c.multiply(c.number(Fraction(10)), c.unknown("h", 2, u(c))))

    model = FieldModule(traced(meaning), GRID, "fd2", "float64", functions={"h": lambda a: a**3})
    assert np.allclose(model(u=WAVE), WAVE**3 + 60 * WAVE)
    with pytest.raises(ValueError, match="function 'h' is unknown"):
        FieldModule(traced(meaning), GRID, "fd2")(u=WAVE)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: module()(), r"field 'u' is missing: pass u=… as an array of shape \(12,\)"),
        (lambda: module()(u=WAVE, v=WAVE), r"fields \['v'\] are not asked for: the program needs \['u'\]"),
        (lambda: module()(u=WAVE[:5]), r"scalar 'u' has shape \(5,\) and should have shape \(12,\)"),
        (lambda: FieldModule(traced(heat), GRID), r"constants \['k'\] have no value"),
        (lambda: FieldModule(traced(heat), GRID, parameters={"k": 1.0, "n": 2.0}), r"parameters \['n'\] are no inputs"),
        (lambda: FieldModule(traced(heat), GRID, parameters={"k": [1.0]}), r"constant 'k' has shape \(1,\)"),
        (lambda: FieldModule(traced(u), GRID, "fd3"), "method 'fd3' is none of spectral, fd2, fd4, fd8"),
        (lambda: FieldModule(traced(u), GRID, precision="float16"), "precision 'float16'"),
        (lambda: FieldModule(traced(u, 2), GRID), "program has 2 space dimensions and the grid 1"),
        (lambda: FieldModule(traced(u), Grid((8,), (1.0,)), "fd8")(u=np.ones(8)), "too small along x"),
        (lambda: FieldModule(traced(lambda c: c.partial(u(c), "t")), GRID)(u=WAVE), "derivative along 't' cannot"),
        (lambda: FieldModule(traced(lambda c: c.input("time", "scalar", 0)), GRID), "named 'time'"),
        (lambda: FieldModule(traced(lambda c: c.input("s", "time", 0)), GRID)(), "time is missing"),
    ],
)
def test_mistakes_are_named(call: Callable[[], object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        call()


# integration in time


def test_heat_decays_as_it_should() -> None:
    model = FieldModule(traced(heat), GRID, "spectral", "float64", {"k": 0.2})
    result = integrate({"u": model}, {"u": WAVE}, 1.0, 200, snapshots=4)
    assert result.times.tolist() == pytest.approx([0.25, 0.5, 0.75, 1.0])
    for time, state in zip(np.asarray(result.times), result.fields["u"], strict=True):
        exact = np.exp(-0.2 * time) * np.sin(X) + 0.3 * np.exp(-0.8 * time) * np.cos(2 * X)
        assert np.allclose(state, exact, atol=1e-8)
    assert np.array_equal(result.final["u"], result.fields["u"][-1])


def test_the_method_has_order_four() -> None:
    model = FieldModule(traced(heat), GRID, "spectral", "float64", {"k": 1.0})
    errors = []
    for steps in (20, 40):
        state = integrate({"u": model}, {"u": np.sin(X)}, 1.0, steps).final["u"]
        errors.append(np.abs(np.asarray(state) - np.exp(-1) * np.sin(X)).max())
    assert np.log2(errors[0] / errors[1]) == pytest.approx(4, abs=0.15)


def test_a_system_of_waves_returns_after_a_period() -> None:
    speed = 2.0
    velocity = FieldModule(traced(lambda c: c.input("v", "scalar", 0)), GRID, precision="float64")
    force = FieldModule(traced(heat), GRID, precision="float64", parameters={"k": speed**2})
    steps = 20 * steps_for(np.pi, speed * 6)
    result = integrate({"u": velocity, "v": force}, {"u": np.sin(X), "v": np.zeros(12)}, np.pi, steps)
    assert np.allclose(result.final["u"], np.sin(X), atol=1e-6)


def test_the_suggested_number_of_steps_is_stable_and_a_fifth_fewer_is_not() -> None:
    grid = Grid((32,), (TAU,))
    noise = np.random.default_rng(0).standard_normal(32)
    model = FieldModule(traced(heat), grid, "spectral", "float64", {"k": 1.0})
    enough = steps_for(2.0, 16.0**2)
    assert np.abs(np.asarray(integrate({"u": model}, {"u": noise}, 2.0, enough).final["u"])).max() < 1
    fewer = integrate({"u": model}, {"u": noise}, 2.0, int(0.8 * enough)).final["u"]
    assert not np.abs(np.asarray(fewer)).max() < 1e6


def test_many_steps_in_single_precision_end_at_the_end_with_the_time_in_the_equation() -> None:
    ramp = FieldModule(traced(lambda c: c.input("s", "time", 0)), GRID)
    assert ramp.depends_on_time
    result = integrate({"u": ramp}, {"u": np.zeros(12)}, 0.7, 20_000, start=1.0)
    assert float(result.times[-1]) == pytest.approx(1.7, abs=1e-6)
    assert np.allclose(result.final["u"], (1.7**2 - 1) / 2, atol=1e-4)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (({}, {"u": WAVE}, 1.0, 10), "initial values are given for"),
        (({"v": "heat"}, {"v": WAVE}, 1.0, 10), r"asks for \['u'\], which do not evolve"),
        (({"u": "heat"}, {"u": WAVE}, 1.0, 0), "steps 0"),
        (({"u": "heat"}, {"u": np.zeros((1, 12))}, 1.0, 5), "must have one output, of the shape"),
    ],
)
def test_integration_mistakes_are_named(arguments: tuple, complaint: str) -> None:
    equations, *rest = arguments
    model = FieldModule(traced(heat), GRID, parameters={"k": 1.0})
    with pytest.raises(ValueError, match=complaint):
        integrate(dict.fromkeys(equations, model), *rest)


# fitting


def test_a_diffusivity_is_found_from_a_final_state() -> None:
    truth = FieldModule(traced(heat), GRID, "spectral", "float64", {"k": 0.3})
    target = integrate({"u": truth}, {"u": WAVE}, 1.0, 20).final["u"]

    def loss(model: FieldModule) -> jax.Array:
        return jnp.mean((integrate({"u": model}, {"u": WAVE}, 1.0, 20).final["u"] - target) ** 2)

    seen: list[tuple[int, float]] = []
    start = FieldModule(traced(heat), GRID, "spectral", "float64", {"k": 0.5})
    found, losses = fit(loss, start, 100, 0.02, lambda index, value: seen.append((index, value)), block=50)
    assert float(found.parameters["k"]) == pytest.approx(0.3, abs=2e-3)
    assert found.parameters["k"].dtype == jnp.float64
    assert losses.shape == (100,)
    assert losses[-1] < 1e-3 * losses[0]
    assert seen == list(enumerate(losses.tolist()))
    assert float(start.parameters["k"]) == 0.5


def test_fitting_ends_early_after_a_block_that_is_good_enough() -> None:
    found, losses = fit(lambda p: jnp.sum((p - 1) ** 2), jnp.array([1.5]), 1000, 0.05, block=10, stop_below=1e-3)
    assert len(losses) % 10 == 0
    assert len(losses) < 200
    assert losses[-1] < 1e-3
    assert float(found[0]) == pytest.approx(1, abs=0.1)


def test_fitting_takes_any_pytree_and_leaves_the_rest_alone() -> None:
    start = {"a": jnp.array([3.0, -1.0]), "label": "kept", "count": 4}
    found, losses = fit(lambda p: jnp.sum((p["a"] - 1) ** 2), start, 300, 0.05)
    assert np.allclose(found["a"], 1, atol=1e-2)
    assert (found["label"], found["count"]) == ("kept", 4)
    assert losses[0] == pytest.approx(8)


def test_fitting_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="nothing to fit"):
        fit(lambda p: jnp.asarray(p["n"]), {"n": 3}, 5)
    with pytest.raises(ValueError, match="learning_rate 0"):
        fit(lambda p: jnp.sum(p["n"]), {"n": jnp.ones(1)}, 5, 0)
