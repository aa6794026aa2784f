"""compile: shapes, values against NumPy, gradients against differences, and errors that say what to do."""

from typing import Any

import equinox
import jax
import numpy as np
import pytest
from numpy.typing import NDArray

from backends.grid import Grid
from backends.jax.module import FieldModule
from photonic.compiler import compile as lower
from photonic.compiler import periodic_box
from photonic.errors import ParseError, PhotonicError, RankError

FIELDS = {
    "u": "scalar",
    "κ": "scalar",
    "A": "vector",
    "T": "tensor",
    "c": "constant",
    "k": "constant_vector",
    "h": "function",
}
N = 16


def waves(dimension: int, *components: int, seed: int = 0) -> NDArray[np.float64]:
    """Smooth periodic data: two waves with random phases in each component."""
    random = np.random.default_rng(seed)
    points = np.meshgrid(*[2 * np.pi * np.arange(N) / N] * dimension, indexing="ij")
    phases = random.uniform(0, 6, (*components, *(1,) * dimension))
    return np.asarray(2 + np.sin(sum(points) + phases) + np.cos(points[0] - 2 * phases) / 2)


@pytest.mark.parametrize("dimension", [1, 2, 3])
@pytest.mark.parametrize(
    ("text", "rank", "inputs"),
    [
        ("u κ", 0, "uκ"),
        ("∇u", 1, "u"),
        ("∇·A", 0, "A"),
        ("Δ A", 1, "A"),
        ("∇A", 2, "A"),
        ("T·A", 1, "TA"),
        ("u T", 2, "uT"),
    ],
)
def test_shapes_in_every_dimension(text: str, rank: int, inputs: str, dimension: int) -> None:
    module = lower(text, (N,) * dimension, FIELDS)
    ranks = {"u": 0, "κ": 0, "A": 1, "T": 2}
    given = {name: np.ones((dimension,) * ranks[name] + (N,) * dimension) for name in inputs}
    value = module(**given)
    assert isinstance(value, jax.Array)
    assert value.shape == (dimension,) * rank + (N,) * dimension
    assert value.dtype == np.float32


@pytest.mark.parametrize("method", ["spectral", "fd2", "fd4", "fd8"])
def test_a_derivative_of_a_wave_is_the_wave_that_calculus_says(method: str) -> None:
    x = 2 * np.pi * np.arange(64) / 64
    module = lower("∇·(κ ∇u)", (64,), FIELDS, method=method, precision="float64")
    value = np.asarray(module(u=np.sin(x), κ=2 + np.cos(x)))
    exact = -2 * np.sin(x) - np.sin(2 * x)  # ((2 + cos x) cos x)′
    allowed = {"spectral": 1e-12, "fd2": 3e-2, "fd4": 3e-4, "fd8": 1e-6}[method]
    assert np.abs(value - exact).max() < allowed
    assert value.dtype == np.float64


def test_constants_are_parameters_of_the_right_shape() -> None:
    module = lower("c u + k·A", (N, N), FIELDS, {"c": 2.0, "k": [1.0, -1.0]})
    u, a = waves(2), waves(2, 2)
    np.testing.assert_allclose(module(u=u, A=a), 2 * u + a[0] - a[1], rtol=1e-6, atol=1e-5)
    assert set(module.parameters) == {"c", "k"}


@pytest.mark.parametrize("method", ["spectral", "fd4"])
def test_gradients_through_the_module_are_those_of_differences(method: str) -> None:
    u, κ = waves(2), waves(2, seed=1)
    module = lower("∇·(κ ∇u) + c u^3", (N, N), FIELDS, {"κ": κ, "c": 0.5}, method, "float64")

    def loss(module: FieldModule) -> Any:
        return (module(u=u) ** 2).mean()

    with jax.enable_x64(True):
        slopes = equinox.filter_grad(loss)(module)

    def loss_at(κ: NDArray[np.float64], c: float) -> float:
        value = lower("∇·(κ ∇u) + c u^3", (N, N), FIELDS, {"κ": κ, "c": c}, method, "float64")(u=u)
        return float((np.asarray(value) ** 2).mean())

    step, place = 1e-5, (3, 7)
    bump = np.zeros((N, N))
    bump[place] = step
    by_field = (loss_at(κ + bump, 0.5) - loss_at(κ - bump, 0.5)) / (2 * step)
    by_constant = (loss_at(κ, 0.5 + step) - loss_at(κ, 0.5 - step)) / (2 * step)
    assert float(slopes.parameters["κ"][place]) == pytest.approx(by_field, rel=1e-5)
    assert float(slopes.parameters["c"]) == pytest.approx(by_constant, rel=1e-7)


