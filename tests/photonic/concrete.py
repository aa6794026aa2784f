"""Two terms compared on concrete fields at a point, by SymPy's components: no law and no jet is used."""

from __future__ import annotations

import random
from typing import Any

import sympy

from backends.components.concrete import evaluate_concrete
from photonic.meaning import program_of
from rewriting.term import Term

__all__ = ["agree"]

AXES = sympy.symbols("x y z t", real=True)
DIGITS = 40


def agree(left: Term, right: Term, seed: int = 0) -> bool | None:
    """Whether two terms have equal values at a random point, on random polynomials; None where one has no value."""
    draw = random.Random(seed)
    program = program_of(left, right)
    fields = {}
    for item in program.inputs:
        if item.kind not in ("position", "time"):
            sign = -1 if item.sign in ("negative", "nonpositive") else 1
            constant = item.kind.startswith("constant")
            fields[item.name] = _nested((3,) * item.rank, lambda c=constant, s=sign: s * _polynomial(draw, c))
    s = sympy.Symbol("s")
    outputs = evaluate_concrete(program, fields, {"h": sympy.Lambda(s, s**4 + 2 * s**2 + s / 3)})
    point = {axis: sympy.Rational(draw.randint(2, 9), 7) for axis in AXES}
    for a, b in zip(*(output.flat for output in outputs), strict=True):
        values = [sympy.N(each.subs(point), DIGITS) for each in (a, b)]
        if not all(value.is_number and value.is_finite for value in values):
            return None
        if abs(values[0] - values[1]) > 10.0**-20 * (1 + abs(values[0])):
            return False
    return True


def _polynomial(draw: random.Random, constant: bool) -> Any:
    """With positive coefficients, so that roots and logarithms of fields exist."""
    if constant:
        return sympy.Rational(draw.randint(1, 9), 5)
    monomials = [sympy.Mul(*draw.choices(AXES, k=draw.randint(1, 3))) for _ in range(3)]
    return sympy.Rational(1, 3) + sum(sympy.Rational(draw.randint(1, 9), 10) * each for each in monomials)


def _nested(shape: tuple[int, ...], make: Any) -> Any:
    return [_nested(shape[1:], make) for _ in range(shape[0])] if shape else make()
