"""Names and times: how run ids, beam ids, eids and timestamps are written, and the rules that hold for each."""

from __future__ import annotations

import re
import secrets
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

__all__ = [
    "BEAM_ID",
    "CELL_ID",
    "EID",
    "HASH",
    "IDENTIFIER",
    "RUN_ID",
    "STAGE",
    "TIMESTAMP",
    "beam_id",
    "entanglement_id",
    "new_run_id",
    "utc_now",
]


def _whole(pattern: str, description: str, **keywords: Any) -> dict[str, Any]:
    # Python's $ also matches before a final newline, ECMAScript's does not: (?!\n) makes both mean the end.
    return {"pattern": f"^{pattern}$(?!\\n)", "description": description, **keywords}


_RUN = r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}"
_NAME = r"[^\s\u0000-\u001f\u007f]{1,200}"
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}"

IDENTIFIER = _whole(_NAME, "an identifier without spaces or control characters, 1 to 200 characters")
CELL_ID = _whole(_NAME, "the name of a cell, without spaces or control characters, 1 to 200 characters")
RUN_ID = _whole(_RUN, "a run id of letters, digits, dots, underscores and hyphens, 1 to 128 characters")
STAGE = _whole(r"[a-z][a-z0-9_-]{0,63}", "a stage such as `collapse`: lower-case letters, digits, hyphens, underscores")
HASH = _whole(r"[0-9a-f]{16,64}", "a content hash of 16 to 64 lower-case hexadecimal digits")
EID = _whole(rf"eid::{_RUN}::[0-9a-f]{{16,64}}", "an entanglement id of the form eid::<run>::<hash>")
BEAM_ID = _whole(r"beam_[^\s\u0000-\u001f\u007f]{1,300}_[0-9]{8}T[0-9]{12}Z", "beam_<cell>_<stage>_<ts>")
TIMESTAMP = _whole(
    rf"{_DAY}T{_TIME}(Z|\+00:00)", "a time in UTC, ISO 8601 with microseconds and Z or +00:00", format="date-time"
)

_latest = datetime.min.replace(tzinfo=UTC)
_ticking = threading.Lock()


def utc_now() -> str:
    """The time in UTC as `2026-01-31T09:30:00.000001Z`, later than any that this process has been given before.

    Two calls within one microsecond, or across a clock set back, differ by a microsecond: beam ids stay distinct and
    the order of the texts is the order of the calls.
    """
    global _latest
    with _ticking:
        _latest = max(datetime.now(UTC), _latest + timedelta(microseconds=1))
        return _latest.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def beam_id(cell_id: str, stage: str, timestamp: str) -> str:
    """`beam_<cell>_<stage>_<ts>`, where ts is the timestamp's digits: `20260131T093000000001Z`.

    Raises ValueError for a timestamp that is not like those of `utc_now`.
    """
    if not re.search(TIMESTAMP["pattern"], timestamp):
        raise ValueError(f"timestamp {timestamp!r} has to be {TIMESTAMP['description']}; utc_now() makes one")
    return f"beam_{cell_id}_{stage}_{re.sub('[^0-9T]', '', timestamp.removesuffix('+00:00'))}Z"


def entanglement_id(run_id: str, digest: str) -> str:
    """`eid::<run>::<hash>`: the name of an e-class of a run, by the content hash of the class."""
    return f"eid::{run_id}::{digest}"


def new_run_id() -> str:
    """A fresh run id: the time for the reader, 32 random bits for processes that start in the same microsecond."""
    return f"run-{re.sub('[^0-9TZ]', '', utc_now())}-{secrets.token_hex(4)}"
