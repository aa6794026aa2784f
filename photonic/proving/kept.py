"""Answers that hold a proof and are copied, stored, and sent to other processes all the same.

A theorem is good in the process whose kernel made it only: what travels are the steps, as data, and the kernel of the
process that receives them checks them again.
"""

from __future__ import annotations

from typing import Any, Self

import attrs

from photonic.problem import Problem
from photonic.proving.proof_data import checked_again, steps_of
from rewriting.proofs.steps import Proof

__all__ = ["Kept"]


class Kept:
    """An attrs class with a field `problem`, under whose hypotheses the proofs in its other fields hold."""

    __slots__ = ()
    problem: Problem

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        kind: Any = type(self)
        values = {each.alias: getattr(self, each.name) for each in attrs.fields(kind)}
        proofs = {name: steps_of(value) for name, value in values.items() if isinstance(value, Proof)}
        return _restored, (kind, {name: value for name, value in values.items() if name not in proofs}, proofs)


def _restored(kind: type[Kept], values: dict[str, Any], proofs: dict[str, dict[str, Any]]) -> Kept:
    """The answer. Raises ProofError where the kernel refuses a proof: a law that it cites says something else here."""
    return kind(**values, **{name: checked_again(values["problem"], steps) for name, steps in proofs.items()})
