"""Runs of scrolls in this process, with every record checked and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
from attrs import define, field

from backends.contracts import Record, to_json
from photonic.codex.execute import execute
from photonic.codex.sheet import Sheet
from photonic.scroll import scroll_from_text
from photonic.settings import Settings

__all__ = ["ROOT", "Kept", "beams_of", "execute_text"]

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = {
    path.name.removesuffix(".schema.json"): jsonschema.Draft202012Validator(json.loads(path.read_text("utf-8")))
    for path in (ROOT / "docs" / "contracts").glob("*.schema.json")
}


@define
class Kept:
    """A sink that keeps what it is given, after checking it against the published schema."""

    records: list[Record] = field(factory=list)

    def __call__(self, *records: Record, run_id: str) -> None:
        assert run_id
        for record in records:
            SCHEMAS[record.kind].validate(json.loads(to_json(record)))
        self.records.extend(records)


def execute_text(text: str, **flags: Any) -> tuple[Sheet, Kept]:
    """The sheet of a scroll and what it recorded."""
    kept = Kept()
    return execute(scroll_from_text(text), Settings(**flags), kept), kept


def beams_of(sheet: Sheet, cell: str, stage: str | None = None) -> list[Any]:
    """The beams of a cell, in order."""
    return [b for b in sheet.recorder.beams if b.cell_id == cell and stage in (None, b.stage)]
