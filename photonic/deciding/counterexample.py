"""Counterexamples: plain fields, a point and two numbers that a person can check by hand.

Candidates grow from monomials to short polynomials with small coefficients; under hypotheses they are solutions of
them (`witness.py` beside this file). Both sides are computed in exact components, not by the jets that raised the
doubt. They are believed only at a point where every quotient, power and function in the claim has a real value.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy
from attrs import frozen

from backends.components.balls import enclose
from backends.components.cartesian import components
from backends.components.concrete import evaluate_concrete
from backends.exact.depth import derivative_depth
from backends.program import Program
from photonic.deciding.definedness import divisors, is_real, with_partial_operations
from photonic.deciding.definitions import Defined
from photonic.deciding.witness import holds, witnesses

__all__ = ["Counterexample", "find_counterexample"]

TRIES = 60
LONGEST = 3.0
"""Seconds of a search under hypotheses, which would go on for ever."""

PRECISION = 200


@frozen
class Counterexample:
    """Fields on which two sides differ at a point.

    `fields` maps each name to an expression in x, y, z, t (nested tuples for vectors and tensors); `left` and `right`
    are the values of the two sides there. `given` says of each hypothesis what both its sides are on these fields.
    """

    fields: Mapping[str, Any]
    point: Mapping[str, Any]
    left: Any
    right: Any
    given: tuple[str, ...] = ()

    def __str__(self) -> str:
        fields = ", ".join(f"{name} = {value}" for name, value in self.fields.items())
        point = ", ".join(f"{name} = {value}" for name, value in self.point.items())
        held = f" (for which {'; '.join(self.given)})" if self.given else ""
        return f"with {fields}{held} at {point}: the left side is {self.left}, the right side {self.right}"

    def to_json(self) -> dict[str, Any]:
        """Plain data: every expression as text."""
        fields = {name: str(value) for name, value in self.fields.items()}
        point = {name: str(value) for name, value in self.point.items()}
        shown = {"fields": fields, "point": point, "left": str(self.left), "right": str(self.right)}
        return shown | ({"given": list(self.given)} if self.given else {})


def find_counterexample(
    program: Program,
    hypotheses: Sequence[Program] = (),
    functions: Sequence[str] = (),
    seed: int = 0,
    seconds: float = math.inf,
    sought: Sequence[Program] = (),
    defined: Defined | None = None,
) -> Counterexample | None:
    """Fields on which the program's two outputs differ, or None if none was found in a bounded search.

    A hypothesis is a program with one output that vanishes (left − right) or two outputs that agree; only fields on
    which all hypotheses hold identically are considered. The search begins no further try after `seconds`.
    `sought` are programs that say as much of polynomials as the claim and each hypothesis, one output each;
    they do without the fields that are `defined` by the others.
    """
    ends = time.thread_time() + seconds
    watched = with_partial_operations(program)
    divided = [found for each in (program, *hypotheses) if (found := divisors(each)) is not None]
    for fields, lambdas, points in _candidates(program, hypotheses, functions, seed, ends, sought, defined):
        left, right, *partial = evaluate_concrete(watched, fields, lambdas)
        below = [value for each in divided for value in evaluate_concrete(each, fields, lambdas)]
        for point in points:
            if not _signs_fit(program, hypotheses, fields, point):
                continue
            if any(entry == 0 for value in below for entry in _at(value, program.dimension, point).flat):
                continue
            first, second = (_at(side, program.dimension, point) for side in (left, right))
            if _certainly_differ(first, second) and all(
                is_real(_at(part, program.dimension, point)) for part in partial
            ):
                shown = {name: _plain(fields[name]) for name in fields}
                shown |= {name: f"(s ↦ {body(sympy.Symbol('s'))})" for name, body in lambdas.items()}
                where = {str(axis): value for axis, value in zip(_axes(program.dimension), point, strict=True)}
                held = _held(hypotheses, fields, lambdas)
                return Counterexample(shown, where, _plain(first), _plain(second), held)
        if time.thread_time() > ends:
            return None
    return None


Candidate = tuple[dict[str, Any], dict[str, sympy.Lambda], list[list[Any]]]
"""Fields and functions by name, and the points to look at."""


def _candidates(
    program: Program,
    hypotheses: Sequence[Program],
    functions: Sequence[str],
    seed: int,
    ends: float,
    sought: Sequence[Program],
    defined: Defined | None,
) -> Iterator[Candidate]:
    axes = _axes(program.dimension)
    draw = random.Random(seed)
    if hypotheses and len(sought) != 1:
        corners = [[sympy.Integer(index == place) for place in range(len(axes))] for index in (-1, *range(len(axes)))]
        ends = min(ends, time.thread_time() + LONGEST)
        for fields, lambdas in witnesses(sought or (program, *hypotheses), hypotheses, functions, seed, ends, defined):
            further = [[sympy.Integer(draw.randint(1, 3)) for _ in axes] for _ in range(2)]
            yield fields, lambdas, corners + further
        return
    for attempt in range(TRIES):
        fields = _simple(sought[0] if sought else program, axes, draw, attempt)
        lambdas = {name: _function(draw) for name in functions}
        if defined is not None:
            fields = defined.completed(fields, lambdas)
            if not all(holds(hypothesis, fields, lambdas) for hypothesis in hypotheses):
                continue
        yield fields, lambdas, [[sympy.Integer(draw.randint(1, 3)) for _ in axes]]


def _axes(dimension: int) -> Sequence[Any]:
    return [sympy.Symbol(name, real=True) for name in (*"xyz"[:dimension], "t")]


def _at(value: Any, dimension: int, point: Sequence[Any]) -> Any:
    """A side at a point."""
    at = dict(zip(_axes(dimension), point, strict=True))
    return components([entry.subs(at) for entry in value.flat]).reshape(value.shape)


def _held(
    hypotheses: Sequence[Program], fields: Mapping[str, Any], lambdas: Mapping[str, sympy.Lambda]
) -> tuple[str, ...]:
    """What both sides of each hypothesis are on the fields, one line each."""
    lines = []
    for index, hypothesis in enumerate(hypotheses, 1):
        value = _plain(evaluate_concrete(hypothesis, fields, lambdas)[0])
        lines.append(f"both sides of given {index} are {value}" if len(hypothesis.outputs) == 2 else "")
    return tuple(filter(None, lines))


def _simple(program: Program, axes: Sequence[Any], draw: random.Random, attempt: int) -> dict[str, Any]:
    """Short polynomials for the program's inputs; later attempts have more terms and higher degrees."""
    degree = max(1, min(derivative_depth(program) + attempt // 10, 5))
    terms = 1 + attempt // 8

    def scalar(constant: bool) -> Any:
        if constant:
            size = sympy.Rational(draw.randint(1, 3 + attempt), draw.randint(1, 1 + attempt // 10))
            return -size if attempt % 3 == 2 else size
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
            value = _nested(shape, lambda constant=constant: scalar(constant))
            for assumed in reversed(item.sign.split()):
                value = _with_sign(value, assumed, constant)
            fields[item.name] = value
    return fields


def _with_sign(value: Any, sign: str, constant: bool) -> Any:
    """A scalar made one that has the sign everywhere; 1 + u² is positive whatever u is. A constant made whole."""
    if sign == "integer":
        return sympy.floor(value) if constant else value
    if sign == "nonzero" and constant:
        return value
    size = abs(value) if constant else value**2 if sign.startswith("non") and sign != "nonzero" else 1 + value**2
    return -size if sign in ("negative", "nonpositive") else size


def _signs_fit(
    program: Program, hypotheses: Sequence[Program], fields: Mapping[str, Any], point: Sequence[Any]
) -> bool:
    """Whether every scalar has at a point the sign that is assumed of it, as near it, and is whole if it must be."""
    signed = {item.name: item.sign for each in (program, *hypotheses) for item in each.inputs if item.sign}
    at = dict(zip(map(str, _axes(program.dimension)), point, strict=True))
    for name, sign in signed.items():
        value = components(fields[name]).item()
        value = value.subs({symbol: at[symbol.name] for symbol in value.free_symbols if symbol.name in at})
        if not all(getattr(value, f"is_{word}") for word in sign.split()):
            return False
    return True


def _nested(shape: tuple[int, ...], make: Any) -> Any:
    return [_nested(shape[1:], make) for _ in range(shape[0])] if shape else make()


def _function(draw: random.Random) -> sympy.Lambda:
    """A concrete function for an unknown one."""
    s = sympy.Symbol("s")
    return sympy.Lambda(s, s ** draw.randint(2, 4) + draw.randint(0, 2) * s)


def _certainly_differ(left: Any, right: Any) -> bool:
    """Whether some component differs beyond doubt: exact rationals, or balls that exclude zero."""
    if not (is_real(left) and is_real(right)):
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
