"""Goals of simplify: each form is what was asked for, proved, equal in components, and never worse in its measure."""

import pytest

import photonic as ph
from photonic.errors import PhotonicError
from photonic.simplifier import simplify
from photonic.simplifying.rewrites import rewrites_for
from photonic.theory.rules import vocabulary
from tests.photonic.test_simplify import vanishes

FIELDS = {"f": "scalar", "g": "scalar", "k": "scalar", "A": "vector", "B": "vector", "c": "constant"}
TEXTS = (
    "k Δg + ∇k·∇g", "f ∇·A + ∇f·A + g", "∇×∇×A", "(f + g) (f − g)", "∇·(f (A + B))", "f (A·B) + c (A·B) − f (B·A)",
    "(f + g)^2", "∇×(f A)", "f − f", "∇·(A × B)",
)  # fmt: skip
GOALS = ("cheapest", "smallest", "expanded", ph.factored("∇·"), ph.free_of("∇×"))


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("text", TEXTS)
def test_proved_equal_and_never_worse(text: str, goal: str) -> None:
    result = simplify(text, fields=FIELDS, goal=goal)
    assert result.cost_after <= result.cost_before
    assert result.goal == goal
    assert result.reached or "this is the nearest" in result.note
    kernel = rewrites_for.__wrapped__(3, *vocabulary([result.before])).kernel
    theorem = result.proof.check(kernel)
    assert (theorem.lhs, theorem.rhs) == (result.before, result.after)
    assert vanishes(ph.problem.residual(result.before, result.after)) is True


@pytest.mark.parametrize(
    ("text", "goal", "expected"),
    [
        ("k Δg + ∇k·∇g", ph.factored("∇·"), "∇·(k ∇g)"),
        ("∇×∇×A", ph.free_of("curl"), "∇∇·A − ΔA"),
        ("∇×∇f + A", "smallest", "A"),
        ("k Δg + ∇k·∇g", "cheapest", "∇·(k ∇g)"),
    ],
)
def test_known_forms(text: str, goal: str, expected: str) -> None:
    result = simplify(text, fields=FIELDS, goal=goal)
    assert str(result.expression) == expected
    assert result.reached


def test_what_is_not_reached_says_so() -> None:
    result = simplify("∂t f", fields=FIELDS, goal=ph.free_of("∂t"))
    assert not result.reached
    assert "free of ∂t" in result.note
    assert result.note in str(result)
    with pytest.raises(PhotonicError, match="free of"):
        simplify("∂t f", fields=FIELDS, goal=ph.free_of("∂t"), strict=True)


@pytest.mark.parametrize("goal", ["fast", "factored in ?", "free of nothing", 3])
def test_no_goal_is_named(goal: str) -> None:
    with pytest.raises(PhotonicError, match="goal"):
        simplify("f", fields=FIELDS, goal=goal)


def test_the_price_has_no_fraction() -> None:
    assert "(27 → 0 operations)" in str(simplify("∇×∇f + A", fields=FIELDS))


def test_accuracy_is_measured_in_the_ranges() -> None:
    result = simplify("(f + g) − f", fields=FIELDS, goal="accurate", ranges={"f": (1e6, 1e7), "g": (1.0, 2.0)})
    assert str(result.expression) == "g"
    assert result.unit == "bits"
    assert result.cost_after == 0 < result.cost_before


@pytest.mark.parametrize(
    ("text", "glyph", "searched"),
    [
        ("f ∇·A + f", "∇·", False),
        ("f A + ∇f", "∇·", False),
        ("f g", "∇×", False),
        ("∂t f + f", "∂t", False),
        ("f ∇g", "∇×", False),
        ("∇f × A", "∇", False),
        ("∇f·A/∇·A", "∇·", False),
        ("f Δg", "∇·", False),
        ("(A·∇)B", "∇·", False),
        ("∇f × ∇g", "∇×", True),
        ("∇·A ∇·B − ∇A : (∇B)ᵀ", "∇·", True),
    ],
)
def test_no_graph_is_searched_for_what_is_seen_to_be_out_of_reach(text: str, glyph: str, searched: bool) -> None:
    names = {"f": "scalar", "g": "scalar", "A": "vector", "B": "vector"}
    result = simplify(text, fields=names, goal=ph.factored(glyph))
    assert not result.reached
    assert ("e-graph" in result.note) is searched


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("B·∇×A − A·∇×B", "∇·(A × B)"),
        ("(∇·A) B + (A·∇)B", "∇·(A ⊗ B)"),
        ("f Δg + ∇f·∇g", "∇·(f ∇g)"),
        ("−∇·A/2", "∇·(−A/2)"),
    ],
)
def test_what_is_in_reach_is_found(text: str, expected: str) -> None:
    names = {"f": "scalar", "g": "scalar", "A": "vector", "B": "vector"}
    assert str(simplify(text, fields=names, goal=ph.factored("∇·")).expression) == expected
