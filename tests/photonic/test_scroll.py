"""Scrolls: good ones are read whole, bad ones are refused at their place with the repair."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photonic.errors import PhotonicError, ScrollError
from photonic.library import MAX_BYTES
from photonic.plan import plan_of
from photonic.scroll import read_scroll, scroll_from_text
from photonic.terms import describe
from photonic.text.parser import parse_equation, parse_term

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.codex"))

GOOD = """\
scroll demo: one of everything   # with a comment
dimension 3

let
  u, κ : scalar
  A    : vector
  S    : tensor
  c    : constant = 3/2
  k    : constant_vector = (1, 0, −2)
  q, p : constant
  h    : function

given
  free : ∇·A = 0

prove
  one : ∇·(κ ∇u) = κ Δu + ∇κ·∇u
  rot : ∇·∇×A = 0

refute
  two : ∇×A = 0

simplify
  three : S : S
  four  : u
"""


def test_a_good_scroll_is_read_whole() -> None:
    scroll = scroll_from_text(GOOD, "demo.codex")
    names = scroll.declarations
    assert (scroll.name, scroll.title, scroll.source, scroll.dimension) == (
        "demo",
        "one of everything",
        "demo.codex",
        3,
    )
    assert {n: d.kind for n, d in names.items() if n in ("u", "κ", "A", "S", "c", "k", "h")} == {
        "u": "scalar", "κ": "scalar", "A": "vector", "S": "tensor", "c": "constant", "k": "constant_vector",
        "h": "function",
    }  # fmt: skip
    assert {name: describe(term) for name, term in scroll.values.items()} == {"c": "3/2", "k": "(1, 0, −2)"}
    assert [(e.name, e.left, e.right) for e in scroll.hypotheses] == [("free", *parse_equation("∇·A = 0", names))]
    assert [(g.kind, g.name) for g in scroll.goals] == [
        ("prove", "one"), ("prove", "rot"), ("refute", "two"), ("simplify", "three"), ("simplify", "four"),
    ]  # fmt: skip
    assert scroll.goals[1].left is parse_term("∇·∇×A", names)
    assert scroll.goals[3].left is parse_term("S : S", names)
    assert scroll.goals[3].right is None
    assert (scroll.goals[0].place.line, scroll.goals[0].place.column) == (17, 3)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_all_systems(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "demo.codex"
    path.write_bytes(GOOD.replace("\n", ending).encode())
    assert read_scroll(path).goals == _moved(scroll_from_text(GOOD, str(path)).goals, ending)


def _moved(goals: tuple, ending: str) -> tuple:
    """A scroll's goals are equal in place too, whatever ends its lines."""
    assert ending not in "".join(goal.place.text for goal in goals)
    return goals


def test_byte_order_mark_tabs_and_blank_ends(tmp_path: Path) -> None:
    path = tmp_path / "demo.codex"
    text = GOOD.replace("\n  ", "\n\t").replace("dimension 3", "dimension\t3  ").replace("scroll demo", "scroll\tdemo")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    read, plain = read_scroll(path), scroll_from_text(GOOD)
    assert [(g.name, g.left, g.right) for g in read.goals] == [(g.name, g.left, g.right) for g in plain.goals]
    assert read.name == plain.name
    assert scroll_from_text("\ufeff" + GOOD).goals == plain.goals


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_read_and_planned(path: Path) -> None:
    scroll = read_scroll(path)
    assert scroll.goals
    for block in scroll.runs:
        plan_of(block, scroll)


