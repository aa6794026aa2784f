"""Make the reference pages from the program itself: `python docs/generate.py [folder]`, by default docs/reference."""

from __future__ import annotations

import argparse
import inspect
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sympy
import typer
from attrs import fields

from photonic.cli import app
from photonic.exit_status import MEANINGS
from photonic.expressions.catalogue import glyphs
from photonic.expressions.declarations import KINDS, declare
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Fixity
from photonic.expressions.roles import COUNT
from photonic.settings import Settings
from photonic.terms import apply, describe, from_term
from photonic.text.parser import parse_term

__all__ = ["commands_page", "glyphs_page", "main", "pages", "settings_page"]

NOTE = "<!-- Made by `make docs`; change the source, not this page. -->\n"
LETTERS = {0: "fgu", 1: "ABC", 2: "STU"}
FIELD_KINDS = ("scalar", "vector", "tensor")
WIDTH = 100
STEPS, UPDATED = "3", "B"
"""How often examples are iterated, and the name that their updates give the field."""

CONVENTIONS = """
# Glyphs

All that is known of an operator stands in one file of `photonic/glyphs/`; this page is made from there. Each law below
is checked by exact arithmetic on random fields, each example by every interpreter.

Letters: `f g u` scalars, `A B C` vectors, `S T U` tensors of rank 2, `X Y Z` anything of one rank, `a b c` scalars as
well, `h` an unknown function of one variable, `r` the position, `t` the time. In laws `=` may be used both ways and
`=>` from left to right; what stands behind `if` is a condition. Indices are summed when they occur twice. In examples
a tensor is given by its rows, ((…), (…), (…)), which is no notation of the language.

Conventions: (∇A)ᵢⱼ = ∂ᵢAⱼ, (∇·T)ⱼ = ∂ᵢTᵢⱼ, (∇×T)ᵢⱼ = εᵢₖₗ∂ₖTₗⱼ, □ = c⁻²∂ₜ² − Δ with c = 1 unless it is given.
"""

KINDS_HEAD = """
## What a name can stand for

| kind | is |
|---|---|
"""


def glyphs_page() -> str:
    """One section for each glyph, by the name of its ASCII spelling, behind a table of all."""
    every = sorted(glyphs(), key=lambda glyph: glyph.ascii)
    head = "\n| glyph | ASCII | takes → gives | is |\n|---|---|---|---|\n"
    rows = "".join(
        f"| `{_cell(_symbol(g))}` | [`{g.ascii}`](#{g.ascii}) | {'; '.join(_signatures(g))} | {_cell(_summary(g))} |\n"
        for g in every
    )
    kinds = "".join(f"| `{name}` | {kind.meaning} |\n" for name, kind in KINDS.items())
    return NOTE + CONVENTIONS + head + rows + KINDS_HEAD + kinds + "\n" + "\n".join(map(_section, every))


def _section(glyph: type[Glyph]) -> str:
    written = [_use(glyph, ranks) for ranks in glyph.signatures]
    latex = dict.fromkeys(sympy.latex(from_term(term)) for term in written)
    lines = [
        f"## {glyph.ascii}\n",
        f"{_paragraph(glyph.__doc__)}\n",
        f"- written: {_listed(describe(term) for term in written)}",
        f"- in ASCII: {_listed(_called(glyph, ranks) for ranks in glyph.signatures)}",
        *([f"- also: {_listed(glyph.aliases)}"] if glyph.aliases else []),
        f"- takes → gives: {'; '.join(_signatures(glyph))}",
        f"- in {_dimensions(glyph)}; about {glyph.flops} operations for each component at a grid point",
        f"- LaTeX: {_listed(latex)}\n",
        "```math",
        r" \qquad ".join(latex),
        "```\n",
        *_laws(glyph),
        "Example, worked by hand, at x = y = z = t = 0:\n",
        f"```text\n{_example(glyph)}\n```\n",
    ]
    return "\n".join(lines)


def _use(glyph: type[Glyph], ranks: tuple[int, ...]) -> Any:
    """The glyph on letters of these ranks."""
    letters = _letters(glyph, ranks)
    known = declare({name: kind for name, kind in letters if name != STEPS})
    return apply(glyph.name, *(parse_term(name, known) for name, _ in letters))


