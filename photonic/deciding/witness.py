"""Witnesses: concrete fields on which hypotheses hold identically, for claims that may fail there.

They are found by ansatz (`backends/exact/ansatz.py`) or among well-known fields, fields that a hypothesis defines are
read off it, and they are believed only when SymPy's components of every hypothesis vanish.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

import sympy

from backends.components.balls import enclose
from backends.components.cartesian import components
from backends.components.concrete import evaluate_concrete, from_modes
from backends.components.zero import decide_zero
from backends.exact.ansatz import mode_solutions
from backends.exact.polynomials import NotPolynomialError
from backends.program import Program
from photonic.deciding.definedness import is_real, with_partial_operations
from photonic.deciding.definitions import Defined
from photonic.deciding.known_fields import known_solutions

__all__ = ["Witness", "holds", "witnesses"]

Witness = tuple[dict[str, Any], dict[str, sympy.Lambda]]
"""Fields and constants by name, and functions for the unknown ones."""


PLACE = {name: sympy.Rational(k, 7) for name, k in (("x", 2), ("y", 3), ("z", 5), ("t", 8))}
PRECISION = 100

AT_LEAST, SHARE = 0.15, 0.45
"""Seconds of the first lap of the ansatz at least; the share of the time left for it, then for well-known fields."""


def witnesses(
    sought: Sequence[Program],
    hypotheses: Sequence[Program],
    functions: Sequence[str],
    seed: int,
    ends: float,
    defined: Defined | None = None,
) -> Iterator[Witness]:
    """Fields that satisfy all hypotheses, each verified, until the clock (`time.thread_time`) passes `ends`.

    A hypothesis is a program with one output that vanishes or two that agree; `sought` are the claim and hypotheses in
    the form in which solutions are sought, without the fields that are `defined` by the others.
    """
    program, *equations = sought
    defined = defined or Defined({})
    for fields, lambdas in _solutions(program, equations, functions, seed, ends):
        completed = defined.completed(fields, lambdas)
        if all(holds(hypothesis, completed, lambdas) for hypothesis in hypotheses):
            yield completed, lambdas
        if time.thread_time() > ends:
            return


def _solutions(
    program: Program, equations: Sequence[Program], functions: Sequence[str], seed: int, ends: float
) -> Iterator[Witness]:
    """Candidates by ansatz, then well-known fields, then by ansatz for the rest of the time.

    Raises NotPolynomialError at the end where no ansatz can hold the equations.
    """
    refused = None
    try:
        now = time.thread_time()
        pause = min(ends, now + max(AT_LEAST, SHARE * (ends - now)))
        yield from _by_ansatz(program, equations, functions, seed, pause, range(1))
    except NotPolynomialError as error:
        refused = error
    if not functions:
        inputs = {item.name: item for each in (program, *equations) for item in each.inputs}
        now = time.thread_time()
        soon = now + (1.0 if refused else SHARE) * max(ends - now, 0.0)
        for fields in known_solutions(inputs, equations, _holds_surely, seed, soon):
            yield fields, {}
    if refused is not None:
        raise refused
    yield from _by_ansatz(program, equations, functions, seed, ends, count(1))


def _by_ansatz(
    program: Program,
    equations: Sequence[Program],
    functions: Sequence[str],
    seed: int,
    ends: float,
    laps: Iterable[int],
) -> Iterator[Witness]:
    s = sympy.Symbol("s")
    for found in mode_solutions(program, equations, functions, seed, ends, laps):
        lambdas = {
            name: sympy.Lambda(s, sympy.Add(*[c * s**power for power, c in enumerate(coefficients)]))
            for name, coefficients in found.functions.items()
        }
        yield from_modes(found, program.dimension), lambdas


def _holds_surely(hypothesis: Program, fields: dict[str, Any]) -> bool:
    """As `holds`, but what plainly differs at one point is not expanded, which can take long."""
    outputs = evaluate_concrete(hypothesis, fields, {})
    value = components(outputs[0] if len(outputs) == 1 else outputs[0] - outputs[1])
    at = {symbol: PLACE.get(symbol.name, 1) for entry in value.flat for symbol in entry.free_symbols}
    for entry in value.flat:
        ball = enclose(entry.subs(at), {}, PRECISION)
        if ball is None or not (ball.is_finite() and ball.contains(0)):
            return False
    return holds(hypothesis, fields, {})


def holds(hypothesis: Program, fields: dict[str, Any], functions: dict[str, sympy.Lambda]) -> bool:
    """Whether the output vanishes identically, or the two outputs agree, on these fields: by exact components.

    A hypothesis that is undefined everywhere, as log(f) with f = 0, does not hold.
    """
    values = evaluate_concrete(with_partial_operations(hypothesis), fields, functions)
    outputs = values[: len(hypothesis.outputs)]
    if not all(map(is_real, values)):
        return False
    value = components(outputs[0] if len(outputs) == 1 else outputs[0] - outputs[1])
    return decide_zero(components([_roots_tidied(entry) for entry in value.flat])) is True


def _roots_tidied(entry: Any) -> Any:
    """√(sin²t + cos²t) as 1: what is under a root is simplified, so that what follows sees a number."""
    return entry.replace(_is_root_of_waves, lambda power: sympy.trigsimp(power.base) ** power.exp)


def _is_root_of_waves(part: Any) -> bool:
    return bool(part.is_Pow and not part.exp.is_Integer and part.base.has(sympy.sin))
