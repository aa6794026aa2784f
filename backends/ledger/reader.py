"""The questions that a ledger answers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from backends.contracts import BeamEvent, CollapseTrace, EntanglementLink, EntanglementMap, Record, RunManifest
from backends.ledger.entry import Entry
from backends.ledger.errors import LedgerError
from backends.ledger.jsonl_export import write_jsonl
from backends.ledger.run import Run, advance
from backends.ledger.store import Query, Store

__all__ = ["LedgerReader"]

R = TypeVar("R", bound=Record)


@frozen(eq=False)
class LedgerReader:
    """The reading half of a ledger. Each method raises LedgerError for a row that is not what was written."""

    url: str
    store: Store

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know about this ledger: repairs made, safer modes chosen."""
        return self.store.notices

    def runs(self) -> tuple[Run, ...]:
        """All runs in the order in which they started."""
        return tuple(self.store.runs())

    def run(self, run_id: str) -> Run:
        """Where a run stands. Raises LedgerError when there is none of that id."""
        run = self.store.run(run_id)
        if run is None:
            raise LedgerError(f"{self.url} has no run {run_id!r}; runs() lists those that it has")
        return run

    def manifest(self, run_id: str) -> RunManifest:
        """The manifest from which the run can be replayed."""
        self.run(run_id)
        return self._read(RunManifest, Query(run_id=run_id, kinds=(RunManifest.kind,)))[0]

    def records(self, run_id: str) -> tuple[Record, ...]:
        """Every record of a run in order, manifest and end among them. Raises LedgerError for a gap in the chain."""
        return self._verified(self.run(run_id))

    def events(
        self,
        *,
        run_id: str | None = None,
        cell: str | None = None,
        eid: str | None = None,
        limit: int | None = None,
    ) -> tuple[BeamEvent, ...]:
        """The beams that agree with every argument given, oldest first; with `limit`, only the last so many."""
        if limit is not None and limit < 1:
            raise LedgerError(f"limit={limit} asks for no events; give a positive number or leave it out")
        if run_id is not None:
            self.run(run_id)
        return self._read(BeamEvent, Query(run_id, (BeamEvent.kind,), cell_id=cell, eid=eid, limit=limit))

    def lineage(self, beam_id: str, run_id: str | None = None) -> tuple[BeamEvent, ...]:
        """The beams from which this one came, at any distance, oldest first; the beam itself is not among them.

        `run_id` is needed only when two runs have a beam of this id.
        """
        beams = self._read(BeamEvent, Query(run_id, (BeamEvent.kind,), beam_id=beam_id))
        if not beams:
            raise LedgerError(
                f"{self.url} has no beam {beam_id!r}{f' in run {run_id}' if run_id else ''}; see events()"
            )
        if len(beams) > 1:
            runs = ", ".join(beam.sheet_run_id for beam in beams)
            raise LedgerError(f"beam {beam_id} is in several runs ({runs}); give run_id")
        run = beams[0].sheet_run_id
        ancestors = _only(BeamEvent, self.store.ancestors(run, beam_id))
        # The index that found them is not sealed, the records are: both have to tell one story.
        if {beam.beam_id for beam in ancestors} != {name for beam in (*beams, *ancestors) for name in beam.parents}:
            raise LedgerError(f"the lineage of {beam_id} in {self.url} was changed; restore the ledger from a backup")
        return ancestors

    def entanglement(self, eid: str) -> tuple[str, ...]:
        """The cells in the e-class `eid`, in the order in which links or beams named them; none for an unknown eid."""
        return self._entangled(Query(eid=eid)).members(eid)

    def entanglements(self, run_id: str) -> EntanglementMap:
        """All entanglements of a run, by its links and by the eids of its beams."""
        self.run(run_id)
        return self._entangled(Query(run_id=run_id))

    def collapse_traces(self, run_id: str) -> tuple[CollapseTrace, ...]:
        """The collapses of a run in order."""
        self.run(run_id)
        return self._read(CollapseTrace, Query(run_id=run_id, kinds=(CollapseTrace.kind,)))

    def export_collapse_traces(self, run_id: str, path: Path) -> int:
        """Write the collapses of a run as JSONL, one trace a line; returns their number. Replaces the file at once."""
        return write_jsonl(self.collapse_traces(run_id), path)

    def verify(self, run_id: str | None = None) -> int:
        """Check every seal and the whole chain of one run, or of all; returns the number of records checked.

        Raises LedgerError at the first row that was changed, removed, moved or added from outside.
        """
        runs = self.runs() if run_id is None else (self.run(run_id),)
        return sum(len(self._verified(run)) for run in runs)

    def _verified(self, stored: Run) -> tuple[Record, ...]:
        records: list[Record] = []
        run: Run | None = None
        # A run that is being written may have grown since `stored` was read; what it had then is what is checked.
        for entry in self.store.select(Query(run_id=stored.run_id))[: stored.records]:
            records.append(entry.read())
            run = advance(run, entry, records[-1])
        if run != stored:
            raise LedgerError(
                f"run {stored.run_id} in {self.url} should stand at {stored} but its records end at {run}: "
                "its last rows were removed or its state was changed. Restore the ledger from a backup"
            )
        return tuple(records)

    def _read(self, kind: type[R], query: Query) -> tuple[R, ...]:
        return _only(kind, self.store.select(query))

    def _entangled(self, query: Query) -> EntanglementMap:
        wanted = Query(query.run_id, (EntanglementLink.kind, BeamEvent.kind), eid=query.eid)
        return EntanglementMap(links=_members(entry.read() for entry in self.store.select(wanted)))


def _only(kind: type[R], entries: Iterable[Entry]) -> tuple[R, ...]:
    records = [entry.read() for entry in entries]
    return tuple(record for record in records if isinstance(record, kind))


def _members(records: Iterable[Record]) -> dict[str, tuple[str, ...]]:
    """The cells of each eid: a link names several, a beam with an eid says that its cell is one of them."""
    members: dict[str, dict[str, None]] = {}
    for record in records:
        if isinstance(record, EntanglementLink):
            members.setdefault(record.eid, {}).update(dict.fromkeys(record.cells))
        elif isinstance(record, BeamEvent) and record.eid is not None:
            members.setdefault(record.eid, {})[record.cell_id] = None
    return {eid: tuple(cells) for eid, cells in members.items()}
