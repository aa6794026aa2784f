"""The lock is complete, consistent with the project's metadata, and free of addresses."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.environment import LOCKS, OLDEST, obstacle

ROOT = Path(__file__).parents[2]
LOCK = {name: (ROOT / name).read_text(encoding="utf-8") for name in LOCKS["dev"]}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(text: str) -> dict[str, Requirement]:
    """The requirements of a lock by name, read line by line."""
    lines = text.replace("\\\n", " ").splitlines()
    found = [Requirement(line.split("--hash")[0]) for line in lines if line and not line.startswith("#")]
    assert len({each.name for each in found}) == len(found)
    return {canonicalize_name(each.name): each for each in found}


PINS = {name: pinned(text) for name, text in LOCK.items()}
EVERYTHING = {name: pin for pins in PINS.values() for name, pin in pins.items()}


@pytest.mark.parametrize("name", LOCK)
def test_every_pin_is_one_version_with_hashes(name: str) -> None:
    for line in LOCK[name].replace("\\\n", " ").splitlines():
        if not line.startswith("#"):
            assert re.fullmatch(r"[\w.-]+==[\w.]+( ; [^;]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", line), line


@pytest.mark.parametrize("name", LOCK)
def test_the_lock_holds_no_address(name: str) -> None:
    for mark in ("://", "/", "@", "--index", "--extra", "--find", "-e ", "-r ", "# via"):
        assert mark not in LOCK[name]


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements.lock", PROJECT["build-system"]["requires"]),
        ("requirements-dev.lock", PROJECT["project"]["optional-dependencies"]["dev"]),
    ],
)
def test_the_pins_satisfy_the_metadata(file: str, wanted: list[str]) -> None:
    for each in map(Requirement, wanted):
        (pin,) = PINS[file][canonicalize_name(each.name)].specifier
        assert each.specifier.contains(pin.version), f"{each} is pinned to {pin}"


def test_the_files_do_not_overlap() -> None:
    assert len(EVERYTHING) == sum(map(len, PINS.values()))


def test_the_pins_are_closed_under_dependence() -> None:
    """Whatever an installed pin needs is pinned, in a version that it accepts."""
    environment = {**default_environment(), "extra": ""}
    for name, pin in EVERYTHING.items():
        if pin.marker is not None and not pin.marker.evaluate():
            continue
        for text in requires(name) or ():
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate(environment):
                (own,) = EVERYTHING[canonicalize_name(need.name)].specifier
                assert need.specifier.contains(own.version), f"{name} needs {need}, the pin is {own}"


def test_what_is_installed_is_what_is_pinned() -> None:
    for name, pin in EVERYTHING.items():
        if pin.marker is None or pin.marker.evaluate():
            assert pin.specifier.contains(version(name)), f"{name} {version(name)} is installed: run make test"


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    extra = PROJECT["project"]["optional-dependencies"]["dev"] + PROJECT["build-system"]["requires"]
    for each in map(Requirement, PROJECT["project"]["dependencies"] + extra):
        assert f"\n| {each.name} | " in reasons, f"{each.name} has no line"


def test_an_old_python_is_told_so() -> None:
    assert ">=" + ".".join(map(str, OLDEST)) == PROJECT["project"]["requires-python"]
    message = obstacle((3, 10, 4), True, "python3.10")
    assert "needs Python 3.11 or newer, and python3.10 is 3.10.4" in message
    assert "PYTHON=" in message


def test_a_python_without_venv_is_told_so() -> None:
    assert "venv or ensurepip module is missing" in obstacle((3, 12, 0), False, "python3")
    assert obstacle((3, 12, 0), True, "python3") == ""
