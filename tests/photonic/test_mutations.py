"""Five hundred damaged scrolls and lines of the prompt: each is read, or answered in words at a place that exists."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import photonic as ph
from photonic.errors import Place
from photonic.expressions.declarations import AMBIENT
from photonic.expressions.operand import symbol_for
from photonic.plan import plan_of
from photonic.repl.evaluate import Reader
from photonic.repl.transform import translate
from photonic.scroll import scroll_from_text
from tests.photonic.mutations import PROMPTED, SCROLLS, damaged

FIELDS = {
    **dict.fromkeys(["f", "g", "u", "v", "κ", "w"], "scalar"), **dict.fromkeys("ABEF", "vector"),
    **dict.fromkeys("ST", "tensor"), "h": "function", "c": "constant",
}  # fmt: skip
THOROUGH = settings(deadline=None, max_examples=250, suppress_health_check=list(HealthCheck))


def mistake(text: str) -> ph.PhotonicError | None:
    """What is said of a scroll, if it cannot be read."""
    try:
        scroll = scroll_from_text(text)
        for block in scroll.runs:
            plan_of(block, scroll)
    except ph.PhotonicError as error:
        return error
    return None


def exists(place: Place, text: str) -> bool:
    """Whether the line does, and the column in it or just behind it; a file that is included is not looked at."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_here = 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1
    return is_here or not place.source.startswith("<")


@THOROUGH
@given(damaged(SCROLLS))
def test_a_damaged_scroll_is_read_or_answered_at_a_place(text: str):
    error = mistake(text)
    assert error is None or error.message
    assert error is None or (error.place is not None and exists(error.place, text))


def names() -> dict[str, object]:
    declared = {name: ph.symbols(name, kind) for name, kind in FIELDS.items()}
    return {**declared, **{name: symbol_for(each) for name, each in AMBIENT.items()}, "proof": print, "prove": ph.prove}


@THOROUGH
@given(damaged(PROMPTED))
def test_a_damaged_line_at_the_prompt_is_python_or_answered(line: str):
    known = names()
    once = translate(line, known)
    assert translate(once, known) == once
    for text in (line, line.partition("(")[2].rpartition(")")[0]):
        with contextlib.suppress(ph.PhotonicError):
            Reader(lambda: known)(text)


@THOROUGH
@given(damaged(PROMPTED), st.sampled_from(["prove", "simplify", "intents", "components"]))
def test_a_damaged_text_is_refused_by_the_functions_in_words(line: str, name: str):
    """With no time to search, whatever can be read is answered at once."""
    ask = getattr(ph, name)
    options = {"budget": ph.Budget(nodes=0, rounds=0, seconds=0)} if name in ("prove", "simplify") else {}
    if len(line) < 80:
        with contextlib.suppress(ph.PhotonicError):
            ask(line.partition("(")[2].rpartition(")")[0] or line, fields=FIELDS, **options)
