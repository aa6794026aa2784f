"""Tutorials do what they say: their Python blocks run in order, and print the text blocks behind them."""

import contextlib
import io
import re
from pathlib import Path

import pytest

TUTORIALS = sorted((Path(__file__).parents[2] / "docs" / "tutorials").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_the_blocks_print_what_is_shown(path):
    text = path.read_text(encoding="utf-8")
    names = {"__name__": path.stem}
    printed = io.StringIO()
    ran = 0
    for kind, body in BLOCK.findall(text):
        if kind == "python":
            assert printed.getvalue() == "", f"{path.name} does not show: {printed.getvalue()}"
            with contextlib.redirect_stdout(printed):
                exec(compile(body, f"{path.name}, block {ran}", "exec"), names)
            ran += 1
        else:
            assert printed.getvalue() == body
            printed = io.StringIO()
    assert ran > 3


def test_there_is_a_tutorial():
    assert TUTORIALS
