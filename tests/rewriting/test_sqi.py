"""SQI: the index of classes against the loop it replaces, and the index of forms against its definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.soullaw import survey
from rewriting.analyses.sqi import class_quality, quality_index
from rewriting.columns import Flags
from rewriting.egraph import EGraph
from rewriting.extract import Extraction
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.run import run
from rewriting.theories.arithmetic import micro_rules


def price(op: Op) -> float:
    return {"+": 1.0, "*": 2.0, "/": 5.0}.get(op.name, 0.25)


@pytest.mark.parametrize("text", ["a", "a + b * c", "(a + b) * (a + c) + 0", "a * (b + c) * 1", "x ** 2 - x * x"])
@pytest.mark.parametrize("forbidden", [(), ("*",)])
def test_the_columns_are_the_loop(text: str, forbidden: tuple[str, ...]) -> None:
    graph = EGraph()
    graph.add(parse_term(text))
    run(graph, micro_rules(), rounds=3, node_limit=400)
    veto = survey(graph, {"some": lambda g: _rows_of(g, forbidden)}).rows
    quality = class_quality(graph, price, veto)
    cheapest = Extraction(graph, price, veto)
    for i, name in enumerate(quality.classes.tolist()):
        totals = []
        for row in graph.enodes_of(name).tolist():
            op, children = graph.enode(row)
            total = price(op) + sum(cheapest.cost(child) for child in children)
            if not veto[row] and math.isfinite(total):
                totals.append(total)
        assert quality.size[i] == len(totals)
        assert quality.cost[i] == pytest.approx(min(totals, default=math.inf))
        expected = min(totals) / (sum(totals) / len(totals)) if totals else 0.0
        assert quality.index[i] == pytest.approx(expected)
        assert 0 <= quality.index[i] <= 1


def _rows_of(graph: EGraph, names: tuple[str, ...]) -> Flags:
    live = set(graph.table.live_rows().tolist())
    return np.array([row in live and graph.enode(row)[0].name in names for row in range(graph.table.count)])


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.one_of(st.none(), st.floats(-1, 100)),
    st.sampled_from([24, 53]),
    st.booleans(),
)
def test_the_index_of_a_form_lies_between_0_and_1_and_follows_its_three_shares(
    cost: float, best: float, drift: float | None, mantissa: int, proved: bool
) -> None:
    index = quality_index(cost, best, drift, mantissa, proved)
    assert 0 <= index <= 1
    assert quality_index(cost + 1, best, drift, mantissa, proved) <= index
    assert quality_index(cost, best, mantissa, mantissa, proved) == 0
    assert quality_index(cost, best, drift, mantissa, False) <= index
    if drift is not None:
        assert quality_index(cost, best, drift + 1, mantissa, proved) <= index


def test_the_index_on_values_worked_by_hand() -> None:
    assert quality_index(9, 9, 0.0, 24, True) == 1
    assert quality_index(9, 9, 0.0, 24, False) == 0.5
    assert quality_index(9, 9, 6.0, 24, True) == 0.75
    assert quality_index(19, 9, 0.0, 24, True) == 0.5
    assert quality_index(9, 9, None, 24, True) == 0.5
    assert quality_index(0, 0, 0.0, 24, True) == 1
