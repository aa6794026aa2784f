"""The input transformer: glyphs become Python that reads them, ordinary Python stays as it is."""

from __future__ import annotations

import ast
import contextlib
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import photonic
from photonic.expressions.declarations import AMBIENT
from photonic.expressions.operand import symbol_for
from photonic.repl.evaluate import Reader
from photonic.repl.names import glyph_characters
from photonic.repl.scan import mask
from photonic.repl.transform import Transformer, translate
from photonic.repl.wording import EVALUATE

STANDARD = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))


def namespace() -> dict[str, Any]:
    names: dict[str, Any] = {name: symbol_for(declaration) for name, declaration in AMBIENT.items()}
    for line, kind in (("f g u κ", "scalar"), ("A B E", "vector"), ("T S", "tensor"), ("h", "function")):
        names |= {name: photonic.symbols(name, kind) for name in line.split()}
    names |= {"prove": photonic.prove, "simplify": photonic.simplify, "nabla": photonic.nabla}
    names[EVALUATE] = Reader(lambda: names)
    return names


def value(cell: str) -> Any:
    """What the last line of a cell evaluates to."""
    names = namespace()
    *before, last = ast.parse(translate(cell, names)).body
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    assert isinstance(last, ast.Expr)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("∇·(∇×A)", "∇·∇×A"),
        ("□f", "□f"),
        ("A ⊗ B", "A ⊗ B"),
        ("(A·∇)B", "(A·∇)B"),
        ("κ Δu + ∇κ·∇u", "κ Δu + ∇κ·∇u"),
        ("∇·E = 0", "∇·E = 0"),
        ("Δu = 0", "Δu = 0"),
        ("A·B = 0", "A·B = 0"),
        ("∇·∇f = Δf", "∇·∇f = Δf"),
        ("f + g = ∇·A", "f + g = ∇·A"),
        ("∇h(f) = h'(f) ∇f", "∇h(f) = h'(f) ∇f"),
        ("h''(f) ∇f", "h''(f) ∇f"),
        ("Δ(f g)", "Δ(f g)"),
        ("Δu", "Δu"),
        ("A·B", "A·B"),
        ("Tᵀ", "Tᵀ"),
        ("T : ∇A", "T : ∇A"),
        ("f² ∇g  # a comment with ∇", "f^2 ∇g"),
        ("|A|^2 f", "norm(A)^2 f"),
        ("sin 3f", "sin(3 f)"),
        ("grad div A", "∇∇·A"),
        ("w = 2f g\nw", "2 f g"),
        ("[|A|, |B| + 1]", "[norm(A), norm(B) + 1]"),
        ("def size(w): return |w|\nsize(A)", "norm(A)"),
        ("5 | 2", "7"),
        ("prove(sin 2x = 2 sin x cos x).status", "proved"),
        ("prove(∇f = 3∇f/3, given=[f^2 = 2 g, g = 3f]).status", "proved"),
        ("[2f, ∇g]", "[2 f, ∇g]"),
        ("dict(a=2f)", "{'a': 2 f}"),
        ("max(1, 2)", "2"),
        ("A | B", "A ⊗ B"),
        ("'|A| sin 3x'", "|A| sin 3x"),
        ("√(f g)", "sqrt(f g)"),
        ("∂f/∂t = ∂²f/∂x²", "∂t f = ∂x ∂x f"),
        ("A⃗ × B", "A × B"),
        ("E2 = ∇×A\n∇·E2", "∇·∇×A"),
        ("E = ∇×A + B\n∇·E", "∇·(∇×A + B)"),
        ("A, B = B, A\nA × B", "B × A"),
        ("speed = 0.5\n∇(speed f)", "∇(0.5 f)"),
        ("n = 3\nΔ(n f)", "Δ(3 f)"),
        ("Δt = 2\n∇f Δt", "(∇f)*2"),
        ("def lap(w):\n    v = ∇w\n    return ∇·v\n\nlap(f)", "∇·∇f"),
        ("lap = lambda w: Δw\nlap(g)", "Δg"),
        ("[Δw for w in (f, g)]", "[Δf, Δg]"),
        ("[∇·A,\n ∇×A]", "[∇·A, ∇×A]"),
        ("(∇f, ∇g)", "(∇f, ∇g)"),
        ("(∇·A, ∇·B, 0)", "(∇·A, ∇·B, 0)"),
        ("{'a': ∇·A}['a']", "∇·A"),
        ("∇·A if 1 > 2 else ∇·B", "∇·B"),
        ("str(∇·A) + '∇'", "∇·A∇"),
        ("['f∇', ∇f][0]", "f∇"),
        ("prove(∇·(∇×A), 0).status", "proved"),
        ("prove(∇·(∇×A) = 0).status", "proved"),
        ("prove(Δu = ∇·∇u).status", "proved"),
        ("prove(f = ∇·A).status", "refuted"),
        ("eq = ∇·(∇×A) = 0\nprove(eq).status", "proved"),
        ("prove(∂t(∇·E), 0, given=[∇·E = 0]).status", "proved"),
        ("∇·simplify(∇×A + ∇×B).expression", "∇·∇×(A + B)"),
        ("(∇·A).rank", "0"),
        ("not prove(∇f, 0)", "True"),
        ("for w in [∇f]: v = ∇·w\n\nv", "∇·∇f"),
        ("a = ∇·A; b = Δf; [a, b]", "[∇·A, Δf]"),
        ("if prove(∇·B = 0):\n    v = 1\nelif prove(∇×∇f = 0):\n    v = 2\nelse:\n    v = ∇f\nv", "2"),
    ],
)
def test_what_is_typed_is_what_is_meant(cell: str, shown: str) -> None:
    assert str(value(cell)) == shown


