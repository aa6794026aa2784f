"""Residuals: programs that hypotheses set to zero, their unknown fields, and the test that they are linear in these."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import prod

from attrs import frozen

from backends.program import Input, Program

__all__ = ["UNDEFINED", "NonlinearHypothesisError", "Unknowns", "unknowns"]

UNDEFINED = "it is undefined on random fields"

FIELDS = ("scalar", "vector", "tensor")


class NonlinearHypothesisError(ValueError):
    """A hypothesis that is not linear and homogeneous in its fields, so that its solutions form no linear space."""

    def __init__(self, index: int, names: Sequence[str], cause: str) -> None:
        super().__init__(
            f"hypothesis {index} is not linear and homogeneous in the fields {', '.join(names)} ({cause}): its "
            "solutions cannot be drawn as a linear space. Name the fields that are known data in `given`"
        )
        self.index = index
        self.undefined = cause == UNDEFINED


@frozen
class Unknowns:
    """The inputs of some residuals, split into fields to be solved for and known data."""

    fields: tuple[Input, ...]
    data: tuple[Input, ...]
    dimension: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields to be solved for."""
        return tuple(field.name for field in self.fields)

    def components(self, field: Input) -> int:
        """How many components a field has."""
        return prod((self.dimension,) * field.rank)

    @property
    def total(self) -> int:
        """How many components all the fields to be solved for have."""
        return sum(map(self.components, self.fields))


def unknowns(residuals: Sequence[Program], given: Collection[str]) -> Unknowns:
    """The unknown fields of the residuals: every scalar, vector and tensor field that is not named in `given`.

    Raises ValueError if there is no residual or no unknown field, or if two residuals disagree about the dimension
    or about an input's kind.
    """
    dimensions = {residual.dimension for residual in residuals}
    if len(dimensions) != 1:
        raise ValueError(
            f"residuals have the dimensions {sorted(dimensions)}: one or more, all of one dimension, are needed"
        )
    inputs = {item.name: item for residual in residuals for item in residual.inputs}
    for item in (item for residual in residuals for item in residual.inputs):
        if inputs[item.name] != item:
            raise ValueError(
                f"input {item.name!r} is {item.kind} in one residual and {inputs[item.name].kind} in another"
            )
    fields = tuple(item for item in inputs.values() if item.kind in FIELDS and item.name not in given)
    if not fields:
        raise ValueError(f"residuals have no unknown field: their inputs are {', '.join(inputs) or 'none'}")
    return Unknowns(fields, tuple(item for item in inputs.values() if item not in fields), dimensions.pop())
