"""A glyph in LaTeX."""

from __future__ import annotations

import re
from typing import Any

import sympy

from photonic.expressions.brackets import binding, lies_open, tight, unclear
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["latex"]


PLACE = re.compile(r"(?<={)<(\d)>(?=})|<(\d)>")
"""Where an operand stands in a template; as the first group, where braces alone set it apart."""


def latex(glyph: Any, printer: Any) -> str:
    """The glyph's LaTeX: distinct trees give distinct texts."""
    template = glyph.typeset if isinstance(glyph.typeset, str) else glyph.typeset[len(glyph.args)]
    is_closed = glyph.fixity is Fixity.FUNCTION or (glyph.fixity is Fixity.BRACKET and not lies_open(glyph))

    def written(place: re.Match[str]) -> str:
        index = int(place[1] or place[2])
        apart = is_closed or place[1] is not None
        return str(printer._print(glyph.args[index])) if apart else _operand(glyph, printer, index)

    return PLACE.sub(written, template)


def _operand(glyph: Any, printer: Any, place: int) -> str:
    """The operand's LaTeX, in brackets where it binds less tightly or would be read otherwise."""
    operand = glyph.args[place]
    body, own, closely = str(printer._print(operand)), binding(operand), tight(glyph, place)
    loose = own < glyph.precedence or (closely and own == glyph.precedence)
    signed = body.startswith("-") and (closely or glyph.precedence > Precedence.SUM)
    raised = glyph.precedence == Precedence.POWER and _ends_open(operand, body)
    doubtful = unclear(glyph, operand, place) and not _is_enclosed(body)
    return rf"\left({body}\right)" if loose or signed or raised or doubtful else body


def _is_enclosed(body: str) -> bool:
    """Whether the bracket that begins this LaTeX is closed at its very end."""
    depth = 0
    for found in re.finditer(r"\\(left|right)\b", body):
        depth += 1 if found[1] == "left" else -1
        if not depth:
            return body.startswith(r"\left(") and body[found.end() :] == ")"
    return False


def _ends_open(operand: Any, body: str) -> bool:
    """Whether a raised number behind this LaTeX would seem to belong to its last part alone, as in e^x ^2."""
    return isinstance(operand, sympy.Function) and not body.rstrip("} ").endswith(r"\right)")
