"""The dictionary of small graphs and the hash index answer alike, and as a plain dictionary of owners would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.egraph import EGraph
from rewriting.keyindex import DEAD, KeyIndex
from rewriting.run import run
from rewriting.smallindex import SmallIndex
from rewriting.theories.arithmetic import micro_rules, micro_seeds

ROOM = 4096


def owner_of(column, count, key):
    """The row that has a key, asked of every row; −1 where there is none."""
    return next((row for row in range(count) if column[row] == key), -1)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([SmallIndex, KeyIndex]),
    st.lists(st.tuples(st.lists(st.integers(1, 60), max_size=30), st.integers(0, 5), st.integers(0, 900)), max_size=6),
)
def test_batches_are_numbered_by_first_appearance_and_rows_that_changed_keys_are_not_found(kind, steps):
    column, count, index = np.full(ROOM, DEAD), 1, kind()
    for keys, leaving, extra in steps:
        index = index.reserve(len(keys) + extra, column, lambda: int(np.count_nonzero(column != DEAD)))
        expected = {}
        known = [owner_of(column, count, key) for key in keys]
        for key, owner in zip(keys, known, strict=True):
            expected.setdefault(key, owner if owner >= 0 else count + sum(v >= count for v in expected.values()))
        column[count : count + len(keys)] = keys
        numbers, new = index.admit(column, count, len(keys))
        assert numbers.tolist() == [expected[key] for key in keys]
        assert [keys[i] for i in new] == [key for key, row in expected.items() if row >= count]
        column[count + new.size :] = DEAD
        count += new.size
        column[1 : min(count, 1 + leaving)] = DEAD
        asked = np.arange(1, 62, dtype=np.uint64)
        assert index.find(column, asked).tolist() == [owner_of(column, count, key) for key in asked]
        assert index.copy().find(column, asked).tolist() == index.find(column, asked).tolist()


@pytest.mark.parametrize("kind", [SmallIndex, KeyIndex])
def test_rows_that_ask_for_one_key_get_one_owner(kind):
    column = np.array([DEAD, 5, 7, 5, 9, 7], dtype=np.uint64)
    index = kind()
    rows = np.array([3, 1, 2, 5, 4], dtype=np.int32)
    assert index.own(column, rows).tolist() == [3, 3, 2, 2, 4]
    column[3] = DEAD
    assert index.own(column, np.array([1], dtype=np.int32)).tolist() == [1]


def test_a_graph_that_grows_out_of_the_dictionary_keeps_its_keys_and_is_no_larger():
    graph = EGraph()
    graph.add_all(micro_seeds())
    sizes = []
    for _ in range(7):
        run(graph, micro_rules(), rounds=1)
        table = graph.table
        rows = table.keyed_rows()
        found = table.find_rows(table.functor.take(rows), [column.take(rows) for column in table.children])
        assert found.tolist() == rows.tolist()
        sizes.append(table.count)
    assert sizes[0] < 1024 < sizes[-1]
    index = SmallIndex()
    column = np.arange(1, 1026, dtype=np.uint64) << np.uint64(30)
    column[0] = DEAD
    index = index.reserve(1024, column, lambda: 0)
    index.own(column, np.arange(1, 1025, dtype=np.int32))
    assert isinstance(index, SmallIndex)
    assert index.nbytes <= 4 * KeyIndex.most_slots(1024)
    larger = index.reserve(1, column, lambda: 1024)
    assert isinstance(larger, KeyIndex)
    assert larger.find(column, column[1:]).tolist() == list(range(1, 1025))
