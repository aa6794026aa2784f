"""Records as a JSONL file of their own, one canonical JSON object a line, and back."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from backends.contracts import CollapseTrace, ContractError, Record, from_json, to_json
from backends.ledger.errors import LedgerError

__all__ = ["read_collapse_traces", "write_jsonl"]


def write_jsonl(records: Iterable[Record], path: Path) -> int:
    """Write the records, one a line, and return their number.

    The file appears, or is replaced, only when it is complete. Raises LedgerError when the folder is not writable.
    """
    count = 0
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".part", delete=False) as part:
            for record in records:
                part.write(to_json(record) + b"\n")
                count += 1
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).chmod(0o644)
        os.replace(part.name, path)
    except OSError as error:
        raise LedgerError(f"{path} cannot be written: {error.strerror}; choose a writable folder") from error
    return count


def read_collapse_traces(path: Path) -> tuple[CollapseTrace, ...]:
    """The collapse traces in a JSONL file, whoever wrote it. Raises LedgerError naming the first line that is none."""
    traces: list[CollapseTrace] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            traces.append(from_json(CollapseTrace, line))
        except ContractError as error:
            raise LedgerError(f"line {number} of {path} is no collapse trace: {error}") from error
    return tuple(traces)
