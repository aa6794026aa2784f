"""The ledger of runs: append-only, durable, verifiable; in SQLite, PostgreSQL or JSONL, by one URL."""

from backends.ledger.errors import LedgerError as LedgerError
from backends.ledger.jsonl_export import read_collapse_traces as read_collapse_traces
from backends.ledger.ledger import Ledger as Ledger
from backends.ledger.ledger import Recording as Recording
from backends.ledger.opening import open_ledger as open_ledger
from backends.ledger.run import Run as Run
from backends.ledger.wal_safety import wal_safety as wal_safety

__all__ = ["Ledger", "LedgerError", "Recording", "Run", "open_ledger", "read_collapse_traces", "wal_safety"]
