"""Tracebacks and SyntaxErrors show a cell as it was typed, with the caret in the typed line."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[[str], str]

BROKEN = [
    ("for i in range(3):\nx = ∇f", "x = ∇f", "x"),
    ("y = 1\nreturn ∇·A", "return ∇·A", "return"),
    ("if f: ∇f; break; ∇·A", "if f: ∇f; break; ∇·A", "break"),
    ("w = 2 Δf; continue", "w = 2 Δf; continue", "continue"),
]


@pytest.mark.parametrize(("cell", "line", "at"), BROKEN)
def test_a_syntax_error_shows_the_typed_line(ask: Ask, cell: str, line: str, at: str) -> None:
    shown = ask(cell)
    assert "__photonic__" not in shown
    lines = shown.split("\n")
    row = next(number for number, text in enumerate(lines) if text.strip() == line)
    assert lines[row + 1].index("^") - (len(lines[row]) - len(lines[row].lstrip())) == line.index(at)


def test_a_traceback_shows_typed_lines_of_every_cell(ask: Ask, shell: Any) -> None:
    ask("def slope(u):\n    w = ∇·A\n    return w, 1 // len(())")
    shown = ask("total = [∇f,\n slope(f)]")
    assert "ZeroDivisionError" in shown
    assert "__photonic__" not in shown
    assert "total = [∇f," in shown
    assert "    w = ∇·A" in shown
    assert "w = ∇·A" in inspect.getsource(shell.user_ns["slope"])


def test_a_cell_without_glyphs_and_one_with_a_magic_stay_as_ipython_shows_them(ask: Ask) -> None:
    assert "----> 1 1/0" in ask("1/0")
    shown = ask("%fields p : scalar\nq = ∇p; 1/0")
    assert "ZeroDivisionError" in shown
    assert "q = ∇p; 1/0" in shown


def test_unloading_gives_the_shell_its_own_again(shell: Any, ask: Ask) -> None:
    shell.run_line_magic("unload_ext", "photonic.repl")
    assert "cache" not in vars(shell.compile)
    assert "structured_traceback" not in vars(shell.SyntaxTB)
    assert "ZeroDivisionError" in ask("1/0")
    shell.run_line_magic("load_ext", "photonic.repl")


def test_run_with_brackets_is_photonics_and_run_of_a_file_is_ipythons(ask: Ask, tmp_path: Any) -> None:
    assert "no_such_scroll" in ask('run("no_such_scroll")')
    assert "SyntaxError" not in ask('run ("no_such_scroll")')
    script = tmp_path / "said.py"
    script.write_text("print('the script ran')\n")
    assert "the script ran" in ask(f"run {script}")
    assert "the script ran" in ask(f"%run {script}")
    assert "photonic.api" in ask("run")
