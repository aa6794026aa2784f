"""Marks: where in the written form of an expression some of its parts stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from photonic.expressions.declarations import Declaration
from photonic.terms import rank, symbol_term
from rewriting.term import Term, replace_at, subterm_at

__all__ = ["emphasised", "spans"]

KINDS = ("scalar", "vector", "tensor")
STAND_IN = "PhotonicPart"

Write = Callable[[Term], str]
Position = tuple[int, ...]


def spans(whole: Term, positions: Iterable[Position], write: Write) -> list[tuple[int, int]]:
    """Begin and end of each part in the written whole, in order; those that cannot be told apart there are left out.

    A part that is written in brackets has them in its span.
    """
    text = write(whole)
    found = [span for position in positions if (span := _span(whole, position, write, text)) is not None]
    return [span for k, span in enumerate(sorted(found)) if k == 0 or span[0] >= sorted(found)[k - 1][1]]


def _span(whole: Term, position: Position, write: Write, text: str) -> tuple[int, int] | None:
    """Where a part stands: what is around it is the same when a name stands in its place."""
    if not position:
        return 0, len(text)
    part = subterm_at(whole, position)
    stand_in = symbol_term(Declaration(STAND_IN, KINDS[rank(part)]))
    before, found, behind = write(replace_at(whole, position, stand_in)).partition(write(stand_in))
    if not found or not (text.startswith(before) and text.endswith(behind)):
        return None
    begin, end = len(before), len(text) - len(behind)
    return (begin, end) if begin < end and _bracketed_alike(text[begin:end], write(part)) else None


def _bracketed_alike(shown: str, part: str) -> bool:
    return part in shown or shown in part


def emphasised(
    whole: Term, positions: Iterable[Position], write: Write, opening: str, closing: str, escape: Callable[[str], str]
) -> str:
    """The written whole, escaped, with the parts between an opening and a closing mark."""
    text = write(whole)
    pieces, at = [], 0
    for begin, end in spans(whole, positions, write):
        pieces += [escape(text[at:begin]), opening, escape(text[begin:end]), closing]
        at = end
    return "".join([*pieces, escape(text[at:])])
