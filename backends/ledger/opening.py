"""One setting, a URL, says where the ledger is."""

from __future__ import annotations

from pathlib import Path

from backends.ledger.errors import LedgerError
from backends.ledger.ledger import Ledger

__all__ = ["open_ledger"]

_FORMS = "sqlite:///<path>, jsonl:<path> or postgresql+psycopg://<user>@<host>/<database>"


def open_ledger(url: str) -> Ledger:
    """Open the ledger at a URL, made where there is none.

    `sqlite:///ledger.db` (the path follows the third slash, an absolute one begins with a fourth) is a file in SQLite,
    `jsonl:ledger.jsonl` a text file, `postgresql+psycopg://user@host/database` a server's database. Paths are relative
    to the working directory at this moment. Raises LedgerError, saying what to do, when the place cannot be used, holds
    something else than a ledger, or a ledger of a newer release.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "jsonl" and rest:
        from backends.ledger.jsonl_store import JsonlStore

        path = Path(rest).absolute()
        return Ledger(f"jsonl:{path}", JsonlStore(path))
    if scheme in ("sqlite", "postgresql", "postgresql+psycopg"):
        return _sql_ledger(url)
    raise LedgerError(f"{scheme}:… names no ledger; write {_FORMS}")


def _sql_ledger(url: str) -> Ledger:
    # SQLAlchemy takes a fifth of a second to import: not for those who use JSONL, or only the records.
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    from backends.ledger.sql_store import SqlStore

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # The text is not repeated: it may hold a password.
        raise LedgerError(f"the ledger's URL cannot be read: {type(error).__name__}; write {_FORMS}") from None
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return Ledger(parsed.render_as_string(hide_password=True), SqlStore(parsed))
