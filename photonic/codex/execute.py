"""Execution of a scroll: the one timeline, from text to record, in one order for every kind of cell."""

from __future__ import annotations

import time
from collections.abc import Sequence

from attrs import evolve

from backends.contracts import EntanglementLink
from backends.contracts.naming import new_run_id
from photonic.codex.cells import SHEET_CELL, cell_of, plans_of
from photonic.codex.choose import resolved
from photonic.codex.collapse import content_hash
from photonic.codex.goals import finish_goal, settle_goal, token_of
from photonic.codex.recorder import Recorder, Sink
from photonic.codex.sheet import Constant, Progress, Sheet, constants_of, vectors_of
from photonic.codex.superposition import Superposition
from photonic.plan import Plan
from photonic.problem import Hypothesis
from photonic.proving.alternatives import alternatives
from photonic.proving.lemmas import proved_alternatives
from photonic.scroll import Scroll
from photonic.settings import Settings
from photonic.terms import SYMBOL, describe
from rewriting.analyses.spe import find_motifs
from rewriting.op import Op
from rewriting.term import Term

__all__ = ["execute"]

MOTIFS = 5


def execute(
    scroll: Scroll,
    settings: Settings,
    sink: Sink,
    progress: Progress | None = None,
    run_id: str | None = None,
    seed: int = 0,
) -> Sheet:
    """Run every cell of a scroll, recording each step into `sink` as it happens; returns the sheet with its rows."""
    plans = plans_of(scroll)
    recorder = Recorder(run_id or new_run_id(), scroll.name, sink)
    given = tuple(Hypothesis(e.name, e.left, e.right) for e in scroll.hypotheses)
    numbers = constants_of(scroll)
    values: dict[str, Constant] = {**numbers, **vectors_of(scroll)}
    sheet = Sheet(scroll, settings, recorder, progress or Progress(), seed, numbers, values, given)
    seconds = {}
    plans = tuple(_decided(sheet, plan) for plan in plans)
    for goal in scroll.goals:
        began = time.perf_counter()
        settle_goal(sheet, goal)
        seconds[goal.name] = time.perf_counter() - began
    _entangle(sheet, plans)
    for goal in scroll.goals:
        finish_goal(sheet, goal, seconds[goal.name])
    for plan in plans:
        _run(sheet, plan)
    _report_motifs(sheet)
    return sheet


def _decided(sheet: Sheet, plan: Plan) -> Plan:
    """The plan with the form that is chosen wherever its equations leave a choice; what was chosen is recorded."""
    chosen = {n: resolved(t, sheet.scroll.dimension, sheet.numbers, sheet.given) for n, t in plan.equations.items()}
    changed = {name: term for name, term in chosen.items() if term is not plan.equations[name]}
    if changed:
        written = {name: describe(plan.equations[name]) for name in changed}
        result = {f"∂t {n}": {"written": written[n], "chosen": describe(t)} for n, t in changed.items()}
        sheet.recorder.beam(cell_of(plan), "collapse", "⧠", result)
    return evolve(plan, equations=chosen) if changed else plan


def _entangle(sheet: Sheet, plans: Sequence[Plan]) -> None:
    """Put all cells' expressions into one e-graph; cells in one class share its eid, and the link is recorded."""
    cells = {g.name: [g.left] if g.right is None else [g.left, g.right] for g in sheet.scroll.goals}
    for plan in plans:
        if plan.equations:
            cells[cell_of(plan)] = list(plan.equations.values())
    lemmas = [
        Hypothesis(goal.name, goal.left, goal.right)
        for goal in sheet.scroll.goals
        if goal.right is not None and sheet.verdicts[goal.name].status == "proved" and goal.left is not goal.right
    ]
    pairs = alternatives(term for terms in cells.values() for term in terms)
    lemmas += proved_alternatives(pairs, sheet.given, sheet.scroll.dimension)
    sheet.superposition = Superposition(cells, sheet.given, lemmas, sheet.numbers, sheet.scroll.dimension)
    nodes, classes = sheet.superposition.sizes()
    for cell, terms in cells.items():
        eid = sheet.recorder.eid(sheet.graph.digest(terms[0]))
        sheet.eids[cell] = eid
        link = EntanglementLink(eid=eid, cells=(cell,))
        result = {"e_nodes": nodes, "e_classes": classes}
        sheet.recorder.beam(cell, "saturate", token_of(terms[0]), result, eid=eid, also=(link,))


def _run(sheet: Sheet, plan: Plan) -> None:
    """Run a plan on JAX; recorded and skipped where QWAVE_EXEC_ON is off."""
    if not sheet.settings.qwave_exec_on:
        note = "QWAVE_EXEC_ON is off: nothing is run on JAX"
        sheet.recorder.beam(cell_of(plan), "skip", plan.block.kind, {"note": note})
        sheet.progress.say(f"{cell_of(plan)}: {note}")
        return
    if plan.block.kind == "compare":
        from photonic.codex.compare import run_comparison as run
    elif plan.block.kind == "evolve":
        from photonic.codex.evolve import run_evolution as run
    else:
        from photonic.codex.fit import run_fit as run
    run(sheet, plan)


def _is_fixed(op: Op) -> bool:
    """Whether a motif keeps an operator: all but the names of a user's, for which any others may stand."""
    return op.name != SYMBOL or op.payload.kind in ("coordinate", "position", "time")


def _report_motifs(sheet: Sheet) -> None:
    """SPE: what recurs in the sheet's forms, with what sharing it would save."""
    written: list[Term] = [side for g in sheet.scroll.goals for side in (g.left, g.right) if side is not None]
    written += [side for h in sheet.given for side in (h.left, h.right)]
    motifs = find_motifs(written, sheet.graph.cost, constant=_is_fixed)[:MOTIFS]
    found = [{"motif": describe(m.pattern), "count": m.count, "saving": round(m.saving, 3)} for m in motifs]
    identity = {
        "ghx_projection_id": content_hash("".join(sheet.projections[name] for name in sorted(sheet.projections))),
        "vault_snapshot_id": sheet.graph.snapshot_id(),
    }
    sheet.recorder.beam(SHEET_CELL, "motifs", "SPE", {"motifs": found, **identity})
    if found:
        best = found[0]
        sheet.progress.say(
            f"SPE: {best['motif']} occurs {best['count']} times; sharing it saves {best['saving']:g} operations"
        )
