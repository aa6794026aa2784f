"""A proof is written with differences, the claim itself as it was given."""

from __future__ import annotations

from itertools import pairwise

import pytest

import photonic as ph
from photonic.deciding.decision import decide
from photonic.expressions.declarations import declare
from photonic.problem import Problem
from photonic.proving.differences import with_differences
from photonic.proving.proof_reading import lines_of
from photonic.terms import apply, describe
from photonic.text.parser import parse_term
from rewriting.term import Term, number

FIELDS = {
    **dict.fromkeys("fgp", "scalar"),
    **dict.fromkeys("ABCv", "vector"),
    **dict.fromkeys("ST", "tensor"),
    "nu": "constant",
}
MOMENTUM = ["∂t v + (v·∇)v = −∇p + nu Δv", "∇·v = 0"]
CLAIMS: list[tuple[str, list[str]]] = [
    ("∂t(∇×v) + (v·∇)(∇×v) = ((∇×v)·∇)v + nu Δ(∇×v)", MOMENTUM),
    ("T : S + tr(T·Sᵀ) = 2 sym(T) : sym(S) + 2 skew(T) : skew(S)", []), ("sym(T) : skew(T) = 0", []),
]  # fmt: skip


def read(text: str) -> Term:
    return parse_term(text, declare(FIELDS))


def times(top: int, bottom: int, text: str) -> Term:
    """A multiple by a number as collecting writes it: (−2) X, (−1)/2 X."""
    size = number(top) if bottom == 1 else apply("divide", number(top), number(bottom))
    return apply("multiply", size, read(text))


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (read("A + (−B)"), "A − B"),
        (read("∇·(A + (−B) + C)"), "∇·(A − B + C)"),
        (read("f + (−(f + g))"), "f − (f + g)"),
        (apply("add", read("A"), times(-2, 1, "B")), "A − 2 B"),
        (apply("add", read("A"), times(-1, 2, "B")), "A − 1/2 B"),
        (times(-3, 1, "∇f"), "−3 ∇f"),
        (apply("multiply", read("f"), times(-2, 1, "g")), "f (−2 g)"),
        (read("A + B"), "A + B"),
        (read("A − (−B)"), "A − (−B)"),
        (read("f (−g) + g"), "f (−g) + g"),
    ],
)
def test_what_is_negative_is_subtracted(term: Term, shown: str) -> None:
    made = with_differences(term)
    assert describe(made) == shown
    assert decide(Problem(made, term)).agree
    assert read(shown) is made


@pytest.mark.parametrize(("claim", "given"), CLAIMS)
def test_no_line_of_a_proof_adds_a_negative_term(claim: str, given: list[str]) -> None:
    verdict = ph.prove(claim, given=given, fields=FIELDS)
    assert verdict.proof is not None
    assert any("+ (−" in describe(line.after) for line in lines_of(verdict.proof)), "the claim tests nothing"
    rows = str(verdict).splitlines()
    assert not [row for row in rows if " + (−" in row]
    assert "<code>" in verdict._repr_html_()
    assert " + (−" not in verdict._repr_html_()
    assert r"+ \left(- " not in verdict.proof_latex()


@pytest.mark.parametrize(("claim", "given"), CLAIMS)
def test_no_two_lines_of_a_proof_read_alike(claim: str, given: list[str]) -> None:
    verdict = ph.prove(claim, given=given, fields=FIELDS)
    shown = [row.strip().removeprefix("= ").split("   ")[0] for row in str(verdict).splitlines()[1:]]
    assert all(first != second for first, second in pairwise(shown))


def test_the_sides_of_a_claim_stand_as_they_were_given() -> None:
    rows = str(ph.prove("f + (−g) + 0 f = f + (−1) g", fields=FIELDS)).splitlines()
    assert rows[1].strip() == "f + (−g) + 0 f"
    assert rows[-1].strip().startswith("= f + (−1) g ")
