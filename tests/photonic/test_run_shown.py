"""What a finished run shows of itself: a table in text, and one in HTML for a notebook."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import photonic as ph
from photonic.settings import Settings

SCROLL = """scroll spread: heat <on> a ring
dimension 1
let
  u₀ : scalar
  κ₀ : constant = 0.1
prove
  one : ∂ₓ²u₀ = ∂²u₀/∂x²
evolve go
  ∂u₀/∂t = κ₀ Δu_0
  exact u₀ = exp(−κ₀ t) sin x
  grid 8 16
  time 0.1
  steps 4
  tolerance 0.1
"""


class Cells(HTMLParser):
    """The texts of a table's cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs is not None
        if tag == "tr":
            self.rows.append([])
        self.inside = tag in ("td", "th")
        if self.inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("ledger")
    return ph.run(SCROLL, settings=Settings(ledger=f"sqlite:///{folder}/ledger.db"))


def test_a_run_with_indices_and_quotients_of_derivatives_does_what_it_says(finished: Any) -> None:
    assert finished.ok


def test_a_run_shows_its_table(finished: Any) -> None:
    table = Cells()
    table.feed(finished._repr_html_())
    heads, *rows = table.rows
    assert heads[:3] == ["cell", "glyph", "form chosen"]
    assert [row[0] for row in rows] == ["one", "go"]
    for row in rows:
        assert len(row) == len(heads)
        assert row[0] in repr(finished)
        assert row[2] in repr(finished)
    assert "spread: all as asked" in repr(finished)
    assert finished.run_id in repr(finished)
