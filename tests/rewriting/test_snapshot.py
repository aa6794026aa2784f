"""Snapshots keep counts, classes, equalities and explanations; what was changed is refused."""

import hashlib
import json
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.facts import Facts
from rewriting.canonical.analysis import Canonical
from rewriting.canonical.polynomial import Polynomials
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.encoding import EncodingError
from rewriting.explain import Explainer
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proof import Computation, Kernel
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.saving.snapshot import SnapshotError, content_hash, dump, load, parse, save
from rewriting.saving.snapshot_content import COLUMN_TYPES
from rewriting.syntax import parse_rules
from rewriting.term import Term, number
from rewriting.theories.algebra import ALGEBRA_FACTS, EXACT, algebra_rules
from rewriting.theories.arithmetic import FOLDING, MICRO_SEEDS, folding, full_rules, micro_rules, micro_seeds

RULES = parse_rules("""
    comm:     g(?a, ?b)            <=> g(?b, ?a)
    assoc:    g(?a, g(?b, ?c))     <=> g(g(?a, ?b), ?c)
    twice:    f(f(?a))             =>  ?a
    unit:     g(?a, one)           =>  ?a
    three:    h(?a, g(?b, ?a), ?b) =>  h(?b, ?a, f(?a))
""")
terms = st.recursive(
    st.sampled_from(["a", "b", "one"]).map(lambda name: Term(Op("symbol", name))),
    lambda below: st.one_of(
        st.tuples(below).map(lambda args: Term(Op("f"), args)),
        st.tuples(below, below).map(lambda args: Term(Op("g", (1, "x")), args)),
        st.tuples(below, below).map(lambda args: Term(Op("g"), args)),
        st.tuples(below, below, below).map(lambda args: Term(Op("h"), args)),
    ),
    max_leaves=6,
)


def proofs(graph, kernel):
    explainer = Explainer(graph)
    edges = zip(graph.history.left.tolist(), graph.history.right.tolist(), strict=False)
    return [str(explainer.proof(*edge, kernel)) for edge, _ in zip(edges, range(graph.history.count), strict=False)]


def same(one, other):
    assert (one.node_count, one.class_count, one.table.count) == (
        other.node_count,
        other.class_count,
        other.table.count,
    )
    rows = np.arange(one.table.count, dtype=np.int32)
    assert np.array_equal(one.find(rows), other.find(rows))
    assert all(one.term(row) is other.term(row) for row in rows.tolist())
    assert content_hash(one) == content_hash(other)


@settings(deadline=None, max_examples=60)
@given(st.lists(terms, min_size=1, max_size=4), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=2))
def test_random_graphs_survive_a_round_trip(seeds, unions):
    graph = EGraph()
    rows = graph.add_all(seeds).tolist()
    rules = RuleSet(RULES)
    run(graph, rules, rounds=2, node_limit=60)
    for number_, (left, right) in enumerate(unions):
        graph.union(rows[left % len(rows)], rows[right % len(rows)], f"given-{number_}")
    run(graph, rules, rounds=1, node_limit=90)
    again = parse(dump(graph))
    check(again)
    same(graph, again)
    kernel = Kernel([*rules, *again.assertions])
    assert proofs(again, kernel) == proofs(graph, kernel)


@settings(deadline=None, max_examples=25)
@given(st.lists(terms, min_size=1, max_size=3))
def test_a_graph_goes_on_growing_after_a_round_trip(seeds):
    graph = EGraph()
    graph.add_all(seeds)
    rules = RuleSet(RULES)
    run(graph, rules, rounds=1, node_limit=200)
    again = parse(dump(graph))
    first, second = (run(g, rules, rounds=2, node_limit=200) for g in (graph, again))
    assert [(r.nodes, r.classes) for r in first.rounds] == [(r.nodes, r.classes) for r in second.rounds]
    check(again)
    same(graph, again)


def judged(facts):
    judge = Facts(facts)
    return {fact: (lambda term, fact=fact: judge.premise(fact, term)) for fact in facts}


