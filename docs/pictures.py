"""Make the pictures of the prompt and of a notebook from a session that is run: `python docs/pictures.py [folder]`.

Times are left out, so that the same program makes the same pictures.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
from html import escape
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from rich.console import Console
from rich.text import Text
from traitlets.config import Config

__all__ = ["CELLS", "main", "notebook", "pictures", "prompt", "session"]

CELLS = (
    "%fields A E B : vector; f g u κ : scalar; c : constant",
    "∇·(∇×A)",
    "∂f/∂t + ∇·(f A/|A|²)",
    "prove(∇×(∇f + ∇×A) = ∇×(∇×A))",
    "proof(_)",
    "prove(∇×(f A) = f ∇×A)",
    "why(_)",
    "simplify(κ Δu + ∇κ·∇u)",
    "∂t u = ∇·(κ ∇u)",
    "intents(_)",
    "∇·C + ∇·A",
)
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07")
LABEL = re.compile(r"^Out\[\d+\]: ?\n?")
TIMES = re.compile(r", \d+(?:\.\d+)? ms")
WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Photonic in a notebook</title>
<style>body {{ font-family: sans-serif; margin: 2em; max-width: 62em }} mark {{ background: #ffe28a }}
.cell {{ display: grid; grid-template-columns: 5em 1fr; margin: .3em 0 }} pre {{ margin: 0; white-space: pre-wrap }}
.label {{ font-family: monospace; color: #8080a0; padding: .5em 0 }} .in {{ background: #f4f4f4; padding: .5em .8em }}
.out {{ padding: .5em .8em .9em }}</style></head><body>
{cells}</body></html>
"""


def session(cells: tuple[str, ...] = CELLS) -> list[tuple[str, str, Any]]:
    """Each cell with the text that it shows and its result, from a shell with the extension loaded."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = InteractiveShell(config=config)
    try:
        shell.run_line_magic("load_ext", "photonic.repl")
        with contextlib.redirect_stdout(io.StringIO()):
            shell.run_line_magic("photonic", "unicode")
        return [(cell, *_run(shell, cell)) for cell in cells]
    finally:
        shell.run_line_magic("unload_ext", "photonic.repl")
        shell.restore_sys_module_state()


def _run(shell: Any, cell: str) -> tuple[str, Any]:
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        result = shell.run_cell(cell, store_history=True).result
    return TIMES.sub("", ESCAPES.sub("", shown.getvalue())).strip("\n"), result


def prompt(done: list[tuple[str, str, Any]]) -> str:
    """The session as an SVG picture of a terminal."""
    console = Console(record=True, width=112, file=io.StringIO())
    for number, (cell, shown, _) in enumerate(done, 1):
        console.print(Text.assemble((f"In [{number}]: ", "bold green"), cell))
        console.print(Text(f"{shown}\n" if shown else ""))
    return WEB_FONT.sub("", console.export_svg(title="photonic repl", unique_id="photonic"))


def notebook(done: list[tuple[str, str, Any]]) -> str:
    """The session as a page: each result by its HTML, as a notebook shows it, else by its text. Proofs fold."""
    cells = []
    for number, (cell, shown, result) in enumerate(done, 1):
        html = getattr(result, "_repr_html_", lambda: None)()
        label = f"Out[{number}]:" if html or shown.startswith("Out[") else ""
        text = LABEL.sub("", shown)
        out = TIMES.sub("", html) if html else f"<pre>{escape(text)}</pre>" if shown else ""
        cells.append(
            f'<div class="cell"><span class="label">In [{number}]:</span><pre class="in">{escape(cell)}</pre>'
            f'<span class="label">{label}</span><div class="out">{out}</div></div>\n'
        )
    return PAGE.format(cells="".join(cells))


def pictures() -> dict[str, str]:
    """The text of every picture, by its name."""
    done = session()
    return {"repl.svg": prompt(done), "notebook.html": notebook(done)}


def main() -> None:
    """Write the pictures into the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Make the pictures of Photonic's prompt and notebook.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent / "images")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pictures().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(f"wrote {name}")


if __name__ == "__main__":
    main()
