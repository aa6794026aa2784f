"""compare: equal forms run together on concrete fields. Interference is their disagreement; the better one is kept."""

from __future__ import annotations

import time

import numpy as np

from photonic.codex.collapse import content_hash
from photonic.codex.goals import token_of
from photonic.codex.lowering import box, module, put_in, sample
from photonic.codex.sheet import CellRow, Sheet
from photonic.errors import ScrollError
from photonic.meaning import program_of
from photonic.plan import Plan
from photonic.scroll import Goal
from photonic.terms import describe

__all__ = ["run_comparison"]

UNIT = 2.0**-23
"""Spacing of float32 numbers at 1."""


def run_comparison(sheet: Sheet, plan: Plan) -> None:
    """Run both sides of a goal in float32 and against the exact derivative of the fields; record and report."""
    began = time.perf_counter()
    block = plan.block
    goal = _goal(sheet, plan)
    cell = f"compare_{block.name}"
    verdict = sheet.verdicts[goal.name]
    parents = tuple(filter(None, [sheet.recorder.last(goal.name)]))
    if verdict.status != "proved" or goal.right is None:
        reason = f"veto: {goal.name} is {verdict.status}, so its sides are not forms of one thing"
        sheet.recorder.beam(cell, "veto", token_of(goal.left), {"reason": reason}, parents=parents)
        sheet.rows.append(CellRow(cell, token_of(goal.left), "none", None, None, None, "veto", 0.0, False))
        return
    fields = plan.role("")
    grid = box(plan, plan.grids[-1], sheet.scroll.dimension)
    values = {name: sample(term, grid, sheet.values) for name, term in fields.items()}
    forms = list(dict.fromkeys([goal.left, goal.right, *(f.term for f in sheet.choices[goal.name].forms)]))
    results, errors = {}, {}
    for form in forms:
        lowered = module(form, grid, plan.methods[0], sheet.values, precision="float32")
        needed = {item.name for item in lowered.fields}
        results[form] = np.asarray(lowered(**{n: values[n] for n in needed}), np.float64)
        truth = sample(put_in(form, fields), grid, sheet.values)
        errors[form] = float(np.abs(results[form] - truth).max() / max(np.abs(truth).max(), np.finfo(float).tiny))
    scale = max(float(np.abs(results[goal.left]).max()), np.finfo(float).tiny)
    interference = max(float(np.abs(results[a] - results[b]).max()) for a in forms for b in forms) / scale
    best = min(forms, key=lambda form: errors[form])
    worst = max(errors.values())
    reason = f"smallest error against the exact derivatives: {errors[best]:.2e} against up to {worst:.2e}"
    result = {
        "method": plan.methods[0],
        "grid": list(grid.shape),
        "interference": interference,
        "interference_ulps": interference / UNIT,
        "errors": {describe(form): errors[form] for form in forms},
        "chosen": describe(best),
        "reason": reason,
        "program": content_hash(program_of(best, dimension=grid.dimension).content_hash()),
    }
    sheet.recorder.beam(cell, "interfere", token_of(goal.left), result, parents=parents, eid=sheet.eids[goal.name])
    chosen = {form.text: form for form in sheet.choices[goal.name].forms}.get(describe(best))
    sheet.progress.say(_report(plan, grid.shape, interference, errors, describe(best), reason))
    sheet.rows.append(
        CellRow(
            cell,
            token_of(goal.left),
            describe(best),
            None,
            None if chosen is None else chosen.drift,
            None if chosen is None else chosen.qscore,
            "pass",
            1000 * (time.perf_counter() - began),
            True,
            sheet.eids[goal.name],
        )
    )


def _goal(sheet: Sheet, plan: Plan) -> Goal:
    name = plan.block.name
    for goal in sheet.scroll.goals:
        if goal.name == name and goal.kind == "prove":
            needed = {i.name for i in program_of(goal.left, dimension=sheet.scroll.dimension).inputs} - {"r", "t"}
            missing = sorted(needed - set(plan.role("")) - set(sheet.values))
            if missing:
                raise ScrollError(
                    f"the compare block gives no field {', '.join(missing)}: add '… = …'", plan.block.place
                )
            return goal
    raise ScrollError(f"compare {name!r} names no goal of a prove block", plan.block.place)


def _report(plan: Plan, shape: tuple[int, ...], interference: float, errors: dict, best: str, reason: str) -> str:  # type: ignore[type-arg]
    size = "×".join(map(str, shape))
    lines = [f"interference of {plan.block.name} ({plan.methods[0]}, {size}, float32): {interference:.2e}"]
    lines[0] += f" of the largest value ({interference / UNIT:.0f} units in the last place)"
    lines += [f"  {describe(form)}: error {error:.2e}" for form, error in errors.items()]
    return "\n".join([*lines, f"  collapsed to {best}: {reason}"])
