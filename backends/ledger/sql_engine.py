"""Connections to the database of a ledger: how they are opened, how writers take turns, how their errors read."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from backends.ledger.errors import LedgerError
from backends.ledger.file_checks import check_place
from backends.ledger.wal_safety import wal_safety

__all__ = ["PATIENCE", "explained", "make_engine", "settle_journal", "writing"]

PATIENCE = 30.0
"""Seconds for which a writer waits for another before it gives up."""

_WRITING = "photonic_writing"
_LOCK_KEY = 5786924131117233742
"""Advisory lock of ledger writers on PostgreSQL: any number that other programs in the database do not use."""

_REPAIRS = (
    ("locked", f"another process has been writing for more than {PATIENCE:g} s; try again, or end that process"),
    ("lock timeout", f"another process has been writing for more than {PATIENCE:g} s; try again, or end that process"),
    ("not a database", "the file is not a Photonic ledger; name another file"),
    ("malformed", "the file is damaged; restore it from a backup"),
    ("readonly", "the file or its folder is read-only; put the ledger into a writable folder"),
    ("unable to open", "the file or its folder cannot be opened; put the ledger into a writable folder"),
    ("full", "the disk is full; nothing was recorded"),
    ("i/o error", "the disk may be full, or files no longer than allowed; make room, or name another file"),
    ("connection", "the server cannot be reached; check that it runs, and the host, port, user and database"),
)


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Let errors of the database leave as LedgerError, with the ledger's name and what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = str(getattr(error, "orig", None) or error).strip()
        repair = next(
            (repair for sign, repair in _REPAIRS if sign in cause.lower()), "look at the ledger and its folder"
        )
        raise LedgerError(f"{name}: {cause}; {repair}") from error


def make_engine(url: URL, name: str) -> Engine:
    """An engine for the ledger's database; nothing is created in it yet. Raises LedgerError without its driver."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, name)
    try:
        return create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise LedgerError(f"{name} needs a driver that is missing: pip install 'photonic[postgresql]'") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer of this ledger shares; what it wrote is on the disk when the block ends."""
    with engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            # Numbers are given out when a row is inserted, not when it is committed: without one writer at a time a
            # reader could see row 8 before row 7. The lock ends with the transaction.
            connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE:g}s'"))
            connection.execute(text("SET LOCAL synchronous_commit = on"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        yield connection


def settle_journal(path: Path, mode: str, name: str) -> None:
    """Put a SQLite file into journal mode `wal` or `delete`. Raises LedgerError when others keep it in the other."""
    deadline = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        while connection.execute("PRAGMA journal_mode").fetchone()[0] != mode:
            try:
                connection.execute(f"PRAGMA journal_mode = {mode}")
            except sqlite3.OperationalError as error:
                # SQLite answers "locked" at once here, without the patience that it has elsewhere.
                if "locked" not in str(error):
                    raise
                time.sleep(0.01)
            if time.monotonic() > deadline:
                raise LedgerError(f"{name} cannot leave its journal mode while others have it open; close them first")


def _sqlite_engine(url: URL, name: str) -> Engine:
    if not url.database or url.database == ":memory:" or url.query:
        raise LedgerError(f"{name}: a ledger is a file without options; write sqlite:///path/to/file.db")
    path = Path(url.database).absolute()
    check_place(path)
    safe = wal_safety()[1]
    with explained(name):
        settle_journal(path, "wal" if safe else "delete", name)
    # With a deleted journal, FULL leaves the deletion itself unsynced: a power cut could bring the journal back and
    # undo an acknowledged commit. EXTRA syncs the folder too (sqlite.org/pragma.html#pragma_synchronous).
    synchronous = "FULL" if safe else "EXTRA"
    engine = create_engine(url.set(database=str(path)), connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # The driver would begin transactions by itself, and not before the first write: two that have read could then
        # neither go on. With None it leaves BEGIN to the listener below.
        connection.isolation_level = None
        for pragma in (f"synchronous = {synchronous}", "foreign_keys = ON", "fullfsync = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
