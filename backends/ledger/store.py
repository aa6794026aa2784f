"""What a ledger needs of the place where its entries rest. Stores keep entries; the rules are the ledger's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from attrs import frozen

from backends.ledger.entry import Entry
from backends.ledger.run import Run

__all__ = ["Parents", "Query", "Store", "Writer"]

Parents = dict[str, tuple[str, ...]]
"""The parents of beams of one run, by beam id."""


@frozen
class Query:
    """Which entries are wanted: those that agree with every field that is not None; of these the last `limit`."""

    run_id: str | None = None
    kinds: tuple[str, ...] | None = None
    beam_id: str | None = None
    cell_id: str | None = None
    eid: str | None = None
    limit: int | None = None


class Writer(Protocol):
    """The ledger while this writer alone may change it."""

    def run(self, run_id: str) -> Run | None:
        """The run, or None when there is none of that id."""

    def known_beams(self, run_id: str, beam_ids: Collection[str]) -> set[str]:
        """Which of these beams the run has."""

    def add(self, entries: Sequence[Entry], lineage: Parents, run: Run) -> None:
        """Add entries of one run, all or none; `run` is its state after them, `lineage` what the beams came from."""


class Store(Protocol):
    """A durable, ordered collection of entries that several processes may use at once."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know about this store: repairs made, safer modes chosen."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Exclusive access. When the block ends without an exception, what was added is on the disk."""

    def run(self, run_id: str) -> Run | None:
        """The run, or None when there is none of that id."""

    def runs(self) -> list[Run]:
        """All runs in the order in which they started."""

    def select(self, query: Query) -> list[Entry]:
        """The entries wanted, in the order in which they were added."""

    def ancestors(self, run_id: str, beam_id: str) -> list[Entry]:
        """The entries of the beams from which this one of the run came, at any distance, in the order of `select`."""

    def close(self) -> None:
        """Let go of files and connections."""
