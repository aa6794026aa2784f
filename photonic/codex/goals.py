"""Goal cells: prove, refute, simplify. Two passes, since entanglement needs all cells in one e-graph.

First each claim is settled on its own; then, in the sheet's e-graph, each cell's superposition is scored, vetoed and
collapsed, and what drifts is repaired.
"""

from __future__ import annotations

import math
import time
from typing import Literal

from backends.contracts import CollapseTrace, DnaMutation, SqiScore
from backends.contracts.collapse import DreamPack, Hologram, SignatureBlock
from backends.contracts.glyph_execution import GlyphCost, GlyphExecution, GlyphPayload
from backends.contracts.mutation import MutationMetadata, MutationSide
from backends.contracts.naming import utc_now
from photonic.codex.collapse import Choice, Form, collapse, content_hash, score
from photonic.codex.sheet import CellRow, Sheet
from photonic.cost import OPERATIONS_PER_SECOND
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.notation import Fixity
from photonic.problem import Problem
from photonic.prover import settle
from photonic.proving.proof_reading import lines_of
from photonic.proving.saturation import Budget
from photonic.proving.verdict import Verdict, steps_json
from photonic.scroll import Goal
from photonic.terms import describe
from rewriting.term import Term, postorder

__all__ = ["finish_goal", "repair", "settle_goal", "token_of"]

SEARCH = Budget(seconds=60.0)
"""E-nodes and rounds end the search, not the clock: a replay on a slower machine comes to the same verdict."""

FORMS = 3
"""Forms of the superposition that are scored besides those written in the scroll."""


def token_of(term: Term) -> str:
    """The glyph at the root of a term, as it is written."""
    glyph = CATALOGUE.get(term.op.name)
    if glyph is None:
        return describe(term)
    return glyph.ascii if glyph.fixity is Fixity.BRACKET else glyph.symbol


def settle_goal(sheet: Sheet, goal: Goal) -> Verdict | None:
    """Record the goal, settle its claim, and record the verdict with its proof or counterexample."""
    token = token_of(goal.left)
    text = describe(goal.left) if goal.right is None else f"{describe(goal.left)} = {describe(goal.right)}"
    where = f"{sheet.scroll.name}:{goal.place.line}"
    sheet.recorder.beam(goal.name, "parse", token, {"kind": goal.kind, "text": text}, context=where)
    if goal.right is None:
        return None
    verdict = settle(Problem(goal.left, goal.right, sheet.given, sheet.scroll.dimension), SEARCH)
    sheet.verdicts[goal.name] = verdict
    sheet.recorder.beam(goal.name, "prove", token, verdict.to_json(), context=where)
    sheet.progress.say(str(verdict))
    return verdict


def finish_goal(sheet: Sheet, goal: Goal, seconds: float) -> None:
    """Score, veto, collapse and, where it drifts, repair; then the cell's row."""
    began = time.perf_counter()
    verdict = sheet.verdicts.get(goal.name)
    eid = sheet.eids[goal.name]
    refuted = verdict is not None and verdict.status != "proved"
    written = [(goal.left, "as written")]
    if goal.right is not None and not refuted:
        written.append((goal.right, "right side"))
    known = {term for term, _ in written}
    found = [] if refuted else sheet.graph.forms(goal.left, FORMS + len(written))
    extracted = [(term, "extracted") for term in found if term not in known][:FORMS]
    contradiction = f"the claim is {verdict.status}" if verdict is not None and refuted else sheet.graph.contradiction
    forms = score(
        [*written, *extracted],
        sheet.values,
        sheet.settings,
        sheet.scroll.dimension,
        not refuted,
        contradiction,
        sheet.seed,
    )
    token = token_of(goal.left)
    sheet.recorder.beam(goal.name, "score", token, [form.to_json() for form in forms], eid=eid)
    choice = repair(sheet, goal, _collapse(sheet, goal, forms, eid), eid)
    sheet.choices[goal.name] = choice
    milliseconds = 1000 * (seconds + time.perf_counter() - began)
    sheet.rows.append(_row(sheet, goal, choice, eid, milliseconds))


def _collapse(sheet: Sheet, goal: Goal, forms: tuple[Form, ...], eid: str) -> Choice:
    choice = collapse(forms)
    token, chosen = token_of(goal.left), choice.chosen
    if chosen is None:
        sheet.recorder.beam(goal.name, "veto", token, choice.to_json(), eid=eid, qscore=0.0)
        return choice
    before = forms[0].qscore
    trace = collapse_trace(sheet, goal, chosen, choice)
    proof = {"steps": steps_json(sheet.graph.proof(goal.left, chosen.term))}
    sheet.recorder.beam(
        goal.name,
        "collapse",
        token,
        choice.to_json() | proof,
        eid=eid,
        drift=chosen.drift,
        qscore=before,
        sqi_after=chosen.qscore,
        also=(trace, execution(sheet, chosen, "lower", choice.forms)),
    )
    return choice


