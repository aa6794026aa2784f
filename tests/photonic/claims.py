"""Claims about a few declared fields, put to `prove` with a short budget."""

from __future__ import annotations

from typing import Any

from photonic.prover import prove
from photonic.proving.saturation import Budget
from photonic.proving.verdict import Verdict

__all__ = ["FIELDS", "QUICK", "verdict_of"]

QUICK = Budget(seconds=1.0)

FIELDS = {
    **dict.fromkeys("fgu", "scalar"), **dict.fromkeys("ABE", "vector"), "T": "tensor", "c": "constant", "h": "function",
}  # fmt: skip


def verdict_of(text: str, **options: Any) -> Verdict:
    """The verdict on a claim about FIELDS."""
    return prove(text, fields=FIELDS, budget=options.pop("budget", QUICK), **options)
