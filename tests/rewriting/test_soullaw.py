"""SoulLaw: what any check forbids is forbidden, and a check that fails forbids everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.soullaw import survey
from rewriting.columns import Flags
from rewriting.egraph import EGraph
from rewriting.extract import ExtractionError, extract
from rewriting.infix import parse_term
from rewriting.op import Op


def graph_of(*texts: str) -> EGraph:
    graph = EGraph()
    for text in texts:
        graph.add(parse_term(text))
    return graph


def nothing(graph: EGraph) -> Flags:
    return np.zeros(graph.table.count, dtype=np.bool_)


def divisions(graph: EGraph) -> Flags:
    return np.array([graph.enode(row)[0].name == "/" for row in range(graph.table.count)])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), max_size=4))
def test_the_whole_is_the_union_of_the_checks(answers: list[list[bool]]) -> None:
    graph = graph_of("a + b * c")
    assert graph.table.count == 5
    veto = survey(graph, {f"check {i}": lambda _, flags=flags: np.array(flags) for i, flags in enumerate(answers)})
    assert veto.rows.tolist() == [any(flags[row] for flags in answers) for row in range(5)]
    assert veto.counts == {f"check {i}": sum(flags) for i, flags in enumerate(answers)}
    assert veto.broken == {}


def test_a_check_that_raises_vetoes_every_row_and_says_why() -> None:
    def broken(_: EGraph) -> Flags:
        raise KeyError("no table")

    veto = survey(graph_of("a + b"), {"fine": nothing, "broken": broken})
    assert veto.rows.all()
    assert veto.broken == {"broken": "KeyError: 'no table'"}
    assert veto.counts == {"fine": 0, "broken": 3}


@pytest.mark.parametrize(
    "answer",
    [None, True, [False], np.zeros(3), np.zeros(2, bool), np.zeros((3, 1), bool), ["a", "b", "c"], np.zeros(3, int)],
)
def test_an_answer_of_the_wrong_shape_or_type_vetoes_every_row(answer: object) -> None:
    veto = survey(graph_of("a + b"), {"odd": lambda _: answer})  # type: ignore[dict-item, return-value]
    assert veto.rows.all()
    assert "one flag for each of 3 rows" in veto.broken["odd"]


def test_without_checks_nothing_is_vetoed() -> None:
    assert not survey(graph_of("a + b"), {}).rows.any()


def test_extraction_obeys() -> None:
    graph = graph_of("a / b", "a * c")
    quotient, product = (graph.lookup(parse_term(text)) for text in ("a / b", "a * c"))
    assert quotient is not None
    assert product is not None
    graph.union(quotient, product, "given")
    veto = survey(graph, {"division": divisions})

    def cost(op: Op) -> float:
        return 0.5 if op.name == "/" else 1.0

    assert extract(graph, quotient, cost)[0] is parse_term("a / b")
    assert extract(graph, quotient, cost, veto.rows)[0] is parse_term("a * c")
    everything = survey(graph, {"all": lambda g: ~nothing(g)})
    with pytest.raises(ExtractionError):
        extract(graph, quotient, cost, everything.rows)
