"""The common JSON format and DOT: what goes out comes in again, and what is not a graph is refused."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.extract import extract
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proof import Kernel
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.saving.dot import to_dot
from rewriting.saving.serialize import SerializedError, export_graph, import_graph, op_text, text_op
from rewriting.syntax import parse_rules
from rewriting.term import Term
from rewriting.theories.arithmetic import micro_rules, micro_seeds

RULES = parse_rules("""
    comm:  g(?a, ?b)          => g(?b, ?a)
    assoc: g(?a, g(?b, ?c))   => g(g(?a, ?b), ?c)
    twice: f(f(?a))           => ?a
    grow:  f(?a)              => g(f(?a), one)
""")
terms = st.recursive(
    st.sampled_from(["a", "b", "one"]).map(lambda name: Term(Op("symbol", name))),
    lambda below: st.one_of(
        st.tuples(below).map(lambda args: Term(Op("f"), args)),
        st.tuples(below, below).map(lambda args: Term(Op("g"), args)),
        st.tuples(below, below, below).map(lambda args: Term(Op("h h", ("x", 1)), args)),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(terms, min_size=1, max_size=4))
def test_random_graphs_survive_a_round_trip(seeds):
    graph = EGraph()
    rows = graph.add_all(seeds).tolist()
    run(graph, RuleSet(RULES), rounds=3, node_limit=80)
    data = json.loads(json.dumps(export_graph(graph, rows)))
    found = import_graph(data)
    check(found.graph)
    assert (found.graph.node_count, found.graph.class_count) == (graph.node_count, graph.class_count)
    assert [found.graph.find(row) for row in found.roots] == [
        found.graph.find(found.classes[str(graph.find(row))]) for row in rows
    ]
    for left in seeds:
        assert found.graph.lookup(left) is not None
        for right in seeds:
            assert found.graph.equal(left, right) == graph.equal(left, right)
    again = import_graph(export_graph(found.graph, found.roots))
    assert (again.graph.node_count, again.graph.class_count) == (graph.node_count, graph.class_count)


def test_every_imported_equality_is_explained_by_what_was_given():
    graph = EGraph()
    graph.add_all(micro_seeds())
    run(graph, micro_rules(), rounds=4)
    found = import_graph(export_graph(graph))
    kernel = Kernel(found.graph.assertions)
    for edge in range(found.graph.history.count):
        left, right = int(found.graph.history.left[edge]), int(found.graph.history.right[edge])
        assert explain(found.graph, left, right, kernel).theorem.lhs is found.graph.term(left)


def test_the_format_is_the_one_of_the_field():
    graph = EGraph()
    row = graph.add(parse_term("x + 2"))
    graph.union(row, graph.add(parse_term("y")))
    data = export_graph(
        graph, [row], cost=lambda op: 3.0 if op.name == "+" else 1.0, class_data=lambda _: {"type": "R"}
    )
    assert data["root_eclasses"] == [str(graph.find(row))]
    assert data["nodes"][str(row)] == {
        "op": "+",
        "children": ["0", "1"],
        "eclass": str(row),
        "cost": 3.0,
        "subsumed": False,
    }
    assert {node["op"] for node in data["nodes"].values()} == {"+", 'symbol "x"', 'symbol "y"', "number 2"}
    assert set(data["class_data"]) == {node["eclass"] for node in data["nodes"].values()}


def test_a_foreign_graph_with_a_cycle_and_costs_is_read():
    """x = x * 1, written with the cycle first, as other programs do."""
    data = {
        "nodes": {
            "mul": {"op": "Mul", "children": ["mul", "one"], "eclass": "c1", "cost": 5},
            "one": {"op": "1", "eclass": "c2"},
            "x": {"op": '"x"', "children": [], "eclass": "c1", "cost": 0.5, "subsumed": True},
        },
        "root_eclasses": ["c1"],
    }
    found = import_graph(data)
    assert (found.graph.node_count, found.graph.class_count) == (3, 2)
    assert found.subsumed == {found.rows["x"]}
    assert found.costs[found.rows["mul"]] == 5.0
    assert extract(found.graph, found.roots[0], lambda _: 1.0) == (Term(Op('"x"')), 1.0)
    assert found.graph.equal(Term(Op("Mul"), (Term(Op('"x"')), Term(Op("1")))), Term(Op('"x"')))


def test_a_graph_that_is_not_closed_becomes_closed():
    data = {"nodes": {n: {"op": "a" if n in "xy" else "f", "children": [], "eclass": n} for n in "xy"}}
    for name, child in (("fx", "x"), ("fy", "y")):
        data["nodes"][name] = {"op": "f", "children": [child], "eclass": name}
    found = import_graph(data)
    assert (found.graph.node_count, found.graph.class_count) == (2, 2)


def node(op, eclass, *children):
    return {"op": op, "eclass": eclass, "children": list(children)}


def test_odd_shapes_are_read():
    assert import_graph({"nodes": {}}).graph.node_count == 0
    one = import_graph({"nodes": {str(k): node(f"c{k}", "all") for k in range(500)}, "root_eclasses": ["all"] * 2})
    assert (one.graph.node_count, one.graph.class_count, len(one.graph.assertions)) == (500, 1, 499)
    assert one.roots == (one.classes["all"],) * 2
    wheel = {
        "a": node("a", "α"),
        "f": node("f", "α", "f"),
        "g": node("g", "α", "f", "a", "g"),
        "h": node("f", "β", "g"),
    }
    found = import_graph({"nodes": wheel})
    check(found.graph)
    assert (found.graph.node_count, found.graph.class_count) == (3, 1), "f(α) is in β too, so the two are one"
    assert set(found.rows) == set(wheel)
    assert set(found.classes) == {"α", "β"}


def test_a_chain_deeper_than_any_stack_is_read():
    size = 20_000
    chain = {f"n{k}": node("s", f"c{k}", f"n{k - 1}") for k in range(size, 0, -1)}
    found = import_graph({"nodes": {**chain, "n0": node("zero", "c0")}, "root_eclasses": [f"c{size}"]})
    assert found.graph.class_count == size + 1
    assert extract(found.graph, found.roots[0], lambda _: 1.0)[1] == size + 1


def test_a_graph_of_many_nodes_is_read_without_writing_out_what_it_asserts():
    """Two towers, each class of one united with that of the other: terms written out would be 10⁷ nodes in all."""
    size = 3_000
    towers = {f"{t}{k}": node(t, f"c{k}", *([f"{t}{k - 1}"] if k else [])) for t in "st" for k in range(size)}
    found = import_graph({"nodes": towers})
    assert found.graph.class_count == size
    assert found.graph.node_count == 2 * size
    last = found.graph.assertions[-1]
    assert {last.lhs.op.name, last.rhs.op.name} == {"s", "t"}
    assert found.graph.lookup(last.lhs) is not None
    assert found.graph.equal(last.lhs, last.rhs)


NODE = {"op": "a", "children": [], "eclass": "c"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "field 'nodes'"),
        ({"nodes": []}, "field 'nodes'"),
        ({"nodes": {"n": 3}}, "expected an object"),
        ({"nodes": {"n": {"op": 3, "eclass": "c"}}}, "must be texts"),
        ({"nodes": {"n": {**NODE, "children": ["m"]}}}, "no node 'm'"),
        ({"nodes": {"n": {**NODE, "children": "n"}}}, "list of ids"),
        ({"nodes": {"n": {**NODE, "children": ["n"]}}}, "runs in a circle"),
        ({"nodes": {"n": {**NODE, "cost": float("nan")}}}, "finite number"),
        ({"nodes": {"n": {**NODE, "cost": "1"}}}, "finite number"),
        ({"nodes": {"n": {**NODE, "cost": 10**400}}}, "finite number"),
        ({"nodes": {3: NODE}}, "ids must be texts"),
        ({"nodes": {"n": {**NODE, "subsumed": 1}}}, "true or false"),
        ({"nodes": {"n": NODE}, "root_eclasses": ["d"]}, "root_eclasses"),
        ({"nodes": {"n": NODE}, "class_data": {"d": {}}}, "class_data"),
    ],
)
def test_what_is_not_a_graph_is_refused_in_words(data, words):
    with pytest.raises(SerializedError, match=words):
        import_graph(data)


def test_costs_that_json_has_not_are_refused():
    graph = EGraph()
    graph.add(parse_term("x"))
    with pytest.raises(ValueError, match="finite numbers only"):
        export_graph(graph, cost=lambda _: float("inf"))


@settings(deadline=None, max_examples=200)
@given(st.text(), st.one_of(st.none(), st.integers(), st.text(), st.tuples(st.integers(), st.text())))
def test_operators_survive_as_text(name, payload):
    assert text_op(op_text(Op(name, payload))) == Op(name, payload)


@pytest.mark.parametrize("text", ["+", "Mul", '"x"', "5 apples", "a b c", '"', "", "vec-of", '"x" "y'])
def test_texts_of_others_are_names(text):
    assert text_op(text) == Op(text)


@settings(deadline=None, max_examples=30)
@given(st.lists(terms, min_size=1, max_size=3))
def test_dot_has_every_class_node_and_edge(seeds):
    graph = EGraph()
    graph.add_all(seeds)
    run(graph, RuleSet(RULES), rounds=2, node_limit=40)
    text = to_dot(graph)
    assert len(re.findall(r"subgraph cluster_\d+ \{", text)) == graph.class_count
    assert len(re.findall(r"^    n\d+ \[label=", text, re.M)) == graph.node_count
    edges = re.findall(r"^  n(\d+) -> n(\d+)", text, re.M)
    expected = [(row, child) for row in graph.table.live_rows().tolist() for child in graph.enode(row)[1]]
    assert sorted((int(a), graph.find(int(b))) for a, b in edges) == sorted(expected)
    assert text.count("{") == text.count("}") == graph.class_count + 1


def test_dot_quotes_what_needs_it():
    graph = EGraph()
    graph.add(Term(Op('say "hi"\\', "x")))
    assert r'[label="say \"hi\"\\[x]"]' in to_dot(graph)
