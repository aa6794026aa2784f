"""What a ledger says when it refuses."""

from __future__ import annotations

__all__ = ["LedgerError"]


class LedgerError(ValueError):
    """A ledger that cannot be opened, a record it will not take, or a row that is not what was written.

    The message names the ledger, the row or the record, and says what to do.
    """
