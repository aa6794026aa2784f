"""Where a mistake is shown: the caret under its column, whatever is typed, in a line that a terminal can hold."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from photonic.errors import Place, quoted


def width(text: str) -> int:
    """Columns of a screen that a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(bool(unicodedata.combining(c)) for c in text)


@settings(deadline=None)
@given(st.text(alphabet="fA∇·×ｆ（é\u0301\u20d7 +²", max_size=74), st.integers(1, 75))
def test_the_caret_is_under_the_column(text: str, column: int) -> None:
    column = min(column, len(text) + 1)
    shown, caret = Place("s", 1, column, text).caret().split("\n")
    assert shown == f"  {text}"
    assert len(caret) == 2 + width(text[: column - 1]) + 1


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(75, 400))
def test_of_a_long_line_a_window_is_shown(column: int, length: int) -> None:
    text = "".join("abcdefghijk"[n % 11] for n in range(length))
    column = min(column, length)
    shown, caret = Place("s", 1, column, text).caret().split("\n")
    assert len(shown) <= 2 + 76
    assert ("…" in shown[:3]) == (not shown[2:].startswith(text[:20]))
    assert shown[len(caret) - 1] == text[column - 1]


def test_a_long_word_is_quoted_in_part() -> None:
    assert quoted("u") == "'u'"
    assert len(quoted("u" * 10_000)) == 60
    assert quoted("u" * 10_000).endswith("…'")
