"""The three example scrolls from end to end, on reduced grids: what they claim is what comes out."""

import numpy as np
import pytest

from backends.contracts import BeamEvent, CollapseTrace, EntanglementLink, GlyphExecution
from photonic.codex.sheet import Sheet
from tests.photonic.codex.runs import ROOT, Kept, beams_of, execute_text

Run = tuple[Sheet, Kept]


def example(name: str, *changes: tuple[str, str]) -> str:
    text = (ROOT / "examples" / f"{name}.codex").read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def maxwell() -> Run:
    return execute_text(
        example(
            "maxwell",
            ("methods spectral fd2", "methods fd2"),
            ("grid 12 24", "grid 10 16"),
            ("time 0.5", "time 0.2\n  steps 40"),
        )
    )


@pytest.fixture(scope="module")
def heat() -> Run:
    return execute_text(example("heat", ("grid 16", "grid 8"), ("grid 64", "grid 32"), ("steps 300", "steps 150")))


@pytest.fixture(scope="module")
def advection() -> Run:
    return execute_text(example("advection"))


@pytest.fixture(params=["maxwell", "heat", "advection"])
def run(request: pytest.FixtureRequest) -> Run:
    found: Run = request.getfixturevalue(request.param)
    return found


def test_maxwell_proves_both_wave_equations_from_the_four(maxwell: Run) -> None:
    sheet, _ = maxwell
    assert sheet.ok
    for cell in ("wave_E", "wave_B"):
        proof = sheet.verdicts[cell].proof
        assert proof is not None
        assert {"gauss", "no_monopole", "faraday", "ampere"} & {step.rule for step in proof.steps}


def test_maxwell_entangles_the_two_waves_and_nothing_else(maxwell: Run) -> None:
    sheet, kept = maxwell
    assert sheet.eids["wave_E"] == sheet.eids["wave_B"] != sheet.eids["plane_wave"]
    assert sheet.eids["wave_E"].startswith(f"eid::{sheet.recorder.run_id}::")
    links = [r for r in kept.records if isinstance(r, EntanglementLink)]
    assert {cell for link in links for cell in link.cells if link.eid == sheet.eids["wave_E"]} == {"wave_E", "wave_B"}


def test_maxwell_converges_with_the_orders_of_its_methods(maxwell: Run) -> None:
    sheet, _ = maxwell
    (beam,) = beams_of(sheet, "plane_wave", "converge")
    orders, errors = beam.result["orders"], beam.result["errors"]
    assert orders["fd2"] == pytest.approx(2, abs=0.15)
    assert orders["fd4"] == pytest.approx(4, abs=0.3)
    assert orders["fd8"] == pytest.approx(8, abs=1.2)
    assert errors["fd8"][-1] < errors["fd4"][-1] < errors["fd2"][-1] < 0.05


def test_heat_proves_its_product_rule_and_entangles_it_with_the_fit(heat: Run) -> None:
    sheet, _ = heat
    proof = sheet.verdicts["product_rule"].proof
    assert proof is not None
    assert len(proof.steps) == 2
    assert proof.steps[0].rule == "divergence_scaled"
    assert sheet.eids["product_rule"] == sheet.eids["fit_κ"]


def test_heat_recovers_its_coefficient(heat: Run) -> None:
    sheet, _ = heat
    (beam,) = beams_of(sheet, "fit_κ", "fit")
    assert beam.result["error_after"] < 0.02 < 0.2 < beam.result["error_before"]
    assert beam.result["loss_last"] < 1e-3 * beam.result["loss_first"]


def test_heat_shows_the_interference_of_equal_forms(heat: Run) -> None:
    sheet, _ = heat
    (beam,) = beams_of(sheet, "compare_product_rule", "interfere")
    errors = beam.result["errors"]
    assert 0 < beam.result["interference"] < 0.1
    assert errors[beam.result["chosen"]] == min(errors.values())
    assert len(errors) >= 2


