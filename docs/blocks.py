"""Run the examples of a page: `python docs/blocks.py PAGE …` compares what they print, `--write` puts it in.

A `python` block is executed, with the names of the blocks before it; the `text` block right behind it, if there is
one, is what it prints. In a `console` block each line `$ photonic …` is a command, and what follows is its output.
Numbers of milliseconds are not compared. Other blocks are left alone.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["MILLISECONDS", "main", "refreshed"]

FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
MILLISECONDS = re.compile(r"\d+(\.\d+)? ms")
PROGRAM = "from photonic.cli import main; main()"


def refreshed(text: str, source: str) -> str:
    """The page with every output as it is now."""
    names: dict[str, Any] = {"__name__": "__page__"}
    pieces, end, printed = [], 0, None
    for match in FENCE.finditer(text):
        between, language, body = text[end : match.start()], match["language"], match["body"]
        if language == "python":
            line = text.count("\n", 0, match.start("body"))
            new, printed = body, _printed(body, names, source, line)
        elif language == "console":
            new, printed = "".join(_session(body)), None
        else:
            new = body if printed is None or language != "text" or between.strip() else printed
            printed = None
        pieces += [between, f"```{language}\n{new}```"]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _printed(body: str, names: dict[str, Any], source: str, line: int) -> str:
    """What the block prints; its faults name the page and the line."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile("\n" * line + body, source, "exec"), names)
    return "".join(f"{row.rstrip()}\n" for row in out.getvalue().splitlines())


def _session(body: str) -> Iterator[str]:
    for row in body.splitlines():
        if row.startswith("$ "):
            program, *words = shlex.split(row[2:])
            if program != "photonic":
                raise ValueError(f"{row!r}: a console block holds photonic commands only; make it an sh block")
            done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False)
            yield f"{row}\n"
            yield from (f"{line.rstrip()}\n" for line in (done.stdout + done.stderr).splitlines())


def main() -> None:
    """Compare or write; exit status 1 and the difference where a page is not up to date."""
    parser = argparse.ArgumentParser(description="Run the examples of pages and compare what they print.")
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="put the outputs into the pages")
    options = parser.parse_args()
    stale = False
    for page in options.pages:
        text = page.read_text(encoding="utf-8")
        new = refreshed(text, str(page))
        before, after = (MILLISECONDS.sub("… ms", each).splitlines(keepends=True) for each in (text, new))
        if before == after:
            continue
        stale = True
        if options.write:
            page.write_text(new, encoding="utf-8")
            print(f"wrote {page}")
        else:
            sys.stdout.writelines(difflib.unified_diff(before, after, str(page), "now"))
    sys.exit(1 if stale and not options.write else 0)


if __name__ == "__main__":
    main()
