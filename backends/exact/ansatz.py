"""Concrete fields that satisfy hypotheses, linear or not, and on which a claim fails: found by ansatz.

Every field is a sum of monomials, waves and exponentials with unknown coefficients; hypotheses become polynomial
equations in these, in the constants and in the wave numbers, and the claim a list of polynomials that shall not all
vanish.
"""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count, product
from typing import Any

from attrs import frozen
from flint import fmpq

from backends.exact.equations import Equation
from backends.exact.modes import PARAMETERS, WAVES, ModeCalculus, Place, TooManyTermsError
from backends.exact.polynomials import NotPolynomialError
from backends.exact.small_solutions import System, small_solution
from backends.program import Input, Program, evaluate

__all__ = ["ModeFields", "mode_solutions"]

COORDINATES = ("position", "time")

SLICE = 0.05
"""Seconds of the first attempt with a family; every further one gets twice the time."""

SHARES = (0.5, 0.0, 0.75, 0.25, 0.6, 0.9)
"""Shares of the coefficients that are zero from the outset, in the draws of one attempt."""


@frozen
class Family:
    """Which fields are tried: the degree in x, y, z, t, and the waves and exponentials beside the monomials.

    `waves` holds exponents of `WAVES`; `spread` is the degree of the monomials that multiply them, and
    `lift` how much higher the degree of scalars is (a pressure is quadratic where the velocity is linear). With `few`,
    polynomials depend on so many of the coordinates only, drawn anew in each attempt; tensors that are `diagonal` have
    fewer unknowns, and short determinants.
    """

    degree: int
    waves: tuple[Place, ...] = ()
    spread: int = 0
    lift: int = 0
    few: int = 0
    diagonal: bool = False

    def places(self, axes: int, rank: int, kept: Collection[int]) -> list[Place]:
        """The functions of the ansatz in the coordinates that are `kept`, short ones first."""
        degree = self.degree if rank else self.degree + self.lift
        highest = [max(degree, self.spread) + 1 if axis in kept else 1 for axis in range(axes)]
        powers = sorted(product(*map(range, highest)), key=lambda row: (sum(row), row))
        plain = [(*STILL, *row) for row in powers if sum(row) <= degree]
        return plain + [(*wave, *row) for wave in self.waves for row in powers if sum(row) <= self.spread]


STILL = (0,) * len(WAVES)
SINES = ((1, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0))
CROSSED = (*SINES, (0, 0, 1, 0, 0, 0), (0, 0, 0, 1, 0, 0))
PRODUCTS = ((1, 0, 1, 0, 0, 0), (1, 0, 0, 1, 0, 0), (0, 1, 1, 0, 0, 0), (0, 1, 0, 1, 0, 0))
DECAYING = ((1, 0, 0, 0, 1, 0), (0, 1, 0, 0, 1, 0))
TURNING = ((0, 1, 0, 0, 1, 0), (1, 0, 0, 0, 1, 0), (0, 0, 0, 1, 1, 0), (0, 0, 1, 0, 1, 0))
GROWTH = ((0, 0, 0, 0, 1, 0),)
INVERSE = ((0, 0, 0, 0, 0, 1),)
FAMILIES = (
    Family(0),
    Family(1),
    Family(2, few=1),
    Family(0, SINES),
    Family(1, SINES),
    Family(1, lift=1, few=2),
    Family(1, lift=1),
    Family(1, CROSSED),
    Family(4, few=1),
    Family(1, INVERSE, 2, few=1),
    Family(2, few=2),
    Family(0, TURNING),
    Family(2),
    Family(1, GROWTH),
    Family(1, INVERSE, 1),
    Family(1, DECAYING),
    Family(0, (*CROSSED, *PRODUCTS)),
    Family(1, (*GROWTH, (0, 0, 0, 0, 2, 0)), 1, 1),
    Family(1, (*SINES, (2, 0, 0, 0, 0, 0)), 1, 1),
    Family(1, (*INVERSE, (0, 0, 0, 0, 0, 2)), 1),
    Family(1, (*SINES, *GROWTH, *DECAYING)),
    Family(3),
)

OF_TENSORS = (
    Family(1, few=1, diagonal=True),
    Family(1, INVERSE, 1, few=1, diagonal=True),
    Family(1, GROWTH, few=1, diagonal=True),
)
"""What is tried first where there are tensors."""

EVERY = (*FAMILIES, *OF_TENSORS)


@frozen
class ModeFields:
    """Fields by name: for each component, coefficients (fmpq) by `Place`; with the parameters of the waves.

    `constants` holds the numbers chosen for the constants, in row-major order; `functions` the coefficients c₀, c₁, …
    of the polynomials chosen for the unknown functions; `ranks` the ranks of fields and constants.
    """

    axes: tuple[str, str]
    parameters: Mapping[str, Any]
    fields: Mapping[str, tuple[dict[Place, Any], ...]]
    constants: Mapping[str, tuple[Any, ...]]
    functions: Mapping[str, tuple[int, ...]]
    ranks: Mapping[str, int]


