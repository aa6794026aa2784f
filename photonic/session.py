"""Sessions: scrolls run into a ledger, run again from it, and exported. What the command line does, from Python."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path

from attrs import frozen

from backends.contracts import Record
from backends.contracts.naming import new_run_id
from backends.ledger import Ledger, LedgerError, open_ledger
from photonic.codex.cells import plans_of
from photonic.codex.execute import execute
from photonic.codex.manifest import manifest_of, settings_of
from photonic.codex.replay import Comparison, compare_runs, recorded_scroll
from photonic.codex.sheet import Progress, Sheet
from photonic.errors import NotWrittenError, PhotonicError
from photonic.scroll import Scroll
from photonic.settings import Settings, settings
from rewriting.interrupts import certain_interrupt

__all__ = ["Finished", "export_run", "open_recorded", "run_again", "run_scroll"]


@frozen
class Finished:
    """A run that has ended: its sheet, and the comparison with the run it repeats, if it repeats one."""

    sheet: Sheet
    comparison: Comparison | None = None

    @property
    def run_id(self) -> str:
        """The run's sheet_run_id."""
        return self.sheet.recorder.run_id

    @property
    def ok(self) -> bool:
        """Whether every cell did what was asked and, in a replay, every result was the same."""
        return self.sheet.ok and (self.comparison is None or self.comparison.same)

    @property
    def title(self) -> str:
        """The scroll's name, and whether everything was as it asks."""
        return f"{self.sheet.scroll.name}: {'all as asked' if self.sheet.ok else 'not all as asked (✗)'}"

    def __str__(self) -> str:
        from photonic.display import row_text

        return f"{row_text(self.sheet.rows, self.title)}\nsheet_run_id  {self.run_id}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from photonic.display import row_html

        return f"{row_html(self.sheet.rows, self.title)}<p><code>{escape(self.run_id)}</code></p>"


def open_recorded(url: str) -> Ledger:
    """The ledger at a URL, its folder made if need be; a path may begin with ~. Raises PhotonicError if that fails."""
    try:
        for prefix in ("sqlite:///", "jsonl:"):
            if url.startswith(prefix) and url != prefix:
                path = Path(url.removeprefix(prefix)).expanduser()
                path.parent.mkdir(parents=True, exist_ok=True)
                url = f"{prefix}{path}"
        return open_ledger(url)
    except RuntimeError as error:
        raise PhotonicError(f"the ledger {url} has no place: {error} Set PHOTONIC_LEDGER elsewhere") from None
    except OSError as error:
        raise PhotonicError(
            f"the ledger {url} cannot be opened: {error.strerror}; set PHOTONIC_LEDGER elsewhere"
        ) from None
    except LedgerError as error:
        raise PhotonicError(f"{error}; PHOTONIC_LEDGER chooses another ledger") from None


@certain_interrupt()
def run_scroll(
    scroll: Scroll,
    use: Settings | None = None,
    progress: Progress | None = None,
    seed: int = 0,
    again: str | None = None,
) -> Finished:
    """Run a scroll and record it. Whatever ends the run early, its record says so, and what was recorded stays.

    Raises NotWrittenError where the ledger takes no more, on a full disk for instance.
    """
    use = use or settings()
    plans_of(scroll)
    with open_recorded(use.ledger) as ledger:
        run_id = new_run_id()
        try:
            with ledger.recording(manifest_of(scroll, use, run_id, seed, again)) as recording:
                del recording
                sheet = execute(scroll, use, _sink(ledger), progress, run_id, seed)
        except LedgerError as error:
            raise NotWrittenError(f"the run could not be recorded further: {error}") from None
    return Finished(sheet)


def run_again(run_id: str, use: Settings | None = None, progress: Progress | None = None) -> Finished:
    """Run a recorded scroll again, with its text, settings and seed, and compare every step with the record.

    Raises PhotonicError for a run that the ledger does not have, or whose record is damaged.
    """
    use = use or settings()
    with open_recorded(use.ledger) as ledger:
        _require_run(ledger, run_id)
        try:
            manifest, before = ledger.manifest(run_id), ledger.events(run_id=run_id)
        except LedgerError as error:
            raise PhotonicError(str(error)) from None
    scroll = recorded_scroll(manifest)
    seed = manifest.replay.get("seed", 0)
    finished = run_scroll(
        scroll, settings_of(manifest, use.ledger), progress, seed if isinstance(seed, int) else 0, run_id
    )
    return Finished(finished.sheet, compare_runs(before, finished.sheet.recorder.beams))


def export_run(run_id: str, target: Path, url: str) -> None:
    """Write a run's provenance: `.json` W3C PROV-JSON, `.jsonld` PROV-JSONLD, `.graphml`, `.jsonl` collapse traces.

    Raises PhotonicError for another suffix, an unknown run, and a file that cannot be written. The file is replaced
    at once, or not at all.
    """
    from backends.knowledge import build_graph, to_graphml, to_prov_json, to_prov_jsonld

    with open_recorded(url) as ledger:
        _require_run(ledger, run_id)
        try:
            records = ledger.records(run_id)
            if target.suffix == ".jsonl":
                ledger.export_collapse_traces(run_id, target)
                return
        except LedgerError as error:
            raise PhotonicError(str(error)) from None
    graph = build_graph(records)
    writers: dict[str, Callable[[Path], object]] = {
        ".json": lambda path: path.write_text(to_prov_json(graph), "utf-8"),
        ".jsonld": lambda path: path.write_text(to_prov_jsonld(graph), "utf-8"),
        ".graphml": lambda path: to_graphml(graph, path),
    }
    if target.suffix not in writers:
        raise PhotonicError(f"{target.name!r}: export writes {', '.join(writers)} and .jsonl; choose one by the suffix")
    partial = target.with_name(f".{target.name}.partial")
    try:
        writers[target.suffix](partial)
        partial.replace(target)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise PhotonicError(f"{target} cannot be written: {error.strerror}") from None


def _require_run(ledger: Ledger, run_id: str) -> None:
    """Raise PhotonicError, naming the latest runs, where the ledger has no such run."""
    known = [run.run_id for run in ledger.runs()]
    if run_id not in known:
        latest = f"its latest are {', '.join(known[-3:])}" if known else "it has none; photonic run makes one"
        raise PhotonicError(f"the ledger {ledger.url} has no run {run_id!r}: {latest}")


def _sink(ledger: Ledger) -> Callable[..., None]:
    def take(*records: Record, run_id: str) -> None:
        ledger.append(*records, run_id=run_id)

    return take
