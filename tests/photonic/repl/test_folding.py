"""What is wider than a terminal is broken at blanks, and nothing is lost."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonic.repl.folding import folded_lines

ROW = "  = (∂t E·E + E·∂t E)/2 − ∇·(B × E)     dot_commutative on ∂t E·E"
WORDS = st.lists(st.text("∇·×Ef()+\x1b", min_size=1, max_size=12).map(lambda w: w.replace("\x1b", "\x1b[4mE\x1b[24m")))


def test_a_law_goes_below_its_line() -> None:
    assert folded_lines(f"    f\n{ROW}", 50).split("\n") == [
        "    f",
        "  = (∂t E·E + E·∂t E)/2 − ∇·(B × E)",
        "        dot_commutative on ∂t E·E",
    ]
    assert folded_lines(f"    f\n{ROW}", 80) == f"    f\n{ROW}"


@given(WORDS, st.integers(40, 90))
def test_every_line_fits_and_no_word_is_lost(words: list[str], columns: int) -> None:
    text = " ".join(words)
    folded = folded_lines(text, columns)
    assert folded.split() == text.split()
    assert all(len(re.sub(r"\x1b\[\d+m", "", line)) < columns for line in folded.split("\n"))


def test_a_terminal_shows_what_the_next_law_changes(
    shell: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("%fields A : vector; f : scalar")  # type: ignore[attr-defined]
    shell.run_cell("answer = prove(∇·(∇f + ∇×A) = Δf)")  # type: ignore[attr-defined]
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    capsys.readouterr()
    shell.run_cell("proof(answer)")  # type: ignore[attr-defined]
    assert "\x1b[4m" in capsys.readouterr().out
