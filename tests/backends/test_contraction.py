"""Contraction plans against the loop they stand for."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.contraction import Contraction, plan

EPSILON = tuple(round((i - j) * (j - k) * (k - i) / 2) for i, j, k in product(range(3), repeat=3))


def run(contraction: Contraction, operands: list[np.ndarray], dimension: int) -> np.ndarray:
    flat = [operands[position].ravel() for position in contraction.operands]
    sums = [
        sum(c * np.prod([entries[i] for entries, i in zip(flat, chosen, strict=True)]) for c, chosen in terms)
        for terms in contraction.terms
    ]
    return np.array(sums).reshape((dimension,) * contraction.rank)


def test_the_cross_product_is_six_signed_products() -> None:
    contraction = plan("ijk,j,k->i", (3, 1, 1), 3, (EPSILON, None, None))
    assert contraction.operands == (1, 2)
    assert [sorted(terms) for terms in contraction.terms] == [
        [(-1, (2, 1)), (1, (1, 2))],
        [(-1, (0, 2)), (1, (2, 0))],
        [(-1, (1, 0)), (1, (0, 1))],
    ]


def test_terms_that_cancel_vanish() -> None:
    # εᵢⱼₖ aⱼ aₖ needs the two a's to be one operand to cancel; εᵢⱼⱼ cancels by itself
    assert plan("ijj->i", (3,), 3, (EPSILON,)).terms == ((), (), ())
    assert plan("ijk,ijk->", (3, 3), 3, (EPSILON, EPSILON)).terms == (((6, ()),),)


def test_equal_plans_are_one_object() -> None:
    assert plan("i,i->", (1, 1), 3, (None, None)) is plan("i,i->", [1, 1], 3, [None, None])


SUBSCRIPTS = [
    "i,i->",
    "ij,j->i",
    "ij,jk->ik",
    "ii->",
    "ij->ji",
    "ij,ij->",
    "i,j->ij",
    "ijk,j,k->i",
    "ij,jk,ki->",
    ",ij->ji",
]


@given(st.sampled_from(SUBSCRIPTS), st.integers(1, 3), st.integers(0, 2**32 - 1), st.data())
@settings(deadline=None, max_examples=60)
def test_plans_agree_with_the_loop(subscripts: str, dimension: int, seed: int, data: st.DataObject) -> None:
    inputs = subscripts.split("->")[0].split(",")
    random = np.random.default_rng(seed)
    operands = [random.integers(-2, 3, (dimension,) * len(letters)) for letters in inputs]
    literal = [data.draw(st.booleans()) for _ in operands]
    entries = [tuple(a.ravel().tolist()) if known else None for a, known in zip(operands, literal, strict=True)]
    contraction = plan(subscripts, [len(letters) for letters in inputs], dimension, entries)
    assert np.array_equal(run(contraction, operands, dimension), np.einsum(subscripts, *operands))
    assert all(coefficient for terms in contraction.terms for coefficient, _ in terms)


@pytest.mark.parametrize(
    ("subscripts", "ranks", "complaint"),
    [("ij,j", (2, 1), "have no output"), ("ij,j->i", (2, 2), "do not fit"), ("ij->ik", (2,), "each output index")],
)
def test_subscripts_that_do_not_fit_are_refused(subscripts: str, ranks: tuple[int, ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        plan(subscripts, ranks, 3, [None] * len(ranks))