HEAD = "scroll a: b\nlet\n  u, v : scalar\n  A : vector\n"
BAD = [
    ("", 1, 1, "the scroll is empty: begin it with"),
    ("# only a comment\n\n", 1, 1, "the scroll is empty"),
    ("prove\n  a : u = u", 1, 1, "a scroll begins with 'scroll name: title'"),
    ("  scroll a: b", 1, 3, "a scroll begins with"),
    ("scroll", 1, 1, "a scroll begins with"),
    ("scroll : title\n", 1, 1, "name '' is none"),
    ("scroll two words: title\n", 1, 1, "name 'two words' is none"),
    ("scroll 2a\n", 1, 1, "name '2a' is none"),
    ("scrolls a: b\n", 1, 1, "a scroll begins with"),
    ("scroll a: b\n", 1, 1, "has nothing to do: add a prove"),
    (HEAD, 1, 1, "has nothing to do"),
    ("scroll a: b\n  u : scalar\n", 2, 3, "belongs to no block: begin one with parameter, let"),
    ("scroll a: b\nproof\n  a : u = u", 2, 1, "'proof' begins no block; the blocks are parameter, let, define, given"),
    ("scroll a: b\nscroll c: d\n", 2, 1, "'scroll' begins no block"),
    ("scroll a: b\ndimension 4\nlet\n", 3, 1, "the let block is empty: indent its lines"),
    (HEAD + "prove\n", 5, 1, "the prove block is empty"),
    (HEAD + "dimension 4\nprove\n  a : u = u", 5, 1, "dimension '4': it is 1, 2 or 3"),
    (HEAD + "dimension\nprove\n  a : u = u", 5, 1, "dimension '': it is"),
    (HEAD + "dimension 2\ndimension 2\nprove\n  a : u = u", 6, 1, "stands in line 5 already"),
    (HEAD + "prove all\n  a : u = u", 5, 1, "'all' stands behind 'prove'"),
    ("scroll a: b\nlet u : scalar\n  v : scalar\n", 2, 1, "'u : scalar' stands behind 'let'"),
    (HEAD + "let\n  w scalar\nprove\n  a : u = u", 6, 3, "a declaration reads 'name, name : kind'"),
    (HEAD + "let\n  w : spinor\nprove\n  a : u = u", 6, 3, "the kinds are scalar, vector"),
    (HEAD + "let\n  2w : scalar\nprove\n  a : u = u", 6, 3, "'2w' is not a name"),
    (HEAD + "let\n  w, : scalar\nprove\n  a : u = u", 6, 3, "'' is not a name"),
    (HEAD + "let\n  u : scalar\nprove\n  a : u = u", 6, 3, "'u' is declared twice"),
    (HEAD + "let\n  w, w : scalar\nprove\n  a : u = u", 6, 3, "'w' is declared twice"),
    (HEAD + "let\n  curl : vector\nprove\n  a : u = u", 6, 3, "'curl' is a word of the language"),
    (HEAD + "let\n  I : tensor\nprove\n  a : u = u", 6, 3, "'I' is a word of the language"),
    (HEAD + "let\n  nabla : vector\nprove\n  a : u = u", 6, 3, "'nabla' is a word of the language"),
    (HEAD + "let\n  q : coordinate\nprove\n  a : u = u", 6, 3, "the coordinates are x, y, z"),
    (HEAD + "let\n  w : scalar = 3\nprove\n  a : u = u", 6, 3, "only constants have a value"),
    (HEAD + "let\n  w : constant = x\nprove\n  a : u = u", 6, 18, "'x' is not declared"),
    (HEAD + "let\n  w : constant = 1/0\nprove\n  a : u = u", 6, 18, "has no finite value"),
    (HEAD + "let\n  w : constant = 9^9^9^9\nprove\n  a : u = u", 6, 18, "has no finite value"),
    (HEAD + "let\n  w : constant = (1, 2, 3)\nprove\n  a : u = u", 6, 18, "its value has rank 1, not 0"),
    (HEAD + "let\n  w : constant_vector = 3\nprove\n  a : u = u", 6, 25, "its value has rank 0, not 1"),
    (HEAD + "let\n  w : constant =\nprove\n  a : u = u", 6, 3, "a declaration reads"),
    (HEAD + "prove\n  u = u", 6, 3, "a line of a prove block reads 'name : left = right'"),
    (HEAD + "simplify\n  u + 0", 6, 3, "a line of a simplify block reads 'name : expression'"),
    (HEAD + "prove\n  a : u", 6, 8, "write 'left = right'"),
    (HEAD + "prove\n  a : u = w", 6, 11, "'w' is not declared"),
    (HEAD + "prove\n  a : u = A", 6, 7, "the left side is a scalar, the right side a vector"),
    (HEAD + "prove\n\t  a : u + = v", 6, 12, "an operand should stand here"),
    (HEAD + "simplify\n  a : u = v", 6, 9, "one expression is wanted here"),
    (HEAD + "given\n  a : ∇·u = 0\nprove\n  b : u = u", 6, 7, "takes a vector; or a tensor"),
    (HEAD + "prove\n  a : u = u\n  a : v = v", 7, 3, "'a' already names line 6"),
    (HEAD + "given\n  a : u = v\nprove\n  a : u = u", 8, 3, "'a' already names line 6"),
    (HEAD + "prove\n  a :", 6, 3, "a line of a prove block reads"),
    (HEAD + "prove\n  : u = u", 6, 3, "a line of a prove block reads"),
    (HEAD + "prove\n  a : u ⨂ v = 0", 6, 9, "did you mean '⊗'"),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), BAD)
