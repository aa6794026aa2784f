"""prove on further identities: nothing false is proved, nothing true refuted, and few are left without an answer.

A row in eight is tried here; with `SHARE` = 1 all of them, which takes about a minute.
"""

from collections import Counter
from typing import Any

import pytest

from photonic.problem import Hypothesis, Problem
from photonic.prover import settle
from tests.corpus import Row
from tests.corpus_more import further_data, further_rows
from tests.identity_components import truth

SHARE = 8
ROWS = further_rows()


def problem_of(row: Row) -> Problem:
    return Problem(row.left, row.right, tuple(Hypothesis(f"given {i}", *pair) for i, pair in enumerate(row.given)))


@pytest.mark.parametrize("row", ROWS[::SHARE], ids=lambda row: row.name)
def test_a_verdict_is_never_wrong(row: Row) -> None:
    verdict = settle(problem_of(row))
    assert verdict.status in (("proved", "unknown") if row.true else ("refuted", "unknown"))
    assert row.given or verdict.status != "unknown"


@pytest.mark.parametrize("data", [d for d in further_data() if "given" not in d][3::SHARE], ids=lambda d: d["name"])
def test_what_a_row_says_of_itself_is_so(data: dict[str, Any]) -> None:
    assert truth(data) is (data["kind"] == "true")


def test_the_rows_are_many_and_of_every_kind() -> None:
    kinds = Counter((row.true, bool(row.given)) for row in ROWS)
    assert len({row.name for row in ROWS}) == len(ROWS) > 500
    assert min(kinds.values()) > 20
    assert len(kinds) == 4
