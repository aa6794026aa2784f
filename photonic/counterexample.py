"""Counterexamples: plain fields, a point and two numbers that a person can check by hand.

Candidates grow from monomials to short polynomials with small coefficients; under linear hypotheses they are
polynomial solutions of them. Both sides are computed in exact components, not by the jets that raised the doubt.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import sympy
from attrs import frozen

from backends.components.balls import enclose
from backends.components.concrete import evaluate_at, from_polynomials
from backends.exact.depth import derivative_depth
from backends.exact.polynomial_solutions import polynomial_solution
from backends.program import Program

__all__ = ["Counterexample", "find_counterexample"]

TRIES = 60
PRECISION = 200


@frozen
class Counterexample:
    """Fields on which two sides differ at a point.

    `fields` maps each name to an expression in x, y, z, t (nested tuples for vectors and tensors); `left` and `right`
    are the values of the two sides there.
    """

    fields: Mapping[str, Any]
    point: Mapping[str, Any]
    left: Any
    right: Any

    def __str__(self) -> str:
        fields = ", ".join(f"{name} = {value}" for name, value in self.fields.items())
        point = ", ".join(f"{name} = {value}" for name, value in self.point.items())
        return f"with {fields} at {point}: the left side is {self.left}, the right side {self.right}"

    def to_json(self) -> dict[str, Any]:
        """Plain data: every expression as text."""
        fields = {name: str(value) for name, value in self.fields.items()}
        point = {name: str(value) for name, value in self.point.items()}
        return {"fields": fields, "point": point, "left": str(self.left), "right": str(self.right)}


def find_counterexample(
    program: Program, hypotheses: Sequence[Program] = (), functions: Sequence[str] = (), seed: int = 0
) -> Counterexample | None:
    """Fields on which the program's two outputs differ, or None if none was found in a bounded search.

    With hypotheses, only fields on which every residual vanishes identically are considered; the search then raises
    what `polynomial_solution` raises where there are none.
    """
    axes = sympy.symbols(" ".join([*"xyz"[: program.dimension], "t"]), real=True)
    draw = random.Random(seed)
    for attempt in range(TRIES):
        fields = _solution(program, hypotheses, attempt) if hypotheses else _simple(program, axes, draw, attempt)
        lambdas = {name: _function(draw) for name in functions}
        point = [sympy.Integer(draw.randint(1, 3)) for _ in axes]
        left, right = evaluate_at(program, fields, point, lambdas)
        if _certainly_differ(left, right):
            shown = {name: _plain(fields[name]) for name in fields}
            shown |= {name: f"(s ↦ {body(sympy.Symbol('s'))})" for name, body in lambdas.items()}
            at = {str(axis): value for axis, value in zip(axes, point, strict=True)}
            return Counterexample(shown, at, _plain(left), _plain(right))
    return None


def _simple(program: Program, axes: Sequence[Any], draw: random.Random, attempt: int) -> dict[str, Any]:
    """Short polynomials for the program's inputs; later attempts have more terms and higher degrees."""
    degree = max(1, min(derivative_depth(program) + attempt // 10, 5))
    terms = 1 + attempt // 8

    def scalar(constant: bool) -> Any:
        if constant:
            return sympy.Integer(draw.randint(1, 9))
        total = sympy.Integer(0)
        for _ in range(draw.randint(1, terms)):
            factors = [draw.choice(axes) for _ in range(draw.randint(1, degree))]
            total += draw.choice((1, 1, 2, -1)) * sympy.Mul(*factors)
        return total if total != 0 else axes[0]

    fields: dict[str, Any] = {}
    for item in program.inputs:
        if item.kind not in ("position", "time"):
            shape = (program.dimension,) * item.rank
            constant = item.kind.startswith("constant")
            fields[item.name] = _nested(shape, lambda constant=constant: scalar(constant))
    return fields


def _nested(shape: tuple[int, ...], make: Any) -> Any:
    return [_nested(shape[1:], make) for _ in range(shape[0])] if shape else make()


def _solution(program: Program, hypotheses: Sequence[Program], attempt: int) -> dict[str, Any]:
    """Polynomial fields that satisfy the hypotheses, and short ones for fields that these do not mention."""
    degree = 1 + attempt * 4 // TRIES
    solved = polynomial_solution(hypotheses, degree, seed=attempt)
    axes = sympy.symbols(" ".join([*"xyz"[: program.dimension], "t"]), real=True)
    fields = _simple(program, axes, random.Random(attempt), attempt)
    return fields | {name: from_polynomials(value, program.dimension) for name, value in solved.items()}


def _function(draw: random.Random) -> sympy.Lambda:
    """A concrete function for an unknown one."""
    s = sympy.Symbol("s")
    return sympy.Lambda(s, s ** draw.randint(2, 4) + draw.randint(0, 2) * s)


def _certainly_differ(left: Any, right: Any) -> bool:
    """Whether some component differs beyond doubt: exact rationals, or balls that exclude zero."""
    for a, b in zip(left.flat, right.flat, strict=True):
        if a.has(sympy.nan, sympy.zoo, sympy.oo, sympy.I) or b.has(sympy.nan, sympy.zoo, sympy.oo, sympy.I):
            return False
    return any(_nonzero(a - b) for a, b in zip(left.flat, right.flat, strict=True))


def _nonzero(value: Any) -> bool:
    if value.is_Rational:
        return bool(value != 0)
    ball = enclose(value, {}, PRECISION)
    return ball is not None and bool(ball.is_finite()) and not ball.contains(0)


def _plain(value: Any) -> Any:
    """Arrays and lists as tuples, a scalar as itself."""
    entries = value.tolist() if hasattr(value, "tolist") else value
    return tuple(map(_plain, entries)) if isinstance(entries, list) else entries
