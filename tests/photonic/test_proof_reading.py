"""Proofs by normal forms are without detours, and read with collecting forth and back as one line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

import photonic as ph
from photonic.proving.proof_html import folded
from photonic.proving.proof_latex import proof_latex
from photonic.proving.proof_reading import lines_of
from photonic.proving.proof_text import named, proof_lines
from photonic.terms import from_term
from rewriting.proofs.steps import Proof

MAXWELL = ["∇×E = −∂t B", "∇×B = ∂t E"]
FIELDS = {"A": "vector", "B": "vector", "E": "vector"}


def test_a_wave_equation_takes_few_steps() -> None:
    verdict = ph.prove("∇×∇×E = −∂t ∂t E", given=MAXWELL, fields=FIELDS)
    assert verdict.proof is not None
    assert len(verdict.proof.steps) <= 6
    assert not any("E − ∇×E" in line for line in str(verdict).splitlines())


def test_collecting_forth_and_back_is_one_line() -> None:
    proof = ph.prove("∇×(A × B) = A ∇·B − B ∇·A + (B·∇)A − (A·∇)B", fields=FIELDS).proof
    assert proof is not None
    lines = lines_of(proof)
    assert [line.rule for line in lines] == ["curl_cross", "collect_terms"]
    assert len(proof.steps) == 3
    assert lines[0].before is proof.lhs
    assert lines[-1].after is proof.rhs
    assert all(a.after is b.before for a, b in pairwise(lines))


SHORT = [
    ("∇×∇×(∇×A) = −∇×ΔA", ["curl_curl", "linearity", "curl_gradient"]),
    ("∇·(∇f × ∇g) = 0", ["divergence_cross", "curl_gradient"]),
    ("axial(skew(∇A)) = ∇×A", ["skew_part", "linearity", "axial_transpose", "axial_gradient", "collect_terms"]),
    ("∇·(f ∇g − g ∇f) = f Δg − g Δf", None),
    ("∇×(k × r) = 2 k", None),
    ("∇·(a A − B/a) = a ∇·A − (∇·B)/a", ["linearity"]),
    ("∇×(A × B) = ∇·(B ⊗ A − A ⊗ B)", ["curl_cross", "collect_terms", "divergence_outer", "linearity"]),
]
NAMES = {
    **dict.fromkeys("fgp", "scalar"), **dict.fromkeys("ABEJv", "vector"), "T": "tensor",
    **dict.fromkeys("acm", "constant"), "k": "constant_vector",
}  # fmt: skip


@pytest.mark.parametrize(("claim", "laws"), SHORT)
def test_a_proof_takes_as_many_lines_as_a_person(claim: str, laws: list[str] | None) -> None:
    proof = ph.prove(claim, fields=NAMES).proof
    assert proof is not None
    said = [line.rule for line in lines_of(proof)]
    assert len(said) <= 6
    assert laws is None or said == laws


def test_a_law_that_is_used_at_several_places_is_one_line() -> None:
    proof = ph.prove("∇×(f ∇g) + ∇×(g ∇f) = 0", fields=NAMES).proof
    assert proof is not None
    lines = lines_of(proof)
    assert len({line.rule for line in lines}) == len(lines)
    assert len(lines[0].positions) == 2


def test_zeros_are_not_carried_along() -> None:
    verdict = ph.prove("Δcos(k·r) + k·k cos(k·r) = 0", fields=NAMES)
    assert verdict.proof is not None
    shown = [str(from_term(line.after)) for line in lines_of(verdict.proof)]
    assert not any(zero in text for text in shown[:-1] for zero in ("𝟎", "𝟘", "+ 0", "*0", "−−"))
    assert len(shown) <= 10


def test_the_sides_meet_as_early_as_they_may() -> None:
    """What both sides would have done to them alike is not done: (A·∇)∇f stays as it is."""
    proof = ph.prove("(A·∇)∇f + ∇×∇×B = ∇∇·B − ΔB + (A·∇)∇f", fields=NAMES).proof
    assert proof is not None
    assert {line.rule for line in lines_of(proof)} == {"curl_curl", "collect_terms"}


def test_nothing_is_permuted_without_need() -> None:
    proof = ph.prove("∇·(E × B) = B·∇×E − E·∇×B + 0 p", fields=NAMES).proof
    assert proof is not None
    assert not any("commutative" in step.rule for step in proof.steps)


def test_an_equation_with_a_constant_factor_is_used_by_division() -> None:
    verdict = ph.prove("ΔA = −(m^2 A)", given=["∇×A = m A"], fields=NAMES)
    assert verdict.proof is not None
    assert len(lines_of(verdict.proof)) <= 12
    assert "1/((" not in str(verdict)


def test_lines_hold_all_steps_in_order() -> None:
    verdict = ph.prove("□(E, c) = 0", given=["∇·E = 0", "∂t B = −∇×E", "∂t E = c^2 ∇×B"], fields=NAMES)
    assert verdict.proof is not None
    lines = lines_of(verdict.proof)
    assert len(lines) <= 12
    assert tuple(step for line in lines for step in line.steps) == verdict.proof.steps
    assert all(a.after is b.before for a, b in pairwise(lines))
    assert any(line.given for line in lines)
    assert [str(from_term(term)) for line in lines for _, term in line.conditions] == ["c"]


def test_proofs_of_an_e_graph_are_grouped_too() -> None:
    simplified = ph.simplify("k Δf + ∇k·∇f", fields={"k": "scalar", "f": "scalar"})
    assert len(lines_of(simplified.proof)) <= 3


@pytest.fixture(scope="module")
def probability() -> Proof:
    """That Schrödinger's equation, which says what ħ ∂t a and ħ ∂t b are, keeps a² + b²."""
    found = ph.prove(
        "∂t(a^2 + b^2) + ∇·((hb/m)(a ∇b − b ∇a)) = 0",
        given=["hb ∂t a = −hb^2/(2 m) Δb + V b", "hb ∂t b = hb^2/(2 m) Δa − V a"],
        fields={**dict.fromkeys(("a", "b", "V"), "scalar"), **dict.fromkeys(("hb", "m"), "constant")},
    ).proof
    assert found is not None
    return found


