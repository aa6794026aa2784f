"""Programs on grids: exactness of the transform, orders of the differences, coordinates, drift."""

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.grid import Grid
from backends.jax.convergence import Convergence, convergence, operator_convergence
from backends.jax.functions import FUNCTIONS, NotLoweredError
from backends.jax.module import FieldModule
from backends.precise.ball_grid import ground_truth
from backends.precise.drift import drift_bits
from backends.program import Program, Tracer

F = Fraction
TAU = 2 * np.pi


def traced(meaning: Callable[[Tracer], int], dimension: int = 3) -> Program:
    tracer = Tracer(dimension)
    return tracer.program(meaning(tracer))


def scalar(c: Tracer, name: str = "u") -> int:
    return c.input(name, "scalar", 0)


def curl(c: Tracer, A: int) -> int:
    return c.einsum("ijk,jk->i", c.epsilon(), c.gradient(A))


def test_the_other_interpreters_do_not_import_jax() -> None:
    source = (
        "import sys, pkgutil, importlib, backends.jax, backends.grid\n"
        "for name in ('exact', 'precise', 'components'):\n"
        "    package = importlib.import_module('backends.' + name)\n"
        "    for module in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(module.name)\n"
        "print('jax' in sys.modules, 'backends.precise.ball_jets' in sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["False", "True"]


# grids


def test_a_grid_is_its_numbers() -> None:
    grid = Grid((4, 5), (2.0, 10.0), origin=(-1.0, 0.0))
    assert grid == Grid([4, 5], [2, 10], [-1, 0], ["x", "y"])
    assert hash(grid) == hash(Grid((4, 5), (2, 10), (-1, 0)))
    assert grid.spacing == (0.5, 2.0)
    assert grid.coordinates("x").tolist() == [[-1.0], [-0.5], [0.0], [0.5]]
    assert grid.points()[1].shape == (4, 5)
    assert Grid((4, 8), (1.0, 1.0), axes=("x", "t")).dimension == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"shape": (0,), "lengths": (1.0,)}, "shape"),
        ({"shape": (4,), "lengths": (1.0, 2.0)}, "lengths"),
        ({"shape": (4,), "lengths": (-1.0,)}, "lengths"),
        ({"shape": (4,), "lengths": (1.0,), "axes": ("t",)}, "axes"),
        ({"shape": (4, 4), "lengths": (1.0, 1.0), "axes": ("y", "x")}, "axes"),
        ({"shape": (4, 4, 4, 4), "lengths": (1.0,) * 4}, "axes"),
        ({"shape": (4,), "lengths": (1.0,), "origin": (0.0, 0.0)}, "origin"),
    ],
)
def test_bad_grids_are_refused(arguments: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Grid(**arguments)


# derivatives


@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 2e-4), ("float64", 1e-11)])
@pytest.mark.parametrize("points", [15, 16])
@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_the_transform_is_exact_for_resolved_waves(precision: str, tolerance: float, points: int, order: int) -> None:
    grid = Grid((points, 6), (3.0, 1.0))
    x, y = grid.points()
    k = 2 * TAU / 3.0
    phases = [np.sin, np.cos, lambda a: -np.sin(a), lambda a: -np.cos(a)]
    u = np.sin(k * x) * np.cos(TAU * y)
    found = FieldModule(traced(lambda c: c.partial(scalar(c), "x", order), 2), grid, "spectral", precision)(u=u)
    assert found.dtype == precision
    exact = k**order * phases[order % 4](k * x) * np.cos(TAU * y)
    assert np.abs(np.asarray(found) - exact).max() < tolerance * k**order


def test_the_shortest_wave_has_no_odd_derivative_and_its_own_even_one() -> None:
    grid = Grid((8,), (1.0,))
    zigzag = (-1.0) ** np.arange(8)
    first, second = (
        FieldModule(traced(lambda c, n=n: c.partial(scalar(c), "x", n), 1), grid, "spectral", "float64") for n in (1, 2)
    )
    assert np.abs(np.asarray(first(u=zigzag))).max() < 1e-12
    assert np.allclose(second(u=zigzag), -((np.pi * 8) ** 2) * zigzag, rtol=1e-12)


