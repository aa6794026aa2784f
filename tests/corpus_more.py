"""The reader of tests/data/identities_more.json: further identities, in the notation of identities.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.corpus import Row

__all__ = ["further_data", "further_rows"]

DATA = Path(__file__).parent / "data" / "identities_more.json"


def further_data() -> list[dict[str, Any]]:
    """The rows as they are written."""
    rows: list[dict[str, Any]] = json.loads(DATA.read_text())["rows"]
    return rows


def further_rows() -> list[Row]:
    """The rows as terms."""
    return [Row(data) for data in further_data()]