@pytest.mark.parametrize(
    "cell",
    [
        "a @ b",
        "'∇·E'",
        'print("∇·E")  # ∇·E',
        "f'{x}∇' + f\"{d['∇']}\"",
        '"""\n∇·E\n"""',
        "r'\\∇'",
        "@decorator\ndef f(): pass",
        "Δx = 0.1",
        "Δx: float = 0.1",
        "Δx = 0.1\nΔy = 2 * Δx",
        "def step(u, Δu):\n    return u + Δu",
        "for Δu in range(3): print(Δu)",
        "[Δu for Δu in range(3)]",
        "lambda Δu: Δu + 1",
        "p.Δu",
        "q(Δq=3)",
        "import numpy as Δu\nΔu",
        "from parameters import *\nΔu + 1",
        "try:\n    Δu = 1\nexcept E as Δf:\n    Δf",
        "with open(a) as Δu: Δu",
        "match a:\n    case Δu: Δu",
        "class Δu: x = Δu",
        "global Δu",
        "(Δu := 3) + Δu",
        "Δu += 1",
        "a.Δu = 3",
        "x = 1 if a != b else 2",
        "%timeit ∇·A",
        "%%latex\n∇",
        "!ls ∇",
        "s = !ls ∇",
        "in'∇'",
        "x = '''∇",
        "",
        "\n\n",
    ],
)
def test_ordinary_python_is_left_alone(cell: str) -> None:
    assert "".join(Transformer(namespace)(cell.splitlines(keepends=True))) == cell


def test_a_name_of_python_is_not_taken_for_glyphs() -> None:
    names = namespace() | {"Δu": 0.5, "A·B": 2}
    assert translate("Δu + A·B", names) == "Δu + A·B"
    assert translate("Δu = 3", names) == "Δu = 3"


def test_the_standard_library_is_left_alone() -> None:
    names = namespace()
    for file in STANDARD[:: max(1, len(STANDARD) // 60)]:
        source = file.read_text("utf-8")
        assert translate(source, names) == source, file
        masked = mask(source)
        # the mask is Python's own view of strings: what is left parses with every string made a name
        assert len(masked) == len(source)
        assert not set(masked) & set("'\""), file


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STANDARD), st.sampled_from(["∇·(∇×A)", "□f", "(A·∇)B", "∇·E = 0"]))
def test_a_glyph_line_changes_no_other_line(file: Path, line: str) -> None:
    source = file.read_text("utf-8")[:20_000].rpartition("\ndef ")[0]
    try:
        ast.parse(source)
    except SyntaxError:
        return
    translated = translate(f"{source}\n{line}\n", namespace())
    assert translated.startswith(f"{source}\n{EVALUATE}(")


@settings(max_examples=300, deadline=None)
@given(st.text("∇·×ΔA fgu=()[],'\"#+:\n²∂tᵀ⊗.1{}\\lambdefx;?%@", max_size=40))
def test_twice_is_once_and_nothing_is_raised(cell: str) -> None:
    names = namespace()
    once = translate(cell, names)
    assert translate(once, names) == once


@settings(max_examples=200, deadline=None)
@given(st.text("∇·×ΔA fgu=()[],'#+²∂t", max_size=24))
def test_only_mistakes_of_the_user_are_raised(text: str) -> None:
    names = namespace()
    with contextlib.suppress(photonic.PhotonicError):
        assert Reader(lambda: names)(text) is not None


@pytest.mark.parametrize(
    ("cell", "line", "column"),
    [
        ("∇·C", 1, 3),
        ("x = 1\nprove(∇·(∇×C), 0)", 2, 12),
        ("prove(∇·A,\n      given=[∇·C = 0])", 2, 16),
        ("if True:\n    ∇×(A ×\n      ⊗ B)", 3, 7),
        ("g = 1\nsin 3q", 2, 6),
        ("w = |A", 1, 7),
        ("x = 1\n(∇f, 1 2 3)", 2, 6),
        ("f ⨂ ∇g", 1, 3),
        ("∇×f", 1, 1),
    ],
)
def test_the_place_of_a_mistake_is_that_of_the_cell(cell: str, line: int, column: int) -> None:
    with pytest.raises(photonic.PhotonicError) as caught:
        exec(translate(cell, namespace()), namespace())
    place = caught.value.place
    assert place is not None
    assert (place.line, place.column) == (line, column)
    assert place.text == cell.split("\n")[line - 1]


def test_a_text_that_is_not_closed_stays_open() -> None:
    translated = translate("prove(∇·(∇×A),", namespace())
    assert glyph_characters().isdisjoint(mask(translated))
    with pytest.raises(SyntaxError, match="never closed"):
        ast.parse(translated)
