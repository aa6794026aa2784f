"""Programs in the orthonormal frame of curvilinear coordinates, as SymPy expressions.

A program speaks of ∂x, ∂y, ∂z and of Cartesian stacks. Together they are tensors, and these are followed in the frame:
three partial derivatives stacked are the covariant derivative,

    (∇T)ᵢⱼ… = hᵢ⁻¹ ∂ᵢTⱼ… + Σ over each index j of T of Tₘ… ωᵢₘⱼ,    ωᵢₘⱼ = eⱼ · hᵢ⁻¹ ∂ᵢeₘ,

and second ones added up its trace. What stands alone (∂x f, a vector given by its Cartesian components, a constant one)
is turned into the frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import sympy

from backends.calculus import SPACE, TIME, Calculus
from backends.components.cartesian import ComponentCalculus, Components, components
from backends.components.coordinates import Coordinates

__all__ = ["FrameCalculus", "Framed"]


class Framed:
    """Components in the frame. `partials` tells of a derivative not worked out yet: of what, axes, and its order."""

    def __init__(
        self,
        entries: Components | None,
        partials: tuple[Framed, tuple[str, ...], int] | None = None,
    ) -> None:
        self.known = entries
        self.partials = partials
        self.slope: Framed | None = None
        """The covariant derivative, once it has been asked for."""


class FrameCalculus(Calculus[Framed]):
    """The calculus in the frame of orthogonal coordinates; scalar functions of them are its fields.

    `time` is the symbol of the time, `functions` give concrete expressions to unknown functions.
    """

    def __init__(
        self,
        coordinates: Coordinates,
        time: sympy.Symbol | None = None,
        functions: Mapping[str, sympy.Lambda] | None = None,
    ) -> None:
        self.coordinates = coordinates
        self.dimension = coordinates.dimension
        axes = (*coordinates.symbols, time if time is not None else sympy.Symbol(TIME, real=True))
        self._local = ComponentCalculus(self.dimension, axes, functions)
        self._axes = SPACE[: self.dimension]

    def field(self, name: str, kind: str, sign: str = "") -> Framed:
        """The symbolic value of an input: fields have components along the frame, as A_r; constants Cartesian ones.

        Raises ValueError for an unknown kind, and for a constant with the name of a coordinate.
        """
        if kind.startswith("constant") and name in map(str, self.coordinates.symbols):
            raise ValueError(f"the constant {name!r} has the name of a coordinate: rename it")
        rank = {"vector": 1, "tensor": 2}.get(kind, 0)
        if not rank:
            value = self._local.field(name, kind, sign)
            if kind == "position":
                value = components(self.coordinates.position)
            return Framed(self._turned(value))
        letters = [str(symbol) for symbol in self.coordinates.symbols]
        suffixes = ["".join(chosen) if rank == 1 else "_".join(chosen) for chosen in product(letters, repeat=rank)]
        entries = [sympy.Function(f"{name}_{suffix}", real=True)(*self._local.axes) for suffix in suffixes]
        return Framed(components(entries).reshape((self.dimension,) * rank))

    def given(self, entries: object) -> Framed:
        """A concrete field by its components in the frame, in the coordinates' symbols."""
        return Framed(components(entries))

    def constant(self, entries: object) -> Framed:
        """A constant by its Cartesian components."""
        return Framed(self._turned(components(entries)))

    def entries(self, value: Framed) -> Components:
        """The components in the frame."""
        if value.known is None:
            assert value.partials is not None, "a value is known or a derivative; please report this"
            source, axes, order = value.partials
            total = sum((self._along(source, axis, order) for axis in axes[1:]), self._along(source, axes[0], order))
            value.known = components(total)
        return value.known

    def number(self, value: Fraction) -> Framed:
        return Framed(self._local.number(value))

    def literal(self, entries: tuple[int, ...], rank: int) -> Framed:
        value = self._local.literal(entries, rank)
        isotropic = not any(entries) or any(
            rank == own and np.array_equal(value, fixed(self._local))
            for own, fixed in ((2, ComponentCalculus.delta), (3, ComponentCalculus.epsilon))
            if own == 2 or self.dimension == 3
        )
        return Framed(value if isotropic else self._turned(value))

    def add(self, left: Framed, right: Framed) -> Framed:
        gathered = self._gathered(left, right)
        return gathered or Framed(self._local.add(self.entries(left), self.entries(right)))

    def multiply(self, scalar: Framed, value: Framed) -> Framed:
        return Framed(self._local.multiply(self.entries(scalar), self.entries(value)))

    def divide(self, value: Framed, scalar: Framed) -> Framed:
        return Framed(self._local.divide(self.entries(value), self.entries(scalar)))

    def power(self, base: Framed, exponent: Framed) -> Framed:
        return Framed(self._local.power(self.entries(base), self.entries(exponent)))

    def partial(self, value: Framed, axis: str, order: int = 1) -> Framed:
        if axis == TIME:
            return Framed(self._local.partial(self.entries(value), TIME, order))
        if axis not in self._axes:
            raise ValueError(f"axis {axis!r} is none of {', '.join(self._axes)}, {TIME}")
        return Framed(None, (value, (axis,), order))

    def einsum(self, subscripts: str, *operands: Framed) -> Framed:
        return Framed(self._local.einsum(subscripts, *map(self.entries, operands)))

    def stack(self, values: Sequence[Framed]) -> Framed:
        first = values[0].partials
        if first is not None and [v.partials for v in values] == [(first[0], (axis,), 1) for axis in self._axes]:
            return self._covariant(first[0])
        return Framed(self._turned_first(np.stack([self.entries(value) for value in values])))

    def elementary(self, name: str, value: Framed) -> Framed:
        return Framed(self._local.elementary(name, self.entries(value)))

    def unknown(self, name: str, order: int, value: Framed) -> Framed:
        return Framed(self._local.unknown(name, order, self.entries(value)))

    def _gathered(self, left: Framed, right: Framed) -> Framed | None:
        """The sum of two second derivatives of one value by different axes: with all axes together, the trace of ∇∇."""
        first, second = left.partials, right.partials
        if first is None or second is None or first[0] is not second[0] or (first[2], second[2]) != (2, 2):
            return None
        axes = first[1] + second[1]
        if len(set(axes)) < len(axes):
            return None
        if len(axes) < self.dimension:
            return Framed(None, (first[0], axes, 2))
        curvature = self.entries(self._covariant(self._covariant(first[0])))
        return Framed(components(sum((curvature[i, i] for i in range(1, self.dimension)), curvature[0, 0])))

    def _covariant(self, value: Framed) -> Framed:
        """∇ of a value, the new index first."""
        if value.slope is None:
            entries, turns = self.entries(value), self.coordinates.connection
            slope = np.empty((self.dimension, *entries.shape), dtype=np.object_)
            for i, (h, q) in enumerate(zip(self.coordinates.scale_factors, self.coordinates.symbols, strict=True)):
                for index in np.ndindex(entries.shape):
                    slope[(i, *index)] = sympy.diff(entries[index], q) / h
                    for place, m in product(range(len(index)), range(self.dimension)):
                        rate = dict(turns.get((i, m), ())).get(index[place], 0)
                        if rate != 0:
                            slope[(i, *index)] += rate * entries[(*index[:place], m, *index[place + 1 :])]
            value.slope = Framed(slope)
        return value.slope

    def _along(self, source: Framed, axis: str, order: int) -> Components:
        """The derivative of some order along a Cartesian axis."""
        for _ in range(order):
            unit = self.coordinates.rotation[:, self._axes.index(axis)]
            source = Framed(components(np.tensordot(unit, self.entries(self._covariant(source)), 1)))
        return self.entries(source)

    def _turned(self, value: Components) -> Components:
        """Cartesian components, in the frame."""
        for _ in range(value.ndim):
            value = np.moveaxis(self._turned_first(value), 0, -1)
        return components([sympy.trigsimp(entry) for entry in value.flat]).reshape(value.shape)

    def _turned_first(self, value: Components) -> Components:
        turned = np.tensordot(self.coordinates.rotation, value, 1)
        return components(turned)
