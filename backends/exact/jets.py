"""The exact calculus: jets modulo p. It decides with certainty of 1 − O(10⁻⁹) whether two programs agree.

A derivative costs one order of trust, so the order must be at least the program's `derivative_depth`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from backends.calculus import SPACE, TIME, Calculus
from backends.composites import COMPOSITES
from backends.contraction import Contraction, plan
from backends.exact.drawing import draw, key
from backends.exact.functions import BY_SERIES, Outer, unknown_outer
from backends.exact.jet import Jet, agree, align, common_trust
from backends.exact.modular import PRIME, Residues, multiply, negate, residue
from backends.exact.monomials import monomials
from backends.exact.powers import power
from backends.exact.series import compose, reciprocal_outer, truncated_product

__all__ = ["RANKS", "JetCalculus"]

RANKS = {
    "scalar": 0,
    "vector": 1,
    "tensor": 2,
    "constant": 0,
    "constant_vector": 1,
    "constant_tensor": 2,
    "position": 1,
    "time": 0,
}
"""The rank of each kind of input."""

_ROOTED = ("sqrt", "Abs", "sign", "asin", "acos", "asinh", "acosh")  # functions that choose one of two roots


class JetCalculus(Calculus[Jet]):
    """Jets up to total degree `order` in the space variables and time, at a random point.

    Fields are functions of (seed, name) alone; `draws` independent ones stand along their batch axis. Values of any
    batch shape whose last axis is `draws` (or 1) may be mixed with them.

    `transcendental` turns True once the run used choices that could contradict each other: exp, sin, … at two
    different arguments, any square root or absolute value (which of ±r is positive is a convention here), or a
    function known by name only. From then on "different" must be confirmed elsewhere. "equal" stands, but where roots
    occur only in many draws: √(u²) = u holds in those where u is a square, which is every other one.
    """

    def __init__(self, order: int, dimension: int = 3, seed: int = 0, draws: int = 1) -> None:
        if order < 0 or draws < 1 or dimension not in (1, 2, 3):
            raise ValueError(
                f"order {order}, dimension {dimension}, draws {draws}: "
                "the order must be at least 0, the dimension 1, 2 or 3, and draws at least 1"
            )
        self.order = order
        self.dimension = dimension
        self.seed = seed
        self.draws = draws
        self.table = monomials(dimension + 1, order)
        self.transcendental = False
        self._arguments: set[bytes] = set()

    def field(self, name: str, kind: str, sign: str = "") -> Jet:
        """The jet of an input of a program: random, and the same for the same seed, name and kind.

        Fields have all coefficients random, constants the first alone; position and time are a random point plus
        the coordinate. What is positive has a square as its value, what is negative the opposite of one: of the two
        roots of a number that is a square, √ takes the one that is one itself. Raises ValueError for an unknown kind.
        """
        if kind not in RANKS:
            raise ValueError(f"field {name!r} has kind {kind!r}, which is none of {', '.join(RANKS)}")
        if kind in ("position", "time"):
            return self._coordinates(kind)
        components = self.dimension ** RANKS[kind]
        count = 1 if kind.startswith("constant") else self.table.count
        drawn = _drawn(key(self.seed, "field", name, kind), components, self.draws, count)
        return self._fill(_signed(drawn, sign), RANKS[kind])

    def agree(self, left: Jet, right: Jet) -> NDArray[np.bool_]:
        """Whether two jets of one rank have equal coefficients up to their common trust, for each entry of the batch.

        Where the common trust is −1 there is nothing to compare and the answer is True: `common_trust` tells that
        from an agreement.
        """
        return agree(left, right, self.table.degrees)

    def number(self, value: Fraction) -> Jet:
        return self._literal((Fraction(value),), 0)

    def literal(self, entries: tuple[int, ...], rank: int) -> Jet:
        return self._literal(tuple(map(Fraction, entries)), rank)

    def add(self, left: Jet, right: Jet) -> Jet:
        if left.rank != right.rank:
            raise ValueError(f"ranks {left.rank} and {right.rank} cannot be added: both must be equal")
        (first, second), _ = align([left, right])
        total = first + second
        return Jet(np.where(total >= PRIME, total - PRIME, total), common_trust([left, right]))

    def negate(self, value: Jet) -> Jet:
        return Jet(negate(value.coefficients), value.trust)

    def multiply(self, scalar: Jet, value: Jet) -> Jet:
        trust = common_trust([scalar, value])
        (first, second), batch = align([scalar, value])
        if scalar.literal is not None:
            return Jet(multiply(first[..., :1], second), trust)
        if value.literal is not None:
            return Jet(multiply(first, second[..., :1]), trust)
        shape = (*second.shape[: value.rank], *batch, self.table.count)
        product = truncated_product(_spread(first, 0, shape), _spread(second, 0, shape), self.table)
        return Jet(product, trust)

    def divide(self, value: Jet, scalar: Jet) -> Jet:
        at = scalar.constant_term
        return self.multiply(self._compose((reciprocal_outer(at, self.order), at != 0), scalar), value)

    def power(self, base: Jet, exponent: Jet) -> Jet:
        """base ** exponent: exact where the exponent is an integer or half an integer, else exp(exponent · log base).

        Exponents are recognised by their residues, since a batch may hold several.
        """
        return power(self, base, exponent)

    def partial(self, value: Jet, axis: str, order: int = 1) -> Jet:
        axes = (*SPACE[: self.dimension], TIME)
        if axis not in axes:
            raise ValueError(f"axis {axis!r} is none of {', '.join(axes)} in {self.dimension} dimensions")
        source, factor = self.table.derivative(axes.index(axis), order)
        coefficients = multiply(np.take(value.coefficients, source, axis=-1), factor)
        return Jet(coefficients, np.maximum(value.trust - order, -1))

    def einsum(self, subscripts: str, *operands: Jet) -> Jet:
        literals = [_integers(jet) for jet in operands]
        contraction = plan(subscripts, [jet.rank for jet in operands], self.dimension, literals)
        live = [operands[position] for position in contraction.operands]
        if not live:
            return self._literal(tuple(Fraction(sum(c for c, _ in row)) for row in contraction.terms), contraction.rank)
        arrays, batch = align(live)
        shape = (*batch, self.table.count)
        columns = [_spread(a, jet.rank, shape).reshape(-1, *shape) for a, jet in zip(arrays, live, strict=True)]
        summed = self._sum_of_products(contraction, columns)
        return Jet(summed.reshape((self.dimension,) * contraction.rank + shape), common_trust(live))

    def stack(self, values: Sequence[Jet]) -> Jet:
        arrays, batch = align(values)
        shape = (*arrays[0].shape[: values[0].rank], *batch, self.table.count)
        stacked = np.stack([_spread(array, 0, shape) for array in arrays])
        return Jet(stacked, common_trust(values))

    def elementary(self, name: str, value: Jet) -> Jet:
        if name in COMPOSITES:
            return cast(Jet, COMPOSITES[name](self, value))
        at = value.constant_term
        self._remember(name, at)
        if name in BY_SERIES:
            return self._compose(BY_SERIES[name](at, self.order, self.seed), value)
        return self._compose(unknown_outer(f"elementary {name}", 0, at, self.order, self.seed), value)

    def unknown(self, name: str, order: int, value: Jet) -> Jet:
        return self._compose(unknown_outer(name, order, value.constant_term, self.order, self.seed), value)

    def _literal(self, entries: tuple[Fraction, ...], rank: int) -> Jet:
        coefficients = np.zeros((len(entries), self.table.count), dtype=np.int64)
        coefficients[:, 0] = [residue(entry) for entry in entries]
        shape = (self.dimension,) * rank
        return Jet(coefficients.reshape(*shape, self.table.count), np.array(self.order, dtype=np.int64), entries)

    def _fill(self, leading: Residues, rank: int) -> Jet:
        """A field from the leading coefficients of each component and draw; the others are 0."""
        coefficients = np.zeros((*leading.shape[:2], self.table.count), dtype=np.int64)
        coefficients[..., : leading.shape[-1]] = leading[..., : self.table.count]
        shape = (self.dimension,) * rank + coefficients.shape[1:]
        return Jet(coefficients.reshape(shape), np.full(self.draws, self.order, dtype=np.int64))

    def _coordinates(self, kind: str) -> Jet:
        variables = range(self.dimension) if kind == "position" else [self.dimension]
        point = draw(key(self.seed, kind), np.arange(len(variables))[:, None, None], np.arange(self.draws)[:, None])
        slope = np.zeros((len(variables), self.draws, self.dimension + 1), dtype=np.int64)
        for row, variable in enumerate(variables):
            # monomials of degree 1 follow the constant, in the order of the variables
            slope[row, :, variable] = 1
        return self._fill(np.concatenate([point, slope], axis=-1), RANKS[kind])

    def _compose(self, outer: Outer, inner: Jet) -> Jet:
        coefficients, defined = outer
        trust = np.where(defined, inner.trust, -1)
        return Jet(compose(coefficients, inner.coefficients, self.table), trust)

    def _sum_of_products(self, contraction: Contraction, columns: list[Residues]) -> Residues:
        """One row for each output component; `columns` hold the operands' components as rows."""
        summed = np.zeros((len(contraction.terms), *columns[0].shape[1:]), dtype=np.int64)
        rows = [(row, *term) for row, terms in enumerate(contraction.terms) for term in terms]
        if not rows:
            return summed
        product = columns[0][[chosen[0] for _, _, chosen in rows]]
        for position, column in enumerate(columns[1:], start=1):
            product = truncated_product(product, column[[chosen[position] for _, _, chosen in rows]], self.table)
        for term, (row, coefficient, _) in zip(product, rows, strict=True):
            summed[row] += term if coefficient == 1 else multiply(term, np.int64(coefficient % PRIME))
        return np.asarray(summed % PRIME)

    def _remember(self, name: str, at: Residues) -> None:
        """Note that a drawn function was used at these arguments, up to sign and apart from exact values."""
        if name in _ROOTED or name not in BY_SERIES:
            self.transcendental = True
        if self.transcendental:
            return
        at = np.where(at == 1, 0, at) if name == "log" else at
        rows = np.broadcast_to(np.minimum(at, negate(at)), np.broadcast_shapes(at.shape, (self.draws,)))
        for row in np.unique(rows.reshape(-1, self.draws), axis=0):
            if row.any():
                self._arguments.add(row.tobytes())
        self.transcendental = len(self._arguments) > 1


