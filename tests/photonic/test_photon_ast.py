"""Scrolls as data: text to JSON to text and back; bad data are refused by their JSON path."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photonic import PhotonicError, codex_to_photon_ast, photon_to_codex_ast
from photonic.library import shipped
from photonic.plan import plan_of
from photonic.scroll import scroll_from_text

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "contracts" / "photon_ast.schema.json").read_text("utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)
FILES = [*shipped().values(), *sorted((ROOT / "examples").glob("*.codex"))]

SMALL = """\
# before all
scroll small: a title  # and a remark

include heat
parameter
  c = 2 pi                     # of the wave
  # between
  e : constant_vector = (1, 0.25, 1e-3)

let
  f, g : scalar
  A    : vector
  h    : function
define
  F = f - (g - f) + laplacian(f)
given
  law : div(A) = 0
prove
  one : h'(f) + sin(f)^2 = h'(f) + sin(f) sin(f)
simplify
  two : F + F
evolve wave   # a run
  dt(f) = -c laplacian(f)
  exact f = cos(x - c t)
  conserve mass = f^2
  grid 8 16
  method spectral
  time 0.5

# after all
"""


def same_meaning(first: str, second: str) -> bool:
    """Equal terms for all that both texts declare, claim and run."""
    return essence(first) == essence(second)


def essence(text: str) -> list[Any]:
    s = scroll_from_text(text)
    plans = [plan_of(block, s) for block in s.runs]
    return [
        (s.name, s.title, s.dimension, s.declarations, s.values, s.scope.definitions),
        [(h.name, h.left, h.right) for h in s.hypotheses],
        [(g.kind, g.name, g.left, g.right) for g in s.goals],
        [(p.block.kind, p.block.name, p.equations, p.given, p.conserved) for p in plans],
        [(p.grids, p.methods, p.time, p.steps, p.length, p.rate, p.tolerance) for p in plans],
    ]


@pytest.mark.parametrize("text", [SMALL, *(path.read_text("utf-8") for path in FILES)])
def test_text_to_data_to_text_to_data_is_one(text: str) -> None:
    ast = codex_to_photon_ast(text)
    VALID.validate(ast)
    assert json.loads(json.dumps(ast)) == ast
    again = photon_to_codex_ast(ast)
    assert codex_to_photon_ast(again) == ast
    assert photon_to_codex_ast(codex_to_photon_ast(again)) == again
    assert same_meaning(text, again)


def test_comments_blank_lines_and_lines_are_kept() -> None:
    again = photon_to_codex_ast(codex_to_photon_ast(SMALL))
    lines, before = again.splitlines(), SMALL.splitlines()
    assert len(lines) == len(before)
    for line, old in zip(lines, before, strict=True):
        assert line.partition("#")[2] == old.partition("#")[2]
        assert bool(line) == bool(old)


def test_an_expression_is_a_tree_as_written() -> None:
    ast = codex_to_photon_ast("scroll s\nlet\n  f, g : scalar\nsimplify\n  a : f - g + 2.50 div(grad(f))\n")
    f, g = ({"symbol": name, "kind": "scalar"} for name in "fg")
    inner = {"glyph": "divergence", "operands": [{"glyph": "gradient", "operands": [f]}]}
    scaled = {"glyph": "multiply", "operands": [{"number": "2.5"}, inner]}
    assert ast["body"][1]["lines"][0]["expression"] == {"chain": ["subtract", "add"], "operands": [f, g, scaled]}
    assert ast["schema_version"] == 1


def test_a_long_sum_is_no_deep_tree() -> None:
    text = f"scroll s\nlet\n  f : scalar\nsimplify\n  a : {' + '.join(['f'] * 600)}\n"
    ast = codex_to_photon_ast(text)
    assert len(ast["body"][1]["lines"][0]["expression"]["operands"]) == 600
    assert codex_to_photon_ast(photon_to_codex_ast(json.loads(json.dumps(ast)))) == ast


def test_data_need_neither_lines_nor_chains() -> None:
    f = {"symbol": "f", "kind": "scalar"}
    total = {"glyph": "add", "operands": [{"glyph": "add", "operands": [f, f]}, f]}
    ast = {
        "schema_version": 1, "name": "s", "title": "",
        "body": [
            {"type": "let", "lines": [{"type": "declaration", "names": ["f"], "kind": "scalar"}]},
            {"type": "simplify", "lines": [{"type": "named_expression", "name": "a", "expression": total}]},
        ],
    }  # fmt: skip
    assert photon_to_codex_ast(ast) == "scroll s\nlet\n  f : scalar\nsimplify\n  a : f + f + f\n"


def changed(path: list[Any], value: Any) -> Any:
    """The data of SMALL with one part replaced, or taken out where the value is Ellipsis."""
    ast = copy.deepcopy(codex_to_photon_ast(SMALL))
    part = ast
    for key in path[:-1]:
        part = part[key]
    if value is ...:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return ast


F = {"symbol": "f", "kind": "scalar"}
AT = {node["type"]: index for index, node in enumerate(codex_to_photon_ast(SMALL)["body"])}
PROVE = ["body", AT["prove"], "lines", 0]
RUN = ["body", AT["evolve"], "lines"]
BAD = [
    (["schema_version"], 2, "$.schema_version"),
    (["schema_version"], ..., "schema_version"),
    (["name"], "no name", "$.name"),
    (["title"], "two\nlines", "$.title"),
    (["title"], "with # sign", "$.title"),
    (["title"], " indented", "$.title"),
    (["extra"], 1, "extra"),
    (["body"], {}, "$.body"),
    (["body", 0], 7, "$.body[0]"),
    (["body", 0, "type"], "chapter", "$.body[0].type"),
    (["preamble", 0, "type"], "let", "$.preamble[0].type"),
    (["body", AT["include"], "scroll"], "maxwel", f"$.body[{AT['include']}]"),
    ([*PROVE, "left"], ..., f"$.body[{AT['prove']}].lines[0]"),
    ([*PROVE, "left"], "curl(A)", ".lines[0].left"),
    ([*PROVE, "left"], {"symbol": "q", "kind": "scalar"}, f"$.body[{AT['prove']}].lines[0]"),
    ([*PROVE, "left"], {"symbol": "f", "kind": "vector"}, f"$.body[{AT['prove']}].lines[0]"),
    ([*PROVE, "left"], {"symbol": "f", "kind": "spinor"}, ".lines[0].left"),
    ([*PROVE, "left"], {"glyph": "gradiant", "operands": [F]}, ".lines[0].left.glyph"),
    ([*PROVE, "left"], {"glyph": "curl", "operands": [F]}, ".lines[0].left"),
    ([*PROVE, "left"], {"glyph": "add", "operands": [F, {"number": "x"}]}, ".lines[0].left.operands[1].number"),
    ([*PROVE, "left"], {"number": "-1"}, ".lines[0].left.number"),
    ([*PROVE, "left"], {"function": "sine", "operands": [F]}, ".lines[0].left.function"),
    ([*PROVE, "left"], {"function": "sin", "operands": []}, ".lines[0].left.function"),
    ([*PROVE, "left"], {"chain": ["add", "add"], "operands": [F, F, F, F]}, ".lines[0].left.operands"),
    ([*PROVE, "left"], {"chain": ["add"], "operands": [F, F, F]}, ".lines[0].left.chain"),
    ([*PROVE, "name"], "two", f"$.body[{AT['simplify']}].lines[0]"),
    ([*PROVE, "comment"], "a\nb", ".lines[0].comment"),
    ([*RUN, 3, "points", 0], 2, f"$.body[{AT['evolve']}].lines[3]"),
    ([*RUN, 4, "methods"], ["fd3"], f"$.body[{AT['evolve']}].lines[4]"),
    ([*RUN, 5, "quantity"], "speed", f"$.body[{AT['evolve']}].lines[5].quantity"),
    (["body", AT["evolve"], "name"], "", f"$.body[{AT['evolve']}]"),
    (["body", AT["let"], "lines"], [], f"$.body[{AT['let']}]"),
]


@pytest.mark.parametrize(("path", "value", "words"), BAD, ids=str)
def test_bad_data_are_refused_by_their_path(path: list[Any], value: Any, words: str) -> None:
    with pytest.raises(PhotonicError) as caught:
        photon_to_codex_ast(changed(path, value))
    assert str(caught.value).startswith("$")
    assert str(caught.value).count("$") == 1  # one path, and no pattern
    assert words in str(caught.value)


@pytest.mark.parametrize("data", [None, 3, [], "scroll s", {}])
def test_what_is_no_object_of_a_scroll_is_refused(data: Any) -> None:
    with pytest.raises(PhotonicError, match=r"^\$"):
        photon_to_codex_ast(data)


def test_too_deep_data_are_refused() -> None:
    deep: Any = F
    for _ in range(5000):
        deep = {"glyph": "negate", "operands": [deep]}
    with pytest.raises(PhotonicError, match="deeper"):
        photon_to_codex_ast({**changed(["name"], "s"), "body": [{"type": "simplify", "lines": [
            {"type": "named_expression", "name": "a", "expression": deep}]}]})  # fmt: skip


def test_a_bad_text_is_refused_at_its_place() -> None:
    with pytest.raises(PhotonicError, match=r"<scroll>:3:3"):
        codex_to_photon_ast("scroll s\nlet\n  f ; scalar\n")


SCALARS = st.recursive(
    st.sampled_from(["f", "g", "c", "x", "2", "0.125", "1/3", "pi"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("{} - {} + {}".format, inner, inner, inner),
        st.builds("{}({})".format, st.sampled_from(["sin", "dt", "laplacian", "sqrt", "h", "h'", "dx"]), inner),
        st.builds("dot(A, grad({}))".format, inner),
        st.builds("div(({}) A)".format, inner),
    ),
    max_leaves=8,
)
COMMENTS = st.sampled_from(["", "  # why", "\n# own line", "\n", "\n  # inside"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SCALARS, SCALARS, COMMENTS), min_size=1, max_size=3), COMMENTS)
def test_any_scroll_goes_round(claims: list[tuple[str, str, str]], gap: str) -> None:
    lines = "\n".join(f"  n{i} : {left} = {right}{note}" for i, (left, right, note) in enumerate(claims))
    declared = "  f, g : scalar\n  A : vector\n  c : constant = 1.5\n  h : function"
    text = f"scroll s: t\nlet{gap}\n{declared}\nprove\n{lines}\n"
    ast = codex_to_photon_ast(text)
    VALID.validate(ast)
    again = photon_to_codex_ast(ast)
    assert codex_to_photon_ast(again) == ast
    assert same_meaning(text, again)


@pytest.mark.parametrize("version", [2, 0, "1", None, 1.0, True])
def test_another_version_is_refused_in_words(version: object) -> None:
    ast = codex_to_photon_ast("scroll s\nlet\n  f : scalar\nprove\n  p : f = f\n")
    with pytest.raises(PhotonicError, match=r"version 1 of the form is read here, and the data have"):
        photon_to_codex_ast({**ast, "schema_version": version})