WORLDS = {
    "relations": (full_rules(), folding, folding().premises(), [FOLDING]),
    "facts": (algebra_rules(), lambda: Facts(ALGEBRA_FACTS), judged(ALGEBRA_FACTS), [EXACT]),
}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("seed", [*MICRO_SEEDS, "x / x + d(x, 2 * 3)", "d(x, (x * 1) ** 2) / (y * y)"])
def test_conditions_and_computations_can_be_explained_afterwards(seed, world, tmp_path):
    rules, analysis, premises, computations = WORLDS[world]
    graph = EGraph([analysis()])
    graph.add(parse_term(seed))
    run(graph, rules, rounds=3, node_limit=300)
    name = save(graph, tmp_path / "graph.snapshot")
    assert name == content_hash(graph)
    kernel = Kernel(rules, premises, computations)
    expected = proofs(graph, kernel)
    # Without any analysis, and with a new one whose own witnesses may be others.
    for analyses in (lambda: (), lambda: (analysis(),)):
        again = load(tmp_path / "graph.snapshot", analyses=analyses(), computations=computations)
        check(again)
        same(graph, again)
        assert proofs(again, kernel) == expected
        twice = parse(dump(again), analyses=analyses(), computations=computations)
        assert proofs(twice, kernel) == expected
    run(again, rules, rounds=1, node_limit=500)
    assert len(proofs(again, kernel)) >= len(expected)


def test_pruned_rows_stay_pruned():
    graph = EGraph([folding()])
    graph.add(parse_term("(2 + 3) * x"))
    run(graph, full_rules(), rounds=2)
    again = parse(dump(graph), computations=[FOLDING])
    check(again)
    same(graph, again)
    hidden = np.setdiff1d(graph.table.keyed_rows(), graph.table.live_rows())
    assert hidden.size
    assert np.array_equal(np.setdiff1d(again.table.keyed_rows(), again.table.live_rows()), hidden)


def test_normal_forms_and_further_patterns_are_explained_after_a_round_trip():
    theory = Polynomials()
    graph = EGraph([Canonical(theory)])
    rows = graph.add_all([parse_term(text) for text in ("(a + b) + (a + c)", "c + (b + 2 * a)", "s(s(a))", "s(s(b))")])
    graph.union(int(rows[2]), int(rows[3]), "given")
    rules = RuleSet(parse_rules("injective: ?x => ?y where ?z = s(?x), ?z = s(?y)"))
    run(graph, rules, rounds=4)
    kernel = Kernel([*rules, *graph.assertions], {}, [theory.normalisation])
    again = parse(dump(graph), computations=[theory.normalisation])
    check(again)
    same(graph, again)
    assert again.equal(parse_term("a"), parse_term("b"))
    assert again.find(int(rows[0])) == again.find(int(rows[1]))
    assert proofs(again, kernel) == proofs(graph, kernel)


def test_the_hash_depends_on_the_content_alone():
    def grown(rounds):
        graph = EGraph()
        graph.add_all(micro_seeds())
        run(graph, micro_rules(), rounds=rounds)
        return graph

    assert dump(grown(3)) == dump(grown(3))
    assert len({content_hash(grown(rounds)) for rounds in range(4)}) == 4
    united = grown(0)
    united.union(0, 1)
    assert content_hash(united) != content_hash(grown(0))


def test_an_empty_graph_and_a_single_leaf():
    for seeds in ([], [number(3)]):
        graph = EGraph()
        graph.add_all(seeds)
        again = parse(dump(graph))
        assert again.node_count == len(seeds)
        assert again.add(parse_term("3 + x")) >= 0
        check(again)


def small():
    graph = EGraph()
    graph.add_all([parse_term("(x + y) * 1"), parse_term("y + x")])
    run(graph, micro_rules(), rounds=2)
    return graph


def body_of(data):
    return zlib.decompress(data.partition(b"\n")[2])


def packed(body, version="1"):
    return f"rewriting-egraph {version} {hashlib.sha256(body).hexdigest()}\n".encode() + zlib.compress(body)


def damaged(change):
    """A snapshot whose hash is right and whose content was changed before: `change` edits header and columns."""
    text, _, columns = body_of(DATA).partition(b"\n")
    header = json.loads(text)
    arrays, start = {}, 0
    for name in sorted(COLUMN_TYPES):
        count = int(np.prod(header["shapes"][name]))
        array = np.frombuffer(columns, COLUMN_TYPES[name], count, start)
        arrays[name], start = array.copy(), start + array.nbytes
    change(header, arrays)
    return packed(json.dumps(header).encode() + b"\n" + b"".join(arrays[name].tobytes() for name in sorted(arrays)))


