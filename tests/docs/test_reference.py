"""The reference pages are those that the program makes, and they are complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sympy

import photonic
from backends.contracts.publish import schema_files
from docs.generate import pages
from photonic.expressions.catalogue import CATALOGUE
from photonic.settings import settings

DOCS = Path(__file__).parents[2] / "docs"
MADE = dict(pages())
GLYPHS = MADE["glyphs.md"]
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", GLYPHS, re.MULTILINE | re.DOTALL))
SYMBOLS = dict.fromkeys("fgu", "scalar") | dict.fromkeys("ABC", "vector") | dict.fromkeys("STU", "tensor")


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_page_is_up_to_date(name: str) -> None:
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == MADE[name], "run make docs"


def test_no_page_is_left_over() -> None:
    assert {path.name for path in (DOCS / "reference").iterdir()} == set(MADE)


@pytest.mark.parametrize("name", sorted(schema_files()))
def test_the_contract_is_up_to_date(name: str) -> None:
    assert (DOCS / "contracts" / name).read_text(encoding="utf-8") == schema_files()[name], "run make docs"


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_glyph_has_a_complete_section(name: str) -> None:
    glyph = CATALOGUE[name]
    section = SECTIONS[glyph.ascii]
    assert (glyph.__doc__ or "").split("\n")[0] in section
    for line in glyph.laws.splitlines():
        assert line.strip() in section
    for alias in glyph.aliases:
        assert f"`{alias}`" in section
    assert f"[`{glyph.ascii}`](#{glyph.ascii})" in GLYPHS


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_what_a_section_shows_can_be_read(name: str) -> None:
    """Both spellings on the page are one expression, its LaTeX is the one shown, and the example has its rank."""
    glyph = CATALOGUE[name]
    section = SECTIONS[glyph.ascii]
    rows = [re.findall(r"`([^`]+)`", line) for line in section.splitlines() if line.startswith("- ")]
    written, called, latex = rows[0], rows[1], rows[-1]
    assert len(written) == len(called) == len(glyph.signatures)
    for one, other in zip(written, called, strict=True):
        expression = photonic.parse(one, SYMBOLS)
        assert expression == photonic.parse(other, SYMBOLS)
        assert sympy.latex(expression) in latex
    if glyph.roles:
        example, value, start = re.split(" = |\nwhere B = ", section.rsplit("```text\n", 1)[1].partition("\n```")[0])
        assert photonic.parse(example, {"B": "scalar"}).rank == _depth(start) == _depth(value)
        return
    example, _, value = section.rsplit("```text\n", 1)[1].partition("\n```")[0].rpartition(" = ")
    if "(((" in example:  # a tensor by its rows: no notation of the language, so SymPy reads it
        example = example.removeprefix(glyph.ascii)
        assert all(sympy.Array(operand).shape == (3, 3) for operand in _operands(sympy.sympify(example)))
    else:
        assert photonic.parse(example).rank == _depth(value)
    assert value


def _operands(read: sympy.Tuple) -> list[sympy.Tuple]:
    """The tensors in what was between the brackets of a call."""
    return [read] if _depth(str(read)) == 2 else list(read)


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip("("))


def test_every_setting_is_listed() -> None:
    for variable in (attribute.metadata["variable"] for attribute in type(settings()).__attrs_attrs__):
        assert f"`{variable}`" in MADE["settings.md"]
