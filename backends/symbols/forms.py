"""Real quadratic forms with symbolic coefficients: how many squares of each sign they are (Sylvester's inertia)."""

from __future__ import annotations

import sympy
from attrs import frozen

from backends.symbols.characteristic import factored
from backends.symbols.signs import Signs, certain_sign

__all__ = ["Inertia", "definite_sign", "gram", "inertia"]


@frozen
class Inertia:
    """Numbers of positive, negative and zero squares."""

    positive: int
    negative: int
    zero: int

    def __add__(self, other: Inertia) -> Inertia:
        return Inertia(self.positive + other.positive, self.negative + other.negative, self.zero + other.zero)

    @property
    def is_definite(self) -> bool:
        """All squares of one sign."""
        return not self.zero and not (self.positive and self.negative)

    @property
    def is_semidefinite(self) -> bool:
        """Squares of one sign and zeros."""
        return not (self.positive and self.negative)


def gram(form: sympy.Poly) -> sympy.Matrix:
    """The symmetric matrix A with form = ξᵀ A ξ in the polynomial's generators. The form is homogeneous of degree 2."""
    size = len(form.gens)
    matrix = sympy.zeros(size, size)
    for powers, coefficient in form.terms():
        first, *rest = [i for i, power in enumerate(powers) for _ in range(power)]
        second = rest[0]
        matrix[first, second] += coefficient / 2
        matrix[second, first] += coefficient / 2
    return matrix


def inertia(matrix: sympy.Matrix, signs: Signs) -> Inertia:
    """The inertia of a symmetric matrix: of each block by itself, by elimination with the surest pivots first."""
    import networkx  # heavy, and needed by systems only

    size = matrix.rows
    linked = networkx.Graph([(i, j) for i in range(size) for j in range(size) if i == j or matrix[i, j] != 0])
    total = Inertia(0, 0, 0)
    for block in networkx.connected_components(linked):
        rows = sorted(block)
        total += _of_block(matrix.extract(rows, rows), signs)
    return total


def _of_block(matrix: sympy.Matrix, signs: Signs) -> Inertia:
    if matrix.rows == 1:
        sign = signs.of(matrix[0, 0])
        return Inertia(int(sign > 0), int(sign < 0), int(sign == 0))
    if matrix.rows == 2:
        return _of_pair(matrix, signs)
    pivot = _pivot(matrix)
    if pivot is None:
        return _by_hyperbolic_plane(matrix, signs)
    others = [i for i in range(matrix.rows) if i != pivot]
    value = matrix[pivot, pivot]
    rest = sympy.Matrix(
        len(others),
        len(others),
        lambda i, j: sympy.cancel(
            matrix[others[i], others[j]] - matrix[others[i], pivot] * matrix[pivot, others[j]] / value
        ),
    )
    return _of_block(sympy.Matrix([[value]]), signs) + inertia(rest, signs)


def _of_pair(matrix: sympy.Matrix, signs: Signs) -> Inertia:
    """The determinant is asked first: where it is negative, no other sign matters."""
    determinant = signs.of(sympy.factor(matrix[0, 0] * matrix[1, 1] - matrix[0, 1] ** 2))
    if determinant < 0:
        return Inertia(1, 1, 0)
    surer = matrix[1, 1] if matrix[0, 0] == 0 or certain_sign(matrix[1, 1]) else matrix[0, 0]
    sign = signs.of(surer)
    count = 2 if determinant > 0 else 1
    return Inertia(count * (sign > 0), count * (sign < 0), 2 - count if sign else 2)


def _pivot(matrix: sympy.Matrix) -> int | None:
    """The diagonal entry whose sign is surest and whose expression is shortest."""
    candidates = [i for i in range(matrix.rows) if matrix[i, i] != 0]
    return min(
        candidates,
        key=lambda i: (certain_sign(matrix[i, i]) is None, matrix[i, i].count_ops()),
        default=None,
    )


def _by_hyperbolic_plane(matrix: sympy.Matrix, signs: Signs) -> Inertia:
    """Where the whole diagonal is zero, 2 a ξ₁ ξ₂ is the difference of two squares: ξ₁ → ξ₁ + ξ₂ gives a pivot."""
    i, j = next((i, j) for i in range(matrix.rows) for j in range(i) if matrix[i, j] != 0)
    change = sympy.eye(matrix.rows)
    change[j, i] = 1
    return inertia((change.T * matrix * change).applyfunc(sympy.expand), signs)


def definite_sign(form: sympy.Poly, signs: Signs) -> tuple[int | None, bool]:
    """The one sign (1 or −1) of a form of even degree at all real points, and whether it vanishes elsewhere than at 0.

    The sign is None for a form of both signs, or one that these means do not settle: forms of degree 2 go by their
    inertia, higher ones as products of such, or by monomials that are even in every variable.
    """
    constant, factors = factored(form)
    sign, vanishes = signs.of(sympy.sympify(constant)), False
    for factor, power in factors:
        own, zero = _sign_of_factor(factor, signs)
        if own is None and factor.total_degree() == 1 and len(factor.gens) == 1:
            zero = False
        if own is None and power % 2:
            return None, True
        vanishes |= zero
        sign *= (own or 1) ** power
    return (sign or None), vanishes or not sign


def _sign_of_factor(factor: sympy.Poly, signs: Signs) -> tuple[int | None, bool]:
    degree = factor.total_degree()
    if degree == 0:
        return signs.of(factor.as_expr()), False
    if degree == 2:
        kind = inertia(gram(factor), signs)
        if kind.is_semidefinite and (kind.positive or kind.negative):
            return (1 if kind.positive else -1), bool(kind.zero)
        return None, True
    if degree % 2 == 0 and all(power % 2 == 0 for powers in factor.monoms() for power in powers):
        coefficients = {signs.of(coefficient) for coefficient in factor.coeffs()}
        pure = sum(1 for powers in factor.monoms() if sum(map(bool, powers)) == 1) == len(factor.gens)
        if len(coefficients) == 1:
            return coefficients.pop(), not pure
    return None, True
