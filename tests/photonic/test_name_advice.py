"""What is said of words and notations of other books and programs: what to write instead."""

from __future__ import annotations

import pytest

import photonic as ph

FIELDS = {"f": "scalar", "u": "scalar", "A": "vector", "B": "vector", "T": "tensor", "c": "constant", "h": "function"}

SAID = [
    ("f + \u0410·B", 5, "U+0410 CYRILLIC CAPITAL LETTER A where that has U+0041 LATIN CAPITAL LETTER A"),
    ("CURL(A)", 1, "did you mean 'curl'"),
    ("Tr(T)", 1, "did you mean 'tr'"),
    ("Grad(f)", 1, "did you mean 'grad'"),
    ("divergence(A)", 1, "did you mean 'div'"),
    ("devergence(A)", 1, "did you mean 'div'"),
    ("f + Rotation(A)·B", 5, "did you mean 'curl'"),
    ("diff(f, t)", 1, "derivatives are written ∂x f"),
    ("Derivative(f, x)", 1, "derivatives are written ∂x f"),
    ("del f", 1, "∇ is written ∇ or nabla"),
    ("∇xA", 2, "the cross product is written ×"),
    ("AxB", 1, "the cross product is written ×"),
    ("e_x f", 1, "the unit vector along x is ∇x"),
    ("zhat f", 1, "the unit vector along z is ∇z"),
    ("ḟ", 1, "write ∂t f for"),
    ("f\u0307", 1, "write ∂t f for"),
    ("f + ü", 5, "write ∂t ∂t u for"),
    ("Â", 1, "another name than 'A'"),
    ("log10(f)", 1, "write log(f)/log(10)"),
    ("log_2 f", 1, "write log(f)/log(2)"),
    ("f + inf", 5, "numbers are finite"),
    ("integrate(f)", 1, "no integrals"),
    ("u(x, t)", 2, "write u without (x, t)"),
    ("f + u(x)", 6, "write u without (x), and u*x for a product"),
    ("A(x, y, z, t)·B", 2, "write A without (x, y, z, t)"),
    ("+f", 1, "one '+' too many"),
    ("f // u", 4, "one '/' too many"),
    ("·A", 1, "an operand is missing before it"),
    ("T··T", 3, "written S : T"),
    ("exp^f", 4, "a power stands behind the operand of exp"),
    ("sin^-1(f)", 4, "an inverse has its name"),
    ("1,5 f", 2, "the decimal point is '.'"),
    ("$f$", 1, "without dollar signs"),
    ("∛f", 1, "write f^(1/3)"),
]


@pytest.mark.parametrize(("text", "column", "words"), SAID)
def test_the_message_says_what_to_write(text: str, column: int, words: str):
    with pytest.raises(ph.PhotonicError) as refused:
        ph.parse(text, FIELDS)
    assert words in refused.value.message
    assert refused.value.place is not None
    assert refused.value.place.column == column


@pytest.mark.parametrize("word", ["alpha", "beta", "gamma", "zeta^2", "Omega", "hello", "velocity", "q"])
def test_no_word_is_guessed_for_a_name_that_is_like_none(word: str):
    with pytest.raises(ph.ParseError, match="is not declared: declare it"):
        ph.parse(f"{word} f", FIELDS)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("u (x)", "u*x"),
        ("c(f + u)", "c*(f + u)"),
        ("u(x + t)", "u*(x + t)"),
        ("h(x)", "h((x))"),
        ("(u)(x)", "u*x"),
        ("gamma(f)", "gamma((f))"),
    ],
)
def test_products_with_brackets_are_read(text: str, same: str):
    assert ph.parse(text, FIELDS) == ph.parse(same, FIELDS)


def test_a_field_may_be_called_as_a_coordinate():
    fields = {"u": "scalar", "x": "scalar"}
    assert ph.parse("u(x)", fields) == ph.parse("u x", fields)
