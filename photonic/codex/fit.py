"""fit: recover a coefficient field from what it made, by gradient descent through the compiled simulation."""

from __future__ import annotations

import math
import time

import numpy as np

from backends.jax.march import march
from backends.jax.radius import spectral_radius
from backends.jax.recover import recover
from photonic.codex.clearance import clear
from photonic.codex.collapse import content_hash
from photonic.codex.goals import token_of
from photonic.codex.lowering import Values, box, finite, module, sample, step_count
from photonic.codex.sheet import CellRow, Sheet
from photonic.plan import Plan
from photonic.terms import describe

__all__ = ["relative_error", "run_fit"]

STEP = 2.0
"""Time step times the largest rate: stable, and the same for the data and the fit."""

SNAPSHOTS = 4
ITERATIONS = 500

TOLERANCE = 0.02
"""Relative error of the recovered field that is accepted where the scroll states none."""


def run_fit(sheet: Sheet, plan: Plan) -> None:
    """Make data with the true coefficient, begin from the guess, descend, and report how near it came."""
    began = time.perf_counter()
    cell, coefficient = f"fit_{plan.block.name}", plan.block.name
    ((evolving, equation),) = plan.equations.items()
    cleared = clear(sheet, cell, plan.equations)
    if not cleared.passed:
        return
    grid = box(plan, plan.grids[-1], sheet.scroll.dimension)
    given = {role: sample(plan.role(role)[coefficient], grid, sheet.values) for role in ("truth", "guess")}
    start = sample(plan.role("start")[evolving], grid, sheet.values)
    others = {name: sample(term, grid, sheet.values) for name, term in plan.role("").items()}
    modules = {
        role: module(equation, grid, plan.methods[0], sheet.values, {**others, coefficient: values})
        for role, values in given.items()
    }
    token = token_of(equation)
    rate = spectral_radius({evolving: modules["truth"]}, {evolving: start})
    steps = SNAPSHOTS * step_count(plan.time / SNAPSHOTS, rate, STEP)
    data = march({evolving: modules["truth"]}, {evolving: start}, plan.time, steps, SNAPSHOTS)[evolving]
    iterations = plan.steps or ITERATIONS
    sheet.recorder.beam(cell, "compile", token, {"equation": describe(equation), "steps": steps})
    bar = sheet.progress.bar(f"fit {coefficient}", iterations)
    found = recover(
        modules["guess"],
        evolving,
        coefficient,
        start,
        data,
        plan.time,
        steps,
        plan.rate,
        iterations,
        on_step=lambda index, loss: bar(index + 1, f"loss {loss:.1e}"),
    )
    before, error = (relative_error(values, given["truth"]) for values in (given["guess"], found.values))
    tolerance = TOLERANCE if plan.tolerance is None else plan.tolerance
    ok = error <= tolerance
    result = {
        "coefficient": coefficient,
        "iterations": found.steps,
        "loss_first": finite(found.losses[0]),
        "loss_last": finite(found.losses[-1]),
        "error_before": finite(before),
        "error_after": finite(error),
        "tolerance": tolerance,
        "digest": content_hash(np.round(found.values, 6).tobytes().hex()),
    }
    sheet.recorder.beam(cell, "fit", token, result)
    sheet.progress.say(
        f"fit of {coefficient}: error {before:.3f} → {error:.4f} in {found.steps} steps, "
        f"loss {found.losses[0]:.1e} → {found.losses[-1]:.1e}; " + ("recovered" if ok else "not recovered")
    )
    milliseconds = 1000 * (time.perf_counter() - began)
    form = f"∂t {evolving} = {describe(equation)}"
    sheet.rows.append(
        CellRow(cell, token, form, None, cleared.drift, cleared.qscore, "pass", milliseconds, ok, sheet.eids[cell])
    )


def relative_error(values: Values, truth: Values) -> float:
    """The relative error in the mean square; NaN where a value is not finite, or the truth is zero."""
    scale = float(np.linalg.norm(truth))
    known = np.isfinite(values).all() and math.isfinite(scale) and scale > 0
    return float(np.linalg.norm(values - truth)) / scale if known else math.nan
