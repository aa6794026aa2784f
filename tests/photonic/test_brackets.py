"""What only the parser can tell apart stands in brackets, in every way of writing an expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sympy
from hypothesis import given, settings

from photonic.expressions.declarations import declare
from photonic.repl.layout import two_dimensional
from photonic.repl.plain import ascii_term
from photonic.terms import apply, describe, from_term, symbol_term
from photonic.text.parser import parse_term
from rewriting.term import Term
from tests.photonic.expressions import DECLARED, terms

NAMES = declare({**dict.fromkeys("fgu", "scalar"), **dict.fromkeys("ABvw", "vector"), **dict.fromkeys("ST", "tensor")})


def shown_in_mathml(expr: Any) -> str:
    """The signs and names of MathML in a row, as a browser sets them."""
    written = sympy.mathml(expr, printer="presentation")
    return re.sub(r"<[^>]*>", "", written).replace("&#8711;", "∇").replace("&#183;", "·").replace("&#215;", "×")


def shown_in_tex(expr: Any) -> str:
    """TeX with the signs of the language in the place of its commands."""
    text = sympy.latex(expr)
    for command, sign in (("cdot", "·"), ("times", "×"), ("otimes", "⊗"), ("nabla", "∇"), ("left", ""), ("right", "")):
        text = re.sub(rf"\\{command}(?![a-z])", sign, text)
    return re.sub(r" ?([·×∇()]) ?", r"\1", re.sub(r"\\math[a-z]+\{(\w+)\}", r"\1", text))


WRITTEN = [
    "((A × w)·∇)f", "((∇×v)·∇)f", "((∇·T)·∇)f", "((A·T)·∇)f", "(((A·∇)B)·∇)f", "((f v)·∇)w", "((∂t A)·∇)f",
    "((A + B)·∇)f", "((∇∇·A)·∇)f", "((∇×∇×A)·∇)f", "(∇f·∇)w", "(∇(A·B)·∇)w", "(∂t(A + B)·∇)f", "(A·∇)(B·∇)f",
    "(D/Dt(v, A)·∇)f", "∂t (A·∇)B", "∂t (f + g)^2", "∂t(f + g)", "∂t(f, g, u)", "(∂t A)·B", "(∂x ΔA)·B", "(Δ∂x A)·B",
    "∂t(A + B)·v", "(∇·T)·A", "(∇×T)·A", "(∇·(S·T))·A", "∇×A·B", "ΔA·B", "∇f·A", "(∂t A) × B", "(∂x S) : T",
    "((∇·(−T))·∇)f", "∇×A × B", "(∂t A) f", "A·(∇·S)", "A·∇×B", "A·∇∇·B", "(A·∇)∇·S",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_a_line_is_written_for_readers(text: str) -> None:
    assert describe(parse_term(text, NAMES)) == text


IN_ALL = [
    ("((A × w)·∇)f", "((A×w)·∇)f"), ("((∇×v)·∇)f", "((∇×v)·∇)f"), ("((∇·T)·∇)f", "((∇·T)·∇)f"),
    ("(((A·∇)B)·∇)f", "(((A·∇)B)·∇)f"), ("((A·∇)B)·w", "((A·∇)B)·w"), ("(A·∇)(B·w)", "(A·∇)(B·w)"),
    ("(A × B)·w", "(A×B)·w"), ("(∇×A)·B", "(∇×A)·B"), ("A·(∇×B)", "A·(∇×B)"), ("∇·(∇×A)", "∇·(∇×A)"),
    ("(∇f·∇)w", "(∇f·∇)w"), ("∇f·A", "∇f·A"), ("(A·∇)B + f w", "(A·∇)B + f w"), ("f − (g − u)", "f - (g - u)"),
    ("f + g + u", "f + g + u"), ("f (−g)", "f (-g)"), ("(f + g, u, 0)", "(f + g, u, 0)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), IN_ALL)
def test_tex_and_mathml_have_brackets_where_they_keep_no_blanks(text: str, expected: str) -> None:
    expr = from_term(parse_term(text, NAMES))
    bare = re.sub(r"\s", "", expected)
    assert re.sub(r"\s|\\,", "", shown_in_tex(expr)) == bare
    mathml = shown_in_mathml(expr).replace("&#8722;", "-").replace("&#8290;", "")
    assert re.sub(r"\s", "", mathml) == bare


PRINTERS: list[Callable[[Any], str]] = [str, two_dimensional, shown_in_tex, shown_in_mathml]


@pytest.mark.parametrize("shown", PRINTERS)
@settings(deadline=None, max_examples=100)
@given(along=terms(rank=1, depth=3))
def test_the_direction_of_a_derivative_stands_alone_before_nabla(shown: Callable[[Any], str], along: Term) -> None:
    text = shown(from_term(apply("advection", along, symbol_term(DECLARED["u"]))))
    if "\n" not in text:
        assert not re.search(r"[·×⊗:⊕↔+−]|∂. ", outside_brackets(text)), text


def outside_brackets(text: str) -> str:
    """What stands free in the bracket that the last ·∇) of a text closes."""
    depth, free = 0, ""
    for char in reversed(text[: text.rindex("·∇)")]):
        depth += (char in ")}") - (char in "({")
        if depth < 0:
            return free[::-1]
        free += char if not depth else ""
    raise AssertionError(text)


def test_a_small_number_is_a_product_in_tex() -> None:
    for text, expected in (("∇0.00001", "∇(1.0·10^{-5})"), ("0.00001^2", "(1.0·10^{-5})^{2}"), ("0.5^2", "0.5^{2}")):
        assert shown_in_tex(from_term(parse_term(text, NAMES))) == expected


@pytest.mark.parametrize(
    ("text", "spelt"),
    [("A − (B − v)", "A - (B - v)"), ("A + (B + v)", "A + (B + v)"), ("f − (−g)", "f - (-g)"), ("S : T", "ddot(S, T)"),
     ("(f^g)^u", "(f^g)^u"), ("f^(g^u)", "f^g^u"), ("f/(g u)", "f/(g*u)"), ("−(−f)", "-(-f)"),
     ("−(f + g)", "-(f + g)"),
     ("(A·∇)B", "advect(A, B)"), ("(f, g + u, 0)", "(f, g + u, 0)"), ("0.00001 f", "1.0e-5*f")],
)  # fmt: skip
def test_ascii_is_one_text_at_the_prompt_and_in_sympy(text: str, spelt: str) -> None:
    term = parse_term(text, NAMES)
    assert ascii_term(term) == spelt
    assert sympy.pretty(from_term(term), use_unicode=False) == spelt
    assert parse_term(spelt, NAMES) is term
