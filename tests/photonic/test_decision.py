"""The decision by fingerprint: what it says, and when it has the honesty to say nothing."""

from collections.abc import Sequence
from typing import Any

import pytest

from photonic.deciding.decision import decide, is_constant, nonzero_at_random
from photonic.expressions.declarations import declare
from photonic.problem import as_term, pose

FIELDS = {"f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "c": "constant", "k": "constant_vector"}


def decided(text: str, given: Sequence[Any] = (), seed: int = 0) -> Any:
    return decide(pose(text, given=given, fields=FIELDS), seed)


@pytest.mark.parametrize("seed", range(5))
def test_true_and_false_are_told_apart_at_every_seed(seed: int) -> None:
    assert decided("∇·(f A) = f ∇·A + ∇f·A", seed=seed).agree is True
    assert decided("∇·(f A) = f ∇·A − ∇f·A", seed=seed).agree is False


def test_roots_are_tried_at_many_points() -> None:
    """√(f²) = f holds at about every other point: one point would be fooled half of the time."""
    assert [decided("sqrt(f^2) = f", seed=seed).agree for seed in range(6)] == [False] * 6
    assert decided("sqrt(f)^2 = f").agree is True


def test_transcendental_differences_ask_for_confirmation() -> None:
    assert decided("exp(f + g) = exp(f) exp(g)").confirm
    assert not decided("f + g = f g").confirm


def test_linear_hypotheses_are_respected() -> None:
    assert decided("∇×(∇×A) = −ΔA").agree is False
    assert decided("∇×(∇×A) = −ΔA", ["∇·A = 0"]).agree is True
    assert decided("∇×A = 0", ["∇·A = 0"]).agree is False


@pytest.mark.parametrize("given", [["f^2 = g"], ["0 = 1"], ["c = 0"], ["∇f = A", "c = 2"], ["x = 1"]])
def test_without_an_honest_point_there_is_no_decision_but_a_reason(given: list[str]) -> None:
    decision = decided("f = g", given)
    assert decision.agree is None
    assert decision.note.startswith("no decision by fingerprint: ")


def test_what_is_undefined_everywhere_is_not_decided() -> None:
    decision = decided("1/(f − f) = 1")
    assert (decision.agree, decision.domain) == (None, None)


@pytest.mark.parametrize(("text", "expected"), [("f − f", False), ("f − g", True), ("1/f", True), ("1/(f − f)", False)])
def test_nonzero_at_random(text: str, expected: bool) -> None:
    assert nonzero_at_random(as_term(text, declare(FIELDS))) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("c + 2", True), ("c + f", False), ("norm(k)", True), ("r·k", False), ("x", False), ("t", False)],
)
def test_is_constant(text: str, expected: bool) -> None:
    assert is_constant(as_term(text, declare(FIELDS))) is expected