def _letters(glyph: type[Glyph], ranks: tuple[int, ...]) -> list[tuple[str, str]]:
    """Names with their kinds, the letters of each rank in turn; a number where the glyph counts."""
    used: Counter[int] = Counter()
    named = []
    roles = glyph.roles.get(len(ranks), ("",) * len(ranks))
    for rank, role in zip(ranks, roles, strict=True):
        named.append((STEPS if role == COUNT else LETTERS[rank][used[rank]], FIELD_KINDS[rank]))
        used[rank] += role != COUNT
    return named


def _called(glyph: type[Glyph], ranks: tuple[int, ...]) -> str:
    names = ", ".join(name for name, _ in _letters(glyph, ranks))
    return f"{glyph.ascii}({names})" if ranks else glyph.ascii


def _symbol(glyph: type[Glyph]) -> str:
    return glyph.symbol.format(*"XYZ") if glyph.fixity is Fixity.BRACKET else glyph.symbol


def _signatures(glyph: type[Glyph]) -> list[str]:
    return [
        f"{', '.join(FIELD_KINDS[r] for r in ranks) or 'nothing'} → {FIELD_KINDS[result]}"
        for ranks, result in glyph.signatures.items()
    ]


def _dimensions(glyph: type[Glyph]) -> str:
    *others, last = map(str, glyph.dimensions)
    words = f"{', '.join(others)} or {last}" if others else last
    return f"{words} dimension{'' if words == '1' else 's'}"


def _laws(glyph: type[Glyph]) -> list[str]:
    text = textwrap.dedent(glyph.laws).strip()
    return [f"Laws:\n\n```text\n{text}\n```\n"] if text else []


def _example(glyph: type[Glyph]) -> str:
    if glyph.roles:
        *counts, start, update = glyph.example.operands
        called = ", ".join([*counts, UPDATED, update])
        return f"{glyph.ascii}({called}) = {_value(glyph.example.value)}\nwhere {UPDATED} = {start}"
    operands = ", ".join(map(_operand, glyph.example.operands))
    return f"{glyph.ascii}{f'({operands})' if operands else ''} = {_value(glyph.example.value)}"


def _operand(operand: Any) -> str:
    """An operand of an example; tuples of texts are vectors and tensors."""
    return operand if isinstance(operand, str) else f"({', '.join(map(_operand, operand))})"


def _value(value: Any) -> str:
    return f"({', '.join(map(_value, value))})" if isinstance(value, tuple) else str(value)


def _paragraph(docstring: str | None) -> str:
    return inspect.cleandoc(docstring or "")


def _summary(glyph: type[Glyph]) -> str:
    """The first paragraph of the docstring on one line."""
    return " ".join(_paragraph(glyph.__doc__).split("\n\n")[0].split())


def _listed(items: Iterable[str]) -> str:
    return ", ".join(f"`{item}`" for item in items)


def _cell(text: str) -> str:
    """The text as it may stand in a cell of a table."""
    return text.replace("|", r"\|")


def commands_page() -> str:
    """What every command of the program takes: its own help."""
    group: Any = typer.main.get_command(app)
    intro = "\n# Commands\n\nWhat `photonic COMMAND --help` says. Settings are on [their own page](settings.md).\n"
    rows = "".join(f"| {status} | {meaning} |\n" for status, meaning in MEANINGS.items())
    statuses = f"\n## Exit status\n\n| status | is |\n|---|---|\n{rows}"
    return NOTE + intro + "".join(_command(name, command) for name, command in group.commands.items()) + statuses


def _command(name: str, command: Any) -> str:
    context = command.context_class(command, info_name=f"photonic {name}", terminal_width=WIDTH)
    return f"\n## {name}\n\n```text\n{command.get_help(context).strip()}\n```\n"


def settings_page() -> str:
    """Every setting, its variable and its value where nothing is set."""
    rows = "".join(
        f"| `{each.metadata['variable']}` | `{_default(each.default)}` | {_cell(each.metadata['meaning'])} |\n"
        for each in fields(Settings)
    )
    head = "\n# Settings\n\nEnvironment variables, read once; `photonic doctor` shows those in force.\n\n"
    return f"{NOTE}{head}| variable | by default | means |\n|---|---|---|\n{rows}"


def _default(value: Any) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def pages() -> Iterator[tuple[str, str]]:
    """The name and the text of every page."""
    yield "glyphs.md", glyphs_page()
    yield "commands.md", commands_page()
    yield "settings.md", settings_page()


def main() -> None:
    """Write the pages into the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Make the reference pages of Photonic's documentation.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent / "reference")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (folder / name).write_text(text, encoding="utf-8")
        print(f"wrote {name}")


if __name__ == "__main__":
    main()
