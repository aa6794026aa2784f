"""Programs in jet coordinates: a field and each of its derivatives is a variable of its own.

In these coordinates an equation is an ordinary expression F(x, u, ∂x u, …), so that its order, its linearity and its
symbol are read off by differentiating F. A partial derivative is the total one, D_x = ∂/∂x + Σ u_{α+x} ∂/∂u_α
(P. J. Olver, Applications of Lie Groups to Differential Equations, section 2.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
import sympy
from attrs import frozen

from backends.calculus import SPACE, TIME
from backends.components.cartesian import ComponentCalculus, Components, components
from backends.symbols.work import spend_on

__all__ = ["Jet", "JetCalculus", "Orders", "unknown_values"]

Orders = tuple[int, ...]
"""How often a derivative is taken along each axis: x, [y, [z,]] t."""

_SUBSCRIPT = "xyz"


@frozen
class Jet:
    """One component of a field, derived so often along each axis. `component` is "" for scalars, else "x", "xy"."""

    field: str
    component: str
    orders: Orders

    @property
    def order(self) -> int:
        """The total order of the derivative."""
        return sum(self.orders)

    @property
    def name(self) -> str:
        """How it is written: u, v_x, ∂xx u, ∂ty v_x."""
        base = f"{self.field}_{self.component}" if self.component else self.field
        axes = (*SPACE[: len(self.orders) - 1], TIME)
        letters = "".join(axis * order for axis, order in zip(axes, self.orders, strict=True))
        return f"∂{letters} {base}" if letters else base

    def derived(self, axis: int) -> Jet:
        """Its derivative along one more axis."""
        return Jet(self.field, self.component, tuple(n + (i == axis) for i, n in enumerate(self.orders)))


class JetCalculus(ComponentCalculus):
    """The calculus of components whose fields are jet variables and whose partial derivatives are total ones."""

    def __init__(self, dimension: int = 3) -> None:
        super().__init__(dimension)
        self.jets: dict[sympy.Symbol, Jet] = {}
        self._symbols: dict[Jet, sympy.Symbol] = {}
        self._signs: dict[str, str] = {}
        self.constants: set[sympy.Symbol] = set()
        self.numbers: set[sympy.Symbol] = set()
        self._total = lru_cache(maxsize=None)(self._derived)

    def symbol(self, jet: Jet) -> sympy.Symbol:
        """The variable of a jet."""
        known = self._symbols.get(jet)
        if known is None:
            sign = "" if jet.order else self._signs.get(jet.field, "")
            known = self._symbols[jet] = sympy.Dummy(jet.name, real=True, **({sign: True} if sign else {}))
            self.jets[known] = jet
        return known

    def field(self, name: str, kind: str, sign: str = "") -> Components:
        """The value of an input: fields are jets of order 0, constants are real symbols, position and time the axes.

        A sign that is declared of a scalar is an assumption of SymPy's; its derivatives have any sign.
        """
        if kind in ("position", "time") or kind.startswith("constant"):
            value = super().field(name, kind, sign)
            if kind.startswith("constant"):
                self.constants |= {entry for entry in value.flat if isinstance(entry, sympy.Symbol)}
                self.numbers |= {value.item()} if kind == "constant" else set()
            return value
        self._signs[name] = sign
        rank = {"scalar": 0, "vector": 1, "tensor": 2}[kind]
        orders = (0,) * len(self.axes)
        letters = ["".join(index) for index in product(_SUBSCRIPT[: self.dimension], repeat=rank)]
        entries = np.empty(len(letters), dtype=np.object_)
        entries[:] = [self.symbol(Jet(name, letter, orders)) for letter in letters]
        return entries.reshape((self.dimension,) * rank)

    def number(self, value: Fraction) -> Components:
        return components(sympy.Rational(value.numerator, value.denominator))

    def partial(self, value: Components, axis: str, order: int = 1) -> Components:
        if axis not in self._axis:
            raise ValueError(f"axis {axis!r} is none of {', '.join(self._axis)} in {self.dimension} dimensions")
        position = list(self._axis).index(axis)
        entries = list(value.flat)
        for _ in range(order):
            entries = [self._total(entry, position) for entry in entries]
        derived = np.empty(len(entries), dtype=np.object_)
        derived[:] = entries
        return derived.reshape(value.shape)

    def total(self, expression: sympy.Expr, axis: int) -> sympy.Expr:
        """The total derivative of an expression in jets along the axis of this number (the last is the time)."""
        return self._total(expression, axis)

    def _derived(self, expression: sympy.Expr, axis: int) -> sympy.Expr:
        terms = [sympy.diff(expression, self.axes[axis])]
        for symbol in sorted(expression.free_symbols & self.jets.keys(), key=lambda s: s.sort_key()):
            terms.append(sympy.diff(expression, symbol) * self.symbol(self.jets[symbol].derived(axis)))
        derived = sympy.Add(*terms)
        spend_on(derived, "the derivatives")
        return derived


def unknown_values(calculus: JetCalculus, expressions: Sequence[sympy.Expr], fields: Sequence[str]) -> list[Jet]:
    """The components of the fields that occur in the expressions, derived or not, in the order of their names."""
    found: dict[tuple[str, str], Any] = {}
    for expression in expressions:
        for symbol in expression.free_symbols & calculus.jets.keys():
            jet = calculus.jets[symbol]
            found[jet.field, jet.component] = Jet(jet.field, jet.component, (0,) * len(calculus.axes))
    places = {name: position for position, name in enumerate(fields)}
    return [found[key] for key in sorted((k for k in found if k[0] in places), key=lambda k: (places[k[0]], k[1]))]
