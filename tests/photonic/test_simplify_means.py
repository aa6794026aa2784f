"""What has a mean over periodic waves is no divergence: looked at on what is one, and on what is not."""

import pytest

from photonic.expressions.declarations import Declaration
from photonic.problem import as_term
from photonic.simplifying.means import has_a_mean

FIELDS = dict.fromkeys("fgk", "scalar") | dict.fromkeys("AB", "vector") | {"c": "constant", "h": "function"}
DECLARED = {name: Declaration(name, kind) for name, kind in ({**FIELDS, "r": "position"}).items()}

DIVERGENCES = (
    "∇·(f A)", "f ∇·A + A·∇f", "f Δg − g Δf", "B·∇×A − A·∇×B", "tr(∇A·∇A) − (∇·A)^2", "det(∇A)", "∇f·(∇g × ∇k)",
    "∇·(A/norm(A))", "∂t ∇·A", "log(f) ∇·A + A·∇f/f", "(A·∇)B + (∇·A) B", "∇h(f)·A + h(f) ∇·A", "0 f", "Δ(f^3 g)",
    "∇·(exp(f g)/k A × B)", "∇×(f A)",
)  # fmt: skip
OTHERS = (
    "f Δg", "f ∇·A", "∂t f", "A·∂t A", "A·∇×A", "norm(∇f)", "(A·∇)B", "f", "c f", "sin(f) Δg/g", "h(f) ∂t g", "f A",
    "∇·(f A) + g", "∇f·A/∇·A",
)  # fmt: skip


@pytest.mark.parametrize("text", DIVERGENCES)
def test_a_divergence_has_none(text: str) -> None:
    assert not has_a_mean(as_term(text, DECLARED), 3)


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_none_has_one(text: str) -> None:
    assert has_a_mean(as_term(text, DECLARED), 3)


@pytest.mark.parametrize("text", ["r·A", "f + r·∇f", "gamma(f)", "(f − f)^(1/2) f"])
def test_of_what_is_not_sampled_nothing_is_said(text: str) -> None:
    assert not has_a_mean(as_term(text, DECLARED), 3)


def test_in_one_and_two_dimensions() -> None:
    for dimension in (1, 2):
        assert has_a_mean(as_term("f Δg", DECLARED), dimension)
        assert not has_a_mean(as_term("f Δg + ∇f·∇g", DECLARED), dimension)