def test_modules_vectorise() -> None:
    module = lower("∇·(κ ∇u)", (N,), FIELDS, {"κ": waves(1)})
    batch = np.stack([waves(1, seed=s) for s in range(3)]).astype(np.float32)
    together = jax.vmap(lambda u: module(u=u))(batch)
    for one, u in zip(together, batch, strict=True):
        np.testing.assert_allclose(one, module(u=u), rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "field 'u' is missing"),
        ({"u": np.ones((N, N)), "w": np.ones((N, N))}, "'w'.* not asked for"),
        ({"u": np.ones((N, N + 1))}, "should have shape"),
        ({"u": 1.0}, "should have shape"),
    ],
)
def test_fields_that_do_not_fit_are_named(given: dict[str, Any], words: str) -> None:
    module = lower("Δu", (N, N), FIELDS)
    with pytest.raises(ValueError, match=words):
        module(**given)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [(None, r"constants \['c'\] have no value"), ({"c": [1.0, 2.0]}, "'c' has shape"), ({"c": 1.0, "q": 2.0}, "'q'")],
)
def test_parameters_that_do_not_fit_are_named(parameters: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        lower("c u", (N, N), FIELDS, parameters)


@pytest.mark.parametrize(
    ("text", "shape", "error", "words"),
    [
        ("", (N,), ParseError, "empty"),
        ("u + A", (N,), RankError, "vector"),
        ("q", (N,), ParseError, "not declared"),
        ("∇×A", (N, N), PhotonicError, "exists in 3 dimensions"),
        ("z u", (N, N), PhotonicError, "no coordinate z"),
        ("u", (0, N), ValueError, "positive integer"),
        ("∂t u", (N,), PhotonicError, "differentiates by time"),
    ],
)
def test_what_cannot_be_lowered_is_a_clear_error(
    text: str, shape: tuple[int, ...], error: type[ValueError], words: str
) -> None:
    with pytest.raises(error, match=words):
        lower(text, shape, FIELDS)


@pytest.mark.parametrize("shape", [16, 2.5, "16", None, (16.0, 16.0), ("a",), (), (2, 2, 2, 2)])
def test_a_grid_that_is_none_is_a_clear_error(shape: Any) -> None:
    with pytest.raises(ValueError, match=r"give a Grid|must be a positive integer"):
        lower("u", shape, FIELDS)


@pytest.mark.parametrize("precision", ["float16", "double", None, 64])
def test_other_precisions_are_refused(precision: Any) -> None:
    with pytest.raises(PhotonicError, match="it is 'float32' or 'float64'"):
        lower("u", (N,), FIELDS, precision=precision)


def test_other_methods_are_refused() -> None:
    with pytest.raises(ValueError, match="method 'fd3' is none of"):
        lower("u", (N,), FIELDS, method="fd3")


def test_an_unknown_function_is_refused_before_it_runs() -> None:
    with pytest.raises(PhotonicError, match="the function h is unknown"):
        lower("h(u)", (N,), FIELDS)


def test_a_box_of_another_size_and_origin() -> None:
    box = Grid((N,), (1.0,), origin=(0.5,))
    np.testing.assert_allclose(lower("x + 0 u", box, FIELDS)(u=np.zeros(N)), 0.5 + np.arange(N) / N, rtol=1e-6)
    assert periodic_box((4, 8), 3.0).spacing == (0.75, 0.375)
