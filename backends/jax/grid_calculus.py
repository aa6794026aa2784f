"""The calculus of fields on a periodic grid, in JAX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import jax.numpy as jnp
from attrs import frozen
from jax import Array

from backends.calculus import MOST_STEPS, SPACE, TIME, Calculus
from backends.contraction import plan
from backends.grid import Grid
from backends.jax.entry import Differentiate, DType, Entry, add, apply, array, constant, derivative, multiply
from backends.jax.finite_difference import finite_difference
from backends.jax.functions import function, nth_derivative, rational_power
from backends.jax.loops import fixed_point, repeated
from backends.jax.spectral import spectral

__all__ = ["METHODS", "GridCalculus", "GridField"]

METHODS: dict[str, Callable[[Grid], Differentiate]] = {
    "spectral": spectral,
    "fd2": lambda grid: finite_difference(grid, 2),
    "fd4": lambda grid: finite_difference(grid, 4),
    "fd8": lambda grid: finite_difference(grid, 8),
}
"""How derivatives are taken: by Fourier transform, or by central differences of order 2, 4, 8."""


@frozen(eq=False)
class GridField:
    """A field's components in row-major order, kept apart so that unused ones are never computed."""

    components: tuple[Entry, ...]
    rank: int


class GridCalculus(Calculus[GridField]):
    """Fields on `grid` in the precision `dtype`; `functions` are the elementwise JAX functions behind unknown names."""

    def __init__(
        self, grid: Grid, method: str, dtype: DType, functions: Mapping[str, Callable[[Array], Array]] | None = None
    ) -> None:
        if method not in METHODS:
            raise ValueError(f"method {method!r} is none of {', '.join(METHODS)}")
        self.grid = grid
        self.dimension = grid.dimension
        self.dtype = dtype
        self._differentiate = METHODS[method](grid)
        self._functions = dict(functions or {})

    def field(self, values: Array, rank: int) -> GridField:
        """A field from an array of shape (dimension,) * rank + grid axes (no grid axes for a constant)."""
        rows = values.reshape(self.dimension**rank, *values.shape[rank:])
        return GridField(tuple(Entry(rows[index]) for index in range(len(rows))), rank)

    def position(self) -> GridField:
        """The coordinates."""
        return GridField(tuple(self._coordinate(axis) for axis in SPACE[: self.dimension]), 1)

    def time(self, value: Array | None) -> GridField:
        """The time: the grid's own axis where it has one, else the given number."""
        if TIME in self.grid.axes:
            return _scalar(self._coordinate(TIME))
        if value is None:
            raise ValueError("time is missing: the grid has no time axis, so it needs a number")
        return _scalar(Entry(value))

    def values(self, field: GridField) -> Array:
        """The field as an array of shape (dimension,) * rank + grid shape."""
        rows = [jnp.broadcast_to(array(entry, self.dtype), self.grid.shape) for entry in field.components]
        return jnp.stack(rows).reshape((self.dimension,) * field.rank + self.grid.shape)

    def number(self, value: Fraction) -> GridField:
        return _scalar(constant(value))

    def literal(self, entries: tuple[int, ...], rank: int) -> GridField:
        return GridField(tuple(map(constant, entries)), rank)

    def add(self, left: GridField, right: GridField) -> GridField:
        pairs = zip(left.components, right.components, strict=True)
        return GridField(tuple(add(a, b, self.dtype) for a, b in pairs), left.rank)

    def multiply(self, scalar: GridField, value: GridField) -> GridField:
        factor = scalar.components[0]
        return GridField(tuple(multiply(factor, entry, self.dtype) for entry in value.components), value.rank)

    def divide(self, value: GridField, scalar: GridField) -> GridField:
        divisor = scalar.components[0]
        if isinstance(divisor.value, Fraction) and not divisor.value:
            raise ZeroDivisionError("a division by the exact number 0")
        return GridField(tuple(self._quotient(entry, divisor) for entry in value.components), value.rank)

    def power(self, base: GridField, exponent: GridField) -> GridField:
        entry, raised = base.components[0], exponent.components[0]
        if not isinstance(raised.value, Fraction):
            return _scalar(apply(jnp.power, entry, raised, dtype=self.dtype))
        number = raised.value
        if isinstance(entry.value, Fraction) and number.denominator == 1:
            return _scalar(constant(entry.value ** int(number)))
        return _scalar(apply(lambda x: rational_power(x, number), entry, dtype=self.dtype))

    def partial(self, value: GridField, axis: str, order: int = 1) -> GridField:
        if axis not in self.grid.axes:
            raise ValueError(
                f"the derivative along {axis!r} cannot be taken on a grid with the axes {', '.join(self.grid.axes)}: "
                "solve the equation for it and integrate, or give the grid that axis"
            )
        entries = [derivative(entry, axis, order, self._differentiate, self.dtype) for entry in value.components]
        return GridField(tuple(entries), value.rank)

    def einsum(self, subscripts: str, *operands: GridField) -> GridField:
        literals = [_integers(value) for value in operands]
        contraction = plan(subscripts, [value.rank for value in operands], self.dimension, literals)
        live = [operands[position].components for position in contraction.operands]
        sums = []
        for terms in contraction.terms:
            total = constant(0)
            for coefficient, chosen in terms:
                product = constant(coefficient)
                for entries, component in zip(live, chosen, strict=True):
                    product = multiply(product, entries[component], self.dtype)
                total = add(total, product, self.dtype)
            sums.append(total)
        return GridField(tuple(sums), contraction.rank)

    def stack(self, values: Sequence[GridField]) -> GridField:
        return GridField(tuple(entry for value in values for entry in value.components), values[0].rank + 1)

    def elementary(self, name: str, value: GridField) -> GridField:
        return _scalar(apply(function(name), value.components[0], dtype=self.dtype))

    def unknown(self, name: str, order: int, value: GridField) -> GridField:
        if name not in self._functions:
            raise ValueError(f"function {name!r} is unknown: pass functions={{{name!r}: an elementwise JAX function}}")
        return _scalar(apply(nth_derivative(self._functions[name], order), value.components[0], dtype=self.dtype))

    def iterate(self, count: int | None, start: GridField, step: Callable[[GridField], GridField]) -> GridField:
        """A loop of JAX. What depends on the coordinates is not periodic, and keeps how it was made only unrolled."""
        aperiodic = any(entry.aperiodic for entry in (*start.components, *step(start).components))
        if aperiodic and (count is None or count > MOST_STEPS):
            raise ValueError(
                f"an update that depends on the coordinates is applied at most {MOST_STEPS} times: "
                "give what depends on them as a field"
            )
        if aperiodic:
            return super().iterate(count, start, step)

        def stepped(values: Array) -> Array:
            return self.values(step(self.field(values, start.rank)))

        first = self.values(start)
        found = fixed_point(first, stepped) if count is None else repeated(count, first, stepped)
        return self.field(found, start.rank)

    def _coordinate(self, axis: str) -> Entry:
        return Entry(jnp.asarray(self.grid.coordinates(axis), self.dtype), axis=axis)

    def _quotient(self, entry: Entry, divisor: Entry) -> Entry:
        if isinstance(entry.value, Fraction):
            if isinstance(divisor.value, Fraction):
                return constant(entry.value / divisor.value)
            if not entry.value:
                return entry
        return apply(jnp.divide, entry, divisor, dtype=self.dtype)


def _scalar(entry: Entry) -> GridField:
    return GridField((entry,), 0)


def _integers(value: GridField) -> tuple[int, ...] | None:
    """The entries of a constant tensor of integers, else None."""
    numbers = [entry.value for entry in value.components]
    if all(isinstance(number, Fraction) and number.denominator == 1 for number in numbers):
        return tuple(int(number) for number in numbers if isinstance(number, Fraction))
    return None
