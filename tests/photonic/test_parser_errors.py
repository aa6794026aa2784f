"""Every malformed text is refused at its exact place, with the repair; nothing but a PhotonicError escapes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photonic.errors import ParseError, PhotonicError, Place, RankError
from photonic.expressions.declarations import Declaration
from photonic.terms import describe
from photonic.text.parser import parse_equation, parse_term
from photonic.text.token_stream import MAX_NESTING
from tests.photonic.expressions import DECLARED

DEEP = MAX_NESTING + 1

MALFORMED = [
    ("", 1, "the text is empty"),
    ("   ", 4, "the text is empty"),
    ("u +", 4, "ends where an operand should stand"),
    ("+ u", 1, "an operand should stand here, not '+'"),
    ("u + * v1", 5, "an operand should stand here, not '*'"),
    ("(u + v1", 8, "expected ')' for the '(' in column 1"),
    ("(u + (v1)", 10, "expected ')' for the '(' in column 1"),
    ("u + v1)", 7, "one '(' is missing"),
    ("()", 2, "an operand should stand here"),
    ("u, v1", 2, "commas stand between operands"),
    ("u = v1", 3, "one expression is wanted here"),
    ("u'", 2, "primes belong behind the name"),
    ("h", 2, "expected '(' before the arguments"),
    ("h''", 4, "expected '(' before the arguments"),
    ("h(u, v1)", 1, "unknown function of one scalar"),
    ("h(A)", 1, "unknown function of one scalar"),
    ("velocity", 1, "is not declared: declare it"),
    ("u + kurl(A)", 5, "did you mean 'curl'"),
    ("siin(u)", 1, "did you mean 'sin'"),
    ("sin(A)", 1, "sin is a function of one scalar"),
    ("sin(u, v1)", 1, "it was given 2 operands"),
    ("ln(u, 2)", 1, "ln is a function of one scalar"),
    ("atan2(u, v1)", 1, "functions of one scalar do"),
    ("sin u v1", 7, "sin(f) g, or sin(f g)"),
    ("sin", 1, "sin is a function"),
    ("sin⁻¹ u", 1, "is read in two ways"),
    ("uⁿ", 2, "U+207F SUPERSCRIPT LATIN SMALL LETTER N"),
    ("u² ²", 4, "a second exponent needs brackets"),
    ("|u", 3, "expected '|' for the bar in column 1"),
    ("u|", 3, "ends where an operand should stand"),
    ("|S|", 1, "sqrt(S : S)"),
    ("|A)|", 3, "expected '|' for the bar in column 1, found ')'"),
    ("∂u/∂κ", 4, "derivatives are taken by t, x, y and z, not by κ"),
    ("∂²u/∂t", 1, "2 above the stroke and 1 below"),
    ("∂u v1/∂t", 4, "put what is differentiated in brackets"),
    ("∂u + v1", 1, "∂ needs the variable of differentiation"),
    ("∇³u", 2, "an even power of ∇"),
    ("Δ⁻¹u", 2, "an operator is applied 1 to 20 times, not -1"),
    ("du/dt", 1, "write ∂u/∂t"),
    ("Du/Dt", 1, "write D/Dt(v, u)"),
    ("u_xx", 1, "write ∂x ∂x u for the derivative"),
    ("e^u", 1, "write exp(f)"),
    ("A_x", 1, "A·∇x for the component"),
    ("κu", 1, "write it with blanks, 'κ u'"),
    ("crul(A)", 1, "did you mean 'curl'"),
    ("sim u", 1, "did you mean 'sin'"),
    ("sinx", 1, "write it with blanks, 'sin x'"),
    ("A x B_t", 5, "x is a coordinate here: the cross product is written ×"),
    ("∇ x A", 5, "the cross product is written ×"),
    ("rot(A)", 1, "the curl is written ∇×A"),
    ("A·−B_t", 3, "a sign behind an operator needs brackets"),
    ("∇A^T", 3, "of a gradient it is (∇A)^T"),
    ("u + A", 3, "is a factor missing"),
    ("u⃗", 1, "the arrow marks a vector, but 'u' is declared as a scalar"),
    ("u̇", 2, "U+0307 COMBINING DOT ABOVE"),
    ("2½", 2, "write the number in one piece"),
    (r"\frac{u}", 1, "its two arguments stand in braces"),
    (r"u \frac{c", 3, "its two arguments stand in braces"),
    (r"\frac{u}{w}", 10, "'w' is not declared"),
    (r"\mathbf{B} + u", 1, "'B' is not declared"),
    (r"\sqrt[3]{u}", 1, "other roots are powers"),
    (r"\hat{A}", 1, "a name of its own"),
    (r"\int u", 1, "derivatives and no integrals"),
    (r"\begin{equation} u", 1, "give the formula alone"),
    (r"u + \frac{\mathrm{d} u}{\mathrm{d} t}", 11, "'d' is not declared: write ∂t f"),
    ("u" * 10_000, 1, "uuuu…' is not declared"),
    (r"u + \foo", 5, "names no character of the language"),
    ("u\u200b v1", 2, "U+200B ZERO WIDTH SPACE stands here and cannot be seen"),
    ("u ∧ v1", 3, "did you mean '×'"),
    ("u == v1", 3, "one expression is wanted here"),
    ("S··T", 3, "the double contraction of tensors is written S : T"),
    ("u ２", 3, "U+FF12 FULLWIDTH DIGIT TWO; did you mean '2'"),
    ("2 + A", 3, "it was given a scalar and a vector"),
    ("A + S", 3, "it was given a vector and a tensor"),
    ("A A", 3, "'·' (dot)"),
    ("A * B_t", 3, "'×' (cross)"),
    ("u/A", 2, "it was given a scalar and a vector"),
    ("A^2", 2, "of a vector there are A·A and |A|^2"),
    ("A²", 2, "takes a scalar and a scalar"),
    ("∇×u", 1, "of a scalar there is '∇' (grad)"),
    ("∇×u", 1, "takes a vector; or a tensor; it was given a scalar"),
    ("det(T S)", 7, "between a tensor and a tensor write '·' (dot) for a tensor, or ':' (ddot) for a scalar"),
    ("1/A", 2, "divide by |A|"),
    ("1 + S", 3, "a multiple of the identity is f I"),
    ("u + ∇·v1", 5, "takes a vector; or a tensor; it was given a scalar"),
    ("∇S", 1, "it was given a tensor"),
    ("Aᵀ", 2, "takes a tensor; it was given a vector"),
    ("tr(A)", 1, "takes a tensor; it was given a vector"),
    ("(u, v1, u, v1)", 1, "(X, Y, Z) (components) takes a scalar and a scalar and a scalar"),
    ("(u, v1, A)", 1, "it was given a scalar and a scalar and a vector"),
    ("□(u, c, c)", 1, "□ (box) takes"),
    ("∇^2(u, A)", 4, "(X, Y) (components_plane) takes a scalar and a scalar"),
    ("∇⊗(A, u)", 3, "(X, Y) (components_plane) takes"),
    ("(A + B_t·∇)u", 1, "((A + B)·∇)f"),
    ("A·∇) u", 2, "stands in brackets, as in (A·∇)f"),
    ("(A·∇)", 6, "ends where an operand should stand"),
    ("dot(A, u)", 1, "it was given a vector and a scalar"),
    ("dot(A)", 1, "it was given a vector"),
    ("dot A", 5, "expected '(' before the arguments"),
    ("grad + u", 6, "expected '(' before the arguments"),
    ("A ⨂ B_t", 3, "did you mean '⊗' (U+2297)"),
    ("A ✕ B_t", 3, "did you mean '×' (U+00D7)"),
    ("u – v1", 3, "did you mean '−' (U+2212)"),
    ("◻u", 1, "did you mean '□' (U+25A1)"),
    ("▽u", 1, "did you mean '∇' (U+2207)"),
    ("u ÷ c", 3, "did you mean '/'"),
    ("[u]", 1, "did you mean '('"),
    ("u.v1", 2, "did you mean '·'"),
    ("∂u", 1, "∂t u"),
    ("∂tu", 1, "put a blank behind ∂t: '∂t u'"),
    ("u & v1", 3, "did you mean '·'"),
    ("u $ v1", 3, "'$' (U+0024 DOLLAR SIGN) is not part of the language"),
    ("u\x00", 2, "U+0000 without a name"),
    ("1e9999", 1, "too many digits"),
    ("2 + 1e400", 5, "too many digits"),
    ("1" * 5000, 1, "too many digits"),
    ("1e00000000000000000001", 1, "too many digits"),
    ("2.5.1", 4, "one decimal point"),
    ("2. u", 2, "one decimal point"),
    ("u + 1.v1", 6, "one decimal point"),
    ("u v1)(", 5, "one '(' is missing"),
    ("(" * DEEP + "u" + ")" * DEEP, DEEP, "are nested: name the inner parts"),
    ("Δ" * DEEP + "u", DEEP, "are nested"),
    ("u^" * DEEP + "u", 2 * DEEP - 1, "are nested"),
    ("(A·∇)" * DEEP + "u", 5 * DEEP - 8, "are nested"),
]


@pytest.mark.parametrize(("text", "column", "words"), MALFORMED)
def test_a_malformed_text_is_refused_at_its_place(text: str, column: int, words: str) -> None:
    with pytest.raises(PhotonicError) as refused:
        parse_term(text, DECLARED)
    error = refused.value
    assert words in error.message
    assert error.place is not None
    assert (error.place.line, error.place.column) == (1, column)
    assert f"<text>:1:{column}: " in str(error)


def test_the_table_is_long_enough() -> None:
    assert len(MALFORMED) >= 60


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("u", 2, "write 'left = right'"),
        ("u + ) = v1", 5, "an operand should stand here"),
        ("u) = v1", 2, "one '(' is missing"),
        ("u = v1 = c", 8, "an equation has one '='"),
        ("u =", 4, "ends where an operand should stand"),
        ("= u", 1, "an operand should stand here"),
        ("u = A", 1, "the left side is a scalar, the right side a vector"),
        ("A = S", 1, "the left side is a vector, the right side a tensor"),
        ("", 1, "the text is empty"),
    ],
)
def test_a_malformed_equation_is_refused_at_its_place(text: str, column: int, words: str) -> None:
    with pytest.raises(PhotonicError) as refused:
        parse_equation(text, DECLARED)
    assert words in refused.value.message
    assert refused.value.place is not None
    assert refused.value.place.column == column


def test_a_place_given_from_outside_is_kept() -> None:
    with pytest.raises(ParseError) as refused:
        parse_term("u + $", DECLARED, Place("file.codex", 7, 11, "  name : u + $"))
    assert str(refused.value).startswith("file.codex:7:15: ")
    assert refused.value.place is not None
    assert refused.value.place.caret() == "  name : u + $".join(["  ", "\n  "]) + " " * 14 + "^"


def test_the_caret_stands_under_the_fault_behind_tabs_and_in_long_lines() -> None:
    assert Place("s", 1, 3, "\tu$").caret() == "  \tu$\n  \t ^"
    long = "u + " * 100 + "$" + " + u" * 100
    shown, caret = Place("s", 1, long.index("$") + 1, long).caret().splitlines()
    assert shown[caret.index("^")] == "$"
    assert len(shown) < 200


def test_an_error_is_fit_for_a_terminal() -> None:
    with pytest.raises(PhotonicError) as refused:
        parse_term("u \x1b[31m + \udcff", DECLARED)
    str(refused.value).encode("utf-8")
    assert "\x1b" not in str(refused.value)


ALPHABET = st.sampled_from(
    [
        *"uAShcrtxIπ∇×·⊗□Δ∂:ᵀ²³^*/+−-()(),,='|0123456789.eE 𝟎𝟘⋅∆nablaᵗ_ \t\n$&⨂é\u0301\u2028\x00\udc80",
        *("∇·", "∇×", "∇²", "∂t ", "sin(", "h'(", "(A·∇)", "□(", "dot(", "v1", "B_t", "**", "sqrt(", "atan2(", "1e5"),
        *("⊕", " ↔ ", "⟲(", "⧠", "⟲(2, u,", "∂x ", "∂y", "∂z ", "∇_", "∇_A ", "D/Dt(", "D/Dt(A, ", "<->", "dx("),
    ]
)
TEXTS = st.lists(ALPHABET, max_size=60).map("".join) | st.text(max_size=40)


@settings(deadline=None, max_examples=800)
@given(TEXTS)
def test_only_photonic_errors_escape_the_parser(text: str) -> None:
    try:
        term = parse_term(text, DECLARED)
    except PhotonicError as error:
        refused = error
    else:
        assert parse_term(describe(term), DECLARED) is term
        return
    assert refused.message
    assert refused.place is not None
    assert 1 <= refused.place.column <= len(text) + 1


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_only_photonic_errors_escape_the_equation_parser(text: str) -> None:
    try:
        left, right = parse_equation(text, DECLARED)
    except PhotonicError as error:
        refused = error
    else:
        assert parse_equation(f"{describe(left)} = {describe(right)}", DECLARED) == (left, right)
        return
    assert refused.place is not None


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000, ")" * 10_000, "∇" * 10_000, "−" * 10_000, "u^" * 5_000, "u" * 10_000, "9" * 10_000, "□(" * 5_000,
        "(A·∇)" * 2_000, "u," * 5_000, "'" * 10_000, "h(" * 5_000, "sin(" * 2_500, "u+" * 5_000, "A×" * 5_000,
        "□(u," * 2_500, "1." * 5_000, "x" + "²" * 9_999, "∂t" * 5_000, " " * 10_000, "^−" * 5_000, "u^" + "−" * 9_998,
        "ᵀ" * 10_000, "\t\n" * 5_000, "(u,(u,(" * 1_400, "∇⊗" * 3_300, "1e" * 5_000,
        "⟲(" * 5_000, "u⊕" * 5_000, "⧠" * 10_000, "∇_A" * 3_000, "D/Dt(A," * 1_400,
    ],
)  # fmt: skip
def test_long_texts_are_refused_quickly(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises((ParseError, RankError)):
        parse_term(text, DECLARED)
    assert time.perf_counter() - began < 5


def test_a_long_text_parses_in_linear_time() -> None:
    def seconds(count: int) -> float:
        best = float("inf")
        for _ in range(3):
            began = time.perf_counter()
            parse_term(" + ".join(["u v1"] * count), DECLARED)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(1600) < 10 * seconds(400) + 0.05


def test_columns_count_the_characters_as_typed() -> None:
    for text, column in ((r"\nabla\cdot A + $", 17), ("e\u0301 + u + $", 10), ("u_{x} + $", 9), ("A⃗ ⨂ A⃗", 4)):
        with pytest.raises(PhotonicError) as refused:
            parse_term(text, {**DECLARED, "é": DECLARED["u"], "u_x": DECLARED["u"]})
        assert refused.value.place is not None
        assert refused.value.place.column == column, text


def test_a_letter_of_another_script_is_named_by_its_code_point() -> None:
    with pytest.raises(PhotonicError, match=r"looks like 'A', but holds U\+0410 CYRILLIC CAPITAL LETTER A"):
        parse_term("∇·∇×А", DECLARED)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("D/Dt u", "write D/Dt(v, f), with the velocity v"),
        ("D Δu", "declare it, for example as a scalar or a vector"),
        ("∇·(D ∇u)", "declare it, for example as a scalar or a vector"),
    ],
)
def test_a_diffusivity_is_no_material_derivative(text: str, said: str) -> None:
    with pytest.raises(PhotonicError) as caught:
        parse_term(text, {"u": Declaration("u", "scalar")})
    assert f"'D' is not declared: {said}" in str(caught.value)