DATA = dump(small())


def test_every_changed_byte_of_the_body_is_noticed():
    first, _, _ = DATA.partition(b"\n")
    body = body_of(DATA)
    assert packed(body).partition(b"\n")[0] == first
    for place in range(len(body)):
        changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        with pytest.raises(SnapshotError, match="changed or damaged"):
            parse(first + b"\n" + zlib.compress(changed, 0))


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_one_wrong_byte_is_noticed_or_does_not_matter(place, change):
    try:
        again = parse(DATA[:place] + bytes([DATA[place] ^ change]) + DATA[place + 1 :])
    except SnapshotError:
        return
    assert content_hash(again) == content_hash(small())


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(body_of(DATA)) - 1), st.integers(1, 255))
def test_one_wrong_byte_under_a_right_hash_is_refused_in_words_or_read(place, change):
    """Whatever is read is a graph in order; what it claims to be equal is for the kernel to judge."""
    body = body_of(DATA)
    try:
        again = parse(packed(body[:place] + bytes([body[place] ^ change]) + body[place + 1 :]))
    except SnapshotError:
        return
    assert again.node_count >= again.class_count > 0


def test_damaged_files_are_refused_in_words():
    for bad in (b"", b"hello", DATA[: len(DATA) // 2], DATA[:100] + b"\0" * 50 + DATA[150:]):
        with pytest.raises(SnapshotError, match="damaged"):
            parse(bad)


def test_other_versions_are_refused():
    with pytest.raises(SnapshotError, match="version 2 cannot be read; this program reads version 1"):
        parse(packed(body_of(DATA), "2"))


def changed_last(name, value):
    def change(_, arrays):
        arrays[name][-1] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (changed_last("parent", 1 << 20), "up to it"),
        (changed_last("parent", 0), "history does not lead to its classes"),
        (changed_last("left", 1 << 20), "rows that are not there"),
        (changed_last("functor", 99), "operator that is not listed"),
        (changed_last("reason", 99), "cites a rule"),
        (changed_last("original", 1 << 20), "not older"),
        (changed_last("record", -1), "matches that are not there"),
        (changed_last("pool", -1), "rows that are not there"),
        (changed_last("live", 3), "neither live, nor pruned"),
        (lambda header, _: header.update(grounds=[[0, [1], []]]), "grounds"),
        (lambda header, _: header.pop("rules"), "rules"),
        (lambda header, _: header.update(leaves=[]), "leaves"),
        (lambda header, _: header.update(leaves=3), "not iterable"),
        (lambda header, _: header["shapes"].update(left=[10**12]), "not complete"),
        (lambda header, _: header["shapes"].update(left=[-1]), "not complete"),
        (lambda header, _: header["shapes"].update(left=[0]), "more behind"),
        (lambda header, _: header.update(evidence=[[["constant"], 10**9, []]]), "evidence"),
        (lambda header, _: header["rules"][0].update(lhs=0), "rule"),
    ],
)
def test_wrong_content_under_a_right_hash_is_refused(change, words):
    with pytest.raises(SnapshotError, match=words):
        parse(damaged(change))
    assert content_hash(parse(damaged(lambda *_: None))) == content_hash(small())


def test_what_cannot_be_written_is_named_and_nothing_is_written(tmp_path):
    graph = EGraph()
    graph.add(Term(Op("value", object)))
    with pytest.raises(EncodingError, match="operator value"):
        save(graph, tmp_path / "graph.snapshot")
    assert not list(tmp_path.iterdir())


def test_a_computation_must_be_given_again():
    graph = EGraph()
    graph.add(parse_term("1 + 2"))
    run(graph, RuleSet([], [FOLDING]), rounds=2)
    with pytest.raises(SnapshotError, match="computation fold: pass it in `computations`"):
        parse(dump(graph))
    other = Computation("other", lambda _: None)
    assert parse(dump(graph), computations=[FOLDING, other]).equal(parse_term("1 + 2"), number(3))
