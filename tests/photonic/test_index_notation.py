"""The translation for the peer that is measured: components by textbook formulas, and what cannot be said."""

import re

import pytest

from benchmarks.index_notation import CannotStateError, Statement
from photonic.expressions.declarations import declare
from photonic.problem import pose

FIELDS = {
    "f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "T": "tensor", "h": "function", "r": "position",
    "m": "constant",
}  # fmt: skip


def stated(text: str) -> Statement:
    problem = pose(text, fields=declare(FIELDS))
    return Statement(problem.left, problem.right)


def renamed(text: str) -> str:
    """The text with indices renamed i, j, k … in the order of their first appearance, and single blanks."""
    names: dict[str, str] = {}
    text = re.sub(r"\bm\d+\b", lambda found: names.setdefault(found[0], "ijklnpq"[len(names)]), text)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("∇×A = 0", r"(\epsilon_{i j k} \partial_{j}{A_{k}}) - (0)"),
        ("∇·T = A", r"(\partial_{i}{T_{i j}}) - (A_{j})"),
        ("A·B = f", "((A_{i}) (B_{i})) - (f)"),
        ("T·A = Tᵀ·B", "((T_{i j}) (A_{j})) - ((T_{k i}) (B_{k}))"),
        ("∇f = m A", r"(\partial_{i}{f}) - ((m) (A_{i}))"),
        ("(A·∇)B = 0", r"((A_{i}) \partial_{i}{B_{j}}) - (0)"),
        ("tr(T) = f^2", "(T_{i i}) - ((f) (f))"),
    ],
)
def test_components(text: str, expected: str) -> None:
    assert renamed(stated(text).expression) == expected


def test_what_depends_on_the_position_is_named_and_constants_are_not() -> None:
    fields = stated("∇·(f A) = m g").fields
    assert {"f", "g", "A_{m1}"} <= set(fields)
    assert not [name for name in fields if name.startswith("m")]


def test_a_quotient_is_a_scalar_of_its_own_with_its_derivatives() -> None:
    statement = stated("∇(1/g) = 0")
    rules = [renamed(rule) for rule in statement.substitutions]
    assert "g QA -> 1" in rules
    assert r"\partial_{i}{QA} -> -QA QA \partial_{i}{g}" in rules


def test_the_derivatives_of_an_unknown_function_come_to_an_end() -> None:
    names = {name for name in stated("∇(h(f)) = h'(f) ∇f").fields if name.startswith("Q")}
    assert 2 <= len(names) <= 6


@pytest.mark.parametrize("text", ["log(f) = g", "f^g = 1", "x = f"])
def test_what_has_no_translation_is_refused(text: str) -> None:
    with pytest.raises(CannotStateError):
        stated(text)
