"""The records: what is written is read back, what is wrong is refused and named, and the published schemas agree."""

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from backends.contracts import (
    RECORDS,
    BeamEvent,
    ContractError,
    DnaMutation,
    EntanglementMap,
    SqiScore,
    beam_id,
    from_data,
    from_json,
    schema_problems,
    to_json,
)

ROOT = Path(__file__).parents[2]
EXAMPLES: dict[str, dict[str, Any]] = json.loads((ROOT / "tests/data/records.json").read_text(encoding="utf-8"))
KINDS = sorted(RECORDS)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
number = st.floats(allow_nan=False, allow_infinity=False)
free_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | number | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=5,
)


def of_field(kind: Any, rules: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a field's type that obey its rules."""
    origin, args = get_origin(kind), get_args(kind)
    if kind == dict[str, Any]:
        return st.dictionaries(text, free_json, max_size=3)
    if origin is UnionType and len(args) == 2:
        return st.none() | of_field(args[0], rules)
    if origin is UnionType:
        return free_json
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(
            of_field(args[0], rules.get("items", {})),
            min_size=rules.get("minItems", 0),
            max_size=3,
            unique=rules.get("uniqueItems", False),
        ).map(tuple)
    if origin is dict:
        keys, values = rules.get("propertyNames", {}), rules.get("additionalProperties", {})
        return st.dictionaries(of_field(args[0], keys), of_field(args[1], values), max_size=3)
    if attrs.has(kind):
        return of_class(kind)
    if kind is float:
        return st.floats(rules.get("minimum"), rules.get("maximum"), allow_nan=False, allow_infinity=False)
    assert kind is str
    if rules.get("format") == "date-time":
        return st.datetimes().map(lambda day: day.isoformat(timespec="microseconds") + "Z")
    return st.from_regex(rules["pattern"].removesuffix(r"(?!\n)"), fullmatch=True) if "pattern" in rules else text


def of_class(kind: type) -> st.SearchStrategy[Any]:
    fields = attrs.fields(kind)
    rules: dict[str, Any] = {field.name: next(iter(field.metadata.values()), {}) for field in fields}
    return st.builds(kind, **{field.name: of_field(field.type, rules[field.name]) for field in fields})


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Every value inside a record with its path as an error names it, and the keys that lead to it."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        here = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}" if path else key
        yield here, [key]
        if isinstance(value, (dict, list)):
            yield from ((deeper, [key, *keys]) for deeper, keys in leaves(value, here))


FREE = (
    "result",
    "settings.",
    "replay.",
    "hologram.ghx_data",
    "hologram.trigger_metadata.",
    "hologram.dream_pack.scroll_tree",
)
PLACES = [(kind, path, keys) for kind in KINDS for path, keys in leaves(EXAMPLES[kind]) if not path.startswith(FREE)]


def replaced(data: Any, keys: list[Any], value: Any) -> Any:
    changed = deepcopy(data)
    inner = changed
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return changed


def at(data: Any, keys: list[Any]) -> Any:
    for key in keys:
        data = data[key]
    return data


@pytest.mark.parametrize("kind", KINDS)
def test_example_is_read_and_written_back_unchanged(kind: str) -> None:
    text = json.dumps(EXAMPLES[kind], ensure_ascii=False)
    assert json.loads(to_json(from_json(RECORDS[kind], text))) == EXAMPLES[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_written_is_valid_and_read_back_equal(kind: str) -> None:
    published = json.loads((ROOT / f"docs/contracts/{kind}.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(published)

    @given(record=of_class(RECORDS[kind]))
    @settings(deadline=None, max_examples=25)
    def check(record: Any) -> None:
        written = to_json(record)
        again = from_json(RECORDS[kind], written)
        assert again == record
        assert to_json(again) == written
        validator.validate(json.loads(written))

    check()


def wrong_values(right: Any) -> list[Any]:
    """Values of other JSON types than `right`: among them what Python would quietly take for it."""
    wrongs: list[Any] = [True, 1.7, 3, "word", [], {}, ["word"], {"word": 1}]
    if isinstance(right, float):
        return [wrong for wrong in wrongs if type(wrong) not in (int, float)] + ["1.5"]
    return [wrong for wrong in wrongs if type(wrong) is not type(right)]


@pytest.mark.parametrize(("kind", "path", "keys"), PLACES, ids=[f"{kind}-{path}" for kind, path, _ in PLACES])
def test_a_value_of_a_wrong_type_is_refused_and_named(kind: str, path: str, keys: list[Any]) -> None:
    for wrong in wrong_values(at(EXAMPLES[kind], keys)):
        data = replaced(EXAMPLES[kind], keys, wrong)
        with pytest.raises(ContractError) as refusal:
            from_data(RECORDS[kind], data)
        assert [problem.path for problem in refusal.value.problems] == [path]
        assert schema_problems(RECORDS[kind], data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_and_an_unknown_field_are_refused_and_named(kind: str) -> None:
    optional = {field.name for field in attrs.fields(RECORDS[kind]) if field.default is not attrs.NOTHING}
    for name in EXAMPLES[kind].keys() - (optional - {"schema_version", "type"}):
        data = {key: value for key, value in EXAMPLES[kind].items() if key != name}
        with pytest.raises(ContractError, match=f"^{RECORDS[kind].__name__}: {name}: it is missing"):
            from_data(RECORDS[kind], data)
        assert schema_problems(RECORDS[kind], data)
    data = {**EXAMPLES[kind], "surplus": 1}
    with pytest.raises(ContractError, match="surplus: no such field"):
        from_data(RECORDS[kind], data)
    assert schema_problems(RECORDS[kind], data)


@pytest.mark.parametrize("version", [2, 0, "1", True, 1.0, None])
@pytest.mark.parametrize("kind", KINDS)
def test_another_schema_version_is_refused_with_the_known_one(kind: str, version: Any) -> None:
    with pytest.raises(ContractError, match=r"schema_version: .* is not known here; 1 is"):
        from_data(RECORDS[kind], {**EXAMPLES[kind], "schema_version": version, "token": 7})


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_reader_and_published_schema_accept_the_same(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    _, keys = data.draw(st.sampled_from(list(leaves(EXAMPLES[kind]))))
    other = data.draw(
        st.sampled_from([value for _, path in leaves(EXAMPLES[kind]) for value in [at(EXAMPLES[kind], path)]])
    )
    changed = replaced(EXAMPLES[kind], keys, data.draw(st.just(other) | free_json))
    try:
        from_data(RECORDS[kind], changed)
    except ContractError:
        assert schema_problems(RECORDS[kind], changed)
    else:
        assert not schema_problems(RECORDS[kind], changed)


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("beam_event", "timestamp", "2026-02-30T09:30:00.000001Z"),
        ("beam_event", "timestamp", "2026-01-31T09:30:00Z"),
        ("beam_event", "timestamp", "2026-01-31T09:30:00.000001+01:00"),
        ("beam_event", "timestamp", "2026-01-31 09:30:00.000001Z"),
        ("beam_event", "beam_id", "A1_collapse_20260131T093000000001Z"),
        ("beam_event", "cell_id", "A1\n"),
        ("beam_event", "cell_id", "A 1"),
        ("beam_event", "eid", "eid:run-1:0123456789abcdef"),
        ("beam_event", "drift", -1),
        ("sqi_score", "goal_match_score", 1.5),
        ("sqi_score", "rewrite_success_prob", -0.1),
        ("entanglement_link", "cells", []),
        ("entanglement_link", "cells", ["A1", "A1"]),
        ("run_end", "status", "running"),
        ("run_end", "reason", "a\0b"),
    ],
)
def test_a_value_outside_its_rules_is_refused_by_reader_and_schema(kind: str, path: str, value: Any) -> None:
    data = {**EXAMPLES[kind], path: value}
    with pytest.raises(ContractError, match=f": {path}: "):
        from_data(RECORDS[kind], data)
    assert schema_problems(RECORDS[kind], data)


@pytest.mark.parametrize("version", [True, 1.0, 2])
def test_a_record_is_not_built_with_another_schema_version(version: Any) -> None:
    with pytest.raises(ContractError, match=r"schema_version: .* is not allowed; use 1"):
        SqiScore(**{**EXAMPLES["sqi_score"], "schema_version": version})


def test_every_fault_is_reported_with_its_path() -> None:
    data = deepcopy(EXAMPLES["collapse_trace"])
    data["expression"] = 3
    data["hologram"]["signature_block"]["qglyph_id"] = "XYZ"
    data["hologram"]["dream_pack"]["memory_tags"] = ["a", 1]
    data["hologram"]["dream_pack"]["entropy_state"]["before"] = True
    data["hologram"]["trigger_metadata"]["set"] = {1}
    del data["adapter"]
    with pytest.raises(ContractError) as refusal:
        from_data(RECORDS["collapse_trace"], data)
    assert {problem.path for problem in refusal.value.problems} == {
        "expression",
        "adapter",
        "hologram.signature_block.qglyph_id",
        "hologram.dream_pack.memory_tags[1]",
        "hologram.dream_pack.entropy_state.before",
        "hologram.trigger_metadata.set",
    }
    assert "6 problems" in str(refusal.value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_record_holds_no_nan_and_no_infinity(value: float) -> None:
    score = {key: item for key, item in EXAMPLES["sqi_score"].items() if key != "entropy_delta"}
    with pytest.raises(ContractError, match=r"entropy_delta: .* is not finite"):
        SqiScore(**score, entropy_delta=value)
    with pytest.raises(ContractError, match=r"result\.deep\[0\]"):
        BeamEvent(**{**EXAMPLES["beam_event"], "result": {"deep": [value]}})


def test_free_json_may_be_a_hundred_levels_deep() -> None:
    deep: Any = 0
    for _ in range(100):
        deep = [deep]
    beam = BeamEvent(**{**EXAMPLES["beam_event"], "result": deep})
    assert from_json(BeamEvent, to_json(beam)) == beam
    with pytest.raises(ContractError, match=r"result(\[0\]){100}: it is nested too deeply"):
        BeamEvent(**{**EXAMPLES["beam_event"], "result": [deep]})


def test_equal_records_have_equal_bytes() -> None:
    score = EXAMPLES["sqi_score"]
    one, other = (SqiScore(**{**score, "entropy_delta": delta}) for delta in (0, -0.0))
    assert one == other
    assert to_json(one) == to_json(other)


def test_a_record_keeps_its_own_copy_and_cannot_be_changed() -> None:
    result = {"list": [1]}
    beam = BeamEvent(**{**EXAMPLES["beam_event"], "result": result})
    result["list"].append(2)
    assert beam.result == {"list": [1]}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        beam.stage = "run"  # type: ignore[misc]


def test_a_beam_that_happens_now_names_itself() -> None:
    beam = BeamEvent.now(cell_id="A1", sheet_run_id="run-1", container_id="box", stage="run", token="Δ")
    digits = beam.timestamp.translate(str.maketrans("", "", "-:.Z"))
    assert beam.beam_id == f"beam_A1_run_{digits}Z"
    assert from_json(BeamEvent, to_json(beam)) == beam
    with pytest.raises(ValueError, match="yesterday"):
        beam_id("A1", "run", "yesterday")


def test_an_entanglement_map_answers_who_is_with_whom() -> None:
    links = from_data(EntanglementMap, EXAMPLES["entanglement_map"])
    assert links.members("eid::run-1::fedcba9876543210") == ("B2", "C3")
    assert links.members("eid::run-1::0000000000000000") == ()
    assert links.entangled_with("B2") == ("A1", "C3")
    assert links.entangled_with("Z9") == ()
    assert {link.eid: link.cells for link in links.as_links()} == links.links


def test_a_nested_record_of_the_wrong_class_is_refused() -> None:
    mutation = EXAMPLES["dna_mutation"]
    with pytest.raises(ContractError, match=r"original: .* a MutationSide is needed"):
        DnaMutation(**mutation)


def test_published_schemas_are_those_of_the_classes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "backends.contracts.publish", str(tmp_path)], check=True, cwd=ROOT)
    published = ROOT / "docs/contracts"
    assert {file.name for file in tmp_path.iterdir()} == {f"{kind}.schema.json" for kind in (*KINDS, "photon_ast")}
    for file in tmp_path.iterdir():
        assert (published / file.name).read_bytes() == file.read_bytes(), "run python -m backends.contracts.publish"
        Draft202012Validator.check_schema(json.loads(file.read_bytes()))


def test_importing_the_records_is_cheap() -> None:
    heavy = ("sqlalchemy", "alembic", "prov", "networkx", "jsonschema", "numpy", "jax")
    script = (
        f"import sys, backends.contracts, backends.ledger; print([name for name in {heavy} if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    assert out.strip() == "[]"


def test_what_comes_from_outside_is_held_against_the_schema_too() -> None:
    script = """
import sys
from backends.contracts import SqiScore, from_data, from_json, parse_json
text = sys.stdin.buffer.read()
from_data(SqiScore, parse_json(text))
print("jsonschema" in sys.modules)
from_json(SqiScore, text)
print("jsonschema" in sys.modules)
"""
    command = [sys.executable, "-c", script]
    told = subprocess.run(
        command, input=json.dumps(EXAMPLES["sqi_score"]), check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert told.stdout.split() == ["False", "True"]
