"""Log lines of the three packages on a stream of the caller's choice, for as long as a block lasts."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

__all__ = ["logging_to"]

_PACKAGES = ("photonic", "rewriting", "backends")


@contextmanager
def logging_to(stream: TextIO, level: int = logging.INFO) -> Iterator[None]:
    """Write what the packages log at `level` or above to `stream`, with times in UTC; undone when the block ends."""
    handler = logging.StreamHandler(stream)
    handler.setLevel(level)
    formatter = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    before = {name: logging.getLogger(name).level for name in _PACKAGES}
    for name in _PACKAGES:
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(level)
    try:
        yield
    finally:
        for name, old in before.items():
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).setLevel(old)