def repair(sheet: Sheet, goal: Goal, choice: Choice, eid: str) -> Choice:
    """SPE: where the chosen form drifts beyond the bound, take the allowed form that drifts least, if one does less."""
    chosen, bound = choice.chosen, sheet.settings.drift_bound
    if chosen is None or chosen.drift is None or chosen.drift <= bound:
        return choice
    measured = [form for form in choice.forms if form.ruling.passed and form.drift is not None]
    better = min(measured, key=lambda form: (form.drift, form.energy))
    if better.drift is None or better.drift >= chosen.drift:
        note = f"no form drifts less than {chosen.drift:.2f} bits"
        sheet.recorder.beam(goal.name, "repair", token_of(goal.left), {"repaired": False, "note": note}, eid=eid)
        return choice
    mutation = _mutation(sheet, goal, chosen, better)
    reason = f"repair: {better.drift:.2f} bits of drift instead of {chosen.drift:.2f}"
    result = {
        "repaired": True,
        "before": chosen.text,
        "after": better.text,
        "reason": reason,
        "steps": steps_json(sheet.graph.proof(chosen.term, better.term)),
    }
    sheet.recorder.beam(
        goal.name,
        "repair",
        token_of(goal.left),
        result,
        eid=eid,
        drift=better.drift,
        sqi_after=better.qscore,
        also=mutation,
    )
    return Choice(better, choice.forms, choice.front, reason)


def _mutation(sheet: Sheet, goal: Goal, before: Form, after: Form) -> tuple[DnaMutation, SqiScore]:
    verdict = sheet.verdicts.get(goal.name)
    steps = [] if verdict is None or verdict.proof is None else verdict.proof.steps
    probability = (1 + len(steps)) / (2 + len(steps))
    entropy = _bits(after.term) - _bits(before.term)
    stamp, name = utc_now(), f"{goal.name}-repair-{content_hash(after.text)[:16]}"
    mutation = DnaMutation(
        mutation_id=name,
        timestamp=stamp,
        original=MutationSide(glyph=before.text),
        mutated=MutationSide(glyph=after.text),
        metadata=MutationMetadata(
            reason="repair",
            entropy_delta=entropy,
            rewrite_success_prob=probability,
            container_id=sheet.scroll.name,
        ),
    )
    points = SqiScore(
        timestamp=stamp,
        mutation_id=name,
        container_id=sheet.scroll.name,
        goal_match_score=1.0,
        rewrite_success_prob=probability,
        entropy_delta=entropy,
    )
    return mutation, points


def execution(sheet: Sheet, form: Form, action: str, forms: tuple[Form, ...]) -> GlyphExecution:
    """The glyph_execution record of a form."""
    best = min((other.energy for other in forms if other.ruling.passed), default=form.energy)
    cost = GlyphCost(
        energy=form.energy,
        ethics_risk=form.ruling.risk,
        delay=form.energy / OPERATIONS_PER_SECOND,
        opportunity_loss=max(form.energy - best, 0.0),
    )
    source: Literal["codex", "qwave"] = "qwave" if sheet.settings.qwave_exec_on else "codex"
    payload = GlyphPayload(
        glyph=form.text, action=action, source=source, timestamp=utc_now(), cost=form.energy, detail=cost
    )
    return GlyphExecution(payload=payload)


def collapse_trace(sheet: Sheet, goal: Goal, chosen: Form, choice: Choice) -> CollapseTrace:
    """The replayable projection of a collapse with its content hashes."""
    projection = {
        "scroll": content_hash(sheet.scroll.whole),
        "goal": goal.name,
        "form": chosen.text,
        "program": chosen.program.to_json(),
        "reason": choice.reason,
    }
    identity = content_hash(repr(sorted(projection.items(), key=lambda item: item[0])))
    sheet.projections[goal.name] = identity
    signature = SignatureBlock(
        ghx_projection_id=identity,
        vault_snapshot_id=sheet.graph.snapshot_id(),
        qglyph_id=content_hash(chosen.text),
    )
    entropy = {"written": _bits(goal.left), "chosen": _bits(chosen.term)}
    pack = DreamPack(
        scroll_tree={"scroll": sheet.scroll.name, "goal": goal.name, "line": goal.place.line},
        entropy_state=entropy,
        memory_tags=(sheet.scroll.name, goal.kind, token_of(goal.left)),
    )
    hologram = Hologram(
        ghx_data=projection if sheet.settings.phase9_enabled else None,
        trigger_metadata={"kind": goal.kind, "seed": sheet.seed},
        signature_block=signature,
        dream_pack=pack,
    )
    return CollapseTrace(
        expression=describe(goal.left),
        output=chosen.text,
        adapter="codex",
        identity=goal.name,
        timestamp=utc_now(),
        hologram=hologram,
    )


def _bits(term: Term) -> float:
    """Description length: each node of the tree costs the bits that tell it from all operators in the term."""
    nodes = list(postorder(term))
    return len(nodes) * math.log2(1 + len({node.op for node in nodes}))


def _row(sheet: Sheet, goal: Goal, choice: Choice, eid: str, milliseconds: float) -> CellRow:
    verdict, chosen = sheet.verdicts.get(goal.name), choice.chosen
    wanted = {"prove": "proved", "refute": "refuted"}.get(goal.kind)
    ok = chosen is not None if verdict is None else verdict.status == wanted
    proof = None if verdict is None else verdict.proof
    if verdict is None and chosen is not None:
        proof = sheet.graph.proof(goal.left, chosen.term)
    steps = None if proof is None else len(lines_of(proof))
    token = token_of(goal.left)
    if chosen is None:
        form = "none" if verdict is None else f"none ({verdict.status})"
        return CellRow(goal.name, token, form, steps, None, None, "veto", milliseconds, ok, eid)
    return CellRow(goal.name, token, chosen.text, steps, chosen.drift, chosen.qscore, "pass", milliseconds, ok, eid)
