"""Fields drawn from the solutions of linear hypotheses."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from backends.exact.hypotheses import draw
from backends.exact.jets import JetCalculus
from backends.exact.residuals import NonlinearHypothesisError
from backends.program import Program, Tracer, evaluate


def traced(meaning: Callable[[Tracer], int], dimension: int = 3) -> Program:
    tracer = Tracer(dimension)
    return tracer.program(meaning(tracer))


def curl(c: Tracer, A: int) -> int:
    return c.einsum("ijk,jk->i", c.epsilon(), c.gradient(A))


def div(c: Tracer, A: int) -> int:
    return c.einsum("ii->", c.gradient(A))


def electric(c: Tracer) -> int:
    return c.input("E", "vector", 1)


def magnetic(c: Tracer) -> int:
    return c.input("B", "vector", 1)


def scaled(c: Tracer, A: int) -> int:
    return c.multiply(c.power(c.input("c", "constant", 0), c.number(Fraction(2))), A)


MAXWELL = [
    traced(lambda c: div(c, electric(c))),
    traced(lambda c: div(c, magnetic(c))),
    traced(lambda c: c.add(curl(c, electric(c)), c.partial(magnetic(c), "t"))),
    traced(lambda c: c.subtract(scaled(c, curl(c, magnetic(c))), c.partial(electric(c), "t"))),
]
WAVE = traced(lambda c: c.subtract(c.partial(electric(c), "t", 2), scaled(c, c.laplacian(electric(c)))))
NOT_IMPLIED = traced(lambda c: c.subtract(c.partial(electric(c), "t", 2), c.laplacian(electric(c))))


def test_the_wave_equation_holds_on_vacuum_fields_and_another_speed_does_not() -> None:
    order, draws = 3, 2
    drawn = draw(MAXWELL, order, seed=3, draws=draws)
    calculus = JetCalculus(order, seed=3, draws=draws)
    inputs = {**drawn, "c": calculus.field("c", "constant")}
    zero = calculus.literal((0, 0, 0), 1)
    for residual in MAXWELL:
        (value,) = evaluate(residual, calculus, inputs)
        assert value.trust.tolist() == [2, 2]
        assert not value.coefficients[..., calculus.table.degrees <= 2].any()
    (box,) = evaluate(WAVE, calculus, inputs)
    assert box.trust.tolist() == [1, 1]
    assert calculus.agree(box, zero).all()
    assert not calculus.agree(evaluate(NOT_IMPLIED, calculus, inputs)[0], zero).any()


def test_drawn_fields_are_generic() -> None:
    drawn = draw(MAXWELL, 2, draws=2)
    assert drawn["E"].coefficients.shape == (3, 2, 15)
    assert np.count_nonzero(drawn["E"].coefficients) == 90
    assert not np.array_equal(drawn["E"].coefficients[:, 0], drawn["E"].coefficients[:, 1])
    assert not np.array_equal(drawn["E"].coefficients, draw(MAXWELL, 2, seed=1, draws=2)["E"].coefficients)


def test_known_fields_make_a_product_linear() -> None:
    steady = traced(lambda c: div(c, c.multiply(c.input("k", "scalar", 0), c.gradient(c.input("u", "scalar", 0)))), 2)
    with pytest.raises(NonlinearHypothesisError, match="hypothesis 0 is not linear and homogeneous in the fields k, u"):
        draw([steady], 3)
    drawn = draw([steady], 3, given=["k"])
    calculus = JetCalculus(3, dimension=2)
    (value,) = evaluate(steady, calculus, {**drawn, "k": calculus.field("k", "scalar")})
    assert list(drawn) == ["u"]
    assert value.trust.tolist() == [1]
    assert calculus.agree(value, calculus.number(Fraction(0))).all()


def test_coordinates_are_known_data() -> None:
    tangential = traced(lambda c: c.einsum("i,i->", c.input("r", "position", 1), c.input("v", "vector", 1)), 2)
    calculus = JetCalculus(2, dimension=2, seed=4)
    inputs = {**draw([tangential], 2, seed=4), "r": calculus.field("r", "position")}
    (value,) = evaluate(tangential, calculus, inputs)
    assert not value.coefficients.any()


def affine(c: Tracer) -> int:
    return c.add(c.partial(c.input("u", "scalar", 0), "t"), c.number(Fraction(1)))


def burgers(c: Tracer) -> int:
    u = c.input("u", "scalar", 0)
    return c.add(c.partial(u, "t"), c.multiply(u, c.partial(u, "x")))


def rooted(c: Tracer) -> int:
    return c.elementary("sqrt", c.input("u", "scalar", 0))


@pytest.mark.parametrize("meaning", [affine, burgers, rooted])
def test_hypotheses_that_are_not_linear_are_refused(meaning: Callable[[Tracer], int]) -> None:
    with pytest.raises(NonlinearHypothesisError, match="hypothesis 0") as caught:
        draw([traced(meaning, 1)], 2)
    assert caught.value.index == 0


def test_bad_hypotheses_are_named() -> None:
    with pytest.raises(ValueError, match="order 1 is below the 4 derivatives of hypothesis 0"):
        draw([traced(lambda c: c.partial(c.input("u", "scalar", 0), "x", 4))], 1)
    with pytest.raises(ValueError, match="residuals have no unknown field"):
        draw([traced(lambda c: c.input("k", "constant", 0))], 1)
    with pytest.raises(ValueError, match=r"residuals have the dimensions \[\]"):
        draw([], 1)
    with pytest.raises(ValueError, match="'u' is constant in one residual and scalar in another"):
        draw([traced(lambda c: c.input("u", "constant", 0)), traced(lambda c: c.input("u", "scalar", 0))], 1)
