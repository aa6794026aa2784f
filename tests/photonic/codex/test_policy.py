"""SoulLaw in the timeline: what is vetoed never runs, what cannot be judged is vetoed, and both are recorded."""

import os
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction

import pytest

from backends.contracts import CollapseTrace, GlyphExecution
from photonic.codex import collapse as collapse_module
from photonic.codex.collapse import Choice, collapse, score
from photonic.codex.goals import repair
from photonic.codex.policy import POLICIES, Candidate, Ruling, graph_veto, judge
from photonic.expressions.declarations import declare
from photonic.meaning import program_of
from photonic.problem import as_term
from photonic.proving.saturation import Saturation
from photonic.settings import Settings
from photonic.theory.rules import theory_for
from rewriting.term import Term
from tests.photonic.codex.runs import beams_of, execute_text

KNOWN = declare({"u": "scalar", "v": "scalar", "A": "vector", "c": "constant", "k": "constant"})
VALUES: Mapping[str, float] = {"c": 2.0}
HEAD = "scroll small: a test\nlet\n  u, v : scalar\n  A : vector\n  c : constant = 2\n  k : constant\n"
RULE = HEAD + "prove\n  rule : ∇·(u ∇v) = u Δv + ∇u·∇v\n"


def term(text: str) -> Term:
    return as_term(text, KNOWN)


def candidate(text: str, threshold: float = 1e9, equal: bool = True, contradiction: str = "") -> Candidate:
    return Candidate(term(text), program_of(term(text)), equal, contradiction, VALUES, threshold)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("u + v", True), ("u/v", False), ("u/2", True), ("u/0", False), ("u/c", True), ("u/k", False),
        ("u/(c v)", False), ("u/exp(v)", True), ("v^(−1)", False), ("v^2", True), ("v^u", False), ("c^(−2) u", True),
        ("v^(1 − 2)", False), ("□(u, c)", True), ("□(u, k)", False), ("□u", True), ("∇(u/v)", False), ("v^0.5", True),
    ],
)  # fmt: skip
def test_division_by_what_may_vanish_is_vetoed(text: str, passes: bool) -> None:
    ruling = judge(candidate(text))
    assert ruling.passed is passes
    assert bool(ruling.reasons["division"]) is not passes
    assert ruling.risk == (0 if passes else 1 / len(POLICIES))


@pytest.mark.parametrize("text", ["u/v", "u/k", "v^(−1) u", "□(u, k)", "∇(u/v)"])
def test_the_graph_extracts_no_form_that_divides_by_what_may_vanish(text: str) -> None:
    search = Saturation([term(text)], theory_for(3), values=VALUES)
    veto = graph_veto(search)
    assert not veto.broken
    assert veto.rows.any()
    assert not graph_veto(Saturation([term("u/c + v^2")], theory_for(3), values=VALUES)).rows.any()


def test_each_policy_speaks_for_itself() -> None:
    assert judge(candidate("Δu", threshold=1)).reasons["budget"].endswith("COST_THRESHOLD=1")
    assert judge(candidate("u", equal=False)).reasons["equality"]
    assert judge(candidate("u", contradiction="0 = 1")).reasons["contradiction"] == "0 = 1"
    assert str(judge(candidate("u"))) == "pass"


def test_a_policy_that_raises_is_a_veto() -> None:
    def broken(_: Candidate) -> str:
        raise RuntimeError("out of order")

    ruling = judge(candidate("u"), {**POLICIES, "broken": broken})
    assert not ruling.passed
    assert "RuntimeError: out of order" in str(ruling)


def test_in_a_run_a_policy_that_raises_keeps_every_form_from_running(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Candidate) -> str:
        raise ZeroDivisionError("no answer")

    monkeypatch.setitem(POLICIES, "broken", broken)  # type: ignore[arg-type]
    sheet, kept = execute_text(RULE)
    assert sheet.choices["rule"].chosen is None
    assert sheet.rows[0].verdict == "veto"
    assert not [r for r in kept.records if isinstance(r, (CollapseTrace, GlyphExecution))]


def test_above_the_cost_threshold_nothing_is_compiled_or_run(monkeypatch: pytest.MonkeyPatch) -> None:
    lowered = []
    monkeypatch.setattr(collapse_module, "measure_drift", lambda program, *_: lowered.append(program))
    sheet, kept = execute_text(RULE + "compare rule\n  u = sin(x)\n  v = 1\n  grid 8\n", cost_threshold=1.0)
    assert sheet.choices["rule"].chosen is None
    assert not sheet.ok
    assert [b.stage for b in beams_of(sheet, "rule")][-1] == "veto"
    assert [b.stage for b in beams_of(sheet, "compare_rule")] == ["veto"]
    assert lowered == []
    assert not [r for r in kept.records if isinstance(r, (CollapseTrace, GlyphExecution))]


def test_a_threshold_between_two_forms_lets_the_cheaper_one_pass() -> None:
    forms = execute_text(RULE)[0].choices["rule"].forms
    energies = sorted({form.energy for form in forms})
    assert len(energies) >= 2
    choice = execute_text(RULE, cost_threshold=energies[0])[0].choices["rule"]
    assert choice.chosen is not None
    assert {form.energy for form in choice.forms if form.ruling.passed} == {energies[0]}


