"""What is particular to a ledger in SQLite: its tables, its journal, and rows that someone changed."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url

import backends.ledger
from backends.contracts import BeamEvent, RunManifest, utc_now
from backends.ledger import LedgerError, open_ledger, wal_safety
from backends.ledger.sql_engine import make_engine, settle_journal
from backends.ledger.sql_schema import REVISIONS
from backends.ledger.sql_tables import VERSION_TABLE, metadata

RUNS = ("run-1", "run-2")


def written(path: Path) -> str:
    """A ledger of two runs, each of a manifest and a chain of three beams; returns its URL."""
    url = f"sqlite:///{path}"
    with open_ledger(url) as ledger:
        for run_id in RUNS:
            start = RunManifest(run_id=run_id, created=utc_now(), scroll="", settings={}, versions={}, replay={})
            ledger.start_run(start)
            parents: tuple[str, ...] = ()
            for cell in ("A1", "B2", "C3"):
                beam = BeamEvent.now(
                    cell_id=cell, sheet_run_id=run_id, container_id="box", stage="run", token="Δ", parents=parents
                )
                ledger.append(beam)
                parents = (beam.beam_id,)
    return url


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement).rowcount == 1


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "UPDATE ledger_records SET payload = replace(payload, 'B2', 'B3') WHERE number = 3",
            "row 3 of ledger_records",
        ),
        ("UPDATE ledger_records SET cell_id = 'C3' WHERE number = 3", "row 3 of ledger_records .* is filed under"),
        ("UPDATE ledger_records SET digest = '00' WHERE number = 3", "row 3 of ledger_records .* seal does not match"),
        ("UPDATE ledger_records SET kind = 'sqi_score' WHERE number = 3", "row 3 of ledger_records .* seal"),
        ("UPDATE ledger_records SET position = 9 WHERE number = 3", "row 3 of ledger_records .* seal"),
        ("UPDATE ledger_records SET position = x'00' WHERE number = 3", "row 3 of ledger_records .* seal"),
        ("UPDATE ledger_records SET payload = 12 WHERE number = 3", "row 3 of ledger_records .* seal"),
    ],
)
def test_a_changed_row_is_named_when_it_is_read_and_other_runs_stay_readable(
    tmp_path: Path, statement: str, message: str
) -> None:
    url = written(tmp_path / "ledger.db")
    change(tmp_path / "ledger.db", statement)
    with open_ledger(url) as ledger:
        for read in (ledger.records, ledger.verify):
            with pytest.raises(LedgerError, match=message):
                read("run-1")
        assert len(ledger.events(run_id="run-2")) == 3
        assert ledger.verify("run-2") == 4


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("DELETE FROM ledger_records WHERE number = 3", "row 4 of ledger_records .* record 2 of run run-1 is missing"),
        ("DELETE FROM ledger_records WHERE number = 4", "last rows were removed"),
        ("UPDATE ledger_runs SET status = 'finished' WHERE run_id = 'run-1'", "its state was changed"),
        ("UPDATE ledger_runs SET records = 3 WHERE run_id = 'run-1'", "its state was changed"),
    ],
)
def test_a_removed_row_or_a_changed_state_breaks_the_chain(tmp_path: Path, statement: str, message: str) -> None:
    url = written(tmp_path / "ledger.db")
    change(tmp_path / "ledger.db", statement)
    with open_ledger(url) as ledger:
        for read in (ledger.records, ledger.verify):
            with pytest.raises(LedgerError, match=message):
                read("run-1")
        assert ledger.verify("run-2") == 4


def test_a_changed_lineage_is_noticed(tmp_path: Path) -> None:
    url = written(tmp_path / "ledger.db")
    with open_ledger(url) as ledger:
        last = ledger.events(run_id="run-1")[-1].beam_id
        assert len(ledger.lineage(last)) == 2
        change(tmp_path / "ledger.db", f"DELETE FROM ledger_parents WHERE beam_id = '{last}'")
        with pytest.raises(LedgerError, match=r"lineage of .* was changed"):
            ledger.lineage(last)


def test_the_stored_bytes_are_the_canonical_json(tmp_path: Path) -> None:
    url = written(tmp_path / "ledger.db")
    with open_ledger(url) as ledger, closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        rows = connection.execute("SELECT payload FROM ledger_records WHERE run_id = 'run-1' ORDER BY position")
        for (payload,), record in zip(rows, ledger.records("run-1"), strict=True):
            text = json.dumps(record.to_data(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            assert payload == text.encode()


def test_the_migrations_make_exactly_the_declared_tables_and_a_second_opening_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "100% ours.db"
    path.touch()
    open_ledger(f"sqlite:///{path}").close()
    before = path.read_bytes()
    open_ledger(f"sqlite:///{path}").close()
    assert path.read_bytes() == before
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == REVISIONS[-1]
    engine.dispose()


def test_the_known_revisions_are_those_of_the_shipped_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(backends.ledger.__file__).parent / "migrations"))
    shipped = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(shipped)) == REVISIONS


def test_a_ledger_from_the_future_is_refused(tmp_path: Path) -> None:
    url = written(tmp_path / "ledger.db")
    change(tmp_path / "ledger.db", f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(LedgerError, match=r"revision 9999, .* upgrade Photonic"):
        open_ledger(url)


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("These are notes, not a ledger. " * 40)
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    for path, message in ((text, "not a Photonic ledger"), (other, "it has tables recipes")):
        before = path.read_bytes()
        with pytest.raises(LedgerError, match=message):
            open_ledger(f"sqlite:///{path}")
        assert path.read_bytes() == before


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    url = written(tmp_path / "ledger.db")
    content = bytearray((tmp_path / "ledger.db").read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    (tmp_path / "ledger.db").write_bytes(content)
    with pytest.raises(LedgerError, match="restore it from a backup"):
        open_ledger(url)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.6.23", False),
        ("3.7.0", False),
        ("3.40.1", False),
        ("3.44.5", False),
        ("3.44.6", True),
        ("3.45.0", False),
        ("3.50.6", False),
        ("3.50.7", True),
        ("3.51.0", False),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.52.0", True),
        ("4.0.0", True),
    ],
)
def test_wal_is_used_only_where_it_is_safe(version: str, safe: bool) -> None:
    found, verdict, reason = wal_safety(version)
    assert (found, verdict) == (version, safe)
    assert reason


def test_the_journal_is_as_safe_as_the_linked_sqlite_allows(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with open_ledger(written(path)) as ledger:
        safe = wal_safety(sqlite3.sqlite_version)[1]
        assert bool(ledger.notices) is not safe
    engine = make_engine(make_url(f"sqlite:///{path}"), "ledger")
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
        assert pragmas == (
            {"journal_mode": "wal", "synchronous": 2} if safe else {"journal_mode": "delete", "synchronous": 3}
        )
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_the_journal_mode_of_a_file_is_changed_and_changed_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    written(path)
    for mode in ("wal", "wal", "delete", "delete"):
        settle_journal(path, mode, "ledger")
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == (mode,)