def test_advection_refutes_what_is_false_and_runs_none_of_it(advection: Run) -> None:
    sheet, kept = advection
    assert sheet.ok
    assert {name: verdict.status for name, verdict in sheet.verdicts.items()} == {
        "carried": "proved", "flux_sign": "refuted", "curl_cross": "refuted",
    }  # fmt: skip
    for cell in ("flux_sign", "curl_cross"):
        assert sheet.choices[cell].chosen is None
        assert [beam.stage for beam in beams_of(sheet, cell)][-1] == "veto"
    assert [r.identity for r in kept.records if isinstance(r, CollapseTrace)] == ["carried"]


def test_the_front_page_shows_the_proofs_and_counterexamples_of_today(maxwell: Run, heat: Run, advection: Run) -> None:
    _, _, behind = (ROOT / "README.md").read_text("utf-8").partition("── maxwell: ")
    begins, ends = ("    ", "  = ", "  with "), (": proved by rewriting", ": refuted by counterexample")
    shown = [line for line in behind.partition("```")[0].splitlines() if line.startswith(begins) or line.endswith(ends)]
    verdicts = [verdict for sheet, _ in (maxwell, heat, advection) for verdict in sheet.verdicts.values()]
    assert len(shown) > 20
    assert set(shown) <= {line for verdict in verdicts for line in str(verdict).splitlines()}


def test_every_cell_has_its_stages_in_one_order(run: Run) -> None:
    sheet, _ = run
    order = ["parse", "prove", "saturate", "score", "collapse", "veto", "repair", "compile", "run", "converge",
             "fit", "interfere", "motifs"]  # fmt: skip
    for cell in {beam.cell_id for beam in sheet.recorder.beams}:
        stages = [order.index(beam.stage) for beam in beams_of(sheet, cell)]
        assert stages == sorted(stages), cell
    for goal in sheet.scroll.goals:
        stages_of_goal = [beam.stage for beam in beams_of(sheet, goal.name)]
        assert stages_of_goal[:4] == ["parse", "prove", "saturate", "score"]


def test_every_beam_descends_from_beams_that_were_recorded_before(run: Run) -> None:
    sheet, kept = run
    known: set[str] = set()
    for record in kept.records:
        if isinstance(record, BeamEvent):
            assert set(record.parents) <= known
            known.add(record.beam_id)
    firsts = {beams_of(sheet, cell)[0].beam_id for cell in {b.cell_id for b in sheet.recorder.beams}}
    for beam in sheet.recorder.beams:
        assert beam.parents or beam.beam_id in firsts
    assert len(known) == len(sheet.recorder.beams)


def test_every_choice_comes_with_its_reason_its_price_and_its_proof(run: Run) -> None:
    sheet, kept = run
    executions = {r.payload.glyph: r.payload for r in kept.records if isinstance(r, GlyphExecution)}
    for name, choice in sheet.choices.items():
        if choice.chosen is None:
            continue
        (beam,) = beams_of(sheet, name, "collapse")
        assert beam.result["chosen"] == choice.chosen.text
        assert beam.result["reason"]
        assert choice.chosen in choice.front
        steps = beam.result["steps"]
        assert (steps[-1]["after"] if steps else str(choice.forms[0].text)) == choice.chosen.text
        detail = executions[choice.chosen.text].detail
        assert (detail.energy, detail.ethics_risk) == (choice.chosen.energy, 0.0)
        assert detail.opportunity_loss >= 0


def test_a_second_execution_records_the_same_results(advection: Run) -> None:
    from photonic.codex.replay import compare_runs

    again, _ = execute_text(example("advection"))
    assert compare_runs(advection[0].recorder.beams, again.recorder.beams).same


def test_the_numbers_in_records_are_finite(run: Run) -> None:
    sheet, _ = run
    for beam in sheet.recorder.beams:
        assert all(np.isfinite(v) for v in (beam.drift, beam.qscore, beam.sqi_after) if v is not None)
