"""Facts against a naive fixed point, and their witnesses."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.facts import Facts, hereditary, needing
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term

FREE = frozenset({"free"})
SOLID = frozenset({"solid"})
BOTH = FREE | SOLID
CLAUSES = {
    "free": hereditary("free", lambda op: op.payload in ("a", "b")),
    "solid": needing("solid", {"f": (0,), "g": (1,), "k": ()}, lambda op: op.payload in ("b", "c")),
}
leaves = st.sampled_from("abcd").map(lambda name: Term(Op("symbol", name)))
terms = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.tuples(st.sampled_from("fk"), below).map(lambda t: Term(Op(t[0]), (t[1],))),
        st.tuples(below, below).map(lambda args: Term(Op("g"), args)),
    ),
    max_leaves=5,
)


def naive_holds(graph, names):
    """The classes in which one term satisfies all of the names, by sweeping over all e-nodes until nothing changes."""
    wanted = [FREE, SOLID, BOTH]
    true = {subset: set() for subset in wanted}

    def child_needs(subset, op, arity):
        if arity == 0:
            fits = {"free": op.payload in ("a", "b"), "solid": op.payload in ("b", "c")}
            return [] if all(fits[name] for name in subset) else None
        needs = [set() for _ in range(arity)]
        if "free" in subset:
            for need in needs:
                need.add("free")
        if "solid" in subset and op.name != "k":
            needs[{"f": 0, "g": 1}[op.name]].add("solid")
        return needs

    changed = True
    while changed:
        changed = False
        for row in graph.table.live_rows().tolist():
            op, children = graph.enode(row)
            for subset in wanted:
                needs = child_needs(subset, op, len(children))
                if needs is None or graph.find(row) in true[subset]:
                    continue
                if all(not need or child in true[frozenset(need)] for need, child in zip(needs, children, strict=True)):
                    true[subset].add(graph.find(row))
                    changed = True
    return true[names]


def witness_term(graph, facts, names, row):
    """The term of a witness row, spelled out."""
    children = facts.witness_children(names, row, graph.table)
    parts = [witness_term(graph, facts, inner, child) if inner else graph.term(child) for child, inner in children]
    return Term(graph.table.op_of(row), tuple(parts))


@settings(deadline=None, max_examples=80)
@given(
    st.lists(terms, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4),
    st.lists(terms, max_size=3),
)
def test_facts_are_the_least_fixed_point_and_every_witness_satisfies_them(seeds, unions, late):
    facts = Facts(CLAUSES)
    for names in (FREE, SOLID, BOTH):
        facts.demand(names)
    graph = EGraph([facts])
    rows = graph.add_all(seeds).tolist()
    for left, right in unions:
        graph.union(rows[left % len(rows)], rows[right % len(rows)])
        graph.rebuild()
    graph.add_all(late)
    check(graph)
    for names in (FREE, SOLID, BOTH):
        classes = graph.classes()
        held = classes[facts.holds(names, classes)]
        assert set(held.tolist()) == naive_holds(graph, names)
        for canonical, witness in zip(held.tolist(), facts.witnesses(names, held).tolist(), strict=True):
            term = witness_term(graph, facts, names, witness)
            assert all(facts.premise(name, term) for name in names)
            assert graph.find(graph.lookup(term)) == canonical


def test_a_fact_asked_for_late_is_found_for_what_is_there():
    graph = EGraph([Facts(CLAUSES)])
    row = graph.add(parse_term("f(b) - f(b)"))
    report = run(graph, RuleSet(parse_rules("cancel: ?x - ?x => b if free(?x), solid(?x)")))
    assert report.rules[0].unions == 1
    assert graph.find(row) == graph.find(graph.add(parse_term("b")))


def test_a_rule_waits_for_its_condition():
    graph = EGraph([Facts(CLAUSES)])
    row = graph.add(parse_term("wrap(d) - wrap(d)"))
    rules = RuleSet(parse_rules("cancel: ?x - ?x => a if free(?x)\nopen: wrap(?x) => a"))
    first, second = run(graph, rules).rounds[:2]
    assert (first.unions, second.unions) == (1, 1)
    assert graph.equal(graph.term(row), parse_term("a"))
