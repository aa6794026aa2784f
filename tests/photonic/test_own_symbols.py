"""Symbols of the user's own that look like other things: with an index, like a look-alike, a letter, a postfix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import photonic as ph
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.glyph import Glyph
from photonic.repl.plain import ascii_term
from photonic.repl.transform import translate
from photonic.terms import to_term
from photonic.text.parser import parse_term

FIELDS = {"f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "C": "vector", "S": "tensor"}


@pytest.fixture(scope="module", autouse=True)
def own_glyphs() -> Iterator[None]:
    """Four operators that stand in the catalogue while these tests run."""
    before = dict(CATALOGUE)

    class SurfaceGradient(Glyph):
        """∇ₛf, here the gradient itself."""

        name, symbol, ascii, typeset = "surface_gradient", "∇ₛ", "sgrad", r"\nabla_s <0>"
        fixity, precedence, signatures = ph.Fixity.PREFIX, ph.Precedence.PREFIX, {(0,): 1}
        example = ph.Example(("sin(x)",), (1, 0, 0))

        @staticmethod
        def meaning(calculus: Any, f: Any) -> Any:
            return calculus.gradient(f)

    class Bending(Glyph):
        """ℋf = ∂ₓ²f."""

        name, symbol, ascii, typeset = "bending", "ℋ", "bending", r"\mathcal{H} <0>"
        fixity, precedence, signatures = ph.Fixity.PREFIX, ph.Precedence.PREFIX, {(0,): 0}
        example = ph.Example(("cos(x)",), -1)

        @staticmethod
        def meaning(calculus: Any, f: Any) -> Any:
            return calculus.partial(f, "x", 2)

    class Star(Glyph):
        """A ⋆ B, here the inner product."""

        name, symbol, ascii, typeset = "star", "⋆", "star", r"<0> \star <1>"
        fixity, precedence, signatures = ph.Fixity.INFIX, ph.Precedence.CROSS, {(1, 1): 0}
        example = ph.Example(("(1, 2, 3)", "(1, 1, 1)"), 6)

        @staticmethod
        def meaning(calculus: Any, A: Any, B: Any) -> Any:
            return calculus.einsum("i,i->", A, B)

    class Dagger(Glyph):
        """S†, here the transpose."""

        name, symbol, ascii, typeset = "dagger", "†", "dagger", r"<0>^{\dagger}"
        fixity, precedence, signatures = ph.Fixity.POSTFIX, ph.Precedence.POSTFIX, {(2,): 2}
        example = ph.Example(((("1", "2", "3"), ("0", "1", "0"), ("0", "0", "1")),), ((1, 0, 0), (2, 1, 0), (3, 0, 1)))

        @staticmethod
        def meaning(calculus: Any, S: Any) -> Any:
            return calculus.einsum("ij->ji", S)

    assert all(glyph.symbol for glyph in (SurfaceGradient, Bending, Star, Dagger))
    yield
    CATALOGUE.clear()
    CATALOGUE.update(before)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("∇ₛf", "sgrad(f)"), ("f∇ₛg", "f*sgrad(g)"), ("|∇ₛ f|²", "norm(sgrad(f))^2"), ("∇ₛ(f g)·A", "sgrad(f g)·A"),
        ("ℋ f", "bending(f)"), ("ℋ² f", "bending(bending(f))"), ("f⁻¹ ℋ(f g)", "f^(−1) bending(f g)"),
        ("A⋆B", "star(A, B)"), ("f (A ⋆ B) C", "(f*star(A, B))*C"), ("(A × B) ⋆ C", "star(cross(A, B), C)"),
        ("|A ⋆ B|", "Abs(star(A, B))"), ("S†", "dagger(S)"), ("(S·S)†·A", "dot(dagger(S·S), A)"), ("tr S†", "tr(S†)"),
    ],
)  # fmt: skip
def test_own_symbols_are_read_and_read_back(text: str, plain: str) -> None:
    expression = ph.parse(text, FIELDS)
    assert expression == ph.parse(plain, FIELDS)
    assert ph.parse(str(expression), FIELDS) == expression
    names = {name: ph.symbols(name, kind).declaration for name, kind in FIELDS.items() if kind != "scalar"}
    scalars = {name: type(names["A"])(name, "scalar") for name in ("f", "g")}
    term = to_term(expression)
    assert parse_term(ascii_term(term), {**names, **scalars}) is term


def test_a_letter_of_ones_own_wants_a_blank() -> None:
    with pytest.raises(ph.ParseError, match="write it with blanks, 'ℋ f'"):
        ph.parse("ℋf", FIELDS)


def test_the_prompt_knows_own_symbols() -> None:
    values = {name: ph.symbols(name, kind) for name, kind in FIELDS.items()}
    for line in ("∇ₛf", "A ⋆ B", "S†", "w = A ⋆ B"):
        assert "__photonic__(" in translate(line, values)
