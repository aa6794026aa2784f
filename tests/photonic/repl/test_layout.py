"""Two-dimensional and ASCII output: different expressions look different, and ASCII can be read back."""

from __future__ import annotations

import itertools

from photonic.expressions.declarations import Declaration, Declarations
from photonic.repl.layout import two_dimensional
from photonic.repl.plain import ascii_term, plain
from photonic.terms import SYMBOL, describe, from_term, to_term
from photonic.text.parser import parse_term
from photonic.theory.laws import all_laws
from rewriting.term import Term, postorder

KINDS = {**dict.fromkeys("fguκ", "scalar"), **dict.fromkeys("AB", "vector"), "T": "tensor", "h": "function"}
DECLARED = {name: Declaration(name, kind) for name, kind in KINDS.items()}
TEXTS = [
    *("f/g/u", "f/(g/u)", "(f/g)^2", "f^2/g^2", "(f/g) u", "f/(g u)", "f^(g/u)", "f^g/u", "(f^g)^u", "f^(g^u)"),
    *("f − g − u", "f − (g − u)", "−(f − g)", "−f − g", "f (−g)", "−f g", "(−f)^2", "−f^2", "f (g + u)", "f g + u"),
    *("∇(f g)", "(∇f) g", "∇(f/g)", "(∇f)/g", "∂t(f/g)", "(∂t f)/g", "Δ(f^2)", "(A·B)^2", "A·(B/f)", "(A·B)/f"),
    *("(A × B) × A", "A × (B × A)", "(A·∇)B × A", "(A·∇)(B × A)", "(T·A)·B", "T·(A·B B)", "Tᵀ·A", "(T·T)ᵀ", "T·Tᵀ"),
    *("norm(A/f)", "norm(A)/f", "sqrt(f/g)", "sqrt(f)/g", "h(f/g)", "h(f)/g", "h'(f)", "sin(f/g)", "□(f, κ)", "□f"),
    *("(f, g, u)", "(f, g/u, u)", "A ⊗ B·A", "A ⊗ (B f)", "(A + B) ⊗ A", "A + B ⊗ A·A", "((f + g) A·∇)u", "T : ∇A"),
]


def terms() -> list[Term]:
    sides = [side for law in all_laws() for side in (law.left, law.right)]
    return list(dict.fromkeys([*map(to_term, map(from_term, sides)), *map(written, TEXTS)]))


def written(text: str) -> Term:
    return parse_term(text, {**DECLARED})


def declarations(term: Term) -> Declarations:
    """What the names of a term were declared as, by their ASCII spelling."""
    found = {n.op.payload.name: n.op.payload for n in postorder(term) if n.op.name == SYMBOL}
    return {plain(name): Declaration(plain(name), d.kind) for name, d in found.items()} | {"h": DECLARED["h"]}


def test_different_expressions_look_different() -> None:
    seen: dict[str, str] = {}
    for term in terms():
        shown, line = two_dimensional(from_term(term)), describe(term)
        assert seen.setdefault(shown, line) == line, f"{seen[shown]} and {line} both look like\n{shown}"
    assert len(seen) > 150


def test_lines_are_of_one_width() -> None:
    for term in terms():
        lines = two_dimensional(from_term(term)).split("\n")
        assert len(set(map(len, lines))) == 1, lines


def test_ascii_reads_back() -> None:
    for term in terms():
        text = ascii_term(term)
        assert text.isascii()
        again = parse_term(text, declarations(term))
        assert ascii_term(again) == text
        greek = any(not n.op.payload.name.isascii() for n in postorder(term) if n.op.name == SYMBOL)
        assert greek or again is term, text


def test_a_long_expression_stays_on_a_line() -> None:
    term = parse_term(" + ".join(["f/g"] * 300), DECLARED)
    assert "\n" not in two_dimensional(from_term(term))


def test_plain_text_is_ascii() -> None:
    for first, second in itertools.pairwise("∇·×ΔA □⊗ᵀ𝟎∂tακΩ²⁻²₁ᵢⱼ−→…‖é漢"):
        assert plain(first + second).isascii()
    assert plain("∇·(∇×A) → Δf") == "div(curl A) -> laplacian f"
