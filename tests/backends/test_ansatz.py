"""Fields found by ansatz: the calculus of waves against SymPy, the solver, and witnesses checked by plain SymPy."""

import random
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
import sympy
from flint import fmpq

from backends.components.concrete import from_modes
from backends.exact.ansatz import mode_solutions
from backends.exact.equations import Equation, assigned, replaced
from backends.exact.modes import PARAMETERS, ModeCalculus, Place, TooManyTermsError
from backends.exact.polynomials import NotPolynomialError
from backends.exact.small_solutions import System, small_solution
from backends.program import Program, Tracer

x, y, z, t = AXES = sympy.symbols("x y z t", real=True)
PLACES: list[Place] = [
    (1, 0, 0, 0, 0, 0, 1, 0, 0, 0),
    (0, 1, 0, 1, 0, 0, 0, 0, 0, 1),
    (0, 0, 2, 0, 1, 0, 0, 1, 0, 0),
    (0, 0, 0, 0, 0, 2, 0, 0, 1, 0),
]


def plain(u: tuple[sympy.Symbol, ...]) -> sympy.Expr:
    """The ansatz of PLACES by hand; the first six unknowns are the parameters."""
    k1, w1, k2, w2, q, rate, *c = u
    one, two, eta = k1 * x + w1 * t, k2 * z + w2 * t, q * x + rate * t
    sin, cos = sympy.sin, sympy.cos
    terms = [x * sin(one), t * cos(one) * cos(two), y * sin(two) ** 2 * sympy.exp(eta), z / (1 + eta) ** 2]
    return sympy.Add(*[a * b for a, b in zip(c, terms, strict=True)])


@pytest.mark.parametrize("axis", ["x", "y", "z", "t"])
def test_derivatives_of_waves_are_those_of_sympy(axis: str) -> None:
    calculus = ModeCalculus(3, 4, ("x", "z"))
    value = calculus.combination(PLACES, range(6, 10), ())
    shown = calculus.partial(value, axis, 2).item()
    u = sympy.symbols("u0:10")
    k1, w1, k2, w2, q, rate = u[:6]
    one, two, eta = k1 * x + w1 * t, k2 * z + w2 * t, q * x + rate * t
    functions = {
        "sin1": sympy.sin(one), "cos1": sympy.cos(one), "sin2": sympy.sin(two), "cos2": sympy.cos(two),
        "exp": sympy.exp(eta), "inverse": 1 / (1 + eta),
    }  # fmt: skip
    names = functions | dict(zip("xyzt", AXES, strict=True)) | {str(s): s for s in u}
    expected = sympy.diff(plain(u), dict(zip("xyzt", AXES, strict=True))[axis], 2)
    difference = sympy.sympify(str(shown).replace("^", "**"), locals=names) - expected
    assert sympy.simplify(sympy.expand(difference)) == 0


def test_what_vanishes_by_the_circle_has_no_equations() -> None:
    calculus = ModeCalculus(1, 1)
    wave = [calculus.combination([place], [6], ()) for place in ((1, *[0] * 7), (0, 1, *[0] * 6))]
    squares = [calculus.multiply(value, value) for value in wave]
    constant = calculus.combination([(0,) * 8], [6], ())
    total = calculus.subtract(calculus.add(*squares), calculus.multiply(constant, constant))
    assert calculus.equations(total) == []
    assert calculus.equations(squares[0]) != []


def test_division_by_a_coefficient_is_defined_by_an_equation_and_by_a_field_refused() -> None:
    calculus = ModeCalculus(1, 1)
    coefficient = calculus.combination([(0,) * 8], [6], ())
    (defined,) = calculus.equations(calculus.divide(calculus.coordinates("time"), coefficient))
    assert calculus.definitions() == [{(6, 7): 1, (): -1}]
    assert defined == {(7,): 1}
    with pytest.raises(NotPolynomialError, match="a division by"):
        calculus.divide(coefficient, calculus.coordinates("time"))
    with pytest.raises(NotPolynomialError, match="sin of"):
        calculus.elementary("sin", coefficient)


def test_substitution_agrees_with_sympy() -> None:
    a, b, c = sympy.symbols("a b c")
    equation: Equation = {(0, 0, 1): fmpq(3), (0, 2): fmpq(-1), (): fmpq(2)}
    form: Equation = {(1,): fmpq(1), (2, 2): fmpq(1, 2)}
    (found,) = replaced([equation], 0, form)
    expected = sympy.expand((3 * a**2 * b - a * c + 2).subs(a, b + c**2 / 2))
    assert shown(found, (a, b, c)) == expected
    (found,) = assigned([equation], {0: fmpq(2), 2: fmpq(1, 3)})
    assert shown(found, (a, b, c)) == sympy.expand((3 * a**2 * b - a * c + 2).subs({a: 2, c: sympy.Rational(1, 3)}))


def shown(equation: Equation, names: tuple[sympy.Symbol, ...]) -> sympy.Expr:
    terms = [sympy.Rational(int(v.p), int(v.q)) * sympy.Mul(*[names[u] for u in m]) for m, v in equation.items()]
    return sympy.Add(*terms)


def equations(*texts: str) -> list[Equation]:
    """Equations in a, b, c, d as the unknowns 0, 1, 2, 3."""
    names = sympy.symbols("a b c d")
    found = []
    for text in texts:
        rows = sympy.Poly(sympy.sympify(text), *names).terms()
        found.append(
            {tuple(i for i, p in enumerate(row) for _ in range(p)): fmpq(int(v.p), int(v.q)) for row, v in rows}
        )
    return found


