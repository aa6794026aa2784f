"""Small rational solutions of polynomial equations on which some given polynomials do not all vanish.

What follows at once is done at once: a product that must vanish, an equation in one unknown, an unknown that stands
alone. Then one unknown of the shortest equation is tried at small values, the rest follows again, and so on; a branch
ends where an equation fails or nothing is left that could differ from zero.
"""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen
from flint import fmpq, fmpq_poly

from backends.exact.equations import Equation, Monomial, assigned, constant_of, replaced, variables

__all__ = ["System", "small_solution"]

LONGEST = 400
"""Terms of an equation that is still worked on."""


@frozen
class System:
    """What is sought: every polynomial in `zero` vanishes, some polynomial in `nonzero` does not.

    An empty `nonzero` asks for nothing. `positive` unknowns take positive values, and `early` ones are decided before
    the others.
    """

    zero: Sequence[Equation]
    nonzero: Sequence[Equation] = ()
    positive: Collection[int] = ()
    early: Collection[int] = ()


@define
class _State:
    zero: list[Equation]
    nonzero: list[Equation]
    values: dict[int, Any] = field(factory=dict)
    kept: frozenset[int] = frozenset()  # unknowns that shall not be zero
    forms: list[tuple[int, Equation]] = field(factory=list)


class _FailedError(Exception):
    """A branch without solutions."""


def small_solution(
    system: System, count: int, draw: random.Random, ends: float, share: float = 0.0, steps: int = 40
) -> Mapping[int, Any] | None:
    """Values (fmpq) of all `count` unknowns, or None where a bounded search finds none.

    `ends` is on the clock of `time.thread_time`, `steps` bounds the branches; a `share` of the unknowns, drawn at
    random, is zero from the outset.
    """
    search = _Search(system, draw, ends, steps)
    start = _State(list(system.zero), list(system.nonzero))
    found = search.solve(start) if search.begin(start, count, share) else None
    return None if found is None else search.completed(found, count)


