"""SPE: motifs and what they save, counted by hand and by a naive twin."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.spe import find_motifs
from rewriting.infix import parse_term
from rewriting.op import VARIABLE, Op
from rewriting.proofs.matching import match_term
from rewriting.term import Term, number, postorder


def price(op: Op) -> float:
    return 0.0 if op.name == VARIABLE else 1.0


def motifs(*texts: str) -> dict[str, tuple[int, float]]:
    return {str(m.pattern): (m.count, m.saving) for m in find_motifs(map(parse_term, texts), price)}


def test_a_shape_that_recurs_is_found_with_its_count_and_saving() -> None:
    found = motifs("sin(a * b)", "sin(c * d) + 1")
    assert found == {"(sin (* ?v0 ?v1))": (2, 2.0)}


def test_equal_leaves_are_one_variable_and_numbers_stay() -> None:
    assert motifs("sin(a * a)", "sin(c * c)") == {"(sin (* ?v0 ?v0))": (2, 2.0)}
    assert motifs("sin(a * a)", "sin(c * d)") == {}
    assert motifs("sin(2 * a)", "sin(2 * c)") == {"(sin (* 2 ?v0))": (2, 3.0)}
    assert motifs("sin(2 * a)", "sin(3 * c)") == {}


def test_what_occurs_only_inside_a_larger_motif_is_left_out() -> None:
    assert list(motifs("cos(sin(a * b))", "cos(sin(c * d))")) == ["(cos (sin (* ?v0 ?v1)))"]
    found = motifs("cos(sin(a * b))", "cos(sin(c * d))", "sin(e * f) + 1")
    assert {pattern: count for pattern, (count, _) in found.items()} == {
        "(cos (sin (* ?v0 ?v1)))": 2,
        "(sin (* ?v0 ?v1))": 3,
    }


def test_single_operators_and_single_occurrences_are_no_motifs() -> None:
    assert motifs("a + b", "c + d") == {}
    assert motifs("sin(a * b)") == {}
    assert motifs() == {}


def test_the_description_shrinks_by_what_the_definition_does_not_cost() -> None:
    (motif,) = find_motifs([parse_term(t) for t in ("sin(a * b)", "sin(c * d)", "sin(e * f)")], price)
    assert (motif.count, motif.description_saving) == (3, 2 * 2 - 3)


LEAVES = st.sampled_from([parse_term(name) for name in "abc"]) | st.integers(0, 1).map(number)
TERMS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: Term(Op("+"), pair)), inner.map(lambda part: Term(Op("sin"), (part,)))
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TERMS, max_size=5))
def test_every_motif_occurs_as_often_as_it_says(terms: list[Term]) -> None:
    """The twin: a pattern matches a subterm, with different variables bound to different leaves."""
    found = find_motifs(terms, price)
    for motif in found:
        count = 0
        for term in terms:
            for node in postorder(term):
                bound = match_term(motif.pattern, node)
                leaves = None if bound is None else list(bound.values())
                if leaves is not None and all(not x.args and x.op.name != "number" for x in leaves):
                    count += len(set(leaves)) == len(leaves)
        assert motif.count == count >= 2
        assert sum(bool(node.args) for node in postorder(motif.pattern)) >= 2
    assert [m.saving for m in found] == sorted((m.saving for m in found), reverse=True)


@pytest.mark.parametrize("smallest", [1, 2, 3])
def test_the_smallest_size_is_respected(smallest: int) -> None:
    found = find_motifs([parse_term("sin(sin(a))"), parse_term("sin(sin(b))")], price, smallest)
    assert all(sum(bool(n.args) for n in postorder(m.pattern)) >= smallest for m in found)
    assert bool(found) is (smallest <= 2)


def test_a_leaf_that_is_called_constant_stays() -> None:
    terms = [parse_term("sin(a * b)"), parse_term("sin(a * c)")]
    kept = find_motifs(terms, price, constant=lambda op: op == parse_term("a").op)
    assert [str(m.pattern) for m in kept] == [f"(sin (* {parse_term('a')} ?v0))"]