def test_a_hypothesis_that_is_divided_is_one_line(probability: Proof) -> None:
    lines = lines_of(probability)
    assert (lines[0].before, lines[-1].after) == (probability.lhs, probability.rhs)
    assert all(a.after is b.before for a, b in pairwise(lines))
    assert [step for line in lines for step in line.steps] == list(probability.steps)
    words = [named(line) for line in lines]
    assert [word for word in words if word.startswith("given")] == [
        "given 1, divided by hb ≠ 0, on ∂t a",
        "given 2, divided by hb ≠ 0, on ∂t b",
    ]
    assert not any(word.startswith("divide_self backwards") for word in words)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (lambda proof: "\n".join(proof_lines(proof)), "given 1, divided by hb ≠ 0, on ∂t a"),
        (proof_latex, r"\text{given 1, divided by $hb$ $\neq$ 0}"),
        (folded, "given 1, divided by hb ≠ 0 on <code>"),
    ],
    ids=["text", "latex", "html"],
)
def test_a_hypothesis_that_is_divided_reads_so_in_every_form(
    probability: Proof, form: Callable[[Proof], str], words: str
) -> None:
    assert words in form(probability)


@pytest.mark.parametrize(
    ("claim", "given"),
    [("∂t ∂t f = p/(a a)", "a^2 ∂t ∂t f = p"), ("a (p/a) = f", "f = p"), ("∂t f = p", "a ∂t f = a p")],
)
def test_only_what_is_divided_is_said_to_be(claim: str, given: str) -> None:
    """a^2 ∂t ∂t f is not divided by a, and f = p by nothing."""
    proof = ph.prove(claim, given=[given], fields=NAMES).proof
    assert proof is not None
    for line in lines_of(proof):
        if "divided" in named(line):
            assert [str(from_term(term)) for _, term in line.conditions] == ["a"]
            assert given.startswith("a ")