def test_a_bad_scroll_is_refused_at_its_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(PhotonicError) as refused:
        scroll_from_text(text, "bad.codex")
    error = refused.value
    assert words in error.message
    assert error.place is not None
    assert (error.place.source, error.place.line, error.place.column) == ("bad.codex", line, column)
    assert str(error).startswith(f"bad.codex:{line}:{column}: ")


def test_the_table_is_long_enough() -> None:
    assert len(BAD) >= 45


def test_a_line_separator_inside_a_line_does_not_shift_the_count() -> None:
    with pytest.raises(PhotonicError) as refused:
        scroll_from_text(HEAD + "prove\n  a : u\u2028+ u\x0c = v\n  b : w = u")
    assert refused.value.place is not None
    assert refused.value.place.line == 7


FILES = [
    (b"", "the scroll is empty"),
    (b"\xef\xbb\xbf", "the scroll is empty"),
    (bytes(range(256)), "is not UTF-8 at byte"),
    (b"\x7fELF\x02\x01\x01" + bytes(200), "a scroll begins with"),
    (b"scroll a: b\n\xff\xfe", "is not UTF-8 at byte 12: save it as UTF-8"),
    ("scroll a: b".encode("utf-16"), "is not UTF-8 at byte 0"),
    (b"#" * (MAX_BYTES + 1), f"has more than {MAX_BYTES} bytes: split it"),
]


@pytest.mark.parametrize(("data", "words"), FILES, ids=range(len(FILES)))
def test_a_file_that_is_no_scroll_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "bad.codex"
    path.write_bytes(data)
    with pytest.raises(ScrollError) as refused:
        read_scroll(path)
    assert words in str(refused.value)
    assert "bad.codex" in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScrollError, match=r"there is no scroll .*nowhere"):
        read_scroll(tmp_path / "nowhere.codex")
    with pytest.raises(ScrollError, match="cannot be read"):
        read_scroll(tmp_path)


def test_a_large_scroll_is_read() -> None:
    goals = "".join(f"  g{i} : u + v = v + u\n" for i in range(2000))
    assert len(scroll_from_text(HEAD + "prove\n" + goals).goals) == 2000


LINES = st.sampled_from(
    ["scroll a: b", "dimension 2", "let", "  u : scalar", "\tA : vector = 3", "  c : constant = 2", "given", "prove",
     "  n : u = u", "  m : ∇·A = 0", "simplify", "  s : u u", "refute", "evolve w", "  ∂t u = Δu", "  start u = x",
     "  grid 8", "fit c", "compare n", "  u = sin(x)", "#", "", "  ", "x", "  : = ", "\ufeff", "  time 1", "\x00"]
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(st.lists(LINES | st.text(max_size=12), max_size=14))
def test_only_photonic_errors_escape(lines: list[str]) -> None:
    text = "\n".join(["scroll a: b", *lines])
    try:
        scroll = scroll_from_text(text)
        plans = [plan_of(block, scroll) for block in scroll.runs]
    except PhotonicError as error:
        refused = error
    else:
        assert scroll.goals or plans
        return
    assert refused.place is not None
    assert 1 <= refused.place.line <= len(text.replace("\r", "\n").split("\n"))
