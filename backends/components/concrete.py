"""Programs on concrete fields, exactly: what a counterexample comes down to at a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from backends.calculus import SPACE, TIME
from backends.components.cartesian import ComponentCalculus, Components, components
from backends.exact.ansatz import ModeFields
from backends.program import Program, evaluate

__all__ = ["evaluate_at", "evaluate_concrete", "from_modes"]

HIGHEST = 12
"""Powers of sums beyond which none is multiplied out."""


class _ConcreteCalculus(ComponentCalculus):
    """Multiplies polynomials out before it differentiates them.

    The products of a nested expression would else double with every derivative, where the monomials are few.
    """

    def partial(self, value: Components, axis: str, order: int = 1) -> Components:
        plain = [self._multiplied_out(entry) for entry in value.flat]
        return super().partial(components(plain).reshape(value.shape), axis, order)

    def _multiplied_out(self, entry: Any) -> Any:
        if not (entry.is_Add or entry.is_Mul) or not entry.is_polynomial(*self.axes):
            return entry
        powers = (power.exp for power in entry.atoms(sympy.Pow) if power.base.is_Add)
        return entry if any(exponent > HIGHEST for exponent in powers) else sympy.expand(entry)


def evaluate_concrete(
    program: Program,
    fields: Mapping[str, Any],
    functions: Mapping[str, sympy.Lambda] | None = None,
) -> tuple[Components, ...]:
    """The program's outputs, as expressions in x, y, z, t, on concrete fields.

    `fields` maps each input to a SymPy expression, nested lists of them or an object array, of the input's rank;
    position and time may be left out. Symbols named x, y, z, t stand for the coordinates, whatever their assumptions.
    Raises ValueError for an input that is missing or of the wrong shape.
    """
    calculus = _ConcreteCalculus(program.dimension, functions=functions)
    inputs = {}
    for item in program.inputs:
        if item.kind in ("position", "time") and item.name not in fields:
            inputs[item.name] = calculus.field(item.name, item.kind)
            continue
        if item.name not in fields:
            raise ValueError(f"field {item.name!r} is missing: the program needs {[i.name for i in program.inputs]}")
        value = _on_axes(components(fields[item.name]), calculus)
        if value.shape != (program.dimension,) * item.rank:
            expected = (program.dimension,) * item.rank
            raise ValueError(f"field {item.name!r} has shape {value.shape}: a {item.kind} here has shape {expected}")
        inputs[item.name] = value
    return evaluate(program, calculus, inputs)


def evaluate_at(
    program: Program,
    fields: Mapping[str, Any],
    point: Sequence[Any],
    functions: Mapping[str, sympy.Lambda] | None = None,
) -> tuple[Components, ...]:
    """The exact values of the program's outputs on concrete fields at `point` = (x, [y, [z,]] t).

    Raises ValueError for a point with more or fewer entries.
    """
    axes = ComponentCalculus(program.dimension).axes
    if len(point) != len(axes):
        raise ValueError(f"point {tuple(point)} has {len(point)} entries: {len(axes)} are needed, {axes}")
    at = dict(zip(axes, map(sympy.sympify, point), strict=True))
    outputs = evaluate_concrete(program, fields, functions)
    return tuple(components([entry.subs(at) for entry in value.flat]).reshape(value.shape) for value in outputs)


def _on_axes(value: Components, calculus: ComponentCalculus) -> Components:
    """The value with every symbol named like a coordinate made that coordinate."""
    names = dict(zip((*SPACE[: calculus.dimension], TIME), calculus.axes, strict=True))
    entries = [entry.subs({s: names[s.name] for s in entry.free_symbols if s.name in names}) for entry in value.flat]
    return components(entries).reshape(value.shape)


def from_modes(found: ModeFields, dimension: int = 3) -> dict[str, Components]:
    """Fields and constants found by ansatz, as expressions in the coordinates."""
    axes = ComponentCalculus(dimension).axes
    number = {name: sympy.Rational(int(value.p), int(value.q)) for name, value in found.parameters.items()}
    first, second = (axes[SPACE.index(name)] for name in found.axes)
    phases = [number["k1"] * first + number["w1"] * axes[-1], number["k2"] * second + number["w2"] * axes[-1]]
    exponent = number["q"] * first + number["l"] * axes[-1]
    waves = [wave(phase) for phase in phases for wave in (sympy.sin, sympy.cos)]
    bases = (*waves, sympy.exp(exponent), 1 / (1 + exponent), *axes)
    shown: dict[str, Components] = {}
    for name, entries in found.fields.items():
        sums = [
            sympy.Add(
                *[
                    sympy.Rational(int(value.p), int(value.q))
                    * sympy.Mul(*[base**power for base, power in zip(bases, place, strict=True)])
                    for place, value in entry.items()
                ]
            )
            for entry in entries
        ]
        shown[name] = components(sums).reshape((dimension,) * found.ranks[name])
    for name, values in found.constants.items():
        numbers = [sympy.Rational(int(value.p), int(value.q)) for value in values]
        shown[name] = components(numbers).reshape((dimension,) * found.ranks[name])
    return shown