@pytest.mark.parametrize(("method", "order"), [("fd2", 2), ("fd4", 4), ("fd8", 8)])
@pytest.mark.parametrize("derivative", [1, 2, 3])
def test_differences_converge_with_their_order(method: str, order: int, derivative: int) -> None:
    signs = [np.sin, np.cos, lambda a: -np.sin(a), lambda a: -np.cos(a)]
    result = operator_convergence(
        traced(lambda c: c.partial(scalar(c), "y", derivative), 2),
        {"u": lambda x, y: np.cos(x) * np.sin(y)},
        lambda x, y: np.cos(x) * signs[derivative](y),
        [Grid((n, n), (TAU, TAU)) for n in (16, 24, 32)],
        method,
    )
    assert result.order == pytest.approx(order, abs=0.2)
    assert all(later > earlier for earlier, later in zip(result.orders, result.orders[1:], strict=False))


@given(st.sampled_from(["fd2", "fd4", "fd8"]), st.sampled_from([1, 2]), st.integers(0, 1), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=20)
def test_stencils_agree_with_the_loop(method: str, derivative: int, axis: int, seed: int) -> None:
    weights = {
        ("fd2", 1): {1: 1 / 2}, ("fd4", 1): {1: 2 / 3, 2: -1 / 12},
        ("fd8", 1): {1: 4 / 5, 2: -1 / 5, 3: 4 / 105, 4: -1 / 280},
        ("fd2", 2): {0: -2, 1: 1}, ("fd4", 2): {0: -5 / 2, 1: 4 / 3, 2: -1 / 12},
        ("fd8", 2): {0: -205 / 72, 1: 8 / 5, 2: -1 / 5, 3: 8 / 315, 4: -1 / 560},
    }[method, derivative]  # fmt: skip
    grid = Grid((9, 11), (0.7, 3.0))
    u = np.random.default_rng(seed).standard_normal(grid.shape)
    expected = np.zeros(grid.shape)
    for point in np.ndindex(*grid.shape):
        for offset, weight in weights.items():
            for side in (1, -1) if offset else (1,):
                place = list(point)
                place[axis] = (place[axis] + side * offset) % grid.shape[axis]
                expected[point] += weight * u[tuple(place)] * (side if derivative == 1 else 1)
    expected /= grid.spacing[axis] ** derivative
    program = traced(lambda c: c.partial(scalar(c), "xy"[axis], derivative), 2)
    found = FieldModule(program, grid, method, "float64")(u=u)
    assert np.allclose(found, expected, rtol=1e-11, atol=1e-11 * np.abs(expected).max())


def test_vector_calculus_on_waves() -> None:
    grid = Grid((8, 8, 8), (TAU, TAU, TAU))
    x, y, z = grid.points()
    A = np.stack([np.sin(y), np.sin(z), np.sin(x)])
    found = FieldModule(traced(lambda c: curl(c, c.input("A", "vector", 1))), grid, "spectral", "float64")(A=A)
    assert np.allclose(found, [-np.cos(z), -np.cos(x), -np.cos(y)], atol=1e-12)
    gradient = FieldModule(traced(lambda c: c.gradient(c.input("A", "vector", 1))), grid, "spectral", "float64")(A=A)
    assert gradient.shape == (3, 3, 8, 8, 8)
    assert np.allclose(gradient[1, 0], np.cos(y), atol=1e-12)  # (∇A)ᵢⱼ = ∂ᵢAⱼ
    assert np.abs(np.asarray(gradient[0, 1])).max() < 1e-12


def test_a_time_axis_is_an_axis() -> None:
    grid = Grid((12, 16), (TAU, TAU), axes=("x", "t"))
    x, t = grid.points()
    wave = traced(lambda c: c.subtract(c.partial(scalar(c), "t", 2), c.laplacian(scalar(c))), 1)
    assert np.abs(np.asarray(FieldModule(wave, grid, precision="float64")(u=np.sin(x - t)))).max() < 1e-11
    clock = traced(lambda c: c.partial(c.power(c.input("s", "time", 0), c.number(F(2))), "t"), 1)
    assert np.allclose(FieldModule(clock, grid, precision="float64")(), 2 * t)


