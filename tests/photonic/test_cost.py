"""Cost: what an operator, a program and a run are worth, on examples counted by hand."""

import pytest

from photonic.cost import OPERATIONS_PER_SECOND, delay, energy, op_cost, term_cost
from photonic.expressions.declarations import declare
from photonic.meaning import program_of
from photonic.problem import as_term
from rewriting.op import Op
from rewriting.term import Term
from tests.photonic.expressions import tree_cost

KNOWN = declare({"f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "h": "function"})


def term(text: str) -> Term:
    return as_term(text, KNOWN)


def energy_of(text: str, dimension: int = 3) -> float:
    return energy(program_of(term(text), dimension=dimension))


@pytest.mark.parametrize(
    ("text", "dimension", "operations"),
    [
        ("f", 3, 0),
        ("f + g", 3, 1),
        ("A + B", 3, 3),
        ("A + B", 2, 2),
        ("f A", 3, 3),
        ("A·B", 3, 5),  # three products, two sums
        ("A·B", 2, 3),
        ("A × B", 3, 9),  # six products, three differences
        ("∇f", 3, 24),  # three central differences of four neighbours
        ("∂t f", 3, 8),
        ("sin(f)", 3, 20),
        ("h(f)", 3, 20),
        ("f g + f g", 3, 2),  # the product is shared
    ],
)
def test_energy_by_hand(text: str, dimension: int, operations: int) -> None:
    assert energy_of(text, dimension) == operations


def test_delay_is_energy_at_the_rate() -> None:
    program = program_of(term("A·B"))
    assert delay(program, 10**6) == pytest.approx(5 * 10**6 / OPERATIONS_PER_SECOND)
    assert delay(program, 0) == 0


def test_every_operator_costs_something_so_that_shorter_wins() -> None:
    cost = op_cost(3)
    assert cost(Op("number", 1)) > 0
    assert tree_cost(term("f + 0"), lambda node: cost(node.op)) > tree_cost(term("f"), lambda node: cost(node.op))


@pytest.mark.parametrize(
    ("text", "multiplications"),
    [("f^2", 1), ("f^3", 2), ("f^8", 3), ("f^7", 4), ("f^(−2)", 2), ("f^1", 0), ("f^g", 20)],
)
def test_a_whole_power_is_counted_in_multiplications(text: str, multiplications: int) -> None:
    assert term_cost(3)(term(text)) == multiplications
    assert energy_of(text.replace("(−2)", "2")) == multiplications - ("−" in text)


def test_a_vector_operator_costs_more_in_more_dimensions() -> None:
    gradient = term("∇f").op
    costs = [op_cost(d)(gradient) for d in (1, 2, 3)]
    assert costs[0] < costs[1] < costs[2]
