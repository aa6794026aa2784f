"""The tutorial of the prompt shows what the prompt shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "tutorials" / "repl.md"
BLOCK = re.compile(r"^```ipython\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = re.compile(r"^In \[\d+\]: ", re.MULTILINE)
CONTINUED = "   ...: "


def sessions(page: str) -> Iterator[tuple[str, str]]:
    """Each cell with the output that the page shows for it."""
    for block in BLOCK.findall(page):
        for part in PROMPT.split(block)[1:]:
            lines = part.rstrip().split("\n")
            count = 1 + sum(1 for line in lines[1:] if line.startswith(CONTINUED))
            cell = "\n".join([lines[0], *(line.removeprefix(CONTINUED) for line in lines[1:count])])
            yield cell, "\n".join(lines[count:])


def comparable(shown: str) -> str:
    """Output without times, numbers of cells and blanks at the ends of lines."""
    text = re.sub(r"\d+(\.\d+)? ms", "… ms", re.sub(r"Out\[\d+\]: ?", "Out: ", shown))
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def test_the_tutorial_is_true(bare: Callable[[str], str]) -> None:
    cells = list(sessions(PAGE.read_text("utf-8")))
    assert len(cells) > 15
    for cell, shown in cells:
        assert comparable(bare(cell)) == comparable(shown), cell
