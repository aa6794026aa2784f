"""The tables of a ledger in a database.

ledger_runs     one row a run: its state after its last record (what `Run` says), so that runs are listed at once
ledger_records  one row an entry, never changed: the record's canonical JSON as bytes, its seal, and its keys
ledger_parents  one row a parent of a beam: the lineage, for recursive queries
ledger_schema   Alembic's version of these tables

The JSON is kept as bytes, not as JSONB, which reorders keys: a seal covers bytes.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = ["VERSION_TABLE", "metadata", "parents", "records", "runs"]

VERSION_TABLE = "ledger_schema"

metadata = MetaData()

runs = Table(
    "ledger_runs",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("run_id", Text, nullable=False, unique=True),
    Column("created", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("ended", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("records", Integer, nullable=False),
    Column("head", Text, nullable=False),
    sqlite_autoincrement=True,
)

records = Table(
    "ledger_records",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("run_id", Text, ForeignKey("ledger_runs.run_id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("beam_id", Text),
    Column("cell_id", Text),
    Column("eid", Text),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    UniqueConstraint("run_id", "position", name="ledger_records_position"),
    UniqueConstraint("run_id", "beam_id", name="ledger_records_beam"),
    Index("ledger_records_beam_id", "beam_id"),
    Index("ledger_records_cell_id", "cell_id"),
    Index("ledger_records_eid", "eid"),
    sqlite_autoincrement=True,
)

parents = Table(
    "ledger_parents",
    metadata,
    Column("run_id", Text, ForeignKey("ledger_runs.run_id"), primary_key=True),
    Column("beam_id", Text, primary_key=True),
    Column("parent_id", Text, primary_key=True),
)
