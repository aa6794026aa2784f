"""The ledger: what may be written to it, on top of what it answers. Where the entries rest is a store's matter."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Literal

from attrs import frozen

from backends.contracts import BeamEvent, EntanglementMap, Record, RunEnd, RunManifest, utc_now
from backends.ledger.entry import FIRST_SEAL, Entry
from backends.ledger.errors import LedgerError
from backends.ledger.reader import LedgerReader
from backends.ledger.run import Run, advance
from backends.ledger.store import Writer

__all__ = ["Ledger", "Recording"]


@frozen(eq=False)
class Ledger(LedgerReader):
    """An append-only book of runs, made by `open_ledger`. Threads may share it; every other process opens its own.

    What `start_run`, `append` and `finish_run` have returned from survives a crash of the process and of the machine.
    """

    def start_run(self, manifest: RunManifest) -> None:
        """Begin a run: its manifest is its first record. Raises LedgerError when the id is taken."""
        with self.store.writing() as writer:
            if writer.run(manifest.run_id) is not None:
                raise LedgerError(f"{self.url} already has a run {manifest.run_id}; take a fresh id from new_run_id()")
            _add(writer, None, manifest.run_id, (manifest,))

    def append(self, *records: Record, run_id: str | None = None) -> None:
        """Add records to a run: all of them or none; durable on return.

        `run_id` may be left out when a BeamEvent among them names its run. Parents are recorded before their children.
        Raises LedgerError when the run is unknown or over, a beam is there already or a parent is not.
        """
        run_id = _run_of(records, run_id)
        with self.store.writing() as writer:
            run = self._running(writer, run_id)
            _check_lineage(writer, run_id, records)
            _add(writer, run, run_id, records)

    def finish_run(
        self, run_id: str, status: Literal["finished", "failed", "interrupted"] = "finished", reason: str = ""
    ) -> None:
        """End a run: nothing can be added to it afterwards. Raises LedgerError when it is unknown or over."""
        with self.store.writing() as writer:
            run = self._running(writer, run_id)
            end = RunEnd(run_id=run_id, status=status, timestamp=utc_now(), reason=reason)
            _add(writer, run, run_id, (end,))

    def recording(self, manifest: RunManifest) -> Recording:
        """The run as a `with` block that ends it with the status that fits."""
        return Recording(self, manifest)

    def close(self) -> None:
        """Let go of files and connections. The ledger cannot be used afterwards."""
        self.store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _running(self, writer: Writer, run_id: str) -> Run:
        run = writer.run(run_id)
        if run is None:
            raise LedgerError(f"{self.url} has no run {run_id!r}; start_run(manifest) comes first")
        if run.status != "running":
            raise LedgerError(f"run {run_id} is {run.status} since {run.ended}; start a new run to record more")
        return run


@frozen
class Recording:
    """`with ledger.recording(manifest) as run: run.append(beam)`.

    A block that ends normally leaves the run `finished`, one that ends by an exception `failed`, and one that is
    stopped from outside (KeyboardInterrupt, SystemExit) `interrupted`; the exception goes on.
    """

    ledger: Ledger
    manifest: RunManifest

    def append(self, *records: Record) -> None:
        """Append to this run: all of the records or none; durable on return."""
        self.ledger.append(*records, run_id=self.manifest.run_id)

    def __enter__(self) -> Recording:
        self.ledger.start_run(self.manifest)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        status: Literal["finished", "failed", "interrupted"] = "finished"
        if kind is not None:
            status = "failed" if issubclass(kind, Exception) else "interrupted"
        reason = "" if kind is None else f"{kind.__name__}: {error}"
        self.ledger.finish_run(self.manifest.run_id, status, _printable(reason))


def _run_of(records: Sequence[Record], run_id: str | None) -> str:
    """The run to which all the records belong."""
    if not records:
        raise LedgerError("append() was given no record")
    for record in records:
        if isinstance(record, (RunManifest, RunEnd)):
            raise LedgerError(f"append() takes no {type(record).__name__}; use start_run() and finish_run()")
        if isinstance(record, EntanglementMap):
            raise LedgerError("append() takes no EntanglementMap; append its links: append(*map.as_links())")
    named = {record.sheet_run_id for record in records if isinstance(record, BeamEvent)} | ({run_id} - {None})
    if len(named) == 1:
        return str(named.pop())
    if named:
        raise LedgerError(f"the records name several runs ({', '.join(sorted(map(str, named)))}); append one at a time")
    raise LedgerError(f"no run is named for {type(records[0]).__name__}; give run_id")


def _check_lineage(writer: Writer, run_id: str, records: Sequence[Record]) -> None:
    """Refuse a beam that the run has already, and a parent that it has not: lineage has no cycles and no loose ends."""
    beams = [record for record in records if isinstance(record, BeamEvent)]
    mentioned = {name for beam in beams for name in (beam.beam_id, *beam.parents)}
    known = writer.known_beams(run_id, mentioned)
    for beam in beams:
        if beam.beam_id in known:
            raise LedgerError(f"run {run_id} already has beam {beam.beam_id}; BeamEvent.now() makes distinct ones")
        if missing := [parent for parent in beam.parents if parent not in known]:
            raise LedgerError(f"beam {beam.beam_id} comes from {missing[0]}, which run {run_id} lacks; append it first")
        known.add(beam.beam_id)


def _add(writer: Writer, run: Run | None, run_id: str, records: Sequence[Record]) -> None:
    entries: list[Entry] = []
    for record in records:
        position, previous = (run.records, run.head) if run else (0, FIRST_SEAL)
        entries.append(Entry.seal(record, run_id, position, previous))
        run = advance(run, entries[-1], record)
    if run is None:
        raise AssertionError("a run without records; please report this")
    lineage = {record.beam_id: record.parents for record in records if isinstance(record, BeamEvent)}
    writer.add(entries, lineage, run)


def _printable(text: str) -> str:
    """The text without what a record cannot hold: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "?").encode(errors="replace").decode()