@pytest.mark.parametrize(
    ("zero", "nonzero", "solvable"),
    [
        (["a*b - c", "c - 2"], ["a"], True),
        (["a + 12*a**2"], ["a"], True),
        (["a**2 - b**2", "a*b + 1"], ["c"], True),
        (["a**2 + b**2 - 5"], ["a*b"], True),
        (["a*b", "b - 1"], ["a"], False),
        (["a", "b"], ["a + b*c"], False),
        (["a - b", "a - b - 1"], [], False),
        (["a**2 - 2"], ["a"], False),
    ],
)
def test_small_solutions(zero: list[str], nonzero: list[str], solvable: bool) -> None:
    system = System(equations(*zero), equations(*nonzero))
    tries = (small_solution(system, 4, random.Random(i), time.thread_time() + 5) for i in range(40))
    found = next((values for values in tries if values is not None), None)
    assert (found is not None) == solvable
    if found is not None:
        at = {name: sympy.Rational(int(found[i].p), int(found[i].q)) for i, name in enumerate("abcd")}
        assert all(sympy.sympify(text).subs(at) == 0 for text in zero)
        assert any(sympy.sympify(text).subs(at) != 0 for text in nonzero)


def test_constants_stay_positive() -> None:
    tries = [
        small_solution(System(equations("a + b"), equations("b"), positive={0}), 4, random.Random(i), 1e18)
        for i in range(10)
    ]
    values = [found[0] for found in tries if found is not None]
    assert values
    assert min(values) > 0


# ---- whole searches ----


def traced(meaning: Callable[[Tracer], tuple[int, ...]], dimension: int = 3) -> Program:
    tracer = Tracer(dimension)
    return tracer.program(*meaning(tracer))


def beltrami(c: Tracer) -> tuple[int, ...]:
    A = c.input("A", "vector", 1)
    return c.einsum("ijk,jk->i", c.epsilon(), c.gradient(A)), c.multiply(c.input("m", "constant", 0), A)


def wrong_sign(c: Tracer) -> tuple[int, ...]:
    A, m = c.input("A", "vector", 1), c.input("m", "constant", 0)
    return c.laplacian(A), c.multiply(c.multiply(m, m), A)


def right_sign(c: Tracer) -> tuple[int, ...]:
    left, right = wrong_sign(c)
    return left, c.negate(right)


def burgers(c: Tracer) -> tuple[int, ...]:
    u = c.input("u", "scalar", 0)
    return c.partial(u, "t"), c.negate(c.multiply(u, c.partial(u, "x")))


def steepening(c: Tracer) -> tuple[int, ...]:
    return c.partial(c.input("u", "scalar", 0), "t", 2), c.number(Fraction(0))


def first(program: Program, given: Program, seconds: float = 10.0) -> Any:
    return next(mode_solutions(program, [given], [], 0, time.thread_time() + seconds), None)


def test_a_beltrami_field_shows_the_wrong_sign() -> None:
    found = first(traced(wrong_sign), traced(beltrami))
    fields = from_modes(found)
    (m,), A = [v.item() for v in [fields["m"]]], list(fields["A"])
    curl = [
        sympy.diff(A[2], y) - sympy.diff(A[1], z),
        sympy.diff(A[0], z) - sympy.diff(A[2], x),
        sympy.diff(A[1], x) - sympy.diff(A[0], y),
    ]
    assert all(sympy.simplify(a - m * b) == 0 for a, b in zip(curl, A, strict=True))
    laplacian = [sum(sympy.diff(a, axis, 2) for axis in (x, y, z)) for a in A]
    assert any(sympy.simplify(a - m**2 * b) != 0 for a, b in zip(laplacian, A, strict=True))


def test_a_nonlinear_hypothesis_has_a_rational_solution() -> None:
    solutions = mode_solutions(traced(steepening, 1), [traced(burgers, 1)], [], 0, time.thread_time() + 10)
    shown = [from_modes(found, 1)["u"].item() for found in islice(solutions, 60)]
    assert all(sympy.simplify(sympy.diff(u, t) + u * sympy.diff(u, x)) == 0 for u in shown)
    assert any(sympy.simplify(sympy.diff(u, t, 2)) != 0 for u in shown)


def test_what_follows_has_no_witness_and_the_clock_is_kept() -> None:
    began = time.process_time()
    assert first(traced(right_sign), traced(beltrami), seconds=0.4) is None
    assert time.process_time() - began < 3


def test_products_and_powers_that_would_fill_the_memory_are_not_made() -> None:
    calculus = ModeCalculus(3, 4, ("x", "z"))
    value = calculus.combination(PLACES, range(6, 10), ())
    assert len(calculus.power(value, calculus.number(Fraction(3))).item()) == 20  # 3 of 4 with repetition
    with pytest.raises(TooManyTermsError, match="raised to 90"):
        calculus.power(value, calculus.number(Fraction(90)))
    long = calculus.power(value, calculus.number(Fraction(12)))
    with pytest.raises(TooManyTermsError, match="too long"):
        calculus.multiply(long, long)


def test_the_parameters_come_first() -> None:
    assert len(PARAMETERS) == 6
    calculus = ModeCalculus(1, 3)
    assert calculus.unknowns == 9