class _Search:
    def __init__(self, system: System, draw: random.Random, ends: float, steps: int) -> None:
        self._system = system
        self._draw = draw
        self._ends = ends
        self._steps = steps

    def begin(self, state: _State, count: int, share: float) -> bool:
        """Set some unknowns to zero, and every other time the early ones to small values; False where that fails.

        Then one product of what shall not vanish is kept from being zero.
        """
        early = {*self._system.early, *self._system.positive}
        values = {u: fmpq(0) for u in range(count) if u not in early and self._draw.random() < share}
        if self._draw.random() < 0.5:
            values |= self._related(sorted(early))
        self._assign(state, values)
        try:
            self._propagate(state)
        except _FailedError:
            return False
        if state.nonzero:
            aim = self._draw.choice(list(self._draw.choice(state.nonzero)))
            state.kept = frozenset(aim)
        return True

    def _related(self, unknowns: Sequence[int]) -> dict[int, Any]:
        """Small values that are likely to fit together: 0, ±n and ±n² for one n."""
        n = self._draw.choice((1, 1, 1, 2, 3))
        positive = self._system.positive
        plain = [fmpq(value) for value in (0, 0, n, -n, n * n, -n * n)]
        return {u: fmpq(self._draw.choice((1, n, n))) if u in positive else self._draw.choice(plain) for u in unknowns}

    def solve(self, state: _State) -> _State | None:
        """The first state without equations, depth first."""
        self._steps -= 1
        if self._steps < 0 or time.thread_time() > self._ends:
            return None
        try:
            self._propagate(state)
        except _FailedError:
            return None
        if not state.zero:
            return state
        for unknown, value in self._branches(state):
            branch = _State(state.zero, state.nonzero, dict(state.values), state.kept, list(state.forms))
            self._assign(branch, {unknown: value})
            found = self.solve(branch)
            if found is not None or self._steps < 0:
                return found
        return None

    def completed(self, state: _State, count: int) -> dict[int, Any] | None:
        """Values for the unknowns that are left free, zero wherever something still differs then."""
        formed = {unknown for unknown, _ in state.forms}
        for unknown in range(count):
            if unknown in state.values or unknown in formed:
                continue
            for value in self._candidates(unknown, orderly=bool(self._system.nonzero)):
                rest = assigned(state.nonzero, {unknown: value})
                if rest or not state.nonzero:
                    state.values[unknown] = value
                    state.nonzero = rest
                    break
            else:
                return None
        for unknown, form in reversed(state.forms):
            known = assigned([form], state.values)
            value = constant_of(known[0]) if known else fmpq(0)
            if value is None or (unknown in self._system.positive and value <= 0):
                return None
            state.values[unknown] = value
        return state.values

    def _propagate(self, state: _State) -> None:
        while True:
            self._check(state)
            state.zero = [_stripped(equation, state.kept) for equation in state.zero]
            values = self._at_once(state)
            if values:
                self._assign(state, values)
                continue
            alone = self._alone(state.zero)
            if alone is None:
                return
            unknown, form = alone
            state.forms.append(alone)
            state.zero = replaced(state.zero, unknown, form)
            state.nonzero = replaced(state.nonzero, unknown, form)

    def _check(self, state: _State) -> None:
        for equation in state.zero:
            if constant_of(equation) is not None or len(equation) > LONGEST:
                raise _FailedError
        if self._system.nonzero and not state.nonzero:
            raise _FailedError
        if time.thread_time() > self._ends:
            raise _FailedError

    def _assign(self, state: _State, values: Mapping[int, Any]) -> None:
        state.values.update(values)
        state.zero = assigned(state.zero, values)
        state.nonzero = assigned(state.nonzero, values)

    def _at_once(self, state: _State) -> dict[int, Any]:
        """Values that equations with one term or one unknown leave no choice about."""
        values: dict[int, Any] = {}
        for equation in state.zero:
            names = variables(equation)
            if len(equation) == 1:
                names -= {*self._system.positive, *state.kept}
                if not names:
                    raise _FailedError
                if len(names) == 1:
                    values[names.pop()] = fmpq(0)
            elif len(names) == 1:
                (unknown,) = names
                roots = self._roots(equation, unknown, state)
                if not roots:
                    raise _FailedError
                if len(roots) == 1 or unknown in self._system.early:
                    values.setdefault(unknown, self._draw.choice(roots))
        return values

    def _alone(self, equations: Sequence[Equation]) -> tuple[int, Equation] | None:
        """An unknown that stands alone in an equation, and what it must be; from the shortest equation that has one."""
        for equation in sorted(equations, key=len):
            names = [monomial[0] for monomial in equation if len(monomial) == 1]
            names = [name for name in names if name not in self._system.early]
            for name in sorted(names, reverse=True):
                if sum(name in monomial for monomial in equation) == 1:
                    scale = -equation[(name,)]
                    return name, {m: c / scale for m, c in equation.items() if m != (name,)}
        return None

    def _branches(self, state: _State) -> list[tuple[int, Any]]:
        """An unknown of the shortest equation, early ones first, and the values to be tried."""
        shortest = min(state.zero, key=len)
        names = sorted(variables(shortest))
        unknown = self._draw.choice([name for name in names if name in self._system.early] or names)
        values = self._roots(shortest, unknown, state) if len(names) == 1 else self._candidates(unknown)
        return [(unknown, value) for value in values if value or unknown not in state.kept]

    def _roots(self, equation: Equation, unknown: int, state: _State) -> list[Any]:
        """The rational values at which an equation in one unknown holds, of those that it may take."""
        coefficients = fmpq_poly([equation.get((unknown,) * n, 0) for n in range(max(map(len, equation)) + 1)])
        _, factors = coefficients.numer().factor()
        roots = [-fmpq(factor[0]) / fmpq(factor[1]) for factor, _ in factors if factor.degree() == 1]
        if unknown in self._system.positive:
            return [root for root in roots if root > 0]
        return [root for root in roots if root or unknown not in state.kept]

    def _candidates(self, unknown: int, orderly: bool = False) -> list[Any]:
        if unknown in self._system.positive:
            values = [fmpq(1), fmpq(2), fmpq(3)]
        elif unknown in self._system.early and not orderly:
            values = [fmpq(1), fmpq(-1), fmpq(2), fmpq(0), fmpq(-2)]
        else:
            values = [fmpq(0), fmpq(1), fmpq(-1), fmpq(2)]
            return values if orderly or self._system.nonzero else self._draw.sample(values, len(values))
        if not orderly:
            self._draw.shuffle(values)
        return values


def _stripped(equation: Equation, kept: Collection[int]) -> Equation:
    """The equation without the factors that all its terms share and that are not zero."""
    first = next(iter(equation))
    for unknown in set(first) & set(kept):
        power = min(monomial.count(unknown) for monomial in equation)
        for _ in range(power):
            equation = {_without(monomial, unknown): c for monomial, c in equation.items()}
    return equation


def _without(monomial: Monomial, unknown: int) -> Monomial:
    place = monomial.index(unknown)
    return monomial[:place] + monomial[place + 1 :]
