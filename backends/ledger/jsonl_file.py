"""A file of lines that several processes append to, and that keeps every acknowledged line through a crash."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import field, frozen

from backends.ledger.errors import LedgerError
from backends.ledger.file_checks import check_place

__all__ = ["PATIENCE", "LineFile"]

PATIENCE = 30.0
"""Seconds for which a writer waits for another before it gives up."""

_HEADER = b'{"format":"photonic-ledger","schema_version":1}\n'
_ANY_HEADER = re.compile(rb'{"format":"photonic-ledger","schema_version":[0-9]+[,}]')


@frozen
class LineFile:
    """An open file whose first line says that it is a ledger. Its lock is advisory and ends with the process."""

    path: Path
    descriptor: int = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> LineFile:
        """Open the file, made with its header where there is none. Raises LedgerError when it is no ledger."""
        if sys.platform == "win32":
            raise LedgerError("a JSONL ledger needs POSIX file locks; on Windows use sqlite:///<path>")
        check_place(path)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise LedgerError(f"{path} cannot be opened: {error.strerror}") from error
        lines = cls(path, descriptor)
        try:
            with lines.locked():
                lines._check_header()
        except LedgerError:
            lines.close()
            raise
        return lines

    @property
    def start(self) -> int:
        """Offset of the first line after the header."""
        return len(_HEADER)

    @property
    def size(self) -> int:
        """Bytes in the file now."""
        return os.fstat(self.descriptor).st_size

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Exclusive access among all that use this class. Raises LedgerError when another keeps it too long."""
        import fcntl

        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise LedgerError(f"another process has kept {self.path} locked for {PATIENCE:g} s") from None
                time.sleep(0.002)
        try:
            yield
        finally:
            fcntl.flock(self.descriptor, fcntl.LOCK_UN)

    def lines(self, offset: int) -> Iterator[bytes]:
        """The complete lines from an offset on, each with its newline; what follows the last newline is left out.

        To be called with the lock held: otherwise a line may be met half written.
        """
        with open(self.path, "rb") as reader:
            reader.seek(offset)
            yield from (line for line in reader if line.endswith(b"\n"))

    def append(self, end: int, text: bytes) -> None:
        """Write `text` at offset `end`, dropping what a crash left behind it, and force it to the disk.

        To be called with the lock held. On failure the file is as before, and LedgerError says why.
        """
        try:
            os.ftruncate(self.descriptor, end)
            written = 0
            while written < len(text):
                written += os.write(self.descriptor, text[written:])
            os.fsync(self.descriptor)
        except OSError as error:
            os.ftruncate(self.descriptor, end)
            raise LedgerError(f"{self.path} could not be written: {error.strerror}; nothing was recorded") from error

    def close(self) -> None:
        """Close the file."""
        os.close(self.descriptor)

    def _check_header(self) -> None:
        head = os.pread(self.descriptor, 2 * len(_HEADER), 0)
        if head.startswith(_HEADER):
            return
        # A shorter file that begins like the header is one whose maker crashed; anything else is someone's data.
        if _HEADER.startswith(head):
            self.append(0, _HEADER)
            self._sync_folder()
            return
        if _ANY_HEADER.match(head):
            raise LedgerError(f"{self.path} was written by a newer Photonic; upgrade, or name another file")
        raise LedgerError(f"{self.path} is not a Photonic ledger; name another file")

    def _sync_folder(self) -> None:
        """Make the file's entry in its folder durable: fsync of a new file alone does not."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
