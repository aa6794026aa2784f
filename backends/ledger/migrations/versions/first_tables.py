"""The first tables of a ledger: runs, records, parents."""

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables. A ledger is never taken back to an older form: that would lose records."""
    op.create_table(
        "ledger_runs",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("run_id", sa.Text, nullable=False, unique=True),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("ended", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("records", sa.Integer, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ledger_records",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("run_id", sa.Text, sa.ForeignKey("ledger_runs.run_id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("beam_id", sa.Text),
        sa.Column("cell_id", sa.Text),
        sa.Column("eid", sa.Text),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("run_id", "position", name="ledger_records_position"),
        sa.UniqueConstraint("run_id", "beam_id", name="ledger_records_beam"),
        sqlite_autoincrement=True,
    )
    for column in ("beam_id", "cell_id", "eid"):
        op.create_index(f"ledger_records_{column}", "ledger_records", [column])
    op.create_table(
        "ledger_parents",
        sa.Column("run_id", sa.Text, sa.ForeignKey("ledger_runs.run_id"), primary_key=True),
        sa.Column("beam_id", sa.Text, primary_key=True),
        sa.Column("parent_id", sa.Text, primary_key=True),
    )
