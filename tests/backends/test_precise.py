"""Balls against exact rational evaluation, and the drift of lowered code against balls."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.grid import Grid
from backends.precise.ball_grid import BallGrid, ground_truth
from backends.precise.ball_jets import BallJets
from backends.precise.drift import drift_bits, drift_of_points
from backends.precise.separate import separate
from backends.program import Program, Tracer, evaluate

F = Fraction


def traced(meaning: Callable[[Tracer], int], dimension: int = 3) -> Program:
    tracer = Tracer(dimension)
    return tracer.program(meaning(tracer))


def scalar(c: Tracer, name: str = "f") -> int:
    return c.input(name, "scalar", 0)


def array(*entries: object) -> np.ndarray:
    result = np.empty(len(entries), dtype=object)
    result[:] = entries
    return result


def exactly(ball: arb, value: Fraction) -> bool:
    return bool(ball.is_exact() and ball == arb(fmpq(value.numerator, value.denominator)))


def encloses(ball: arb, value: Fraction) -> bool:
    """Whether the value lies in the ball, in rational arithmetic."""
    middle, radius = (F(int(m)) * F(2) ** int(e) for m, e in (part.man_exp() for part in (ball.mid(), ball.rad())))
    return abs(middle - value) <= radius


# jets

FIELD = array({(2, 0, 0, 0): F(1), (0, 1, 0, 1): F(3), (0, 0, 0, 0): F(2)}).reshape(())  # x² + 3 y t + 2
POINT = (F(1, 2), F(1, 4), F(0), F(1, 2))


def test_a_field_is_shifted_to_the_point_exactly() -> None:
    calculus = BallJets(2, POINT)
    (balls,) = calculus.field(FIELD).components
    found = {row: balls[index] for row, index in calculus.table.position.items() if not balls[index].is_zero()}
    expected = {
        (0, 0, 0, 0): F(21, 8),
        (1, 0, 0, 0): F(1),
        (0, 1, 0, 0): F(3, 2),
        (0, 0, 0, 1): F(3, 4),
        (2, 0, 0, 0): F(1),
        (0, 1, 0, 1): F(3),
    }
    assert found.keys() == expected.keys()
    assert all(exactly(found[row], value) for row, value in expected.items())


def test_curl_of_a_rotation_is_twice_its_axis() -> None:
    calculus = BallJets(1, POINT)
    rotation = array({(0, 1, 0, 0): F(-1)}, {(1, 0, 0, 0): F(1)}, {})
    curl = calculus.einsum("ijk,jk->i", calculus.epsilon(), calculus.gradient(calculus.field(rotation)))
    assert [float(balls[0]) for balls in curl.components] == [0, 0, 2]


@pytest.mark.parametrize(
    ("name", "value"),
    [("sin", 0.49392), ("cos", -0.86951), ("exp", 13.80457), ("log", 0.96508), ("sqrt", 1.62019), ("tanh", 0.98957)],
)
def test_functions_at_21_eighths(name: str, value: float) -> None:
    calculus = BallJets(0, POINT)
    ball = calculus.elementary(name, calculus.field(FIELD)).components[0][0]
    assert float(ball) == pytest.approx(value, abs=1e-4)


def chain(name: str, derivative: Callable[[Tracer, int], int]) -> tuple[Program, Program]:
    left = traced(lambda c: c.partial(c.elementary(name, scalar(c)), "x"))
    return left, traced(lambda c: c.multiply(derivative(c, scalar(c)), c.partial(scalar(c), "x")))


TRUE = {
    "sin": lambda c, u: c.elementary("cos", u),
    "tanh": lambda c, u: c.power(c.elementary("cosh", u), c.number(F(-2))),
    "log": lambda c, u: c.power(u, c.number(F(-1))),
    "sqrt": lambda c, u: c.multiply(c.number(F(1, 2)), c.power(u, c.number(F(-1, 2)))),
    "Abs": lambda c, u: c.elementary("sign", u),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_overlap(name: str) -> None:
    left, right = chain(name, TRUE[name])
    verdict = separate(left, right, {"f": FIELD}, POINT, cap=256)
    assert verdict.verdict == "overlap"
    assert verdict.left[0].is_finite()
    assert verdict.left[0].rad() < arb(2) ** -50


def test_false_claims_are_different() -> None:
    left, right = chain("sin", lambda c, u: c.elementary("sin", u))
    verdict = separate(left, right, {"f": FIELD}, POINT)
    assert (verdict.verdict, verdict.component, verdict.precision) == ("different", 0, 64)
    assert float(verdict.left[0]) == pytest.approx(-0.86951, abs=1e-4)
    assert float(verdict.right[0]) == pytest.approx(0.49392, abs=1e-4)


def test_the_precision_doubles_until_a_tiny_difference_shows() -> None:
    def shifted(power: int) -> Program:
        return traced(lambda c: c.elementary("exp", c.add(scalar(c), c.number(F(1, 10**power)))))

    plain = traced(lambda c: c.elementary("exp", scalar(c)))
    assert separate(plain, shifted(50), {"f": FIELD}, POINT).verdict == "different"
    assert separate(plain, shifted(50), {"f": FIELD}, POINT).precision == 256
    assert separate(plain, shifted(50), {"f": FIELD}, POINT, cap=128).verdict == "overlap"


def test_undefined_values_separate_nothing() -> None:
    negative = traced(lambda c: c.elementary("sqrt", c.negate(scalar(c))))
    assert separate(negative, traced(scalar), {"f": FIELD}, POINT, cap=128).verdict == "overlap"


def test_general_powers_and_unknown_functions() -> None:
    root = traced(lambda c: c.power(scalar(c), c.number(F(1, 3))))
    cubed = traced(lambda c: c.power(c.power(scalar(c), c.number(F(1, 3))), c.number(F(3))))
    assert separate(cubed, traced(scalar), {"f": FIELD}, POINT, cap=128).verdict == "overlap"
    assert separate(root, traced(scalar), {"f": FIELD}, POINT).verdict == "different"
    laplacian = traced(lambda c: c.laplacian(c.unknown("h", 0, scalar(c))))
    # h(a) = a³: Δ a³ = 6 a |∇a|² + 3 a² Δa with a = 21/8, ∇a = (1, 3/2, 0), Δa = 2
    expected = traced(lambda c: c.number(F(2961, 32)))
    verdict = separate(laplacian, expected, {"f": FIELD}, POINT, {"h": [F(0), F(0), F(0), F(1)]})
    assert verdict.verdict == "overlap"
    assert exactly(verdict.left[0], F(2961, 32))


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="field 'f' is missing"):
        separate(traced(scalar), traced(scalar), {}, POINT)
    with pytest.raises(ValueError, match="function 'h' is unknown"):
        separate(traced(lambda c: c.unknown("h", 0, scalar(c))), traced(scalar), {"f": FIELD}, POINT)
    with pytest.raises(ValueError, match="function 'zeta' has no ball arithmetic"):
        separate(traced(lambda c: c.elementary("zeta", scalar(c))), traced(scalar), {"f": FIELD}, POINT)
    with pytest.raises(ValueError, match="of one rank"):
        separate(traced(scalar), traced(lambda c: c.gradient(scalar(c))), {"f": FIELD}, POINT)
    with pytest.raises(ValueError, match="must have 4 entries"):
        BallJets(1, (F(0),))


# grids

GRID = Grid((9, 10), (4.5, 2.0))


@given(st.sampled_from([2, 4, 8]), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=6)
def test_differences_enclose_exact_rational_evaluation(accuracy: int, seed: int) -> None:
    published = {2: [F(1, 2)], 4: [F(2, 3), F(-1, 12)], 8: [F(4, 5), F(-1, 5), F(4, 105), F(-1, 280)]}[accuracy]
    u = np.random.default_rng(seed).standard_normal(GRID.shape)
    program = traced(lambda c: c.multiply(scalar(c), c.partial(scalar(c), "y")), 2)
    (balls,) = ground_truth(program, GRID, accuracy, {"f": u}, "float64", precision=200)
    for i, j in np.ndindex(*GRID.shape):
        slope = F(0)
        for offset, weight in enumerate(published, start=1):
            slope += weight * (F(u[i, (j + offset) % 10]) - F(u[i, (j - offset) % 10])) / F(1, 5)
        exact = F(u[i, j]) * slope
        assert encloses(balls[i, j], exact)
        assert balls[i, j].rad() < arb(2) ** -150


def test_vectors_tensors_and_functions_on_a_grid() -> None:
    u = np.arange(90.0).reshape(GRID.shape) / 64
    with ctx.workprec(120):
        calculus = BallGrid(GRID, 2)
        f, k = calculus.field(u, 0), calculus.field(np.array([1.0, 2.0]), 1)
        along = calculus.einsum("i,i->", k, calculus.gradient(f)).values
        assert float(along[4, 4]) == pytest.approx(10 / 64 / 0.5 + 2 * (1 / 64) / 0.2)
        assert float(calculus.elementary("exp", f).values[0, 5]) == pytest.approx(np.exp(5 / 64))
        assert float(calculus.power(f, calculus.number(F(3, 2))).values[1, 0]) == pytest.approx((10 / 64) ** 1.5)
        assert not any(float(ball) for ball in calculus.gradient(k).values.flat)
        third = calculus.partial(f, "x", 3).values
        assert float(third[4, 4]) == 0


def test_coordinates_are_those_of_lowered_code() -> None:
    program = traced(lambda c: c.einsum("i,i->", c.input("r", "position", 1), c.literal((1, 0), 1)), 2)
    (balls,) = ground_truth(program, Grid((4, 5), (0.3, 1.0)), 2, {}, "float32")
    assert float(balls[1, 0]) == float(np.float32(0.3 / 4))
    slope = traced(lambda c: c.gradient(c.input("r", "position", 1)), 2)
    with pytest.raises(ValueError, match="is not periodic"):
        ground_truth(slope, GRID, 2, {}, "float64")
    with pytest.raises(ValueError, match="input 'f' is missing"):
        ground_truth(traced(scalar, 2), GRID, 2, {}, "float64")


# drift


def test_drift_counts_floating_point_steps() -> None:
    one = np.float64(1)
    values = np.array([1.0, np.nextafter(one, 2), 1 + 3 * 2**-52, np.nextafter(one, 0), np.nan, np.inf, 1.0])
    truth = array(arb(1), arb(1), arb(1), arb(1), arb(1), arb(1), arb.nan())
    assert drift_of_points(values[:6], truth[:6]).tolist() == [0, 1, 2, 1, 64, 64]
    assert np.isnan(drift_of_points(values[6:], truth[6:])).all()
    assert drift_bits(values, truth) == pytest.approx((0 + 1 + 2 + 1 + 64 + 64) / 6)
    small = np.array([1.0, -(2.0**-149)], dtype=np.float32)
    assert drift_of_points(small, array(arb(1) + arb(2) ** -22, arb(2) ** -149)).tolist() == [np.log2(3), np.log2(3)]


def test_rounding_the_truth_breaks_ties_to_even() -> None:
    half_step = arb(1) + arb(2) ** -24
    above = half_step + arb(2) ** -52
    values = np.array([1.0, 1.0], dtype=np.float32)
    assert drift_of_points(values, array(half_step, above)).tolist() == [0, 1]


@given(st.floats(-(2.0**100), 2.0**100, width=32), st.integers(-40, 40))
@settings(deadline=None, max_examples=60)
def test_drift_agrees_with_walking_from_float_to_float(start: float, steps: int) -> None:
    end = np.float32(start)
    for _ in range(abs(steps)):
        end = np.nextafter(end, np.float32(np.copysign(np.inf, steps)), dtype=np.float32)
    found = drift_of_points(np.array([end], dtype=np.float32), array(arb(float(start))))
    assert found[0] == pytest.approx(np.log2(1 + abs(steps)))


def test_drift_refuses_what_it_cannot_judge() -> None:
    with pytest.raises(ValueError, match="float32 or float64"):
        drift_bits(np.array([1]), array(arb(1)))
    with pytest.raises(ValueError, match="they must be equal"):
        drift_bits(np.array([1.0, 2.0]), array(arb(1)))
    with pytest.raises(ValueError, match="not sharp enough"):
        drift_bits(np.array([1.0]), array(arb(1, 1e-3)))
    with pytest.raises(ValueError, match="undefined at every point"):
        drift_bits(np.array([1.0]), array(arb.nan()))


def test_a_jet_of_too_low_an_order_claims_nothing() -> None:
    calculus = BallJets(1, POINT)
    program = traced(lambda c: c.partial(scalar(c), "x", 2))
    (value,) = evaluate(program, calculus, {"f": calculus.field(FIELD)})
    assert not value.components[0][0].is_finite()
