"""Settings: every variable is read, every bad value refused by name."""

from __future__ import annotations

import json
import math

import pytest
from attrs import fields

from photonic.errors import PhotonicError
from photonic.settings import Settings, read_settings, settings

VARIABLES = {attribute.name: attribute.metadata["variable"] for attribute in fields(Settings)}
FLAGS = [a.name for a in fields(Settings) if isinstance(a.default, bool)]
NUMBERS = [a.name for a in fields(Settings) if isinstance(a.default, float)]


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()
    assert read_settings({"PATH": "/bin", "photonic_ledger": "jsonl:x"}) == Settings()


def test_every_setting_has_a_variable_and_a_meaning_of_its_own() -> None:
    assert len(set(VARIABLES.values())) == len(VARIABLES) >= 8
    assert all(variable.isupper() for variable in VARIABLES.values())
    assert all(a.metadata["meaning"] for a in fields(Settings))
    design = {"QWAVE_EXEC_ON", "COST_THRESHOLD", "SPE_AUTO_FUSE", "QKD_ON", "PHASE9_ENABLED", "PHASE10_ENABLED"}
    assert design <= set(VARIABLES.values())


@pytest.mark.parametrize("name", FLAGS)
@pytest.mark.parametrize(("text", "value"), [("1", True), ("On", True), (" yes ", True), ("TRUE", True), ("0", False),
                                             ("off", False), ("No", False), ("false\n", False)])  # fmt: skip
def test_flags_are_read(name: str, text: str, value: bool) -> None:
    assert getattr(read_settings({VARIABLES[name]: text}), name) is value


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(("text", "value"), [("0", 0.0), ("1e3", 1000.0), ("inf", math.inf), (" 2.5 ", 2.5)])
def test_numbers_are_read(name: str, text: str, value: float) -> None:
    assert getattr(read_settings({VARIABLES[name]: text}), name) == value


def test_the_ledger_is_read() -> None:
    assert read_settings({"PHOTONIC_LEDGER": "jsonl:runs.jsonl"}).ledger == "jsonl:runs.jsonl"


BAD = [
    *(
        (name, text, "write one of 1, true, yes, on or 0, false")
        for name in FLAGS
        for text in ("", "2", "maybe", "onn")
    ),
    *(
        (name, text, "write a number that is not negative")
        for name in NUMBERS
        for text in ("", "-1", "nan", "ten", "1,5")
    ),
    ("ledger", "", "is empty: where runs are recorded"),
    ("ledger", "  ", "is empty"),
]


@pytest.mark.parametrize(("name", "text", "words"), BAD)
def test_a_bad_value_is_refused_by_name(name: str, text: str, words: str) -> None:
    with pytest.raises(PhotonicError) as refused:
        read_settings({VARIABLES[name]: text})
    assert VARIABLES[name] in str(refused.value)
    assert words in str(refused.value)


def test_settings_are_plain_data_and_frozen() -> None:
    data = json.loads(json.dumps(Settings().to_json(), allow_nan=False))
    assert data["cost_threshold"] is None
    assert data["qkd_on"] is False
    assert set(data) == set(VARIABLES)
    with pytest.raises(AttributeError):
        Settings().ledger = "x"  # type: ignore[misc]


def test_settings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.cache_clear()
    monkeypatch.setenv("QKD_ON", "yes")
    first = settings()
    monkeypatch.setenv("QKD_ON", "no")
    assert settings() is first
    assert first.qkd_on
    settings.cache_clear()
