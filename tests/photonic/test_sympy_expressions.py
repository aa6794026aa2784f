"""A glyph expression is an expression of SymPy: derivatives, substitution, printers and Python's own functions."""

from typing import Any

import pytest
import sympy
from sympy.vector import CoordSys3D

import photonic as ph
from photonic.errors import DeclarationError, PhotonicError, RankError

FIELDS = {
    "f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "S": "tensor", "T": "tensor", "c": "constant",
    "k": "constant", "h": "function",
}  # fmt: skip
x, t = ph.symbols("x", "coordinate"), ph.symbols("t", "time")
k = ph.symbols("k", "constant")


def entries(value: Any) -> list[Any]:
    """The components of an array of any rank."""
    return sympy.flatten(value.tolist()) if value.rank() else [value[()]]


def parsed(text: str) -> Any:
    return ph.parse(text, FIELDS)


@pytest.mark.parametrize("text", ["∇·(f A)", "∇×A", "A", "f^2 A + B", "A·B", "h(f) A", "D/Dt(A, B)", "T", "x A", "r"])
def test_a_derivative_by_a_coordinate_or_the_time_is_the_glyph(text: str) -> None:
    expr = parsed(text)
    along_x, in_time = expr.diff(x), sympy.diff(expr, sympy.Symbol("x"), t)
    assert str(along_x) == str(ph.dx(expr))
    assert in_time == ph.dt(ph.dx(expr))
    wanted = [entry.diff(sympy.Symbol("x", real=True)) for entry in entries(ph.to_sympy(expr, "array"))]
    found = entries(ph.to_sympy(along_x, "array"))
    assert all(sympy.expand(a - b) == 0 for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    "text",
    ["∇·(k ∇f)", "k^2 A", "(k A)·(k^2 B)", "A/k", "sin(k) A + B", "B − k A", "Δ(k f)", "D/Dt(A, k B)", "h(k f) A",
     "k tr(k T)", "(k A) × B", "((k A)·∇)B"],
)  # fmt: skip
def test_a_derivative_by_a_constant_is_that_of_the_components(text: str) -> None:
    expr = parsed(text)
    by_glyphs = entries(ph.to_sympy(expr.diff(k), "array"))
    by_components = [entry.diff(sympy.Symbol("k", real=True)) for entry in entries(ph.to_sympy(expr, "array"))]
    assert all(sympy.simplify(a - b) == 0 for a, b in zip(by_glyphs, by_components, strict=True))


def test_what_has_no_derivative_says_so() -> None:
    f = ph.symbols("f")
    for text, symbol in [("∇f", f), ("norm(k A)", k), ("det(k T)", k)]:
        with pytest.raises(RankError, match="no derivative"):
            parsed(text).diff(symbol)
    assert str(parsed("f^2 A").diff(f)) == "2 f A"


def test_substitution_keeps_ranks() -> None:
    f, g = ph.symbols("f g")
    A, B = ph.symbols("A B", "vector")
    swapped = (f * A + g * B).subs({f: g, g: f, A: B, B: A}, simultaneous=True)
    assert str(swapped) == "g B + f A"
    assert str(ph.curl(A).subs(A, 0)) == "∇×𝟎"
    assert str((f * A).subs("f", 2)) == "2 A"
    with pytest.raises(RankError, match="A is a vector, f is a scalar"):
        (x * A).subs(A, f)


def test_python_works_with_vectors() -> None:
    A, B = ph.symbols("A B", "vector")
    assert str(sum([A, B])) == "A + B"
    assert (A - 0, A**1) == (A, A)
    assert str(0 - A) == "−A"
    assert abs(A) == ph.norm(A)
    assert ph.curl(A).free_symbols == {A}
    with pytest.raises(RankError):
        A + 1


@pytest.mark.parametrize(
    "text",
    ["∇·(f ∇g)", "f − (g − c)", "f − (−g)", "−(f + g)", "(f + g)^2", "f^(g^2)", "(f^g)^2", "f/(g/c)", "(f/g)/c",
     "f (g/c)", "−f^2", "(−f)^2", "h'(f)", "(A·∇)B", "(f, g, c)", "sqrt(f) + exp(f)^2", "2 A − B/3", "f ↔ g",
     "𝟎 + A", "I·T", "0.5 f", "⟲(3, f, f + Δf)", "A (f + g)", "Tᵀ", "(∇·A) f", "norm(A)^2", "□(f, c)"],
)  # fmt: skip
def test_without_unicode_it_is_printed_in_ascii_and_reads_back(text: str) -> None:
    expr = parsed(text)
    shown = sympy.pretty(expr, use_unicode=False)
    assert shown.isascii()
    assert parsed(shown) == expr
    assert sympy.pretty(expr, use_unicode=True) == str(expr)


