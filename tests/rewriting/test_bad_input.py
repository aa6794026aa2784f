"""What does not belong into an e-graph, and rows that it does not have, are refused in words."""

import numpy as np
import pytest

from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.extract import extract
from rewriting.extraction.candidates import candidates
from rewriting.extraction.dag import extract_dag
from rewriting.extraction.pareto import pareto_front
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proof import Kernel
from rewriting.syntax import parse_rules
from rewriting.term import Term, number


def one(_op: Op) -> float:
    return 1.0


ASK = {
    "extract": lambda graph, row: extract(graph, row, one),
    "extract_dag": lambda graph, row: extract_dag(graph, row, one),
    "candidates": lambda graph, row: candidates(graph, row, 2, one),
    "pareto_front": lambda graph, row: pareto_front(graph, row, [one]),
    "find": lambda graph, row: graph.find(row),
    "find in an array": lambda graph, row: graph.find(np.array([0, row], dtype=np.int32)),
    "union": lambda graph, row: graph.union(0, row),
    "term": lambda graph, row: graph.term(row),
    "enode": lambda graph, row: graph.enode(row),
    "enodes_of": lambda graph, row: graph.enodes_of(row),
    "explain": lambda graph, row: explain(graph, row, row, Kernel([])),
}


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
@pytest.mark.parametrize("row", [1, 5, -1, 2**20])
def test_a_row_that_is_not_there_is_refused_with_the_range(ask, row):
    graph = EGraph()
    graph.add(parse_term("x"))
    with pytest.raises(IndexError, match=rf"is {row}: there is no such row in this e-graph; its rows are 0 to 0"):
        ask(graph, row)
    assert (graph.node_count, graph.class_count, list(graph.assertions)) == (1, 1, [])


@pytest.mark.parametrize("name", ["extract", "extract_dag", "candidates", "pareto_front", "find", "union", "term"])
def test_an_empty_graph_says_that_it_is_empty(name):
    with pytest.raises(IndexError, match="is 0: there is no such row in this e-graph; it is empty: add a term first"):
        ASK[name](EGraph(), 0)


@pytest.mark.parametrize("row", [True, 1.0, "0"])
def test_what_is_no_row_is_refused(row):
    graph = EGraph()
    graph.add(parse_term("x + y"))
    with pytest.raises(TypeError, match=r"row is .*: expected a row, the whole number that EGraph\.add returns"):
        extract(graph, row, one)
    with pytest.raises(TypeError, match="left is "):
        graph.union(row, 0)


def test_rows_of_every_kind_of_whole_number_are_rows():
    graph = EGraph()
    row = graph.add(Term(Op("f"), (parse_term("x"),)))
    assert extract(graph, np.int32(row), one) == extract(graph, row, one)


def test_the_costs_of_a_front_are_plain_numbers():
    graph = EGraph()
    row = graph.add(parse_term("f(x)"))
    ((_, costs),) = pareto_front(graph, row, [one, one])
    assert [type(cost) for cost in costs] == [float, float]
    assert repr(costs) == "(2.0, 2.0)"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.5, True, "1", None, 1j, np.float64(1.0)])
def test_a_number_is_exact_however_it_is_made(value):
    with pytest.raises(TypeError, match="a number is an int or a Fraction"):
        Term(Op("number", value))
    with pytest.raises(TypeError, match="a number is an int or a Fraction"):
        number(value)


def test_a_truth_value_is_refused_even_where_the_number_equal_to_it_is_known():
    kept = number(1)
    with pytest.raises(TypeError, match="payload of number is True"):
        Term(Op("number", True))
    assert kept.op.payload is not True


def test_a_float_is_told_which_fraction_it_is():
    with pytest.raises(TypeError, match=r"value is 0\.1: .*such as Fraction\('0\.1'\)"):
        number(0.1)


@pytest.mark.parametrize(
    ("op", "args", "why"),
    [
        ("f", (), r"op is 'f', a str: expected an operator, such as Op\('f'\)"),
        (Op("f"), [parse_term("x")], r"args of f are .*, a list: expected a tuple of terms"),
        (Op("f"), parse_term("x"), r"args of f are .*, a Term: expected a tuple of terms"),
        (Op("f"), (parse_term("x"), 1), r"args\[1\] of f is 1, a int, and no term: number\(…\)"),
        (Op("f"), ("x",), r"args\[0\] of f is 'x', a str, and no term"),
        (Op("f"), ([],), r"args\[0\] of f is \[\], a list, and no term"),
        (Op("number", 3), (parse_term("x"),), "a number has no operands"),
        (Op("f", [1]), (), r"its payload cannot be hashed"),
        (parse_term("x"), (), r"op is .*, a Term: expected an operator"),
    ],
)
def test_what_is_no_term_is_refused_when_it_is_built(op, args, why):
    with pytest.raises(TypeError, match=why):
        Term(op, args)


@pytest.mark.parametrize("given", ["x + 1", 3, None, Op("f")])
def test_a_graph_takes_terms_only_and_is_unchanged(given):
    graph = EGraph()
    with pytest.raises(TypeError, match="expected a Term, such as parse_term"):
        graph.add_all([parse_term("y"), given])
    with pytest.raises(TypeError, match="expected a Term, such as parse_term"):
        graph.lookup(given)
    assert graph.table.count == 0


@pytest.mark.parametrize("text", [3, None, b"x", parse_term("x")])
def test_text_is_text(text):
    for read in (parse_term, parse_rules):
        with pytest.raises(TypeError, match="expected a str"):
            read(text)
