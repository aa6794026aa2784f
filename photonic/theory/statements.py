"""What each law says, in the notation in which it is declared."""

from __future__ import annotations

from typing import Any

from photonic.expressions.catalogue import glyphs
from photonic.theory.accuracy_laws import AccuracyLaws
from photonic.theory.function_laws import FunctionLaws, PowerLaws
from photonic.theory.quotient_laws import QuotientLaws

__all__ = ["statement_of"]

OF_NO_GLYPH: tuple[type[Any], ...] = (FunctionLaws, PowerLaws, QuotientLaws, AccuracyLaws)


def statement_of(law: str) -> str | None:
    """The text of the law with this name; a law of one rank or one function says what the general one does.

    None for what is no law of this program: a hypothesis, or something that is computed.
    """
    general = law.partition(".")[0]
    for owner in (*glyphs(), *OF_NO_GLYPH):
        for line in owner.laws.splitlines():
            name, _, body = line.partition(":")
            if name.strip() == general:
                return str(body.strip())
    return None
