"""compare: equal forms run together on concrete fields. Interference is their disagreement; the better one is kept."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping

import numpy as np

from photonic.codex.cells import cell_of, goal_of
from photonic.codex.goals import token_of
from photonic.codex.lowering import Values, box, finite, module, sample
from photonic.codex.sheet import CellRow, Sheet
from photonic.meaning import program_of
from photonic.plan import Plan
from photonic.substitution import put_in
from photonic.terms import describe
from rewriting.term import Term

__all__ = ["run_comparison"]

UNIT = 2.0**-23
"""Spacing of float32 numbers at 1."""

TINY = float(np.finfo(float).tiny)


def run_comparison(sheet: Sheet, plan: Plan) -> None:
    """Run the allowed forms of a goal in float32 and against the exact derivative of the fields; record and report."""
    began = time.perf_counter()
    goal = goal_of(plan, sheet.scroll)
    cell = cell_of(plan)
    verdict = sheet.verdicts[goal.name]
    parents = tuple(filter(None, [sheet.recorder.last(goal.name)]))
    forms = [form.term for form in sheet.choices[goal.name].forms if form.ruling.passed]
    if verdict.status != "proved" or not forms:
        reason = f"{goal.name} is {verdict.status}, so its sides are not forms of one thing"
        if verdict.status == "proved":
            reason = f"SoulLaw lets no form of {goal.name} pass"
        sheet.recorder.beam(cell, "veto", token_of(goal.left), {"reason": reason}, parents=parents)
        sheet.progress.say(f"{cell}: {reason}")
        sheet.rows.append(CellRow(cell, token_of(goal.left), "none", None, None, None, "veto", 0.0, False))
        return
    fields = plan.role("")
    grid = box(plan, plan.grids[-1], sheet.scroll.dimension)
    values = {name: sample(term, grid, sheet.values) for name, term in fields.items()}
    results, errors = {}, dict[Term, float]()
    for form in forms:
        lowered = module(form, grid, plan.methods[0], sheet.values, precision="float32")
        needed = {item.name for item in lowered.fields}
        results[form] = np.asarray(lowered(**{n: values[n] for n in needed}), np.float64)
        errors[form] = _distance(results[form], sample(put_in(form, fields), grid, sheet.values))
    interference = float(np.max([_distance(results[a], results[b]) for a in forms for b in forms]))
    defined = [form for form in forms if math.isfinite(errors[form])]
    best = min(defined, key=lambda form: errors[form]) if defined else None
    reason = _reason(best, errors)
    result = {
        "method": plan.methods[0],
        "grid": list(grid.shape),
        "interference": finite(interference),
        "interference_ulps": finite(interference / UNIT),
        "errors": {describe(form): finite(errors[form]) for form in forms},
        "chosen": None if best is None else describe(best),
        "reason": reason,
        "program": None if best is None else program_of(best, dimension=grid.dimension).content_hash(),
    }
    sheet.recorder.beam(cell, "interfere", token_of(goal.left), result, parents=parents, eid=sheet.eids[goal.name])
    known = {form.text: form for form in sheet.choices[goal.name].forms}
    chosen = None if best is None else known.get(describe(best))
    sheet.progress.say(_report(plan, grid.shape, interference, errors, best, reason))
    sheet.rows.append(
        CellRow(
            cell,
            token_of(goal.left),
            "none (no finite values)" if best is None else describe(best),
            None,
            None if chosen is None else chosen.drift,
            None if chosen is None else chosen.qscore,
            "pass",
            1000 * (time.perf_counter() - began),
            len(defined) == len(forms),
            sheet.eids[goal.name],
        )
    )


def _distance(values: Values, truth: Values) -> float:
    """The largest difference over the largest value of the truth; NaN where either is not finite somewhere."""
    if not (np.isfinite(values).all() and np.isfinite(truth).all()):
        return math.nan
    return float(np.abs(values - truth).max()) / max(float(np.abs(truth).max()), TINY)


def _reason(best: Term | None, errors: Mapping[Term, float]) -> str:
    if best is None:
        return "the fields or the forms are not finite at every point of the grid"
    return f"smallest error against the exact derivatives: {errors[best]:.2e} against up to {max(errors.values()):.2e}"


def _report(
    plan: Plan,
    shape: tuple[int, ...],
    interference: float,
    errors: Mapping[Term, float],
    best: Term | None,
    reason: str,
) -> str:
    size = "×".join(map(str, shape))
    head = f"interference of {plan.block.name} ({plan.methods[0]}, {size}, float32): {interference:.2e}"
    if math.isfinite(interference):
        head += f" of the largest value ({interference / UNIT:.0f} units in the last place)"
    lines = [f"  {describe(form)}: error {error:.2e}" for form, error in errors.items()]
    end = f"  {reason}" if best is None else f"  collapsed to {describe(best)}: {reason}"
    return "\n".join([head, *lines, end])
