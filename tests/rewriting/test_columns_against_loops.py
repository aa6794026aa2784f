"""The vectorised index and union-find against the loops that their docstrings give."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.keyindex import KeyIndex
from rewriting.op import Op
from rewriting.pairnumbers import PairNumbers
from rewriting.unionfind import UnionFind

ids = st.integers(0, 39)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.integers(0, 30), max_size=400), max_size=4))
def test_numbers_are_given_by_first_appearance(batches):
    pairs, known = PairNumbers(), {}
    for batch in batches:
        left = np.array([n % 7 for n in batch], dtype=np.int32)
        right = np.array([n // 7 for n in batch], dtype=np.int32)
        expected = [known.setdefault(pair, len(known)) for pair in zip(left.tolist(), right.tolist(), strict=True)]
        assert pairs.number(left, right).tolist() == expected


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 50), max_size=600), st.lists(st.integers(0, 60), max_size=40))
def test_a_claimed_key_has_one_owner_among_those_who_asked(keys, wanted):
    column = np.array(keys, dtype=np.uint64)
    index = KeyIndex()
    index.reserve(column.size, column, lambda: 0)
    owners, _ = index.claim(column, np.arange(column.size, dtype=np.int32))
    assert [keys[owner] for owner in owners] == keys
    owner_of = dict(zip(keys, owners.tolist(), strict=True))
    assert [owner_of[key] for key in keys] == owners.tolist()
    found = index.find(column, np.array(wanted, dtype=np.uint64)) if keys else np.full(len(wanted), -1)
    assert found.tolist() == [owner_of.get(key, -1) for key in wanted]


def test_keys_survive_when_the_index_is_laid_out_anew():
    column = np.arange(5000, dtype=np.uint64) * np.uint64(977)
    index = KeyIndex()
    for start in range(0, 5000, 100):
        rows = np.arange(start, start + 100, dtype=np.int32)
        index.reserve(100, column, lambda start=start: start)
        index.claim(column, rows)
    assert index.find(column, column).tolist() == list(range(5000))
    assert index.find(column, column + np.uint64(1)).tolist() == [-1] * 5000


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.tuples(ids, ids), max_size=60), max_size=5))
def test_unions_by_batch_are_unions_one_by_one(batches):
    sets, group = UnionFind(), {i: {i} for i in range(40)}
    sets.extend(40)
    for batch in batches:
        left = np.array([a for a, _ in batch], dtype=np.int32)
        right = np.array([b for _, b in batch], dtype=np.int32)
        before = {i for i in range(40) if min(group[i]) == i}
        needed, gone = sets.union(left, right)
        for pair in needed.tolist():
            a, b = batch[pair]
            assert group[a] is not group[b], "the pairs needed form a forest"
            united = group[a] | group[b]
            group.update(dict.fromkeys(united, united))
        for a, b in batch:
            assert group[a] is group[b], "the pairs needed span what was united"
        assert sorted(gone.tolist()) == sorted(before - {i for i in range(40) if min(group[i]) == i})
        everyone = np.arange(40, dtype=np.int32)
        assert sets.find(everyone).tolist() == [min(group[i]) for i in range(40)]
        sets.flatten()
        assert sets.parent[:40].tolist() == [min(group[i]) for i in range(40)]


def test_a_star_and_a_path_are_united_in_few_turns():
    size = 10_000
    for left, right in (
        (np.full(size - 1, size - 1), np.arange(size - 1)),
        (np.arange(size - 1), np.arange(1, size)),
        (np.arange(size - 1)[::-1], np.arange(1, size)[::-1]),
    ):
        sets = UnionFind()
        sets.extend(size)
        needed, gone = sets.union(left.astype(np.int32), right.astype(np.int32))
        assert needed.size == gone.size == size - 1
        assert not sets.find(np.arange(size, dtype=np.int32)).any()


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(20, 60), st.integers(4, 12))
def test_no_two_rows_have_one_key_after_many_new_keys_and_new_layouts(seed, leaves, rounds):
    """Unions and insertions in turn, so that keys change in the very turns in which the index grows."""
    chance = np.random.default_rng(seed)
    graph = EGraph()
    rows = leaf_rows = graph.add_all([parse_term(f"x{i}") for i in range(leaves)]).tolist()
    number = graph.table.declare(Op("+"), 2)
    for _ in range(rounds):
        size = int(chance.integers(1, 300))
        picked = chance.choice(rows, (2, size)).astype(np.int32)
        columns = list(graph.find(picked))
        rows = rows + graph.table.insert(np.full(size, number, dtype=np.int16), columns).tolist()
        for left, right in chance.choice(leaf_rows, (int(chance.integers(1, 8)), 2)).tolist():
            graph.union(left, right)
        graph.rebuild()
        table = graph.table
        kept = table.keyed_rows()
        assert np.unique(table.key.take(kept)).size == kept.size
        packed = table.sets.find(np.stack([column.take(kept) for column in table.children]))
        assert np.unique(packed, axis=1).shape[1] == kept.size
        assert np.array_equal(table.find_rows(table.functor.take(kept), list(packed)), kept)
