"""One line of a JSONL ledger: the entries of one append, as a JSON array.

A line is whole or it is not there: an append of several records that a crash cut off leaves none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backends.contracts import ContractError, Json, canonical_json, parse_json
from backends.ledger.entry import Entry
from backends.ledger.errors import LedgerError

__all__ = ["read_line", "write_line"]

_FIELDS = {"digest", "kind", "position", "previous", "record", "run_id"}


def write_line(entries: Sequence[Entry]) -> bytes:
    """The line of an append: canonical JSON with the records inside, and a newline."""
    return canonical_json([_data(entry) for entry in entries]) + b"\n"


def read_line(line: bytes, where: str) -> list[Entry]:
    """The entries in a line, their seals not yet checked.

    Raises LedgerError, naming the line by `where`, unless the line is byte for byte as `write_line` writes it: the
    seal covers a record's bytes, and those are written back from its data.
    """
    try:
        data = parse_json(line)
    except ContractError as error:
        raise _damaged(where, str(error)) from error
    if type(data) is not list or not data or canonical_json(data) + b"\n" != line:
        raise _damaged(where, "it is not as a ledger writes it")
    return [_entry(item, where) for item in data]


def _data(entry: Entry) -> dict[str, Json]:
    return {
        "digest": entry.digest,
        "kind": entry.kind,
        "position": entry.position,
        "previous": entry.previous,
        "record": parse_json(entry.payload),
        "run_id": entry.run_id,
    }


def _entry(data: Any, where: str) -> Entry:
    if type(data) is not dict or data.keys() != _FIELDS:
        raise _damaged(where, "it is not as a ledger writes it")
    sealed = {name: value for name, value in data.items() if name != "record"}
    return Entry(**sealed, payload=canonical_json(data["record"]), where=where)


def _damaged(where: str, what: str) -> LedgerError:
    return LedgerError(f"{where} is damaged: {what}. Restore the ledger from a backup")
