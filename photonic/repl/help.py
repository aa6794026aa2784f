"""Help on a glyph: what it means, how it is written, its laws, and the example worked by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from photonic.errors import PhotonicError
from photonic.expressions.catalogue import glyphs
from photonic.expressions.declarations import RANK_NAMES
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Fixity
from photonic.repl.names import glyph_characters
from photonic.text.spelling import glyph_named, names_of

__all__ = ["glyph_help", "glyph_table", "help_line"]

ASKED = re.compile(r"\s*(?:\?{1,2}\s*(?P<behind>\S+)|(?P<before>\S+?)\s*\?{1,2})\s*")


def help_line(cell: str, namespace: Mapping[str, Any] | None = None) -> str | None:
    """The Python for a cell that asks about a glyph, such as `∇×?`, `?⊗` and `curl?`; None for any other.

    An ASCII word asks for the glyph as long as `namespace` has the glyph itself by that name.
    """
    asked = ASKED.fullmatch(cell)
    if asked is None:
        return None
    word = asked["behind"] or asked["before"]
    glyph = glyph_named(word)
    is_named = word.startswith("\\") or (namespace or {}).get(word) is glyph
    if glyph is None or (glyph_characters().isdisjoint(word) and not is_named):
        return None
    return f"get_ipython().run_line_magic('glyph', {word!r})\n"


def glyph_help(word: str) -> str:
    """The help on a glyph as text. Raises PhotonicError for a word that spells none."""
    glyph = glyph_named(word)
    if glyph is None:
        raise PhotonicError(f"{word!r} spells no glyph: %glyph without a word lists them all")
    sections = [f"{_shown(glyph)}    {_one_line(glyph.__doc__ or '')}", *_writing(glyph)]
    laws = [line.strip() for line in glyph.laws.splitlines() if line.strip()]
    if laws:
        sections += ["", "Laws", *(f"  {law}" for law in laws)]
    return "\n".join([*sections, "", "Example, worked by hand", *_example(glyph)])


def glyph_table() -> str:
    """All glyphs, one on a line: symbol, ASCII spelling, names to type, meaning."""
    rows = []
    for glyph in glyphs():
        names = " ".join(f"\\{name}" for name in names_of(glyph.symbol))
        rows.append(f"{_shown(glyph):<10} {glyph.ascii:<12} {names:<32} {_one_line(glyph.__doc__ or '')}")
    return "\n".join(rows)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shown(glyph: type[Glyph]) -> str:
    return glyph.symbol.format(*"ABC") if glyph.fixity is Fixity.BRACKET else glyph.symbol


def _writing(glyph: type[Glyph]) -> list[str]:
    spelt = dict.fromkeys([_shown(glyph), glyph.ascii, *glyph.aliases])
    lines = ["", "Written", f"  as text      {' or '.join(spelt)}"]
    names = names_of(glyph.symbol)
    if names:
        lines.append(f"  typed        {' or '.join(f'{chr(92)}{name}<TAB>' for name in names)}")
    if glyph.signatures != {(): glyph.signatures.get(())}:
        for ranks, result in glyph.signatures.items():
            lines.append(f"  takes        {' and '.join(RANK_NAMES[r] for r in ranks)}; gives {RANK_NAMES[result]}")
    if glyph.dimensions != (1, 2, 3):
        lines.append(f"  exists in    {' and '.join(map(str, glyph.dimensions))} dimensions")
    return lines


def _example(glyph: type[Glyph]) -> list[str]:
    operands = [f"  {name} = {_spelt(value)}" for name, value in zip("ABC", glyph.example.operands, strict=False)]
    return [*operands, f"  at the origin {_applied(glyph)} = {_spelt(glyph.example.value)}"]


def _spelt(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return f"({', '.join(map(_spelt, value))})"
    return str(value)


def _applied(glyph: type[Glyph]) -> str:
    names = "ABC"[: len(glyph.example.operands)]
    match glyph.fixity:
        case Fixity.ATOM:
            return glyph.symbol
        case Fixity.BRACKET:
            return glyph.symbol.format(*names)
        case Fixity.INFIX:
            return f"{names[0]} {glyph.symbol} {names[1]}"
        case Fixity.POSTFIX:
            return f"{names}{glyph.symbol}"
        case Fixity.PREFIX if len(names) == 1:
            gap = " " if glyph.symbol[-1].isascii() else ""
            return f"{glyph.symbol}{gap}{names}"
    return f"{glyph.symbol}({', '.join(names)})"
