"""What is said of operands whose ranks do not fit: what the glyph takes, what it was given, which glyph would fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import RANK_NAMES
from photonic.expressions.notation import Fixity, Precedence

if TYPE_CHECKING:
    from photonic.expressions.glyph import Glyph

__all__ = ["explain_ranks"]


def explain_ranks(cls: type[Glyph], ranks: tuple[int, ...]) -> str:
    """The message for a glyph that was given operands of these ranks, with the repair first where one is known."""
    advice = cls.advice.get(ranks) or _fitting(cls, ranks)
    spoken = f" ({cls.ascii})" if cls.ascii != cls.shown() else ""
    takes = f"{cls.shown()}{spoken} takes {'; or '.join(_listed(cls.signatures))}"
    joint = " " if advice.endswith("?") else "; " if advice else ""
    return f"{advice}{joint}{takes}; it was given {_words(ranks)}"


def _words(ranks: tuple[int, ...]) -> str:
    names = [RANK_NAMES[r] if r < len(RANK_NAMES) else f"a tensor of rank {r}" for r in ranks]
    return " and ".join(names) or "nothing"


def _listed(signatures: Iterable[tuple[int, ...]]) -> list[str]:
    """The signatures in words, two that differ in order only as one."""
    listed, left = [], list(signatures)
    while left:
        ranks = left.pop(0)
        turned = ranks[::-1]
        either = len(ranks) == 2 and turned != ranks and turned in left
        if either:
            left.remove(turned)
        listed.append(_words(ranks) + (" in either order" if either else ""))
    return listed


def _fitting(cls: type[Glyph], ranks: tuple[int, ...]) -> str:
    """The glyphs of the same sort that take these ranks, each with what it gives."""
    if cls.fixity is Fixity.INFIX and Precedence.SUM < cls.precedence < Precedence.POWER:
        near = [g for g in CATALOGUE.values() if g.fixity is Fixity.INFIX and g.precedence >= Precedence.DOT]
        near = [*(g for g in near if g.precedence < Precedence.POWER), CATALOGUE["multiply"]]
        place = f"between {_words(ranks)} write"
    elif cls.fixity is Fixity.PREFIX:
        near = [g for g in CATALOGUE.values() if g.fixity is Fixity.PREFIX and g.symbol[0] == cls.symbol[0]]
        place = f"of {_words(ranks)} there is"
    else:
        return ""
    fitting = [
        f"{g.symbol!r} ({g.ascii}) for {RANK_NAMES[g.signatures[ranks]]}"
        for g in sorted(near, key=lambda g: g.precedence)
        if g is not cls and ranks in g.signatures
    ]
    return f"{place} {', or '.join(fitting)}" if fitting else ""
