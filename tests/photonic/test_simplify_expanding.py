"""Expansion comes to an end: for every law that it reads, and for what people write."""

import pytest

from photonic.expressions.declarations import Declaration
from photonic.simplifier import simplify
from photonic.simplifying.expanding import expand
from photonic.simplifying.rewrites import rewrites_for
from photonic.simplifying.search import tree_size
from photonic.terms import describe, symbol_term
from rewriting.op import VARIABLE
from rewriting.rule import Rule
from rewriting.term import Term, substitute, variables

FIELDS = dict.fromkeys("fg", "scalar") | dict.fromkeys("ABvw", "vector") | {"S": "tensor", "h": "function"}
REWRITES = rewrites_for(3, (("h", 3),), ("r",), ())
MOST_MOVES, MOST_NODES = 60, 200
"""What no law's own left side comes near, with a letter for each operand."""


def left_side(rule: Rule) -> Term:
    """The left side about fields with its letters' names."""
    letters = {name: symbol_term(Declaration(*name.split(":"))) for name in variables(rule.lhs)}
    return substitute(rule.lhs, letters)


def test_expanding_the_left_side_of_any_law_ends() -> None:
    sides = [left_side(rule) for rule in REWRITES.rules if rule.lhs.op.name != VARIABLE]
    assert len(sides) > 500
    for side in sides:
        form, moves = expand(side, REWRITES)
        assert len(moves) < MOST_MOVES, describe(side)
        assert tree_size(form) < MOST_NODES, describe(side)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("∇×∇(A·B)", "𝟎"),
        ("∇×(A/g) + ∇×∇(A·B)", "∇×(A/g)"),
        ("∇×(S·B) + ∇×∇f", "∇×(S·B)"),
        ("∇sin(f) × (S·B) + sin(f) ∇×(S·B)", "∇×(sin(f) S·B)"),
        ("∇∇·(A × w) − Δ(A × w)", "∇×∇×(A × w)"),
        ("(B × ∇×B)·∇×∇g − ∇×(B × ∇×B)·∇g", "−∇×(B × ∇×B)·∇g"),
    ],
)
def test_a_law_that_renames_what_it_stands_on_is_not_read_for_ever(text: str, expected: str) -> None:
    for goal in ("cheapest", "smallest"):
        result, short = (simplify(each, fields=FIELDS, goal=goal) for each in (text, expected))
        assert result.cost_after <= short.cost_before
