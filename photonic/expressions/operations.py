"""The glyphs of arithmetic as Python's operators, which fractions, doubles and balls all have."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["OPERATIONS"]

OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "negate": operator.neg,
    "power": operator.pow,
}
"""By the glyph's name. Where one of them has no value, or too large a one, is for the caller to say."""
