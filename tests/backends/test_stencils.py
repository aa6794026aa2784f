"""Difference weights against the published ones and against polynomials."""

from fractions import Fraction

import pytest

from backends.stencils import ACCURACIES, central_weights, derivative_factors

F = Fraction


def test_weights_are_the_published_ones() -> None:
    assert central_weights(1, 2) == (F(-1, 2), 0, F(1, 2))
    assert central_weights(2, 2) == (1, -2, 1)
    assert central_weights(1, 4) == (F(1, 12), F(-2, 3), 0, F(2, 3), F(-1, 12))
    assert central_weights(2, 4) == (F(-1, 12), F(4, 3), F(-5, 2), F(4, 3), F(-1, 12))
    assert central_weights(1, 8)[5:] == (F(4, 5), F(-1, 5), F(4, 105), F(-1, 280))
    assert central_weights(2, 8)[4:] == (F(-205, 72), F(8, 5), F(-1, 5), F(8, 315), F(-1, 560))


@pytest.mark.parametrize("accuracy", ACCURACIES)
@pytest.mark.parametrize("derivative", [1, 2])
def test_polynomials_are_derived_exactly_up_to_the_accuracy(derivative: int, accuracy: int) -> None:
    weights = central_weights(derivative, accuracy)
    at, step = F(3, 7), F(2, 5)
    for degree in range(accuracy + derivative):
        values = [(at + offset * step) ** degree for offset in range(-(accuracy // 2), accuracy // 2 + 1)]
        found = sum(w * v for w, v in zip(weights, values, strict=True)) / step**derivative
        exact = [degree * at ** max(degree - 1, 0), degree * (degree - 1) * at ** max(degree - 2, 0)][derivative - 1]
        assert found == exact


def test_higher_derivatives_are_composed_second_ones_first() -> None:
    assert [derivative_factors(order) for order in range(6)] == [(), (1,), (2,), (2, 1), (2, 2), (2, 2, 1)]


def test_stencils_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="derivative 3 has no stencil"):
        central_weights(3, 2)
    with pytest.raises(ValueError, match="accuracy 3 is not a positive even number"):
        central_weights(1, 3)
