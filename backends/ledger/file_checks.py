"""Whether a ledger file can live at a path, asked before anything is created there."""

from __future__ import annotations

import os
from pathlib import Path

from backends.ledger.errors import LedgerError

__all__ = ["check_place"]


def check_place(path: Path) -> None:
    """Raise LedgerError, saying what to do, unless `path` can be a file that this process reads and writes.

    The folder has to be writable too: SQLite keeps its journal beside the file, and a new file needs its entry there.
    """
    folder = path.parent
    if not folder.is_dir():
        raise LedgerError(f"the folder {folder} does not exist; create it, or put the ledger elsewhere")
    if path.exists() and not path.is_file():
        raise LedgerError(f"{path} is not a file; name a file for the ledger")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise LedgerError(f"the folder {folder} is read-only for this user; put the ledger into a writable one")
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise LedgerError(f"{path} cannot be read and written by this user; change its permissions, or copy it")
