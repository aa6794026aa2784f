"""A ledger of each kind for the tests that hold of all kinds.

With a URL of an empty PostgreSQL database in PHOTONIC_TEST_POSTGRESQL those tests run there too.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from backends.ledger import Ledger, open_ledger

SERVER = os.environ.get("PHOTONIC_TEST_POSTGRESQL")


def drop_tables(url: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(url)
    with engine.begin() as connection:
        for table in ("ledger_parents", "ledger_records", "ledger_runs", "ledger_schema"):
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "jsonl", *(["postgresql"] if SERVER else [])])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        assert SERVER is not None
        drop_tables(SERVER)
        return SERVER
    return f"sqlite:///{tmp_path}/ledger.db" if request.param == "sqlite" else f"jsonl:{tmp_path}/ledger.jsonl"


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with open_ledger(ledger_url) as opened:
        yield opened
