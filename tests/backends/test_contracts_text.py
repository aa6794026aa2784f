"""The text and the names that all records share: canonical JSON, strict parsing, times and ids."""

from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.contracts import (
    ContractError,
    EntanglementLink,
    canonical_json,
    content_hash,
    entanglement_id,
    naming,
    new_run_id,
    parse_json,
    utc_now,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
free_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        '{"a": Infinity}',
        "[-Infinity]",
        "1e999",
        '{"a": 1, "a": 2}',
        "{'a': 1}",
        "[1,]",
        '"\\ud800"',
        "[" * 5000 + "]" * 5000,
        b"\xff",
        "1" + "0" * 400,
    ],
)
def test_text_that_is_not_strict_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ContractError):
        parse_json(text)


def test_canonical_json_has_one_form() -> None:
    data = {"b": [1, 2.5, None, True], "a": "∇", "A": {}}
    assert canonical_json(data) == b'{"A":{},"a":"\xe2\x88\x87","b":[1,2.5,null,true]}'
    assert content_hash({"a": 1}) == sha256(b'{"a":1}').hexdigest()


@given(free_json)
@settings(deadline=None, max_examples=50)
def test_canonical_json_is_read_back_to_the_same_bytes(data: Any) -> None:
    assert canonical_json(parse_json(canonical_json(data))) == canonical_json(data)


def test_times_are_utc_and_strictly_increase() -> None:
    before = datetime.now(UTC)
    times = [utc_now() for _ in range(2000)]
    assert all(earlier < later for earlier, later in pairwise(times))
    assert all(len(time) == 27 and time.endswith("Z") for time in times)
    assert abs((datetime.fromisoformat(times[0]) - before).total_seconds()) < 5


def test_times_increase_even_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "_latest", datetime(2100, 1, 1, tzinfo=UTC))
    assert [utc_now(), utc_now()] == ["2100-01-01T00:00:00.000001Z", "2100-01-01T00:00:00.000002Z"]


def test_names_fit_their_rules() -> None:
    run = new_run_id()
    eid = entanglement_id(run, content_hash("form")[:16])
    assert eid == "eid::" + run + "::" + sha256(b'"form"').hexdigest()[:16]
    assert EntanglementLink(eid=eid, cells=("A1",)).cells == ("A1",)
    assert len({new_run_id() for _ in range(100)}) == 100
