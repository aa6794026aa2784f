"""Witnesses: concrete fields on which hypotheses hold identically, for claims that may fail there.

They are found by ansatz (`backends/exact/ansatz.py`), then as polynomial solutions of linear hypotheses, and believed
only when SymPy's components of every hypothesis vanish, which shares no code with what found them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import sympy

from backends.components.concrete import evaluate_concrete, from_modes
from backends.components.zero import decide_zero
from backends.exact.ansatz import mode_solutions
from backends.program import Program
from photonic.deciding.definedness import is_real, with_partial_operations

__all__ = ["Witness", "holds", "witnesses"]

Witness = tuple[dict[str, Any], dict[str, sympy.Lambda]]
"""Fields and constants by name, and functions for the unknown ones."""


def witnesses(
    sought: Sequence[Program], hypotheses: Sequence[Program], functions: Sequence[str], seed: int, ends: float
) -> Iterator[Witness]:
    """Fields that satisfy all hypotheses, each verified, until the clock (`time.thread_time`) passes `ends`.

    A hypothesis is a program with one output that vanishes or two that agree; `sought` are the claim and hypotheses in
    the form in which solutions are sought.
    """
    program, *equations = sought
    s = sympy.Symbol("s")
    for found in mode_solutions(program, equations, functions, seed, ends):
        fields = from_modes(found, program.dimension)
        lambdas = {
            name: sympy.Lambda(s, sympy.Add(*[c * s**power for power, c in enumerate(coefficients)]))
            for name, coefficients in found.functions.items()
        }
        if all(holds(hypothesis, fields, lambdas) for hypothesis in hypotheses):
            yield fields, lambdas
        if time.thread_time() > ends:
            return


def holds(hypothesis: Program, fields: dict[str, Any], functions: dict[str, sympy.Lambda]) -> bool:
    """Whether the output vanishes identically, or the two outputs agree, on these fields: by exact components.

    A hypothesis that is undefined everywhere, as log(f) with f = 0, does not hold.
    """
    values = evaluate_concrete(with_partial_operations(hypothesis), fields, functions)
    outputs = values[: len(hypothesis.outputs)]
    if not all(map(is_real, values)):
        return False
    return decide_zero(outputs[0] if len(outputs) == 1 else outputs[0] - outputs[1]) is True
