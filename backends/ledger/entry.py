"""An entry: one record as a ledger keeps it, sealed by a hash that also covers the entry before it.

The seal of entry n of a run is SHA-256 over (run, n, kind, seal of entry n − 1) and the record's exact bytes. A changed
row fails its own seal; a removed, swapped or inserted row breaks the next one's.
"""

from __future__ import annotations

from hashlib import sha256

from attrs import field, frozen

from backends.contracts import (
    RECORDS,
    BeamEvent,
    ContractError,
    EntanglementLink,
    Record,
    canonical_json,
    from_data,
    parse_json,
    to_json,
)
from backends.ledger.errors import LedgerError

__all__ = ["FIRST_SEAL", "Entry", "Keys"]

FIRST_SEAL = "0" * 64
"""What stands for the previous seal in a run's first entry."""


@frozen
class Keys:
    """What an entry is looked up by; None where its record has no such field."""

    beam_id: str | None = None
    cell_id: str | None = None
    eid: str | None = None

    @classmethod
    def of(cls, record: Record) -> Keys:
        """The keys of a record."""
        if isinstance(record, BeamEvent):
            return cls(record.beam_id, record.cell_id, record.eid)
        return cls(eid=record.eid) if isinstance(record, EntanglementLink) else cls()


@frozen
class Entry:
    """One row or line. `payload` is the record's canonical JSON; `where` names the row for error messages.

    `keys` are those under which the store files the entry; None where it looks into the record instead.
    """

    run_id: str
    position: int
    kind: str
    previous: str
    digest: str
    payload: bytes
    keys: Keys | None = None
    where: str = field(default="", eq=False)

    @classmethod
    def seal(cls, record: Record, run_id: str, position: int, previous: str) -> Entry:
        """The entry that keeps `record` as number `position` of its run, after the entry sealed `previous`."""
        payload = to_json(record)
        digest = _digest(run_id, position, record.kind, previous, payload)
        return cls(run_id, position, record.kind, previous, digest, payload, Keys.of(record))

    def read(self) -> Record:
        """The record, after its seal and its keys have been checked. Raises LedgerError naming the row."""
        if not self._intact():
            raise self._damaged("its seal does not match its content")
        if self.kind not in RECORDS:
            raise LedgerError(f"{self.where} holds a {self.kind!r}, which this release does not know; upgrade Photonic")
        try:
            record = from_data(RECORDS[self.kind], parse_json(self.payload))
        except ContractError as error:
            raise LedgerError(f"{self.where} cannot be read: {error}") from error
        if self.keys is not None and Keys.of(record) != self.keys:
            raise self._damaged(f"it is filed under {self.keys}, its record says {Keys.of(record)}")
        return record

    def _intact(self) -> bool:
        try:
            return _digest(self.run_id, self.position, self.kind, self.previous, self.payload) == self.digest
        except ContractError:  # a column holds what JSON cannot
            return False

    def _damaged(self, what: str) -> LedgerError:
        return LedgerError(
            f"{self.where} (record {self.position} of run {self.run_id}) was changed after it was written: {what}. "
            "Restore the ledger from a backup; runs without damage can still be read"
        )


def _digest(run_id: str, position: int, kind: str, previous: str, payload: bytes) -> str:
    return sha256(canonical_json([run_id, position, kind, previous]) + b"\n" + payload).hexdigest()
