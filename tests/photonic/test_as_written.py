"""Expressions stay as written, `doit` evaluates them, and ranks refuse what they must."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings

from photonic.errors import DeclarationError, PhotonicError, RankError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import AMBIENT, Declaration
from photonic.expressions.operand import Application, Constant, Field, ScalarField, UnknownFunction, symbols
from photonic.terms import describe, from_term, to_term
from photonic.text.parser import parse_term
from tests.photonic.expressions import terms

f, g, h = symbols("f g h")
A, B = symbols("A B", "vector")
S, T = symbols("S T", "tensor")
x = Constant("x1")
k = symbols("k", "function")
KINDS = {"f": "scalar", "g": "scalar", "h": "scalar", "A": "vector", "B": "vector", "S": "tensor", "T": "tensor"}
NAMES = {**AMBIENT, **{name: Declaration(name, kind) for name, kind in KINDS.items()}}

KEPT = [
    "f + 0", "0 + f", "1 f", "f*1", "f + f", "f f", "2 (f + g)", "f − (g − h)", "f − g − h", "f + g − g", "−−f",
    "f/f", "f^1", "f^0", "0 f", "f (g + h)", "(f + g)^2", "A + A", "2 A + A", "A − A", "1 A", "f (g A)", "sin(0)",
    "exp(1)", "sqrt(4)", "1/2 + 1/2", "2*3", "cos(pi)", "g + f", "B + A", "f + A·B", "0.5 f",
]  # fmt: skip


@pytest.mark.parametrize("text", KEPT)
def test_nothing_is_merged_reordered_or_dropped(text: str) -> None:
    assert describe(parse_term(text, NAMES)) == text


EVALUATED = [
    ("f + 0", f), ("2 (f + g)", 2 * (f + g)), ("f − (g − h)", f - g + h), ("f f", f**2), ("−(−f)", f), ("f/f", 1),
    ("sqrt(4)", 2), ("1/2 + 1/2", 1), ("cos(pi)", -1), ("exp(0) f", f), ("A·B + A·B", 2 * (A & B)), ("0 f", 0),
    ("sin(f − f)", 0), ("f^0", 1), ("2^3^2", 512),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), EVALUATED)
def test_doit_gives_the_evaluated_twin(text: str, value: object) -> None:
    assert from_term(parse_term(text, NAMES)).doit() == value


@settings(deadline=None, max_examples=80)
@given(terms(0, depth=3).filter(lambda term: term.op.name in CATALOGUE))
def test_doit_is_the_recursive_evaluation(term: object) -> None:
    def evaluate(expr: sympy.Basic) -> object:
        parts = [evaluate(operand) for operand in expr.args]
        if type(expr).__name__ in {glyph.__name__ for glyph in CATALOGUE.values()}:
            return type(expr).evaluated(*parts)
        return expr.func(*parts) if parts else expr

    expr = from_term(term)
    try:
        expected = evaluate(expr)
    except PhotonicError:
        with pytest.raises(PhotonicError):
            expr.doit()
    else:
        assert expr.doit() == expected or expr.doit() is sympy.nan


def test_sympy_works_on_scalar_expressions() -> None:
    energy = f * (A & B) + g**2
    assert energy.subs(g, 3) == f * (A & B) + 9
    assert energy.diff(g) == 2 * g
    assert energy.diff(f) == (A & B)
    assert sympy.solve(f**2 - 2 * f, f) == [0, 2]
    assert sympy.integrate(f * sympy.sin(f), f) == sympy.sin(f) - f * sympy.cos(f)
    assert sympy.expand((f + g) ** 2) == f**2 + 2 * f * g + g**2
    assert from_term(parse_term("f g + f", NAMES)).diff(f) == g + 1
    assert from_term(parse_term("f g + f", NAMES)).subs(f, 2) == from_term(parse_term("2 g + 2", NAMES))
    assert (f * A).subs(A, B) == f * B
    assert (A & B).has(A)
    assert not (A & B).has(S)
    assert sympy.lambdify([f, g], from_term(parse_term("f g − f", NAMES)).doit())(3, 4) == 9


def test_derivatives_of_unknown_functions_follow_the_chain_rule() -> None:
    assert k(f**2).diff(f) == 2 * f * k.derivative()(f**2)
    assert k.derivative(2)(f).diff(f) == Application("k", 3, f)
    assert repr(k.derivative(2)) == "UnknownFunction('k', 2)"
    assert isinstance(k, UnknownFunction)


def test_a_glyph_has_no_derivative_by_a_field_in_it() -> None:
    with pytest.raises(RankError, match="use dt, grad, div"):
        CATALOGUE["laplacian"](f).diff(f)
    assert CATALOGUE["laplacian"](f).diff(g) == 0


PYTHON = [
    (f * A, "f A"), (A * f, "A f"), (A / f, "A/f"), (A & B, "A·B"), (A ^ B, "A × B"), (A | B, "A ⊗ B"),
    (A + B, "A + B"), (A - B, "A − B"), (-A, "−A"), (2 * A, "2 A"), (S & A, "S·A"), (A & S, "A·S"), (S & T, "S·T"),
    (S + T, "S + T"), (A + A, "A + A"), (A / 2, "A/2"), (f * (A & B) * A, "((A·B) f) A"), (A ^ S, "A × S"),
]  # fmt: skip


@pytest.mark.parametrize(("expr", "text"), PYTHON)
def test_python_operators_make_glyphs(expr: sympy.Expr, text: str) -> None:
    assert to_term(expr) is parse_term(text, NAMES)


REFUSED = [
    (lambda: A * B, "'·' (dot)"), (lambda: A * B, "'×' (cross)"), (lambda: A * B, "'⊗' (outer)"),
    (lambda: f + A, "it was given a scalar and a vector"), (lambda: A + f, "it was given a vector and a scalar"),
    (lambda: A - S, "it was given a vector and a tensor"), (lambda: A + 1, "it was given a vector and a scalar"),
    (lambda: f / A, "it was given a scalar and a vector"), (lambda: A / B, "it was given a vector and a vector"),
    (lambda: A**2, "it was given a vector and a scalar"),
    (lambda: f ^ A, "it was given a scalar and a vector"), (lambda: S * T, "'·' (dot)"),
    (lambda: A | f, "it was given a vector and a scalar"), (lambda: k(A), "function of a scalar"),
    (lambda: CATALOGUE["curl"](f), "takes a vector; or a tensor; it was given a scalar"),
    (lambda: CATALOGUE["trace"](A), "takes a tensor; it was given a vector"),
    (lambda: CATALOGUE["components"](f, g), "it was given a scalar and a scalar"),
    (lambda: CATALOGUE["curl"](), "it was given nothing"), (lambda: A + "text", "unsupported operand"),
]  # fmt: skip


@pytest.mark.parametrize(("build", "words"), REFUSED)
def test_ranks_refuse_in_words(build: object, words: str) -> None:
    with pytest.raises(TypeError) as refused:
        build()
    assert words in str(refused.value)


NOT_FIELDS = [
    (sympy.atan2(f, g), "functions of one scalar"), (sympy.Max(f, g), "functions of one scalar"),
    (sympy.Function("q")(f), "symbols('h', 'function')"), (sympy.Integral(f, f), "cannot stand in a field expression"),
    (sympy.zoo, "cannot stand"), (sympy.nan, "not a finite number"), (sympy.oo, "not a finite number"),
    (sympy.I, "cannot stand"), (sympy.Piecewise((f, f > 0), (g, True)), "cannot stand"), ("f", "parse a text"),
    (sympy.Integer(10) ** 400, "magnitudes run from"), (sympy.Float("1e-400"), "magnitudes run from"),
    (object(), "is not an expression"), (sympy.Matrix([1, 2]), "cannot stand"), (f > g, "cannot stand"),
]  # fmt: skip


@pytest.mark.parametrize(("expr", "words"), NOT_FIELDS)
def test_what_is_no_field_expression_is_refused_in_words(expr: object, words: str) -> None:
    with pytest.raises(PhotonicError) as refused:
        to_term(expr)
    assert words in str(refused.value)


def test_declared_symbols() -> None:
    assert symbols("u") == ScalarField("u")
    assert symbols("u, v w") == (ScalarField("u"), ScalarField("v"), ScalarField("w"))
    assert symbols("E", "vector") == Field("E")
    assert Field("E") != Field("E", "constant_vector")
    assert ScalarField("u") != Constant("u")


@pytest.mark.parametrize(
    ("names", "kind", "words"),
    [
        ("", "scalar", "was given no name"), ("2u", "scalar", "is not a name"), ("u", "spinor", "the kinds are"),
        ("Δ", "scalar", "is not a name"), ("A·B", "vector", "is not a name"), ("q", "coordinate", "are x, y, z"),
    ],
)  # fmt: skip
def test_bad_declarations_are_refused(names: str, kind: str, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        symbols(names, kind)


def test_a_field_of_rank_0_is_refused() -> None:
    with pytest.raises(DeclarationError, match="ScalarField"):
        Field("u", "scalar")
