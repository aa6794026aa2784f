"""Entries as lines of a JSONL file, all of them in memory: for development, and for runs to be read with any editor."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve, frozen

from backends.contracts import BeamEvent, Record
from backends.ledger.entry import Entry, Keys
from backends.ledger.errors import LedgerError
from backends.ledger.jsonl_file import LineFile
from backends.ledger.jsonl_line import read_line, write_line
from backends.ledger.lease import Lease
from backends.ledger.run import Run, advance
from backends.ledger.store import Parents, Query

__all__ = ["JsonlStore"]

_log = logging.getLogger(__name__)


class JsonlStore:
    """A `Store` in one file. Opening reads and checks every line; each later call takes in what others have appended.

    Invariants: 1. `end` is the offset behind the last whole line that was read, `appends` the number of lines before it
    without the header. 2. `entries`, `known_runs` and `parents` say exactly what the file says before `end`.
    """

    def __init__(self, path: Path) -> None:
        self.file = LineFile.open(path)
        self._lease = Lease(f"jsonl:{path}")
        self.lock = threading.RLock()
        self.end = self.file.start
        self.appends = 0
        self.entries: list[Entry] = []
        self.known_runs: dict[str, Run] = {}
        self.parents: dict[tuple[str, str], tuple[str, ...]] = {}
        self._notices: list[str] = []
        try:
            self._refresh()
        except LedgerError:
            self.close()
            raise

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(self._notices)

    @contextmanager
    def writing(self) -> Iterator[_JsonlWriter]:
        self._lease.check()
        with self.lock, self.file.locked():
            self.take_in()
            yield _JsonlWriter(self)

    def run(self, run_id: str) -> Run | None:
        with self.lock:
            self._refresh()
            return self.known_runs.get(run_id)

    def runs(self) -> list[Run]:
        with self.lock:
            self._refresh()
            return list(self.known_runs.values())

    def select(self, query: Query) -> list[Entry]:
        with self.lock:
            self._refresh()
            wanted = [entry for entry in self.entries if _agrees(entry, query)]
        return wanted if query.limit is None else wanted[-query.limit :]

    def ancestors(self, run_id: str, beam_id: str) -> list[Entry]:
        found: set[str] = set()
        front = {beam_id}
        with self.lock:
            self._refresh()
            while front:
                front = {parent for beam in front for parent in self.parents[run_id, beam]} - found
                found |= front
            return [entry for entry in self.entries if entry.run_id == run_id and _beam(entry) in found]

    def close(self) -> None:
        if self._lease.give_up():
            self.file.close()

    def take_in(self) -> None:
        """Read the appends behind `end`, with the lock held: what is incomplete now will never be completed.

        Raises LedgerError where the file has become shorter, or holds what was not written by a ledger.
        """
        size = self.file.size
        if size < self.end:
            raise LedgerError(f"{self.file.path} became shorter while it was open; restore it from a backup")
        for line in self.file.lines(self.end) if size > self.end else ():
            # The header is line 1.
            entries = read_line(line, f"line {self.appends + 2} of {self.file.path}")
            self._accept([(entry, entry.read()) for entry in entries])
            self.appends += 1
            self.end += len(line)
        if size > self.end:
            self._notice_torn_end(size - self.end)

    def _refresh(self) -> None:
        self._lease.check()
        if self.file.size != self.end:
            with self.file.locked():
                self.take_in()

    def _accept(self, batch: list[tuple[Entry, Record]]) -> None:
        """Take in one append; its entries belong to one run."""
        run = self.known_runs.get(batch[0][0].run_id)
        for entry, record in batch:
            run = advance(run, entry, record)
        if run is not None:
            self.known_runs[run.run_id] = run
        self.entries += [evolve(entry, keys=Keys.of(record)) for entry, record in batch]
        beams = [record for _, record in batch if isinstance(record, BeamEvent)]
        self.parents.update(((beam.sheet_run_id, beam.beam_id), beam.parents) for beam in beams)

    def _notice_torn_end(self, length: int) -> None:
        text = (
            f"{self.file.path}: the last {length} bytes are an append that a crash cut off before it was acknowledged; "
            "they are ignored, and the next append removes them"
        )
        if text not in self._notices:
            self._notices.append(text)
            _log.warning(text)


@frozen
class _JsonlWriter:
    """The store while it alone may write; the file's lock is held."""

    store: JsonlStore

    def run(self, run_id: str) -> Run | None:
        return self.store.known_runs.get(run_id)

    def known_beams(self, run_id: str, beam_ids: Collection[str]) -> set[str]:
        return {beam_id for beam_id in beam_ids if (run_id, beam_id) in self.store.parents}

    def add(self, entries: Sequence[Entry], lineage: Parents, run: Run) -> None:
        self.store.file.append(self.store.end, write_line(entries))
        self.store.take_in()
        if self.store.known_runs[run.run_id] != run or any(
            self.store.parents[run.run_id, beam] != named for beam, named in lineage.items()
        ):
            raise AssertionError(f"{self.store.file.path} reads back other than written; please report this")


def _beam(entry: Entry) -> str | None:
    return entry.keys.beam_id if entry.keys else None


def _agrees(entry: Entry, query: Query) -> bool:
    keys = entry.keys or Keys()
    return (
        query.run_id in (None, entry.run_id)
        and (query.kinds is None or entry.kind in query.kinds)
        and query.beam_id in (None, keys.beam_id)
        and query.cell_id in (None, keys.cell_id)
        and query.eid in (None, keys.eid)
    )