# coordinates are not periodic, and are differentiated exactly


@pytest.mark.parametrize("method", ["spectral", "fd2", "fd8"])
def test_coordinates_are_differentiated_up_to_the_seam(method: str) -> None:
    def rotation(c: Tracer) -> int:
        return c.einsum("ijk,j,k->i", c.epsilon(), c.literal((0, 0, 1), 1), c.input("r", "position", 1))

    grid = Grid((9, 10, 11), (1.0, 2.0, 3.0), origin=(-0.5, 3.0, 0.0))
    found = FieldModule(traced(lambda c: curl(c, rotation(c))), grid, method, "float64")()
    assert np.array_equal(found, np.broadcast_to(np.array([0.0, 0.0, 2.0]).reshape(3, 1, 1, 1), found.shape))


def test_products_with_coordinates_follow_the_product_rule() -> None:
    def meaning(c: Tracer) -> int:
        x = c.einsum("i,i->", c.input("r", "position", 1), c.literal((1, 0), 1))
        return c.partial(c.multiply(c.elementary("exp", c.multiply(x, x)), scalar(c)), "x", 2)

    grid = Grid((16, 4), (TAU, 1.0))
    x, _ = grid.points()
    found = FieldModule(traced(meaning, 2), grid, "spectral", "float64")(u=np.sin(x))
    exact = np.exp(x**2) * ((2 + 4 * x**2) * np.sin(x) + 4 * x * np.cos(x) - np.sin(x))
    assert np.allclose(found, exact, rtol=1e-10)


def test_shared_parts_of_an_expression_are_differentiated_once() -> None:
    def squared_again_and_again(c: Tracer) -> int:
        value = c.einsum("i,i->", c.input("r", "position", 1), c.literal((1,), 1))
        for _ in range(20):
            value = c.multiply(value, value)
        return c.partial(value, "x")

    grid = Grid((4,), (4e-6,), origin=(1.0,))
    (x,) = grid.points()
    found = FieldModule(traced(squared_again_and_again, 1), grid, precision="float64")()
    assert np.allclose(found, 2.0**20 * np.exp((2**20 - 1) * np.log(x)), rtol=1e-9)


def test_programs_of_coordinates_serve_as_exact_solutions() -> None:
    def wave(c: Tracer) -> int:
        x = c.einsum("i,i->", c.input("r", "position", 1), c.literal((1, 0), 1))
        return c.elementary("sin", c.multiply(c.input("k", "constant", 0), x))

    result = operator_convergence(
        traced(lambda c: c.multiply(c.input("k", "constant", 0), c.partial(scalar(c), "x")), 2),
        {"u": traced(wave, 2)},
        traced(lambda c: c.multiply(c.input("k", "constant", 0), c.partial(wave(c), "x")), 2),
        [Grid((n, 5), (TAU, 1.0)) for n in (16, 32)],
        "fd4",
        parameters={"k": 1.0},
    )
    assert result.order == pytest.approx(4, abs=0.2)


# elementary functions and powers


@pytest.mark.parametrize(("exponent", "value"), [
    (F(3), 15.625), (F(-2), 0.16), (F(1, 2), 2.5**0.5), (F(-1, 2), 2.5**-0.5), (F(5, 2), 2.5**2.5),
    (F(-3, 2), 2.5**-1.5), (F(0), 1.0), (F(1, 3), 2.5 ** (1 / 3)), (F(-7, 5), 2.5**-1.4),
])  # fmt: skip
def test_powers(exponent: Fraction, value: float) -> None:
    program = traced(lambda c: c.power(scalar(c), c.number(exponent)), 1)
    found = FieldModule(program, Grid((3,), (1.0,)), precision="float64")(u=np.full(3, 2.5))
    assert np.allclose(found, value, rtol=1e-15)


