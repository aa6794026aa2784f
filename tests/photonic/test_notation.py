"""Texts as physicists write them: each reads as the plain spelling beside it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings

import photonic as ph
from photonic.errors import DeclarationError, ParseError, PhotonicError
from photonic.expressions.declarations import declare, plain_name
from photonic.repl.plain import ascii_term
from photonic.text.parser import parse_term
from rewriting.term import Term
from tests.photonic.expressions import DECLARED, terms

NAMES = declare(
    {
        **dict.fromkeys(("f", "g", "u", "κ", "u₀", "E_x", "theta"), "scalar"),
        **dict.fromkeys(("A", "B", "E", "v"), "vector"),
        **dict.fromkeys(("S", "T"), "tensor"),
        **dict.fromkeys(("k", "ω"), "constant"),
        "h": "function",
    }
)

WRITTEN = [
    ("|A|", "norm(A)"), ("‖A‖", "norm(A)"), ("||A||", "norm(A)"), ("|f|", "Abs(f)"), ("1/|r|^3", "1/norm(r)^3"),
    ("∇|A|", "∇norm(A)"), ("2|A||B|", "2 norm(A) norm(B)"), ("|A| |B|", "norm(A) norm(B)"),
    ("||A| B|", "norm(norm(A) B)"), ("||A| − |B||", "Abs(norm(A) − norm(B))"), ("|f (|A|)|", "Abs(f norm(A))"),
    ("|A × B|²", "norm(A × B)^2"), ("∇·(r/|r|³)", "∇·(r/norm(r)^3)"), ("|A + |f| B|", "norm(A + Abs(f) B)"),
    ("‖A |f|‖", "norm(A Abs(f))"), ("sin |A|", "sin(norm(A))"), ("D/Dt(|f| v, |g|)", "D/Dt(Abs(f) v, Abs(g))"),
    ("sin 3x", "sin(3 x)"), ("∇ log f", "∇log(f)"), ("Δ log f", "Δlog(f)"), ("sin x cos y", "sin(x) cos(y)"),
    ("sin k x − ω", "sin(k x) − ω"), ("sin ω t", "sin(ω t)"), ("cos 2π x", "cos(2 π x)"), ("sin² x", "sin(x)^2"),
    ("cos^2 x + sin^2(x)", "cos(x)^2 + sin(x)^2"), ("exp −f²", "exp(−f^2)"), ("sin x / x", "sin(x)/x"),
    ("sin f^2", "sin(f^2)"), ("√f", "sqrt(f)"), ("√(f g)", "sqrt(f g)"), ("tr S", "tr(S)"), ("det S", "det(S)"),
    ("arctan f", "atan(f)"), ("∇x·A", "(∇x)·A"), ("∇x × A", "(∇x) × A"),
    ("curl curl A", "∇×∇×A"), ("grad div A", "∇∇·A"), ("A·grad f", "A·∇f"), ("log f + 1", "log(f) + 1"),
    ("∂f/∂t", "∂t f"), ("∂²f/∂x²", "∂x ∂x f"), ("∂^2f/∂x∂y", "∂x ∂y f"), ("∂(f g)/∂t", "∂t(f g)"),
    ("∂/∂x (f g)", "∂x(f g)"), ("κ ∂²u/∂x² + ∂E/∂t·A", "κ ∂x ∂x u + (∂t E)·A"), ("∂theta/∂t", "∂t theta"),
    ("∂∇·A/∂t", "∂t ∇·A"), ("∂_t u", "∂t u"), ("∂ₜu", "∂t u"), ("∂ₓₓu", "∂x ∂x u"), ("∂_xy u", "∂x ∂y u"),
    ("∂t² u", "∂t ∂t u"), ("∂_t^2 u", "∂t ∂t u"), ("∂_{x} u", "∂x u"), ("∇⁴f", "ΔΔf"), ("Δ² f", "ΔΔf"),
    ("1/2f", "(1/2) f"), ("f/2g", "(f/2) g"), ("1/2∇f", "(1/2) ∇f"), ("∇²⁰f", "ΔΔΔΔΔΔΔΔΔΔf"), ("∇²∇²f", "ΔΔf"),
    ("∇^2 A", "ΔA"), ("∇ · A", "∇·A"), ("∇ × A", "∇×A"), ("∇ ⊗ A", "∇A"), ("nabla × A", "∇×A"), ("nabla(f)", "∇f"),
    ("(A·nabla)B", "(A·∇)B"), ("f⁵", "f^5"), ("f⁻¹", "f^(−1)"), ("f¹²", "f^12"), ("f^{-1}", "f^(−1)"),
    ("S^T", "Sᵀ"), ("(S·T)^T·A", "(S·T)ᵀ·A"), ("u₀", "u_0"), ("u_{0}f", "u_0 f"), ("u₀f", "u_0 f"),
    ("E_{x}", "E_x"), ("Eₓ", "E_x"), ("E⃗", "E"), ("E⃗ × v⃗", "E × v"), ("𝐀·𝐁", "A·B"), ("𝑓", "f"), ("ϑ", "theta"),
    ("θ", "theta"), ("kappa", "κ"), ("½ f", "0.5 f"), ("1e-3 f", "0.001 f"), ("2 f g", "2*f*g"), ("2f", "2*f"),
    ("f − g", "f - g"), ("A ⋅ B", "A·B"), (r"\nabla\cdot(\kappa\nabla u)", "∇·(κ ∇u)"), (r"\partial_t u", "∂t u"),
    (r"k\omega f", "k ω f"), (r"\left|A\right|", "norm(A)"), (r"2\pi f\,g", "2 π f g"), (r"\sin f", "sin(f)"),
    (r"\lVert A \rVert^{2}", "norm(A)^2"), (r"A \times B", "A × B"), (r"\kappa\theta", "κ theta"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "plain"), WRITTEN)
def test_a_text_as_on_paper_is_the_plain_one(written: str, plain: str) -> None:
    assert parse_term(written, NAMES) is parse_term(plain, NAMES)


@settings(deadline=None, max_examples=200)
@given(terms())
def test_ascii_reads_back_to_the_same_term(term: Term) -> None:
    written = ascii_term(term)
    assert written.isascii()
    assert parse_term(written, DECLARED) is term


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_one_name(form: str) -> None:
    text = unicodedata.normalize(form, "é ẑ")
    names = declare(dict.fromkeys(text.split(), "scalar"))
    assert parse_term(unicodedata.normalize("NFC", "é ẑ"), names) is parse_term(text, names)


@pytest.mark.parametrize("text", ["∇²²f", "∇²¹ f", "Δ²²f", "∇²²²A"])
def test_a_row_of_raised_digits_is_one_number(text: str) -> None:
    with pytest.raises(ParseError, match="1 to 20 times, not 2") as refused:
        parse_term(text, NAMES)
    assert refused.value.place is not None
    assert refused.value.place.column == 2


def test_a_name_has_one_spelling_wherever_it_is_given() -> None:
    assert plain_name("u₀") == "u_0"
    assert plain_name("vₓ₂") == "v_x2"
    assert ph.symbols("u₀") == ph.symbols("u_0")
    assert str(ph.parse("∇u₀", {"u₀": "scalar"})) == "∇u_0"
    assert ph.prove("∇×∇ϕ = 0", fields={"φ": "scalar"}).status == "proved"
    with pytest.raises(DeclarationError, match="spell one name"):
        declare({"u₀": "scalar", "u_0": "scalar"})


def test_names_that_are_declared_come_before_what_a_word_may_mean() -> None:
    names = declare({"sin": "scalar", "kappa": "scalar", "κ": "vector", "f": "scalar"})
    assert parse_term("sin f", names) is parse_term("sin*f", names)
    assert parse_term("kappa", names) is not parse_term("κ", names)


@pytest.mark.parametrize("text", ["u_0", "sin u", "kurl(A)", "e^f"])
def test_an_unknown_name_is_refused_with_a_repair(text: str) -> None:
    with pytest.raises(PhotonicError) as refused:
        parse_term(text, declare({"f": "scalar"}))
    assert ":" in refused.value.message