def mode_solutions(
    program: Program,
    hypotheses: Sequence[Program],
    functions: Sequence[str],
    seed: int,
    ends: float,
    laps: Iterable[int] | None = None,
) -> Iterator[ModeFields]:
    """Fields on which every hypothesis holds, until the clock (`time.thread_time`) passes `ends`.

    A hypothesis is a program with one output that vanishes or two that agree. Where the two outputs of `program` stay
    within the ansatz, their coefficients differ on these fields; they may still agree there, since sin θ is no
    independent function where θ = 0.
    Each of the `laps` 0, 1, 2, … goes through all families, with twice the time of the one before for each.
    Raises NotPolynomialError if a hypothesis does not stay within them.
    """
    tensors = any(item.rank == 2 and not _constant(item) for p in (program, *hypotheses) for item in p.inputs)
    families = [*(OF_TENSORS if tensors else ()), *FAMILIES]
    for lap in count() if laps is None else laps:
        if not families:
            return
        for family in tuple(families):
            if time.thread_time() >= ends:
                return
            draw = random.Random(f"{seed} {lap} {EVERY.index(family)}")
            slice_ends = time.thread_time() + SLICE * 2**lap
            try:
                yield from _Attempt(program, hypotheses, functions, family, draw).solutions(min(ends, slice_ends))
            except TooManyTermsError:
                families.remove(family)


class _Attempt:
    """One ansatz, with its numbering of the unknowns: parameters, coefficients field by field, reserves."""

    def __init__(
        self,
        program: Program,
        hypotheses: Sequence[Program],
        functions: Sequence[str],
        family: Family,
        draw: random.Random,
    ) -> None:
        self._program, self._hypotheses, self._draw = program, hypotheses, draw
        self._inputs = {item.name: item for p in (program, *hypotheses) for item in p.inputs}
        axes = program.dimension + 1
        self._diagonal = family.diagonal
        kept = draw.sample(range(axes), min(family.few or axes, axes))
        self._places = {
            name: family.places(axes, item.rank, kept)[: 1 if _constant(item) else None]
            for name, item in self._inputs.items()
        }
        self._functions = {name: draw.choice(((0, 0, 1), (0, 1, 1), (0, 0, 0, 1))) for name in functions}
        space = "xyz"[: program.dimension]
        first, second = draw.sample(space, 2) if len(space) > 1 else (space, space)
        self._axes = (first, second)
        self._slots: dict[str, range] = {}
        free = len(PARAMETERS)
        for item in self._inputs.values():
            if item.kind not in COORDINATES:
                size = len(self._components(item)) * len(self._places[item.name])
                self._slots[item.name] = range(free, free + size)
                free += size
        self._calculus = ModeCalculus(program.dimension, free - len(PARAMETERS), self._axes, self._functions)
        self._values = {name: self._value(item) for name, item in self._inputs.items()}

    def _value(self, item: Input) -> Any:
        if item.kind in COORDINATES:
            return self._calculus.coordinates(item.kind)
        shape, places, slots = (self._program.dimension,) * item.rank, self._places[item.name], self._slots[item.name]
        value = self._calculus.combination((), (), shape)
        for number, place in enumerate(self._components(item)):
            own = slots[number * len(places) : (number + 1) * len(places)]
            value.flat[place] = self._calculus.combination(places, own, ()).item()
        return value

    def _components(self, item: Input) -> range:
        """The components of an input that may differ from zero, by their row-major numbers."""
        count = self._program.dimension**item.rank
        step = self._program.dimension + 1 if self._diagonal and item.rank == 2 else 1
        return range(0, count, step)

    def solutions(self, ends: float) -> Iterator[ModeFields]:
        """Solutions of a few draws."""
        zero = [equation for hypothesis in self._hypotheses for equation in self._difference(hypothesis)]
        nonzero = self._claim()
        zero += self._calculus.definitions()
        positive = {self._slots[i.name][0] for i in self._inputs.values() if i.kind == "constant"}
        early = {u for i in self._inputs.values() if _constant(i) for u in self._slots[i.name]}
        early |= set(range(len(PARAMETERS)))
        system = System(zero, nonzero or [], positive, early)
        for share in SHARES:
            if time.thread_time() >= ends:
                return
            values = small_solution(system, self._calculus.unknowns, self._draw, ends, share)
            if values is not None:
                yield self._fields(values)

    def _difference(self, program: Program) -> list[Equation]:
        """What vanishes where the program's one output does, or its two outputs agree."""
        inputs = {item.name: self._values[item.name] for item in program.inputs}
        first, *second = evaluate(program, self._calculus, inputs)
        return self._calculus.equations(self._calculus.subtract(first, *second) if second else first)

    def _claim(self) -> list[Equation] | None:
        """What must not vanish altogether; None where the claim leads out of the calculus."""
        try:
            return self._difference(self._program)
        except TooManyTermsError:
            raise
        except NotPolynomialError:
            return None

    def _fields(self, values: Mapping[int, Any]) -> ModeFields:
        fields, constants = {}, {}
        for name, slots in self._slots.items():
            item, places = self._inputs[name], self._places[name]
            entries = [values.get(unknown, fmpq(0)) for unknown in slots]
            rows: list[dict[Place, Any]] = [{} for _ in range(self._program.dimension**item.rank)]
            for number, component in enumerate(self._components(item)):
                own = entries[number * len(places) : (number + 1) * len(places)]
                rows[component] = {place: value for place, value in zip(places, own, strict=True) if value}
            if _constant(item):
                constants[name] = tuple(row.get(places[0], fmpq(0)) for row in rows)
            else:
                fields[name] = tuple(rows)
        parameters = {name: values.get(index, fmpq(0)) for index, name in enumerate(PARAMETERS)}
        ranks = {name: self._inputs[name].rank for name in self._slots}
        return ModeFields(self._axes, parameters, fields, constants, self._functions, ranks)


def _constant(item: Input) -> bool:
    return item.kind.startswith("constant")
