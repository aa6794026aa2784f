"""Polynomial equations in numbered unknowns over the rationals, as plain dictionaries, and substitution in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["Equation", "Monomial", "assigned", "constant_of", "replaced", "variables"]

Monomial = tuple[int, ...]
"""The unknowns of a product in rising order, each as often as it occurs."""

Equation = dict[Monomial, Any]
"""Coefficients (fmpq, none of them zero) by monomial: what must vanish."""


def variables(equation: Equation) -> set[int]:
    """The unknowns that occur."""
    return {unknown for monomial in equation for unknown in monomial}


def constant_of(equation: Equation) -> Any | None:
    """The value of an equation without unknowns, None where there are some."""
    if not equation:
        return 0
    return equation[()] if len(equation) == 1 and () in equation else None


def assigned(equations: Iterable[Equation], values: Mapping[int, Any]) -> list[Equation]:
    """The equations with values for some unknowns; those that hold then are left out."""
    return [kept for equation in equations if (kept := _assigned(equation, values))]


def _assigned(equation: Equation, values: Mapping[int, Any]) -> Equation:
    found: Equation = {}
    for monomial, coefficient in equation.items():
        rest = []
        for unknown in monomial:
            value = values.get(unknown)
            if value is None:
                rest.append(unknown)
            else:
                coefficient = coefficient * value
        if coefficient:
            _gather(found, tuple(rest), coefficient)
    return found


def replaced(equations: Iterable[Equation], unknown: int, form: Equation) -> list[Equation]:
    """The equations with one unknown replaced by a polynomial in others; those that hold then are left out."""
    result = []
    for equation in equations:
        if any(unknown in monomial for monomial in equation):
            equation = _replaced(equation, unknown, form)
        if equation:
            result.append(equation)
    return result


def _replaced(equation: Equation, unknown: int, form: Equation) -> Equation:
    found: Equation = {}
    for monomial, coefficient in equation.items():
        power = monomial.count(unknown)
        parts: Equation = {tuple(u for u in monomial if u != unknown): coefficient}
        for _ in range(power):
            product: Equation = {}
            for left, first in parts.items():
                for right, second in form.items():
                    _gather(product, tuple(sorted(left + right)), first * second)
            parts = product
        for key, value in parts.items():
            _gather(found, key, value)
    return found


def _gather(equation: Equation, monomial: Monomial, coefficient: Any) -> None:
    total = equation.get(monomial, 0) + coefficient
    if total:
        equation[monomial] = total
    else:
        equation.pop(monomial, None)
