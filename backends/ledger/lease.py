"""Who may use an open store: the process that opened it, until it closes it."""

from __future__ import annotations

import os

from attrs import define, field

from backends.ledger.errors import LedgerError

__all__ = ["Lease"]


@define
class Lease:
    """The right to use a store's file or connections.

    A forked child inherits both, but a file lock or a database connection shared by two processes protects neither.
    """

    name: str
    owner: int = field(factory=os.getpid)
    closed: bool = False

    def check(self) -> None:
        """Raise LedgerError when the store is closed or belongs to another process."""
        if self.closed:
            raise LedgerError(f"{self.name} is closed; open_ledger() opens it again")
        if os.getpid() != self.owner:
            raise LedgerError(f"{self.name} was opened by another process; call open_ledger() in this one")

    def give_up(self) -> bool:
        """End the lease; whether it was this process's to end, so that there is something to close."""
        ours = not self.closed and os.getpid() == self.owner
        self.closed = True
        return ours
