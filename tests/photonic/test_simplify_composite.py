"""simplify where a law's letters stand for composite operands: the short form is found as it is for letters."""

import random

import pytest

from photonic.cost import operations
from photonic.expressions.declarations import Declaration
from photonic.meaning import program_of
from photonic.problem import as_term
from photonic.simplifier import simplify
from photonic.terms import describe
from tests.photonic.concrete import agree
from tests.photonic.expressions import tree_cost

FIELDS = (
    dict.fromkeys("fgku", "scalar") | dict.fromkeys("ABvw", "vector") | {"S": "tensor", "T": "tensor", "h": "function"}
)
DECLARED = {name: Declaration(name, kind) for name, kind in FIELDS.items()}

EXPANDED: tuple[tuple[str, str], ...] = (
    ("∇·(a X)", "a ∇·X + ∇a·X"),
    ("∇×(a X)", "∇a × X + a ∇×X"),
    ("∇·(X × Y)", "Y·∇×X − X·∇×Y"),
    ("∇·(X ⊗ Y)", "(X·∇)Y + (∇·X) Y"),
    ("∂t(a X)", "a ∂t X + (∂t a) X"),
    ("∂t(X × Y)", "X × ∂t Y + ∂t X × Y"),
    ("∇·(a ∇b)", "∇b·∇a + a ∇·∇b"),
    ("∇·(M·X)", "∇·M·X + M : ∇X"),
    ("X × (Y × Z)", "(X·Z) Y − (X·Y) Z"),
    ("∇(a b)", "a ∇b + b ∇a"),
)
"""Short forms and what they become, about letters for operands."""

OPERANDS = {
    "a": ("f", "f/g", "u^2", "A·B", "h(f)", "f + u", "v·∇f", "exp(g)"),
    "b": ("g", "k", "h(u)", "sin(u)"),
    "X": ("A × w", "∇×A", "S·B", "k v", "A + w", "f ∇g", "(v·∇)w", "∂t A"),
    "Y": ("B", "B/g", "∇u", "ΔB"),
    "Z": ("v", "B × ∇×B"),
    "M": ("S", "k T", "∇v"),
}


def filled(text: str, operands: dict[str, str]) -> str:
    return "".join(f"({operands[char]})" if char in operands else char for char in text)


def drawn(count: int, seed: int) -> list[tuple[str, str]]:
    rng = random.Random(seed)
    found = []
    for number in range(count):
        operands = {letter: rng.choice(choices) for letter, choices in OPERANDS.items()}
        short, long = EXPANDED[number % len(EXPANDED)]
        found.append((filled(short, operands), filled(long, operands)))
    return found


@pytest.mark.parametrize("goal", ["cheapest", "smallest"])
def test_a_product_rule_about_composite_operands_is_seen(goal: str) -> None:
    missed = []
    for short, long in drawn(60, seed=3):
        result, known = (simplify(each, fields=FIELDS, goal=goal) for each in (long, short))
        assert result.cost_after <= result.cost_before
        if result.cost_after > known.cost_before:
            missed.append(f"{long} → {describe(result.after)}, not {short}")
    assert len(missed) <= 3, missed


@pytest.mark.parametrize(
    ("text", "goal", "expected"),
    [
        ("f ∇·(A × w) + ∇f·(A × w)", "cheapest", "∇·(f A × w)"),
        ("f ∇·(A × w) + ∇f·(A × w)", "smallest", "∇·(f A × w)"),
        ("f ∇×A + ∇f × A", "factored in ∇×", "∇×(f A)"),
        ("u^2 ∇·(f ∇g) + ∇u^2·(f ∇g)", "smallest", "∇·(u^2 (f ∇g))"),
        ("f/g ∂t ∇·T + ∂t(f/g) ∇·T", "smallest", "∂t(f/g ∇·T)"),
        ("sin(u + f) g + sin(f + u) k", "smallest", "sin(f + u) (g + k)"),
        ("A·∂t A", "cheapest", "∂t(A·A)/2"),
        ("h'(f) ∇f·A + h(f) ∇·A", "cheapest", "∇·(h(f) A)"),
        ("cos(f) (A·∇)f + sin(f) ∇·A", "smallest", "∇·(sin(f) A)"),
        ("v × ∇×v + (v·∇)v", "cheapest", "∇(v·v)/2"),
        ("(𝟎·∇)B + A", "smallest", "A"),
        ("norm(A − A) + f sqrt(1)", "smallest", "f"),
    ],
)
def test_known_forms(text: str, goal: str, expected: str) -> None:
    result, known = (simplify(each, fields=FIELDS, goal=goal) for each in (text, expected))
    assert result.cost_after <= known.cost_before, str(result.expression)
    assert agree(result.before, result.after) is not False


@pytest.mark.parametrize(("one", "other"), [("(A·∇)f", "A·∇f"), ("(A·∇)B", "A·∇B")])
def test_what_runs_alike_costs_alike(one: str, other: str) -> None:
    terms = [as_term(each, DECLARED) for each in (one, other)]
    programs = [program_of(term) for term in terms]
    prices = [tree_cost(term, lambda node: operations(3)(node.op)) for term in terms]
    assert len(programs[0].instructions) == len(programs[1].instructions)
    assert prices[0] == prices[1]
