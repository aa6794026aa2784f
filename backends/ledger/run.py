"""The state of a run as its entries leave it, and the rules by which an entry may follow another."""

from __future__ import annotations

from typing import Literal

from attrs import evolve, frozen

from backends.contracts import Record, RunEnd, RunManifest
from backends.ledger.entry import FIRST_SEAL, Entry
from backends.ledger.errors import LedgerError

__all__ = ["Run", "Status", "advance"]

Status = Literal["running", "finished", "failed", "interrupted"]


@frozen
class Run:
    """Where a run stands. A run that was killed stays `running`: only `finished` vouches for a whole run.

    `records` counts its entries, manifest and end among them; `head` is the seal of the last; `ended` and `reason` are
    empty while it runs.
    """

    run_id: str
    created: str
    status: Status = "running"
    ended: str = ""
    reason: str = ""
    records: int = 0
    head: str = FIRST_SEAL


def advance(run: Run | None, entry: Entry, record: Record) -> Run:
    """The run after one more entry, whose record is `record`; `run` is None before the first.

    Raises LedgerError when the entry cannot follow: the chain is broken, or the run has ended.
    """
    if run is None:
        if not isinstance(record, RunManifest):
            raise _broken(entry, "the run's first record is not its manifest")
        run = Run(record.run_id, record.created)
    elif isinstance(record, RunManifest):
        raise _broken(entry, "the run has a second manifest")
    if (entry.run_id, entry.position, entry.previous) != (run.run_id, run.records, run.head):
        raise _broken(entry, f"record {run.records} of run {run.run_id} is missing, or out of its place")
    if run.status != "running":
        raise _broken(entry, f"the run had ended ({run.status})")
    run = evolve(run, records=run.records + 1, head=entry.digest)
    if isinstance(record, RunEnd):
        return evolve(run, status=record.status, ended=record.timestamp, reason=record.reason)
    return run


def _broken(entry: Entry, what: str) -> LedgerError:
    return LedgerError(
        f"{entry.where} (record {entry.position} of run {entry.run_id}) cannot stand there: {what}. "
        "Entries were removed or moved; restore the ledger from a backup"
    )
