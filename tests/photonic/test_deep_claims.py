"""Claims that stack many derivatives: bounded in memory and time, and settled all the same where that is easy."""

from __future__ import annotations

import tracemalloc
from functools import reduce

import pytest

import photonic as ph

MOST_BYTES = 200_000_000
MOST_SECONDS = 20


@pytest.mark.parametrize("depth", [40, 300])
def test_many_derivatives_take_no_more_memory_than_few(depth: int):
    A = ph.symbols("A", "vector")
    deep = reduce(lambda inner, _: ph.curl(inner), range(depth), A)
    tracemalloc.start()
    try:
        same, other = ph.prove(deep, deep), ph.prove(ph.div(deep), 0)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MOST_BYTES
    assert same.status == other.status == "proved"


def test_a_denominator_with_many_derivatives_is_no_obstacle():
    f = ph.symbols("f")
    deep = reduce(lambda inner, _: ph.laplacian(inner), range(30), f)
    assert ph.prove(f / deep, f / deep).status == "proved"


def test_products_under_many_derivatives_are_refuted_in_time():
    A, B = ph.symbols("A B", "vector")
    nested = reduce(lambda inner, _: ph.curl(B ^ inner), range(6), A)
    verdict = ph.prove(nested, B)
    assert verdict.status == "refuted"
    assert verdict.seconds < MOST_SECONDS
