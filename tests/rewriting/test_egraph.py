"""The e-graph against a twin written with dictionaries and loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.table import CapacityError
from rewriting.term import Term, variable
from tests.rewriting.small_terms import letters, terms_over


class NaiveEGraph:
    """All terms ever added, in one partition, closed under congruence by trying every pair of terms."""

    def __init__(self):
        self.group = {}

    def add(self, term):
        for argument in term.args:
            self.add(argument)
        self.group.setdefault(term, {term})

    def union(self, left, right):
        united = self.group[left] | self.group[right]
        self.group.update(dict.fromkeys(united, united))

    def close(self):
        changed = True
        while changed:
            changed = False
            for a in self.group:
                for b in self.group:
                    same = a.op == b.op and len(a.args) == len(b.args) and self.group[a] is not self.group[b]
                    if same and all(self.group[x] is self.group[y] for x, y in zip(a.args, b.args, strict=True)):
                        self.union(a, b)
                        changed = True

    def counts(self):
        nodes = {(t.op, tuple(id(self.group[a]) for a in t.args)) for t in self.group}
        return len(nodes), len({id(g) for g in self.group.values()})


terms = terms_over(letters("abcd"), most_operands=4, max_leaves=5)
actions = st.lists(
    st.one_of(
        st.tuples(st.just("add"), terms, terms),
        st.tuples(st.just("union"), st.integers(0, 99), st.integers(0, 99)),
        st.tuples(st.just("rebuild"), st.none(), st.none()),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=80)
@given(actions)
def test_scripts_give_the_same_classes_as_the_naive_twin(script):
    graph, twin, added = EGraph(), NaiveEGraph(), []
    for action, x, y in script:
        if action == "add":
            added += zip((x, y), graph.add_all([x, y]).tolist(), strict=True)
            twin.add(x)
            twin.add(y)
        elif action == "union" and added:
            (left, left_row), (right, right_row) = added[x % len(added)], added[y % len(added)]
            graph.union(left_row, right_row)
            twin.union(left, right)
        elif action == "rebuild":
            check(graph)
    check(graph)
    twin.close()
    assert (graph.node_count, graph.class_count) == twin.counts()
    for left, left_row in added:
        for right, right_row in added:
            assert graph.equal(left, right) == (twin.group[left] is twin.group[right])
            assert (graph.find(left_row) == graph.find(right_row)) == graph.equal(left, right)


def test_congruence_reaches_upwards_through_several_levels():
    graph = EGraph()
    deep = [graph.add(parse_term(f"f(f(f(g({name}, {name}))))")) for name in "xy"]
    x, y = graph.add(parse_term("x")), graph.add(parse_term("y"))
    assert graph.union(x, y)
    assert not graph.union(y, x)
    graph.rebuild()
    assert graph.find(deep[0]) == graph.find(deep[1])
    check(graph)


def test_a_row_keeps_its_term_whatever_is_united_with_it():
    graph = EGraph()
    row = graph.add(parse_term("x + y"))
    graph.union(graph.add(parse_term("x")), graph.add(parse_term("z")))
    graph.union(row, graph.add(parse_term("0")))
    graph.rebuild()
    assert graph.term(row) is parse_term("x + y")
    assert graph.enode(row) == (
        Op("+"),
        (graph.find(graph.add(parse_term("z"))), graph.find(graph.add(parse_term("y")))),
    )


def test_lookup_inserts_nothing():
    graph = EGraph()
    graph.add(parse_term("x + y"))
    for absent in ("y + x", "x * y", "z", "x + z", "sin(x)", "sin(x + y)"):
        assert graph.lookup(parse_term(absent)) is None
    assert graph.lookup(parse_term("x + y")) == graph.add(parse_term("x + y"))
    assert graph.node_count == 3
    assert not graph.equal(parse_term("x"), parse_term("z"))


def test_operators_with_one_name_and_different_arity_or_payload_are_different():
    graph = EGraph()
    x = parse_term("x")
    rows = graph.add_all([Term(Op("f"), (x,)), Term(Op("f"), (x, x)), Term(Op("f", 1), (x,)), Term(Op("f")), x])
    assert len(set(graph.find(rows).tolist())) == 5
    check(graph)


def test_classes_and_their_enodes():
    graph = EGraph()
    a, b, c = (graph.add(parse_term(text)) for text in ("a", "b", "c + c"))
    graph.union(a, c)
    assert graph.classes().tolist() == [graph.find(a), b, graph.find(graph.add(parse_term("c")))]
    assert graph.enodes_of(a).tolist() == [a, c]
    assert graph.find(np.array([a, c], dtype=np.int32)).tolist() == [a, a]


def test_a_very_deep_term_needs_no_recursion():
    term = parse_term("x")
    for _ in range(3000):
        term = Term(Op("f"), (term,))
    graph = EGraph()
    row = graph.add(term)
    assert graph.term(row) is term
    assert graph.lookup(term) == row


def test_pattern_variables_are_refused():
    with pytest.raises(ValueError, match=r"\?a is a pattern variable"):
        EGraph().add(Term(Op("f"), (variable("a"),)))


def test_too_many_operators_are_refused_in_words():
    graph, x = EGraph(), parse_term("x")
    with pytest.raises(CapacityError, match="at most 4095 operators"):
        graph.add_all(Term(Op("f", i), (x,)) for i in range(4100))


def test_check_finds_a_broken_invariant():
    graph = EGraph()
    graph.add(parse_term("f(x) + y"))
    graph.table.children[0][2] = 1
    with pytest.raises(AssertionError, match="invariant 3"):
        check(graph)
