"""Programs in Cartesian components, as SymPy expressions: for exact decisions, teaching and export.

A value is an object array of shape (dimension,) * rank whose entries are SymPy expressions in x, y, z, t.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from backends.calculus import SPACE, TIME, Calculus
from backends.components.unknown import UnknownDerivative
from backends.contraction import plan

__all__ = ["ComponentCalculus", "Components", "components"]

Components = NDArray[Any]


def components(entries: Any) -> Components:
    """A value from a SymPy expression or nested lists of them."""
    array = np.array(entries, dtype=np.object_)
    return _array([sympy.sympify(entry) for entry in array.flat], array.shape)


class ComponentCalculus(Calculus[Components]):
    """The calculus of components in one, two or three dimensions.

    `axes` are the symbols that stand for x, [y, [z,]] t; by default the real symbols of these names. `functions`
    gives concrete expressions to unknown functions, as SymPy Lambdas; the others stay symbolic.
    """

    def __init__(
        self,
        dimension: int = 3,
        axes: Sequence[sympy.Symbol] | None = None,
        functions: Mapping[str, sympy.Lambda] | None = None,
    ) -> None:
        self.dimension = dimension
        names = (*SPACE[:dimension], TIME)
        self.axes = tuple(axes) if axes is not None else tuple(sympy.Symbol(name, real=True) for name in names)
        if len(self.axes) != len(names):
            raise ValueError(f"axes {self.axes} must be {len(names)} symbols: {', '.join(names)}")
        self._axis = dict(zip(names, self.axes, strict=True))
        self._functions = dict(functions or {})

    def field(self, name: str, kind: str, sign: str = "") -> Components:
        """The symbolic value of an input of a program.

        Fields are undefined functions A_x(x, y, z, t), …, T_xy(…); constants are symbols; position and time are the
        coordinates. `sign` are assumptions of SymPy's, as "positive integer". Raises ValueError for an unknown kind.
        """
        if kind == "position":
            return components(self.axes[:-1])
        if kind == "time":
            return components(self.axes[-1])
        prefix, _, shape = kind.rpartition("_")
        rank = {"scalar": 0, "constant": 0, "vector": 1, "tensor": 2}.get(shape)
        if rank is None or prefix not in ("", "constant"):
            raise ValueError(f"field {name!r} has the unknown kind {kind!r}")
        suffixes = ["".join(letters) for letters in product(SPACE[: self.dimension], repeat=rank)]
        names = [f"{name}_{suffix}" if suffix else name for suffix in suffixes]
        constant = kind.startswith("constant")
        assumed = dict.fromkeys(("real", *sign.split()), True)
        entries = [sympy.Symbol(n, **assumed) if constant else sympy.Function(n, **assumed)(*self.axes) for n in names]
        return _array(entries, (self.dimension,) * rank)

    def number(self, value: Fraction) -> Components:
        return _array([sympy.Rational(value.numerator, value.denominator)], ())

    def literal(self, entries: tuple[int, ...], rank: int) -> Components:
        return _array([sympy.Integer(entry) for entry in entries], (self.dimension,) * rank)

    def add(self, left: Components, right: Components) -> Components:
        return _array([a + b for a, b in zip(left.flat, right.flat, strict=True)], left.shape)

    def multiply(self, scalar: Components, value: Components) -> Components:
        return _array([scalar.item() * entry for entry in value.flat], value.shape)

    def divide(self, value: Components, scalar: Components) -> Components:
        return _array([entry / scalar.item() for entry in value.flat], value.shape)

    def power(self, base: Components, exponent: Components) -> Components:
        return _array([base.item() ** exponent.item()], ())

    def partial(self, value: Components, axis: str, order: int = 1) -> Components:
        if axis not in self._axis:
            raise ValueError(f"axis {axis!r} is none of {', '.join(self._axis)} in {self.dimension} dimensions")
        return _array([sympy.diff(entry, self._axis[axis], order) for entry in value.flat], value.shape)

    def einsum(self, subscripts: str, *operands: Components) -> Components:
        literals = [_integers(value) for value in operands]
        contraction = plan(subscripts, [value.ndim for value in operands], self.dimension, literals)
        flat = [list(operands[position].flat) for position in contraction.operands]
        sums = [
            sympy.Add(
                *[
                    sympy.Mul(
                        coefficient, *[entries[component] for entries, component in zip(flat, chosen, strict=True)]
                    )
                    for coefficient, chosen in terms
                ]
            )
            for terms in contraction.terms
        ]
        return _array(sums, (self.dimension,) * contraction.rank)

    def stack(self, values: Sequence[Components]) -> Components:
        return np.stack(values)

    def elementary(self, name: str, value: Components) -> Components:
        if name == "sqrt":
            return _array([sympy.sqrt(value.item())], ())
        known = getattr(sympy, name, None)
        if not (isinstance(known, type) and issubclass(known, sympy.Function)):
            known = sympy.Function(name)
        return _array([known(value.item())], ())

    def unknown(self, name: str, order: int, value: Components) -> Components:
        if name not in self._functions:
            return _array([UnknownDerivative(sympy.Symbol(name), order, value.item())], ())
        place = sympy.Dummy()
        derivative = sympy.diff(self._functions[name](place), place, order)
        return _array([derivative.subs(place, value.item())], ())


def _integers(value: Components) -> tuple[int, ...] | None:
    """The entries of a constant tensor of integers, else None."""
    entries = list(value.flat)
    return tuple(map(int, entries)) if all(isinstance(entry, sympy.Integer) for entry in entries) else None


def _array(entries: Sequence[Any], shape: tuple[int, ...]) -> Components:
    """An object array; NumPy is kept from looking into the entries."""
    array = np.empty(len(entries), dtype=np.object_)
    array[:] = entries
    return array.reshape(shape)
