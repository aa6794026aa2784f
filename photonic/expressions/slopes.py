"""Derivatives of glyphs by a symbol: the product rule for operands in which a glyph is linear, read off its meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import add
from typing import Any

from backends.program import Instruction, Tracer
from photonic.expressions.catalogue import CATALOGUE

__all__ = ["differentiates", "product_rule"]

KINDS = ("scalar", "vector", "tensor")
Degrees = tuple[int, ...] | None
"""How often each operand is a factor of a value; None where that differs among its terms, or it is no product."""


def product_rule(glyph: Any, operands: Sequence[Any], slopes: Sequence[Any]) -> Any | None:
    """The derivative of a glyph from those of its operands: the sum over operands, each in turn replaced by its slope.

    0 where no operand varies, and None where the glyph is not linear in each of those that do.
    """
    if glyph.name in RULES:
        return RULES[glyph.name](*operands, *slopes)
    varying = tuple(i for i, slope in enumerate(slopes) if slope != 0)
    ranks = tuple(getattr(operand, "rank", 0) for operand in operands)
    if not _linear(glyph, ranks, varying):
        return None
    parts = [_replaced(glyph, operands, i, slopes[i]) for i in varying]
    total = parts[0] if parts else 0
    for part in parts[1:]:
        total = total + part
    return total


def _quotient(above: Any, below: Any, above_slope: Any, below_slope: Any) -> Any:
    return above_slope / below - above * (below_slope / below**2) if below_slope != 0 else above_slope / below


RULES: Mapping[str, Callable[..., Any]] = {
    "add": lambda _left, _right, left, right: left + right,
    "subtract": lambda _left, _right, left, right: left - right,
    "divide": _quotient,
}
"""Derivatives of what is not linear in each operand, from operands and slopes."""


def _replaced(glyph: Any, operands: Sequence[Any], place: int, slope: Any) -> Any:
    if glyph is CATALOGUE["multiply"] and slope == 1:
        return operands[1 - place]
    return glyph(*operands[:place], slope, *operands[place + 1 :])


@cache
def _linear(glyph: Any, ranks: tuple[int, ...], varying: tuple[int, ...]) -> bool:
    tracer, value = _traced(glyph, ranks)
    if value is None:
        return not varying
    degrees: list[Degrees] = []
    for instruction in tracer.tape:
        degrees.append(_degrees(instruction, degrees, varying))
    return degrees[value] == (1,) * len(varying)


@cache
def differentiates(glyph: Any, ranks: tuple[int, ...]) -> bool:
    """Whether the meaning takes derivatives of its operands."""
    tracer, value = _traced(glyph, ranks)
    return value is None or any(instruction.op == "partial" for instruction in tracer.tape)


def _traced(glyph: Any, ranks: tuple[int, ...]) -> tuple[Tracer, int | None]:
    """The program of a meaning, whose first places are the operands; nothing for one that is no value at a point."""
    tracer = Tracer(max(glyph.dimensions))
    places = [tracer.input(f"operand_{i}", KINDS[rank], rank) for i, rank in enumerate(ranks)]
    return tracer, None if glyph.roles else glyph.meaning(tracer, *places)


def _degrees(instruction: Instruction, known: Sequence[Degrees], varying: tuple[int, ...]) -> Degrees:
    none = (0,) * len(varying)
    parts = [known[place] for place in instruction.args]
    if instruction.op == "input":
        place = len(known)
        return tuple(int(place == i) for i in varying)
    if None in parts:
        return None
    if instruction.op in ("multiply", "einsum"):
        total = none
        for part in parts:
            total = tuple(map(add, total, part or none))
        return total
    if instruction.op == "divide":
        return parts[0] if parts[1] == none else None
    if instruction.op in ("add", "stack", "partial"):
        return parts[0] if len(set(parts)) == 1 else None
    return none if all(part == none for part in parts) else None
