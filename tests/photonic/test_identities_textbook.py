"""prove on identities of textbooks of fields, fluids, plasmas and solids, half of them under hypotheses.

A row in twelve is tried here; with `SHARE` = 1 all of them, and `python -m benchmarks.identities` measures them all:
`tests/data/identities_textbook.json` is in the notation of the other rows.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from photonic.prover import settle
from photonic.proving.verdict import Verdict
from tests.corpus import DATA, Row
from tests.corpus_more import further_data
from tests.formal_series import UndefinedError
from tests.formal_solutions import difference
from tests.photonic.test_prove_more import problem_of

SHARE = 12
PLAIN: list[dict[str, Any]] = json.loads(DATA.with_name("identities_textbook.json").read_text())["rows"]
ROWS = [Row(data) for data in PLAIN]
NOT_SETTLED = {"f_stream2_adv", "q_frank"}
"""True rows that prove leaves open, after seconds."""
TRIED = [row for row in ROWS[::SHARE] if row.name not in NOT_SETTLED]

SAME, DIFFERENT = 1e-7, 1e-6


def certain_difference(data: dict[str, Any], margin: int) -> float:
    """The difference of the sides on the first random solution that the hypotheses have."""
    for seed in range(12):
        try:
            found = difference(data, seed, margin)
        except UndefinedError:
            continue
        if found is not None:
            return found
    raise AssertionError(f"{data['name']}: no random solution of the hypotheses was found")


def is_true(data: dict[str, Any]) -> bool:
    """What a random formal solution says; false claims are looked at with more derivatives of the hypotheses."""
    found = certain_difference(data, 1 if data.get("given") else 0)
    if found > SAME and data.get("given"):
        found = certain_difference(data, 2)
    assert found < SAME or found > DIFFERENT
    return found < SAME


@pytest.mark.parametrize("data", PLAIN[::SHARE], ids=lambda data: data["name"])
def test_a_row_is_what_it_is_said_to_be_on_a_formal_solution(data: dict[str, Any]) -> None:
    assert is_true(data) == (data["kind"] == "true")


GIVEN = [data for data in further_data() if data.get("given")]


@pytest.mark.parametrize("data", GIVEN[::SHARE], ids=lambda data: data["name"])
def test_a_further_row_under_hypotheses_is_what_it_is_said_to_be(data: dict[str, Any]) -> None:
    assert is_true(data) == (data["kind"] == "true")


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {row.name: settle(problem_of(row)) for row in TRIED}


def test_no_verdict_is_wrong(verdicts: dict[str, Verdict]) -> None:
    wrong = {"proved": False, "refuted": True}
    assert not [row.name for row in TRIED if wrong.get(verdicts[row.name].status) == row.true]


def test_true_rows_are_proved_nearly_all_by_rewriting(verdicts: dict[str, Verdict]) -> None:
    true = [verdicts[row.name] for row in TRIED if row.true]
    assert all(true)
    methods = Counter(verdict.method for verdict in true)
    assert methods["rewriting"] >= 0.95 * len(true)


def test_most_false_rows_are_refuted(verdicts: dict[str, Verdict]) -> None:
    false = [(bool(row.given), verdicts[row.name].status) for row in TRIED if not row.true]
    refuted = Counter(given for given, status in false if status == "refuted")
    every = Counter(given for given, _ in false)
    assert refuted[False] == every[False]
    assert refuted[True] >= 0.6 * every[True]


def test_there_are_many_of_each() -> None:
    kinds = Counter((row.true, bool(row.given)) for row in ROWS)
    assert kinds[True, False] >= 230
    assert kinds[True, True] >= 220
    assert min(kinds[False, False], kinds[False, True]) >= 100
