"""evolve: an initial value problem on every grid by every method, with the order of convergence."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from backends.jax.march import march
from backends.jax.module import FieldModule
from backends.jax.radius import spectral_radius
from photonic.codex.clearance import clear
from photonic.codex.collapse import content_hash
from photonic.codex.goals import token_of
from photonic.codex.lowering import Values, box, finite, module, sample, step_count
from photonic.codex.sheet import CellRow, Sheet
from photonic.plan import Plan
from photonic.terms import describe

__all__ = ["run_evolution"]

STEP = 0.5
"""Time step times the largest rate: small enough that the error in time stays below that of eighth-order space."""


def run_evolution(sheet: Sheet, plan: Plan) -> None:
    """Evolve, compare with the exact solution where one is given, record every run and report the table."""
    began = time.perf_counter()
    cell = plan.block.name
    token = token_of(next(iter(plan.equations.values())))
    cleared = clear(sheet, cell, plan.equations)
    if not cleared.passed:
        return
    equations = {name: describe(term) for name, term in plan.equations.items()}
    sheet.recorder.beam(cell, "compile", token, {"equations": equations, "programs": _programs(sheet, plan)})
    errors: dict[str, list[float | None]] = {}
    drifts: dict[str, float | None] = dict.fromkeys(plan.conserved, 0.0)
    stable = True
    bar = sheet.progress.bar(f"evolve {cell}", len(plan.methods) * len(plan.grids))
    for method in plan.methods:
        for points in plan.grids:
            result = _run(sheet, plan, method, points)
            errors.setdefault(method, []).append(result["error"])
            stable = stable and result["finite"]
            for name, drift in result["conserved"].items():
                drifts[name] = _larger(drifts[name], drift)
            sheet.recorder.beam(cell, "run", token, result)
            bar(sum(map(len, errors.values())), f"{method}, {points} points per axis")
    orders = {method: _order(plan.grids, values) for method, values in errors.items()}
    summary = {"errors": errors, "orders": orders, "grids": list(plan.grids), "finite": stable, "conserved": drifts}
    sheet.recorder.beam(cell, "converge", token, summary)
    missed = _missed(plan, errors, drifts)
    sheet.progress.say("\n".join([_report(plan, errors, orders, stable), *_conservation(drifts), *missed]))
    form = "; ".join(f"∂t {name} = {text}" for name, text in equations.items())
    milliseconds = 1000 * (time.perf_counter() - began)
    eid = sheet.eids[cell]
    sheet.rows.append(
        CellRow(
            cell, token, form, None, cleared.drift, cleared.qscore, "pass", milliseconds, stable and not missed, eid
        )
    )


def _run(sheet: Sheet, plan: Plan, method: str, points: int) -> dict[str, Any]:
    grid = box(plan, points, sheet.scroll.dimension)
    exact = plan.role("exact")
    starts = {**exact, **plan.role("start")}
    coefficients = {name: sample(term, grid, sheet.values) for name, term in plan.role("").items()}
    modules = {n: module(term, grid, method, sheet.values, coefficients) for n, term in plan.equations.items()}
    initial = {name: sample(starts[name], grid, sheet.values) for name in modules}
    steps = plan.steps or step_count(plan.time, spectral_radius(modules, initial), STEP)
    final = {name: values[-1] for name, values in march(modules, initial, plan.time, steps).items()}
    drifts = {
        name: _drift(module(term, grid, method, sheet.values, coefficients), initial, final, plan.time)
        for name, term in plan.conserved.items()
    }
    solution = {n: sample(term, grid, sheet.values, plan.time) for n, term in exact.items() if n in final}
    return {
        "method": method,
        "grid": list(grid.shape),
        "steps": steps,
        "time": plan.time,
        "error": _error(final, solution),
        "conserved": drifts,
        "finite": all(np.isfinite(values).all() for values in (*final.values(), *solution.values())),
        "digest": content_hash("".join(np.round(final[name], 9).tobytes().hex() for name in sorted(final))),
    }


def _error(final: dict[str, Values], exact: dict[str, Values]) -> float | None:
    """The largest error over all fields, divided by the largest exact value; None without either, or if not finite."""
    if not exact or not all(np.isfinite(values).all() for values in (*final.values(), *exact.values())):
        return None
    scale = max(float(np.abs(values).max()) for values in exact.values()) or 1.0
    return max(float(np.abs(final[name] - values).max()) for name, values in exact.items()) / scale


def _drift(
    density: FieldModule, initial: Mapping[str, Values], final: Mapping[str, Values], time: float
) -> float | None:
    """How far the integral of a density moved, over the first integral of its size; None where it is not finite."""
    moments = []
    for fields, at in ((initial, 0.0), (final, time)):
        own = {item.name: fields[item.name] for item in density.fields}
        moments.append(np.asarray(density(time=at if density.depends_on_time else None, **own), np.float64))
    first, last = moments
    size = float(np.abs(first).mean())
    return finite(abs(float(last.mean() - first.mean())) / (size or 1.0))


def _larger(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else max(first, second)


def _missed(plan: Plan, errors: Mapping[str, list[float | None]], drifts: Mapping[str, float | None]) -> list[str]:
    """What is above the tolerance that the scroll states, on the finest grid, in words."""
    bound = plan.tolerance
    if bound is None:
        return []
    finest = int(np.argmax(plan.grids))
    found = {f"the error of {method}": values[finest] for method, values in errors.items() if plan.role("exact")}
    found |= {f"the change of {name}": drift for name, drift in drifts.items()}
    return [
        f"  {what} is {'not finite' if value is None else f'{value:.2e}'}: the tolerance is {bound:g}"
        for what, value in found.items()
        if value is None or value > bound
    ]


def _conservation(drifts: Mapping[str, float | None]) -> list[str]:
    return [
        f"  {name} changed by {'an infinite amount' if drift is None else f'{drift:.2e}'}"
        for name, drift in drifts.items()
    ]


def _order(grids: tuple[int, ...], errors: list[float | None]) -> float | None:
    """The slope of log error over log spacing, by least squares; None for one grid or where an error is missing."""
    known = [e for e in errors if e]
    if len(set(grids)) < 2 or len(known) < len(grids):
        return None
    return float(np.polyfit(-np.log(grids), np.log(known), 1)[0])


def _programs(sheet: Sheet, plan: Plan) -> dict[str, str]:
    grid = box(plan, plan.grids[0], sheet.scroll.dimension)
    coefficients = {name: sample(term, grid, sheet.values) for name, term in plan.role("").items()}
    lowered = {n: module(t, grid, plan.methods[0], sheet.values, coefficients) for n, t in plan.equations.items()}
    return {name: lowered_module.program.content_hash() for name, lowered_module in lowered.items()}


def _report(plan: Plan, errors: dict[str, list[float | None]], orders: dict[str, float | None], stable: bool) -> str:
    head = f"{plan.block.name} at t = {plan.time:g}: largest error on " + ", ".join(f"{n} points" for n in plan.grids)
    lines = [head]
    for method, values in errors.items():
        shown = "  ".join(("no exact solution" if stable else "none") if e is None else f"{e:.2e}" for e in values)
        order = orders[method]
        behind = "" if order is None else f"   order {order:.2f}" + (" (in time)" if method == "spectral" else "")
        lines.append(f"  {method:<9} {shown}{behind}")
    if not stable:
        lines.append("  values are not finite: take more steps, or check that the equation is well posed")
    return "\n".join(lines)
