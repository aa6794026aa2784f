"""compare: equal forms run together on concrete fields. Interference is their disagreement; the better one is kept."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from backends.grid import Grid
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


@frozen
class Interference:
    """What forms gave: the largest disagreement of two of them, and by form the error against exact derivatives."""

    method: str
    grid: Grid
    largest: float
    errors: Mapping[Term, float]

    @property
    def defined(self) -> list[Term]:
        """The forms that are finite wherever the fields are looked at."""
        return [form for form, error in self.errors.items() if math.isfinite(error)]

    @property
    def best(self) -> Term | None:
        """The form with the smallest error; None where none is defined."""
        return min(self.defined, key=lambda form: self.errors[form], default=None)

    @property
    def reason(self) -> str:
        """Why the best form is kept."""
        if self.best is None:
            return "the fields or the forms are not finite at every point of the grid"
        least, most = self.errors[self.best], max(self.errors.values())
        return f"smallest error against the exact derivatives: {least:.2e} against up to {most:.2e}"

    def data(self) -> dict[str, Any]:
        """What a beam records of it."""
        best = self.best
        return {
            "method": self.method,
            "grid": list(self.grid.shape),
            "interference": finite(self.largest),
            "interference_ulps": finite(self.largest / UNIT),
            "errors": {describe(form): finite(error) for form, error in self.errors.items()},
            "chosen": None if best is None else describe(best),
            "reason": self.reason,
            "program": None if best is None else program_of(best, dimension=self.grid.dimension).content_hash(),
        }

    def report(self, name: str) -> str:
        """The same in words."""
        size = "×".join(map(str, self.grid.shape))
        head = f"interference of {name} ({self.method}, {size}, float32): {self.largest:.2e}"
        if math.isfinite(self.largest):
            head += f" of the largest value ({self.largest / UNIT:.0f} units in the last place)"
        lines = [f"  {describe(form)}: error {error:.2e}" for form, error in self.errors.items()]
        end = self.reason if self.best is None else f"collapsed to {describe(self.best)}: {self.reason}"
        return "\n".join([head, *lines, f"  {end}"])


def run_comparison(sheet: Sheet, plan: Plan) -> None:
    """Run the allowed forms of a goal in float32 and against the exact derivative of the fields; record and report."""
    began = time.perf_counter()
    goal, cell = goal_of(plan, sheet.scroll), cell_of(plan)
    token, parents = token_of(goal.left), tuple(filter(None, [sheet.recorder.last(goal.name)]))
    choice = {form.term: form for form in sheet.choices[goal.name].forms if form.ruling.passed}
    status = sheet.verdicts[goal.name].status
    if status != "proved" or not choice:
        reason = f"{goal.name} is {status}, so its sides are not forms of one thing"
        if status == "proved":
            reason = f"SoulLaw lets no form of {goal.name} pass"
        sheet.recorder.beam(cell, "veto", token, {"reason": reason}, parents=parents)
        sheet.progress.say(f"{cell}: {reason}")
        sheet.rows.append(CellRow(cell, token, "none", None, None, None, "veto", 0.0, False))
        return
    found = _interference(sheet, plan, list(choice))
    sheet.recorder.beam(cell, "interfere", token, found.data(), parents=parents, eid=sheet.eids[goal.name])
    sheet.progress.say(found.report(plan.block.name))
    chosen = None if found.best is None else choice[found.best]
    form = "none (no finite values)" if found.best is None else describe(found.best)
    drift, qscore = (None, None) if chosen is None else (chosen.drift, chosen.qscore)
    milliseconds, ok = 1000 * (time.perf_counter() - began), len(found.defined) == len(choice)
    sheet.rows.append(CellRow(cell, token, form, None, drift, qscore, "pass", milliseconds, ok, sheet.eids[goal.name]))


def _interference(sheet: Sheet, plan: Plan, forms: Sequence[Term]) -> Interference:
    """The forms on the plan's fields, by its method in float32."""
    grid, fields, method = box(plan, plan.grids[-1], sheet.scroll.dimension), plan.role(""), plan.methods[0]
    values = {name: sample(term, grid, sheet.values) for name, term in fields.items()}
    results, errors = dict[Term, Values](), dict[Term, float]()
    for form in forms:
        lowered = module(form, grid, method, sheet.values, precision="float32")
        needed = {item.name: values[item.name] for item in lowered.fields}
        results[form] = np.asarray(lowered(**needed), np.float64)
        errors[form] = _distance(results[form], sample(put_in(form, fields), grid, sheet.values))
    largest = float(np.max([_distance(results[a], results[b]) for a in forms for b in forms]))
    return Interference(method, grid, largest, errors)


def _distance(values: Values, truth: Values) -> float:
    """The largest difference over the largest value of the truth; NaN where either is not finite somewhere."""
    if not (np.isfinite(values).all() and np.isfinite(truth).all()):
        return math.nan
    return float(np.abs(values - truth).max()) / max(float(np.abs(truth).max()), TINY)
