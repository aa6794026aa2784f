"""How files look: their length, their names, what they say of themselves."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, defined, module_name, public_names, sources, tree

LONGEST = 350
NAMELESS = {"utils", "util", "misc", "common", "core", "base", "helpers", "helper", "stuff", "tools"}
FILES = sources()
IDS = [str(path.relative_to(ROOT)) for path in FILES]
ALL_TEXT = [
    path
    for folder in (*PACKAGES, "tests", "examples", "docs", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".md", ".codex", ".json", ".toml", ".sql") and "__pycache__" not in path.parts
]
FAIL_CLOSED = {"photonic/codex/policy.py", "rewriting/analyses/soullaw.py"}
"""Where a check that fails in any way at all must count as a veto, so that every exception is caught."""
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|work|root|Users)/\w")


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_file_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    if path.name == "__init__.py" and not text.strip():
        return
    assert ast.get_docstring(tree(path)), "the module has no docstring"
    assert public_names(path) is not None or path.name == "__init__.py", "the module declares no __all__"


@pytest.mark.parametrize(
    "path", [p for p in ALL_TEXT if p.suffix == ".py"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_test_file_is_short_too(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_names_say_what_is_inside(path: Path) -> None:
    assert not {part.removesuffix(".py") for part in path.relative_to(ROOT).parts} & NAMELESS


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_nothing_is_imported_by_star(path: Path) -> None:
    for node in ast.walk(tree(path)):
        assert not (isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names))


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_what_is_public_exists_is_sorted_out_and_documented(path: Path) -> None:
    names, bound = public_names(path) or [], defined(path)
    assert len(set(names)) == len(names)
    assert set(names) <= set(bound) | {"__version__"} or has_lazy_names(path), set(names) - set(bound)
    for name in names:
        node = bound.get(name)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            assert ast.get_docstring(node), f"{module_name(path)}.{name} has no docstring"


def has_lazy_names(path: Path) -> bool:
    """Whether a package's table of contents loads names when they are asked for."""
    return path.name == "__init__.py" and "__getattr__" in defined(path)


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_errors_are_caught_by_name(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno} catches everything"
            reraises = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            broad = {"Exception", "BaseException"} & set(re.findall(r"\w+", ast.unparse(node.type)))
            assert not broad or reraises or name in FAIL_CLOSED, f"line {node.lineno} catches {broad}"


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_nothing_is_left_for_later(path: Path) -> None:
    words = set(re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b", path.read_text(encoding="utf-8")))
    assert not words
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Raise) and node.exc is not None:
            assert "NotImplementedError" not in ast.unparse(node.exc)


@pytest.mark.parametrize("path", ALL_TEXT, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_knows_the_machine_it_was_written_on(path: Path) -> None:
    assert not MACHINE_PATH.search(path.read_text(encoding="utf-8"))


def test_the_rules_look_at_something() -> None:
    assert len(FILES) > 100
    assert {path.parts[len(ROOT.parts)] for path in FILES} == set(PACKAGES)
