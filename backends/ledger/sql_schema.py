"""Making the tables of a ledger, or finding that they are there, older, newer, or someone else's."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table

from backends.ledger.errors import LedgerError
from backends.ledger.sql_engine import writing
from backends.ledger.sql_tables import VERSION_TABLE

__all__ = ["REVISIONS", "prepare_tables"]

REVISIONS = ("0001",)
"""The revisions under migrations/versions, oldest first: what this release can upgrade from, and at the end its own."""


def prepare_tables(engine: Engine, name: str) -> None:
    """Bring the tables to this release's form; a second call finds nothing to do.

    Raises LedgerError for a file with other tables than a ledger's, and for a ledger that a newer release has upgraded.
    """
    with engine.connect() as connection:
        if _revision(connection, name) == REVISIONS[-1]:
            return
    # Two processes may come here at once: the second waits for the lock, then finds the work done.
    with writing(engine) as connection:
        if _revision(connection, name) != REVISIONS[-1]:
            _upgrade(connection)


def _revision(connection: Connection, name: str) -> str | None:
    """The revision of the tables; None for a database without any."""
    inspector = inspect(connection)
    if not inspector.has_table(VERSION_TABLE):
        # A server's database may serve others too; a file belongs to one program.
        if connection.dialect.name == "sqlite" and (tables := inspector.get_table_names()):
            raise LedgerError(f"{name} is not a Photonic ledger: it has tables {', '.join(tables)}; name another file")
        return None
    found = connection.execute(select(column("version_num")).select_from(table(VERSION_TABLE))).scalar()
    if found not in REVISIONS:
        raise LedgerError(
            f"{name} has tables of revision {found}, this release knows {REVISIONS[-1]}: upgrade Photonic"
        )
    return str(found)


def _upgrade(connection: Connection) -> None:
    # Alembic is slow to import and needed only here.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # The option is read with %-interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