@lru_cache(maxsize=256)
def _drawn(of: int, components: int, draws: int, count: int) -> Residues:
    """Random numbers of shape (components, draws, count) for a key, drawn once."""
    drawn = draw(of, np.arange(components)[:, None, None], np.arange(draws)[:, None], np.arange(count))
    drawn.setflags(write=False)
    return drawn


def _signed(drawn: Residues, sign: str) -> Residues:
    """The numbers with the first of each row squared, or minus that, as the sign among what is assumed asks for."""
    words = set(sign.split())
    if not words & {"positive", "nonnegative", "negative", "nonpositive"}:
        return drawn
    square = multiply(drawn[..., 0], drawn[..., 0])
    signed = drawn.copy()
    signed[..., 0] = square if words & {"positive", "nonnegative"} else negate(square)
    return signed


def _spread(array: Residues, rank: int, shape: tuple[int, ...]) -> Residues:
    """The array with the axes behind its tensor axes spread to a shape."""
    return array if array.shape[rank:] == shape else np.broadcast_to(array, (*array.shape[:rank], *shape))


def _integers(jet: Jet) -> tuple[int, ...] | None:
    """The entries of a constant tensor of integers, else None."""
    if jet.literal is None or any(entry.denominator != 1 for entry in jet.literal):
        return None
    return tuple(int(entry) for entry in jet.literal)
