"""Entries as rows of a database, by SQLAlchemy Core: SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import asdict, fields, frozen
from sqlalchemy import URL, Connection, Row, Select, insert, select, update

from backends.ledger.entry import Entry, Keys
from backends.ledger.lease import Lease
from backends.ledger.run import Run
from backends.ledger.sql_engine import explained, make_engine, writing
from backends.ledger.sql_schema import prepare_tables
from backends.ledger.sql_tables import parents, records, runs
from backends.ledger.store import Parents, Query
from backends.ledger.wal_safety import wal_safety

__all__ = ["SqlStore"]

_MOST_PARAMETERS = 500
"""Names in one IN list: below the least limit on bound parameters among the databases (999, old SQLite)."""

_RUN_COLUMNS = [runs.c[attribute.name] for attribute in fields(Run)]


class SqlStore:
    """A `Store` in a database; opening makes its tables where they are missing."""

    def __init__(self, url: URL) -> None:
        self._name = url.render_as_string(hide_password=True)
        self._engine = make_engine(url, self._name)
        self._lease = Lease(self._name)
        try:
            with explained(self._name):
                prepare_tables(self._engine, self._name)
        except BaseException:
            self._engine.dispose()  # connections that nobody holds are closed by chance, and with a warning
            raise

    @property
    def notices(self) -> tuple[str, ...]:
        version, safe, reason = wal_safety()
        return () if safe or self._engine.dialect.name != "sqlite" else (f"SQLite {version}: {reason}",)

    @contextmanager
    def writing(self) -> Iterator[_SqlWriter]:
        self._lease.check()
        with explained(self._name), writing(self._engine) as connection:
            yield _SqlWriter(connection)

    def run(self, run_id: str) -> Run | None:
        with self._reading() as connection:
            return _run(connection, run_id)

    def runs(self) -> list[Run]:
        with self._reading() as connection:
            return [Run(*row) for row in connection.execute(select(*_RUN_COLUMNS).order_by(runs.c.number))]

    def select(self, query: Query) -> list[Entry]:
        with self._reading() as connection:
            rows = connection.execute(_statement(query)).all()
        return [self._entry(row) for row in reversed(rows)]

    def ancestors(self, run_id: str, beam_id: str) -> list[Entry]:
        here = parents.c.run_id == run_id
        found = select(parents.c.parent_id).where(here, parents.c.beam_id == beam_id).cte("found", recursive=True)
        # UNION, not UNION ALL: a beam reached on two paths is followed once.
        found = found.union(select(parents.c.parent_id).where(here, parents.c.beam_id == found.c.parent_id))
        beams = select(records).where(records.c.run_id == run_id, records.c.beam_id.in_(select(found.c.parent_id)))
        with self._reading() as connection:
            rows = connection.execute(beams.order_by(records.c.number)).all()
        return [self._entry(row) for row in rows]

    def close(self) -> None:
        if self._lease.give_up():
            self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._lease.check()
        with explained(self._name), self._engine.connect() as connection:
            yield connection

    def _entry(self, row: Row[Any]) -> Entry:
        return Entry(
            run_id=row.run_id,
            position=row.position,
            kind=row.kind,
            previous=row.previous,
            digest=row.digest,
            # SQLite keeps whatever was put into a column: a text in place of bytes is for the seal to judge.
            payload=bytes(row.payload) if isinstance(row.payload, bytes) else str(row.payload).encode(),
            keys=Keys(row.beam_id, row.cell_id, row.eid),
            where=f"row {row.number} of ledger_records in {self._name}",
        )


@frozen
class _SqlWriter:
    """A transaction that holds the writers' lock."""

    connection: Connection

    def run(self, run_id: str) -> Run | None:
        return _run(self.connection, run_id)

    def known_beams(self, run_id: str, beam_ids: Collection[str]) -> set[str]:
        found: set[str] = set()
        names = list(beam_ids)
        for first in range(0, len(names), _MOST_PARAMETERS):
            some = records.c.beam_id.in_(names[first : first + _MOST_PARAMETERS])
            known = select(records.c.beam_id).where(records.c.run_id == run_id, some)
            found.update(self.connection.execute(known).scalars())
        return found

    def add(self, entries: Sequence[Entry], lineage: Parents, run: Run) -> None:
        if entries[0].position == 0:
            self.connection.execute(insert(runs), asdict(run))
        else:
            self.connection.execute(update(runs).where(runs.c.run_id == run.run_id), asdict(run))
        self.connection.execute(insert(records), [_row(entry) for entry in entries])
        edges = [(beam, parent) for beam, named in lineage.items() for parent in named]
        if edges:
            rows = [{"run_id": run.run_id, "beam_id": beam, "parent_id": parent} for beam, parent in edges]
            self.connection.execute(insert(parents), rows)


def _run(connection: Connection, run_id: str) -> Run | None:
    row = connection.execute(select(*_RUN_COLUMNS).where(runs.c.run_id == run_id)).first()
    return None if row is None else Run(*row)


def _row(entry: Entry) -> dict[str, Any]:
    row = {"run_id": entry.run_id, "position": entry.position, "kind": entry.kind, "previous": entry.previous}
    return {**row, "digest": entry.digest, "payload": entry.payload, **asdict(entry.keys or Keys())}


def _statement(query: Query) -> Select[Any]:
    """The rows wanted, last first."""
    wanted = select(records).order_by(records.c.number.desc())
    for name in ("run_id", "beam_id", "cell_id", "eid"):
        if getattr(query, name) is not None:
            wanted = wanted.where(records.c[name] == getattr(query, name))
    if query.kinds is not None:
        wanted = wanted.where(records.c.kind.in_(query.kinds))
    return wanted if query.limit is None else wanted.limit(query.limit)
