"""A shell in this process, with the extension loaded, that records what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07")
Ask = Callable[[str], str]


@pytest.fixture
def shell(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    made = InteractiveShell(config=config)
    made.run_line_magic("load_ext", "photonic.repl")
    made.run_line_magic("photonic", "unicode")
    yield made
    made.run_line_magic("unload_ext", "photonic.repl")
    made.restore_sys_module_state()


@pytest.fixture
def bare(shell: Any, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a cell and gives back what it showed, without colours."""

    def run(cell: str) -> str:
        capsys.readouterr()
        shell.run_cell(cell, store_history=True)
        shown = capsys.readouterr()
        return ESCAPES.sub("", shown.out + shown.err)

    return run


@pytest.fixture
def ask(bare: Ask) -> Ask:
    """The same, with names declared."""
    bare("%fields A B E : vector; f g u κ : scalar; T S : tensor; h : function; c : constant")
    return bare