def test_mathml_says_what_is_meant_and_how_it_looks() -> None:
    expr = parsed("∇·(f A)")
    meant = "<apply><divergence/><apply><times/><ci>f</ci><ci>A</ci></apply></apply>"
    assert sympy.mathml(expr) == meant
    assert "<mo>&#8711;&#183;</mo>" in sympy.mathml(expr, printer="presentation")
    for text in ("h'(f) A", "(A·∇)B", "Tᵀ", "(f, g, c)", "I", "□(f, c)", "norm(A)"):
        for printer in ("content", "presentation"):
            assert sympy.mathml(parsed(text), printer=printer)


def test_kinds_in_other_words() -> None:
    assert ph.symbols("q", "constant vector") == ph.symbols("q", "constant_vector")
    assert ph.symbols("q", "vector field") == ph.symbols("q", "vector")
    assert ph.symbols(["a", "b"]) == ph.symbols("a b")
    for word, meant in [("tensor2", "tensor"), ("const", "constant"), ("constvec", "constant_vector"),
                        ("func1", "function"), ("vecotr", "vector"), ("Vector", "vector")]:  # fmt: skip
        with pytest.raises(DeclarationError, match=f"did you mean '{meant}'"):
            ph.symbols("q", word)


def test_a_system_of_sympy_says_the_coordinates() -> None:
    A = ph.symbols("A", "vector")
    C = CoordSys3D("C", transformation="cylindrical")
    assert "A_rho(C.r, C.theta, C.z, t)" in str(ph.to_sympy(A, "vector", system=C))
    with pytest.raises(PhotonicError, match="is cylindrical, the coordinates asked for are spherical"):
        ph.to_sympy(A, "vector", "spherical", system=C)


def test_equations_and_numbers_go_there_and_back() -> None:
    heat = ph.to_sympy("∂t f = Δf", fields=FIELDS)
    assert isinstance(heat, sympy.Eq)
    left, right = ph.from_sympy(heat)
    assert ph.prove(left - right, "∂t f − Δf", fields=FIELDS).status == "proved"
    assert ph.to_sympy((parsed("f"), parsed("g"))) == sympy.Eq(parsed("f"), parsed("g"))
    assert ph.to_sympy(3) == 3


def test_algorithms_of_sympy_take_scalar_glyphs_for_symbols() -> None:
    f, g = ph.symbols("f g")
    A = ph.symbols("A", "vector")
    div = ph.div(A)
    assert sympy.solve(f * div - 1, f) == [1 / div]
    assert sympy.factor(f * div + g * div) == (f + g) * div
    assert sympy.integrate(f * div, (f, 0, 1)) == div / 2
    assert sympy.Poly(f * div + 1, f).coeffs() == [div, 1]
    assert div.diff(A) == sympy.Derivative(div, A)
    assert str((sympy.pi * A).evalf(5)) == "3.1416 A"
    for refused in (lambda: 2**A, lambda: f**A):
        with pytest.raises(RankError):
            refused()


def test_an_equation_of_sympy_is_a_claim_and_a_hypothesis() -> None:
    f = ph.symbols("f")
    assert ph.prove(sympy.Eq(ph.div(ph.grad(f)), ph.laplacian(f))).status == "proved"
    assert ph.prove(ph.div(ph.grad(f)), 0, given=[sympy.Eq(ph.laplacian(f), 0)]).status == "proved"


@pytest.mark.parametrize(
    ("claim", "kind", "status"),
    [
        ("cos(2 pi n) = 1", "integer constant", "proved"),
        ("cos(2 pi n) = 1", "constant", "refuted"),
        ("cos(pi n) = 1", "integer constant", "refuted"),
        ("floor(n) = n", "integer constant", "proved"),
        ("n = 5/2", "positive integer constant", "refuted"),
        ("Abs(n) = −n", "negative integer constant", "proved"),
    ],
)
def test_that_a_number_is_whole_reaches_the_verdict(claim: str, kind: str, status: str) -> None:
    verdict = ph.prove(claim, fields={"n": kind})
    assert verdict.status == status
    if status == "refuted" and "integer" in kind:
        assert sympy.sympify(verdict.counterexample.fields["n"]).is_integer


def test_a_text_is_never_run_in_the_place_of_an_expression() -> None:
    text, A = "__import__('os').getcwd()", ph.symbols("A", "vector")
    for refused in (
        lambda: ph.nabla(text), lambda: ph.symbols("h", "function")(text), lambda: A.subs(text, A),
        lambda: A.subs(A, text), lambda: ph.grad(text),
    ):  # fmt: skip
        with pytest.raises(PhotonicError, match="parse a text"):
            refused()