def test_vetoed_equations_are_not_integrated() -> None:
    sheet, _ = execute_text(HEAD + "evolve motion\n  ∂t u = 1/v\n  v = 2\n  start u = 0\n  grid 4\n  time 0.1\n")
    assert [b.stage for b in beams_of(sheet, "motion")] == ["saturate", "score", "veto"]
    assert not sheet.ok


def test_a_false_claim_has_no_form_to_run() -> None:
    sheet, _ = execute_text(HEAD + "prove\n  wrong : u = v\n")
    assert not sheet.ok
    assert [form.text for form in sheet.choices["wrong"].forms] == ["u"]
    assert "refuted" in str(sheet.choices["wrong"].forms[0].ruling)


def test_a_simplify_goal_whose_forms_are_all_vetoed_is_not_as_asked() -> None:
    sheet, _ = execute_text(HEAD + "simplify\n  bad : u/v + 0\n  good : u + 0\n")
    assert {row.cell: row.ok for row in sheet.rows} == {"bad": False, "good": True}
    (row,) = [row for row in sheet.rows if row.cell == "good"]
    assert (row.form, row.proof_steps) == ("u", 1)


def test_a_goal_proved_under_contradictory_hypotheses_is_not_run_as_truth() -> None:
    sheet, _ = execute_text(HEAD + "given\n  odd : 0 = 1\nprove\n  any : u = v\n")
    assert sheet.verdicts["any"].status == "unknown"
    assert not sheet.ok


# ---- collapse and repair ----


def test_collapse_prefers_quality_then_price_and_keeps_the_front() -> None:
    pairs = [(term(text), text) for text in ("u Δv + ∇u·∇v", "∇·(u ∇v)")]
    forms = score(pairs, VALUES, Settings(), 3, True)
    choice = collapse(forms)
    assert choice.chosen is max(forms, key=lambda form: form.qscore)
    assert choice.chosen in choice.front
    assert all(0 <= form.qscore <= 1 for form in forms)


def test_the_equations_of_a_system_are_not_each_others_rivals() -> None:
    run = "evolve string\n  ∂t u = v\n  ∂t v = Δu\n  start u = sin(x)\n  start v = 0\n  grid 4\n  time 0.1\n"
    (row,) = execute_text(HEAD + run)[0].rows
    assert row.qscore is not None
    assert row.qscore > 0.8  # ∂t u = v costs nothing, which makes Δu no worse a form


def test_a_form_that_drifts_beyond_the_bound_is_repaired_and_the_mutation_recorded() -> None:
    sheet, kept = execute_text(RULE, drift_bound=0.0)
    choice = sheet.choices["rule"]
    measured = sorted((f for f in choice.forms if f.drift is not None), key=lambda form: form.drift or 0.0)
    before = len(kept.records)
    worst = Choice(measured[-1], choice.forms, choice.front, "for this test")
    repaired = repair(sheet, sheet.scroll.goals[0], worst, sheet.eids["rule"])
    assert repaired.chosen is measured[0]
    beam, mutation, points = kept.records[before:]
    assert beam.result["repaired"] is True  # type: ignore[attr-defined]
    assert beam.result["steps"][-1]["after"] == measured[0].text  # type: ignore[attr-defined]
    assert mutation.original.glyph == measured[-1].text  # type: ignore[attr-defined]
    assert mutation.mutated.glyph == measured[0].text  # type: ignore[attr-defined]
    assert mutation.mutation_id == points.mutation_id  # type: ignore[attr-defined]


def test_where_nothing_drifts_less_the_record_says_so() -> None:
    sheet, _ = execute_text(RULE, drift_bound=0.0)
    (beam,) = beams_of(sheet, "rule", "repair")
    assert beam.result["repaired"] is False


def test_within_the_bound_nothing_is_repaired() -> None:
    sheet, _ = execute_text(RULE, drift_bound=24.0)
    assert beams_of(sheet, "rule", "repair") == []


# ---- flags ----


@pytest.mark.parametrize("attached", [True, False])
def test_phase_nine_attaches_the_ghost_replay(attached: bool) -> None:
    _, kept = execute_text(RULE, phase9_enabled=attached)
    (trace,) = [r for r in kept.records if isinstance(r, CollapseTrace)]
    assert (trace.hologram.ghx_data is not None) is attached


def test_without_execution_jax_is_never_loaded() -> None:
    text = RULE + "compare rule\n  u = sin(x)\n  v = 1\n  grid 8\n"
    code = f"""
import sys
from tests.photonic.codex.runs import beams_of, execute_text
sheet, _ = execute_text({text!r}, qwave_exec_on=False)
assert [b.stage for b in beams_of(sheet, "compare_rule")] == ["skip"]
assert sheet.ok
loaded = sorted(m for m in sys.modules if m.split(".")[0] in ("jax", "jaxlib", "equinox", "diffrax", "optax"))
assert loaded == [], loaded
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "JAX_PLATFORMS": "cpu"},
    )
    assert done.returncode == 0, done.stderr


def test_a_ruling_without_reasons_passes() -> None:
    assert Ruling({"one": "", "two": ""}).risk == Fraction(0)
