"""Determinants of symbols, and the budget of work under which they are made."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
import sympy

from backends.symbols.determinant import determinant
from backends.symbols.work import OutOfWork, bounded, expanded, spend, terms_of

X, Y, A, B, C = sympy.symbols("x y a b c")
ENTRIES = (0, 0, X, Y * A, X + B, X * Y / C, sympy.sqrt(A) * X, 3, X**2 - Y / (A + B))


def by_permutations(matrix: sympy.Matrix) -> sympy.Expr:
    """Leibniz's sum, a number for a matrix of numbers."""
    total = sympy.S.Zero
    for places in permutations(range(matrix.rows)):
        swaps = sum(p > q for i, p in enumerate(places) for q in places[i + 1 :])
        total += (-1) ** swaps * sympy.Mul(*[matrix[row, place] for row, place in enumerate(places)])
    return total


@pytest.mark.parametrize("seed", range(12))
def test_determinants_are_those_of_leibniz(seed: int) -> None:
    random = Random(seed)
    size = 1 + seed % 4
    matrix = sympy.Matrix(size, size, lambda _i, _j: random.choice(ENTRIES))
    point = {s: sympy.Rational(random.randint(1, 60), 7) for s in (X, Y, B, C)} | {A: sympy.Integer(9)}
    found = determinant(matrix, (X, Y))
    assert sympy.simplify(found.as_expr().subs(point) - by_permutations(matrix.subs(point))) == 0
    assert found.gens == (X, Y)


def test_a_determinant_that_is_too_long_is_given_up() -> None:
    letters = sympy.symbols("a0:64")
    matrix = sympy.Matrix(8, 8, letters)
    with bounded(10_000), pytest.raises(OutOfWork, match="determinant"):
        determinant(matrix, (X,))


def test_work_is_counted_within_a_budget_only() -> None:
    spend(10**9, "anything")
    with bounded(10):
        spend(6, "first")
        with bounded(3):
            spend(3, "inner")
        with pytest.raises(OutOfWork, match="second"):
            spend(5, "second")


@pytest.mark.parametrize(
    "expression", [(X + 1) ** 5, (X + Y + A) ** 3 * (B + C), X * (Y + 1) + (X + 2) * (A + B), sympy.sin(X + Y) * X, X]
)
def test_an_expression_has_no_more_terms_than_counted(expression: sympy.Expr) -> None:
    assert len(sympy.Add.make_args(sympy.expand(expression))) <= terms_of(expression)


def test_a_product_is_not_multiplied_out_when_it_is_too_long() -> None:
    product = sympy.Mul(*[sum(sympy.symbols(f"u{n}_0:3")) for n in range(12)])
    with bounded(10**9), pytest.raises(OutOfWork):
        expanded(product)
    assert expanded((X + 1) ** 2) == X**2 + 2 * X + 1
