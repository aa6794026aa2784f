"""Residues, truncated series and jets modulo p against the same calculation with rational numbers."""

from fractions import Fraction
from itertools import product
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.exact.jet import Jet, make_jet
from backends.exact.jets import JetCalculus
from backends.exact.modular import PRIME, fold, invert, multiply, power, square_root
from backends.exact.monomials import monomials
from backends.exact.series import truncated_product

F = Fraction
Series = dict[tuple[int, ...], Fraction]
residues = st.integers(0, PRIME - 1)


# modular arithmetic


@given(residues, residues)
@settings(deadline=None, max_examples=100)
def test_residue_arithmetic_is_that_of_integers(a: int, b: int) -> None:
    left, right = np.array([a]), np.array([b])
    assert multiply(left, right)[0] == a * b % PRIME
    assert fold(left * right)[0] % PRIME == a * b % PRIME
    assert fold(left * right)[0] < 2**32
    assert power(left, 1000)[0] == pow(a, 1000, PRIME)
    root, exists = square_root(left)
    assert exists[0] == (pow(a, (PRIME - 1) // 2, PRIME) in (0, 1))
    if exists[0]:
        assert int(root[0]) ** 2 % PRIME == a
        assert pow(int(root[0]), (PRIME - 1) // 2, PRIME) in (0, 1)  # the principal root is itself a square


def test_inverses_in_small_and_large_arrays() -> None:
    many = np.arange(1, 100)
    assert np.all(multiply(many, invert(many)) == 1)
    assert np.all(multiply(many[:3], invert(many[:3])) == 1)
    assert invert(np.array([0]))[0] == 0


# truncated series


@given(st.integers(1, 4), st.integers(0, 3), st.integers(1, 5), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_products_agree_with_the_loop(variables: int, order: int, rows: int, seed: int) -> None:
    table = monomials(variables, order)
    left, right = np.random.default_rng(seed).integers(0, PRIME, (2, rows, table.count))
    expected = [[0] * table.count for _ in range(rows)]
    exponents = [tuple(row) for row in table.exponents.tolist()]
    for row, (i, a), (j, b) in product(range(rows), enumerate(exponents), enumerate(exponents)):
        total = tuple(p + q for p, q in zip(a, b, strict=True))
        if total in exponents:
            k = exponents.index(total)
            expected[row][k] = (expected[row][k] + int(left[row, i]) * int(right[row, j])) % PRIME
    assert truncated_product(left, right, table).tolist() == expected


def test_blocks_of_a_large_batch_fit_together() -> None:
    table = monomials(4, 4)
    left, right = np.random.default_rng(0).integers(0, PRIME, (2, 500, table.count))
    whole = truncated_product(left, right, table)
    assert np.array_equal(whole[[0, 123, 499]], truncated_product(left[[0, 123, 499]], right[[0, 123, 499]], table))


def test_a_shorter_series_is_a_prefix_of_a_longer_one() -> None:
    short, long = monomials(4, 2), monomials(4, 5)
    assert np.array_equal(long.exponents[: short.count], short.exponents)
    first, second = (JetCalculus(order, seed=7).field("A", "vector").coefficients for order in (2, 5))
    assert np.array_equal(second[..., : short.count], first)


# jets against the same calculation with rational numbers

rational_series = st.dictionaries(
    st.tuples(*[st.integers(0, 3)] * 2).filter(lambda e: sum(e) <= 3),
    st.fractions(-9, 9, max_denominator=9),
    max_size=8,
)
CALCULUS = JetCalculus(3, dimension=1)


def to_jet(series: Series) -> Jet:
    coefficients = np.zeros(CALCULUS.table.count, dtype=np.int64)
    for row, value in series.items():
        coefficients[CALCULUS.table.position[row]] = value.numerator * pow(value.denominator, -1, PRIME) % PRIME
    return make_jet(coefficients, 3, 0)


def times(left: Series, right: Series) -> Series:
    result: Series = {}
    for (a, p), (b, q) in product(left.items(), right.items()):
        row = (a[0] + b[0], a[1] + b[1])
        if sum(row) <= 3:
            result[row] = result.get(row, F(0)) + p * q
    return result


def plus(left: Series, right: Series) -> Series:
    return {row: left.get(row, F(0)) + right.get(row, F(0)) for row in left | right}


def composed(taylor: list[Fraction], inner: Series) -> Series:
    """Σ taylor[k] innerᵏ for an inner series without constant term."""
    total, raised = {(0, 0): taylor[0]}, {(0, 0): F(1)}
    for coefficient in taylor[1:]:
        raised = times(raised, inner)
        total = plus(total, {row: coefficient * value for row, value in raised.items()})
    return total


def assert_equal(jet: Jet, series: Series) -> None:
    assert np.array_equal(jet.coefficients, to_jet(series).coefficients)


@given(rational_series, rational_series)
@settings(deadline=None, max_examples=40)
def test_sums_products_and_derivatives_reduce_from_the_rationals(left: Series, right: Series) -> None:
    assert_equal(CALCULUS.add(to_jet(left), to_jet(right)), plus(left, right))
    assert_equal(CALCULUS.multiply(to_jet(left), to_jet(right)), times(left, right))
    along_t = {(a, b - 2): b * (b - 1) * value for (a, b), value in left.items() if b >= 2}
    derived = CALCULUS.partial(to_jet(left), "t", 2)
    trusted = CALCULUS.table.degrees <= 1
    assert derived.trust == 1
    assert np.array_equal(derived.coefficients[trusted], to_jet(along_t).coefficients[trusted])


@given(rational_series, rational_series, st.fractions(1, 9, max_denominator=9))
@settings(deadline=None, max_examples=40)
def test_quotients_and_powers_reduce_from_the_rationals(left: Series, right: Series, constant: Fraction) -> None:
    divisor = {**right, (0, 0): constant}
    scaled = {row: -value / constant for row, value in right.items() if row != (0, 0)}
    inverse = {row: value / constant for row, value in composed([F(1)] * 4, scaled).items()}
    assert_equal(CALCULUS.divide(to_jet(left), to_jet(divisor)), times(left, inverse))
    cube = times(left, times(left, left))
    assert_equal(CALCULUS.power(to_jet(left), CALCULUS.number(F(3))), cube)
    assert_equal(CALCULUS.power(to_jet(divisor), CALCULUS.number(F(-2))), times(inverse, inverse))
    square = times(divisor, divisor)
    root = CALCULUS.power(to_jet(square), CALCULUS.number(F(1, 2)))
    back = CALCULUS.multiply(root, root)
    assert root.trust == 3
    assert_equal(back, square)


TAYLOR_AT_ZERO = {
    "exp": [F(1, factorial(k)) for k in range(4)],
    "sin": [F(0), F(1), F(0), F(-1, 6)],
    "cos": [F(1), F(0), F(-1, 2), F(0)],
    "tan": [F(0), F(1), F(0), F(1, 3)],
    "sinh": [F(0), F(1), F(0), F(1, 6)],
    "cosh": [F(1), F(0), F(1, 2), F(0)],
    "tanh": [F(0), F(1), F(0), F(-1, 3)],
    "asin": [F(0), F(1), F(0), F(1, 6)],
    "atan": [F(0), F(1), F(0), F(-1, 3)],
    "asinh": [F(0), F(1), F(0), F(-1, 6)],
    "atanh": [F(0), F(1), F(0), F(1, 3)],
}


@pytest.mark.parametrize("name", TAYLOR_AT_ZERO)
@given(rational_series)
@settings(deadline=None, max_examples=10)
def test_functions_at_zero_have_their_own_series(name: str, inner: Series) -> None:
    inner = {row: value for row, value in inner.items() if row != (0, 0)}
    assert_equal(CALCULUS.elementary(name, to_jet(inner)), composed(TAYLOR_AT_ZERO[name], inner))


def test_the_logarithm_at_one_has_its_own_series() -> None:
    inner = {(1, 0): F(2), (0, 1): F(-3, 5), (1, 1): F(1, 7)}
    found = CALCULUS.elementary("log", to_jet({**inner, (0, 0): F(1)}))
    assert_equal(found, composed([F(0), F(1), F(-1, 2), F(1, 3)], inner))
