"""Whether the linked SQLite may use its write-ahead log.

SQLite 3.7.0 to 3.51.2 can lose committed rows in WAL mode, when two connections write or checkpoint at the same moment
(the "WAL-reset bug", fixed in 3.51.3, 3.50.7 and 3.44.6: sqlite.org, release history).
"""

from __future__ import annotations

import sqlite3

__all__ = ["wal_safety"]

_FIRST_SAFE = (3, 51, 3)
_SAFE_FROM = {(3, 50): 7, (3, 44): 6}


def wal_safety(version: str = sqlite3.sqlite_version) -> tuple[str, bool, str]:
    """The version, whether its write-ahead log is safe, and the reason in words, by default of the linked SQLite."""
    number = tuple(int(part) for part in version.split("."))
    line, patch = number[:2], (*number, 0)[2]
    if number >= _FIRST_SAFE:
        return version, True, "3.51.3 and later keep committed rows in WAL mode"
    if line in _SAFE_FROM and patch >= _SAFE_FROM[line]:
        return version, True, f"the WAL repair was carried back to {line[0]}.{line[1]}.{_SAFE_FROM[line]}"
    if number < (3, 7, 0):
        return version, False, "it has no WAL mode; the ledger uses the DELETE journal"
    return version, False, "it can lose committed rows in WAL mode; the ledger uses the DELETE journal with full sync"