@pytest.mark.parametrize(("name", "at", "value"), [
    ("sin", 0.5, 0.479425538604203), ("cot", 0.5, 1.830487721712452), ("sec", 0.5, 1.139493927324549),
    ("csc", 0.5, 2.085829642933488), ("sinc", 0.5, 0.958851077208406), ("asin", 0.5, 0.523598775598299),
    ("atanh", 0.5, 0.549306144334055), ("coth", 0.5, 2.163953413738653), ("sech", 0.5, 0.886818883970074),
    ("csch", 0.5, 1.919034751334944), ("erf", 0.5, 0.520499877813047), ("erfc", 0.5, 0.479500122186953),
    ("gamma", 0.5, 1.772453850905516), ("loggamma", 0.5, 0.572364942924700), ("digamma", 0.5, -1.963510026021423),
    ("Ei", 0.5, 0.454219904863174), ("cbrt", 0.5, 0.793700525984100), ("ceiling", 0.5, 1.0), ("sign", -0.5, -1.0),
    ("Abs", -0.5, 0.5), ("erfinv", 0.5, 0.476936276204470), ("acosh", 1.5, 0.962423650119207),
])  # fmt: skip
def test_functions_by_their_sympy_names(name: str, at: float, value: float) -> None:
    program = traced(lambda c: c.elementary(name, scalar(c)), 1)
    found = FieldModule(program, Grid((2,), (1.0,)), precision="float64")(u=np.full(2, at))
    assert np.allclose(found, value, rtol=1e-13, atol=1e-14)


def test_a_function_that_cannot_be_lowered_is_named() -> None:
    program = traced(lambda c: c.elementary("besselj", scalar(c)), 1)
    with pytest.raises(NotLoweredError, match="function 'besselj' cannot be lowered"):
        FieldModule(program, Grid((2,), (1.0,)))(u=np.ones(2))
    assert "besselj" not in FUNCTIONS


# drift


def shifted_square(shift: int) -> Program:
    """(1 + u)² − 1 with its cancelling terms made `shift` times larger."""

    def meaning(c: Tracer) -> int:
        large = c.number(F(shift))
        raised = c.add(large, scalar(c))
        return c.subtract(c.multiply(raised, raised), c.multiply(large, large))

    return traced(meaning, 1)


def test_drift_is_small_for_a_benign_form_and_large_for_a_cancelling_one() -> None:
    grid = Grid((64,), (1.0,))
    u = (np.random.default_rng(0).uniform(0.5, 1, 64)).astype(np.float32)
    drifts = {}
    for shift in (1, 1000):
        program = shifted_square(shift)
        lowered = np.asarray(FieldModule(program, grid, "fd2", "float32")(u=u))
        drifts[shift] = drift_bits(lowered, ground_truth(program, grid, 2, {"u": u}, "float32")[0])
    assert 0 < drifts[1] < 3
    assert drifts[1000] > drifts[1] + 5


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_differences_drift_by_little(precision: str) -> None:
    grid = Grid((9, 10), (TAU, 1.0))
    u = np.random.default_rng(0).standard_normal(grid.shape).astype(precision)
    program = traced(lambda c: c.laplacian(c.multiply(scalar(c), scalar(c))), 2)
    for accuracy in (2, 4, 8):
        lowered = np.asarray(FieldModule(program, grid, f"fd{accuracy}", precision)(u=u))
        (truth,) = ground_truth(program, grid, accuracy, {"u": u}, precision)
        assert 0 < drift_bits(lowered, truth) < 3


# orders


def test_orders_from_errors() -> None:
    result = Convergence((0.4, 0.2, 0.1), (3 * 0.4**3, 3 * 0.2**3, 3 * 0.1**3))
    assert result.order == pytest.approx(3)
    assert result.orders == pytest.approx((3, 3))
    with pytest.raises(ValueError, match="at least two different ones"):
        convergence(lambda grid: grid.spacing[0], [Grid((4,), (1.0,))])
