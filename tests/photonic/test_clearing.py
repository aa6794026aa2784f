"""What a kernel works out without a law, clearing and linearity, is true of random fields, and says what it should."""

from __future__ import annotations

import pytest

from photonic.expressions.declarations import declare
from photonic.proving.clearing import cleared
from photonic.proving.law_shapes import shape_of
from photonic.proving.linearity import distributed
from photonic.terms import describe, rank
from photonic.text.parser import parse_term
from photonic.theory.fingerprints import JetDomain
from rewriting.op import Op
from rewriting.term import Term, fold

FIELDS = {
    **dict.fromkeys("fg", "scalar"), **dict.fromkeys("ABC", "vector"), **dict.fromkeys("ST", "tensor"),
    **dict.fromkeys("ac", "constant"), "k": "constant_vector",
}  # fmt: skip


def term(text: str) -> Term:
    return parse_term(text, declare(FIELDS))


def agree(left: Term, right: Term) -> bool:
    """By exact jets at two random points; they know nothing of what clears and distributes."""
    for seed in (1, 2):
        domain = JetDomain(4, 3, seed)
        values = (fold(side, domain.make) for side in (left, right))  # type: ignore[arg-type]
        one, other = values
        if not domain.agree(rank(left), *one, *other).all():
            return False
    return True


CLEARED = [
    ("f + 0", "f"), ("0 + f", "f"), ("f − 0", "f"), ("0 − f", "−f"), ("−(−f)", "f"), ("f − (−g)", "f + g"),
    ("1 f", "f"), ("f/1", "f"),
    ("0 f + g", "g"), ("A·(0 B)", "0"), ("∇(0 f)", "𝟎"), ("Δ(0 f) + g", "g"), ("tr(0 S)", "0"), ("(0 S) : T", "0"),
    ("A × (0 B) + C", "C"), ("∂t(0 A)", "𝟎"), ("(A·∇)(0 f)", "0"), ("∇·(∇×A − 0 B)", "∇·∇×A"), ("(0 S)ᵀ", "𝟘"),
    ("f + g", "f + g"), ("A ⊗ (0 B)", "𝟘"), ("hat(0 A)", "𝟘"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "clear"), CLEARED)
def test_zeros_and_ones_are_left_out(text: str, clear: str) -> None:
    assert describe(cleared(term(text))) == clear


def test_what_stays_keeps_its_order() -> None:
    assert describe(cleared(term("g f + (0 g + (B·A + f 1))"))) == "g f + (B·A + f)"


def test_an_operator_that_is_not_homogeneous_is_kept() -> None:
    assert describe(cleared(term("exp(0 f) + det(0 S)"))) == "exp(0) + det(𝟘)"


SPREAD = [
    ("∇·(a A − B/c)", "a ∇·A − (∇·B)/c"), ("∇(f + g)", "∇f + ∇g"), ("Δ(−(a f))", "−a Δf"),
    ("(f A + B) × C", "f A × C + B × C"), ("tr(f S − T)", "f tr(S) − tr(T)"), ("(S + g T)ᵀ", "Sᵀ + g Tᵀ"),
    ("∂t(f a + g)", "∂t f a + ∂t g"), ("((A + f B)·∇)g", "(A·∇)g + f (B·∇)g"), ("S : (f T)", "f S : T"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spread"), SPREAD)
def test_an_operator_is_taken_into_sums_and_past_factors(text: str, spread: str) -> None:
    made = distributed(term(text))
    assert made is term(spread)


def test_a_derivative_is_not_taken_past_a_field() -> None:
    for text in ("∇·(f A)", "Δ(f g)", "∂t(f A)", "(A·∇)(f B)", "det(f S)", "exp(f + g)", "norm(A + B)", "□(f + g)"):
        assert distributed(term(text)) is None


def test_only_laws_of_any_dimension_tell_the_shape_of_an_operator() -> None:
    assert shape_of(Op("divergence", (1,)), 1).linear == {0}
    assert not shape_of(Op("divergence", (1,)), 1).factors
    assert shape_of(Op("double_dot", (2, 2)), 2).factors == {0, 1}
    assert not shape_of(Op("determinant", (2,)), 1).linear


@pytest.mark.parametrize("text", [text for text, _ in (*CLEARED, *SPREAD)])
def test_both_are_true_at_random_points(text: str) -> None:
    before = term(text)
    assert agree(before, cleared(before))
    assert agree(before, distributed(before) or before)
    assert not agree(
        before, term("f + 12345 g") if rank(before) == 0 else {1: term("A + C"), 2: term("S + T")}[rank(before)]
    )
