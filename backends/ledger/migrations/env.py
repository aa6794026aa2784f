"""What Alembic runs for every upgrade: the migrations, on the connection and inside the transaction of the caller."""

from alembic import context

from backends.ledger.sql_tables import VERSION_TABLE

__all__: list[str] = []

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
