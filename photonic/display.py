"""What the command line shows: progress bars on standard error, verdicts and the closing table on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from html import escape
from io import StringIO
from types import TracebackType
from typing import Literal, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from backends.contracts import BeamEvent
from photonic.codex.sheet import CellRow
from photonic.codex.sheet import Progress as Silent

__all__ = ["COLUMNS", "Screen", "event_table", "row_html", "row_table", "row_text"]


NARROWEST = 72
"""Columns below which a table would lose its words: the terminal then breaks its lines."""


class _Console(Console):
    """A console that says when its reader went away; Rich's own would end with the status of a refuted claim."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Screen(Silent):
    """Progress for people: lines on `out`, bars on standard error where that is a terminal."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.console = _Console(file=out or sys.stdout, highlight=False, soft_wrap=True)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[remark]}"),
            console=_Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )

    def __enter__(self) -> Screen:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bars.stop()

    def say(self, text: str) -> None:
        self.console.print(text, markup=False)

    def bar(self, title: str, total: int) -> Callable[[int, str], None]:
        task = self._bars.add_task(title, total=total, remark="")

        def advance(done: int, remark: str) -> None:
            self._bars.update(task, completed=done, remark=remark)
            if done >= total:
                self._bars.remove_task(task)

        return advance

    def table(self, table: Table) -> None:
        """Print a table, as wide as it needs where output is not a terminal."""
        width = max(self.console.width, NARROWEST) if self.console.is_terminal else 160
        _Console(file=self.console.file, highlight=False, width=width).print(table)


COLUMNS: tuple[tuple[str, Literal["left", "center", "right"]], ...] = (
    ("cell", "left"),
    ("glyph", "center"),
    ("form chosen", "left"),
    ("proof steps", "right"),
    ("drift, bits", "right"),
    ("qscore", "right"),
    ("SoulLaw", "left"),
    ("ms", "right"),
)
"""What the closing table of a run says of each cell."""


def row_table(rows: Iterable[CellRow], title: str) -> Table:
    """The closing table of a run."""
    table = Table(title=title, title_justify="left", show_lines=False)
    for name, justify in COLUMNS:
        table.add_column(name, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*_entries(row))
    return table


def row_text(rows: Iterable[CellRow], title: str) -> str:
    """The closing table of a run, drawn in text."""
    page = StringIO()
    _Console(file=page, highlight=False, width=160).print(row_table(rows, title))
    return page.getvalue().rstrip()


def row_html(rows: Iterable[CellRow], title: str) -> str:
    """The closing table of a run for a notebook; every text is escaped."""
    head = "".join(f'<th style="text-align:{justify}">{escape(name)}</th>' for name, justify in COLUMNS)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="text-align:{justify}">{escape(entry)}</td>'
            for entry, (_, justify) in zip(_entries(row), COLUMNS, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _entries(row: CellRow) -> tuple[str, ...]:
    steps = "" if row.proof_steps is None else str(row.proof_steps)
    drift = "" if row.drift is None else f"{row.drift:.2f}"
    qscore = "" if row.qscore is None else f"{row.qscore:.3f}"
    mark = row.cell if row.ok else f"{row.cell} ✗"
    return mark, row.glyph, row.form, steps, drift, qscore, row.verdict, f"{row.milliseconds:.0f}"


def event_table(events: Iterable[BeamEvent], title: str) -> Table:
    """Beams, one a line."""
    table = Table(title=title, title_justify="left")
    for name in ("time (UTC)", "cell", "stage", "glyph", "result"):
        table.add_column(name, overflow="fold")
    for event in events:
        text = str(event.result)
        table.add_row(
            event.timestamp[11:26],
            event.cell_id,
            event.stage,
            event.token,
            text if len(text) <= 90 else text[:87] + "…",
        )
    return table
