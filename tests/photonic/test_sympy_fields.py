"""What comes back from SymPy is the same field: components know their vector, in one, two and three dimensions."""

from typing import Any

import pytest
import sympy
from sympy.vector import CoordSys3D

import photonic as ph
from photonic import from_sympy, to_sympy
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE

OPERANDS = ({0: "f", 1: "A", 2: "T"}, {0: "g", 1: "B", 2: "S"}, {0: "c"})
FIELDS = {"f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "S": "tensor", "T": "tensor", "c": "constant"}
PROGRAMS = {"iterate", "superposition"}
CASES = [
    pytest.param(glyph, ranks, dimension, id=f"{name}{ranks}{dimension}")
    for name, glyph in CATALOGUE.items()
    if name not in PROGRAMS and glyph.__module__.startswith("photonic.")
    for ranks in glyph.signatures
    for dimension in glyph.dimensions
]
x, y, z, t = sympy.symbols("x y z t")


def zero(difference: Any) -> bool:
    return all(sympy.expand(entry) == 0 for entry in sympy.flatten(difference))


@pytest.mark.parametrize(("glyph", "ranks", "dimension"), CASES)
def test_every_glyph_comes_back_as_the_same_field(glyph: Any, ranks: tuple[int, ...], dimension: int) -> None:
    names = [names[rank] for names, rank in zip(OPERANDS, ranks, strict=False)]
    expr = glyph(*(ph.parse(name, FIELDS) for name in names))
    there = to_sympy(expr, "array", dimension=dimension)
    # what a scalar alone shows of a vector in one dimension, or a constant, is its name; so it is declared
    back = from_sympy(there, FIELDS)
    assert zero(to_sympy(back, "array", dimension=dimension) - there)


@pytest.mark.parametrize("text", ["∇·A", "A × B", "det(T)", "tr(T)", "axial(T)", "(A·∇)B", "T·A", "sym(T)", "A·k"])
def test_what_comes_back_is_proved_equal(text: str) -> None:
    fields = {**FIELDS, "k": "constant_vector"}
    expr = ph.parse(text, fields)
    back = from_sympy(to_sympy(expr, "array"))
    assert ph.prove(back, expr, fields=fields).status == "proved"


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("∇·A", "∇·A"), ("∇×(f A)", "f ∇×A − A × ∇f"), ("∇·(f ∇g)", "f*Δg + ∇g·∇f"), ("A × B", "A × B"),
        ("c ∇∇·A + 2 ΔA", "2 ΔA + c ∇∇·A"), ("sym(∇A)", "sym(∇A)"), ("A ⊗ B + f I", "A ⊗ B + f I"),
        ("(A·∇)B − ∂t A", "(A·∇)B − ∂t A"), ("∇(A·B)", "∇B·A + ∇A·B"), ("□f", "-Δf + ∂t ∂t f"), ("r", "r"),
        ("∂x f", "∂x f"), ("A/3", "A/3"), ("(∇·A) I", "(∇·A) I"),
        ("T − (tr(T)/3) I", "T − tr(T) I/3"), ("h(A·A)", "h(A·A)"), ("norm(A)", "sqrt(A·A)"),
        ("cos(k·r)", "cos(k·r)"), ("det(T)", "det(T)"), ("sin(f) ∇·A", "sin(f)*∇·A"),
    ],
)  # fmt: skip
def test_products_and_derivatives_of_fields_are_recognised(text: str, back: str) -> None:
    fields = {**FIELDS, "k": "constant_vector", "h": "function"}
    expr = ph.parse(text, fields)
    found = from_sympy(to_sympy(expr, "array"))
    assert {*str(found).split(" + ")} == {*back.split(" + ")}
    assert ph.prove(found, expr, fields=fields).status == "proved"


def test_what_its_fields_do_not_make_up_stays_in_axes() -> None:
    A = [sympy.Function(f"A_{axis}")(x, y, z, t) for axis in "xyz"]
    assert str(from_sympy(A[0].diff(x) + 2 * A[1].diff(y))) == "∂x(A·∇x) + 2*∂y(A·∇y)"
    M = sympy.MatrixSymbol("M", 3, 3)
    assert str(from_sympy(M[0, 1] + M[0, 2])) == "∇x·M·∇y + ∇x·M·∇z"


def test_components_are_those_of_a_declared_field() -> None:
    part = sympy.Function("A_x")(x, y, z, t)
    assert str(from_sympy(part, {"A": "vector"})) == "A·∇x"
    assert str(from_sympy(part)) == "A_x"
    assert str(from_sympy(part, {"A_x": "scalar", "A": "vector"})) == "A_x"
    assert str(from_sympy(sympy.Function("T_xy")(x, y), {"T": "tensor"})) == "∇x·T·∇y"


def test_a_scalar_that_is_declared_as_a_vector_is_refused() -> None:
    for value in (sympy.Function("A")(x, y), sympy.Symbol("A")):
        with pytest.raises(PhotonicError, match="declared as vector: its components are A_x"):
            from_sympy(value, {"A": "vector"})


def test_names_that_would_be_mixed_up_are_refused() -> None:
    f, N = sympy.Function("f"), CoordSys3D("N")
    turned = N.orient_new_axis("P", sympy.Symbol("a"), N.k)
    for value, message in [
        (f(x, y) + f(y, x), "same arguments everywhere"),
        (f(x, x), "once among its arguments"),
        (sympy.Dummy("q") - sympy.Dummy("q"), "two different symbols"),
        (sympy.Symbol("k", positive=True) + sympy.Symbol("k"), "two different symbols"),
        (sympy.Symbol("k", imaginary=True), "not a real number"),
        (sympy.Symbol("k", commutative=False), "not a real number"),
        (N.x + turned.x, "systems N and P"),
        (sympy.Symbol("q'"), "not a name"),
        (sympy.Function("div")(x), "word of the language"),
        (sympy.Function("x")(t), "rename it"),
        (sympy.oo, "no finite number"),
        (sympy.EulerGamma * f(x), "pi and E"),
        (sympy.Piecewise((f(x), x > 0), (0, True)), "one expression everywhere"),
        (f(x) < 1, "only an equation"),
        (sympy.true, "SymPy has decided"),
        (sympy.IndexedBase("q")[0], "cannot be read"),
        ("f + g", "parse reads it"),
    ]:
        with pytest.raises(PhotonicError, match=message):
            from_sympy(value)


def test_one_argument_in_several_coordinates_is_an_unknown_function() -> None:
    h, g = sympy.Function("h"), sympy.Function("g")(x, t)
    assert ph.prove(from_sympy(h(x) + h(t)), from_sympy(2 * h(x))).status == "refuted"
    wave = h(x - t)
    assert ph.prove(from_sympy(wave.diff(t, 2) - wave.diff(x, 2)), 0).status == "proved"
    assert str(from_sympy(sympy.Derivative(g, y, evaluate=False))) == "0"
    a = sympy.Symbol("a")
    assert from_sympy(sympy.Derivative(a**2 * g, a, evaluate=False)) == from_sympy(2 * a * g)


def test_arrays_are_recognised() -> None:
    f = sympy.Function("f")(x, y, z)
    A = [sympy.Function(f"A_{axis}")(x, y, z) for axis in "xyz"]
    assert str(from_sympy(sympy.hessian(f, (x, y, z)))) == "∇∇f"
    assert str(from_sympy(sympy.Matrix(A).jacobian([x, y, z]))) == "(∇A)ᵀ"
    assert str(from_sympy(f * sympy.eye(3))) == "f I"
    assert str(from_sympy([f, 2, f])) == "(f, 2, f)"
    assert str(from_sympy(sympy.Matrix([f.diff(x), f.diff(y)]))) == "∇f"
    assert str(from_sympy(sympy.Array([f]))) == "f ∇x"
    M, v = sympy.MatrixSymbol("M", 2, 2), sympy.MatrixSymbol("v", 2, 1)
    assert str(from_sympy(M * v)) == "M·v"
    assert str(from_sympy(M[0, 1])) == "∇x·M·∇y"
    assert str(from_sympy(v[1, 0])) == "v·∇y"


def test_a_radius_may_be_called_r() -> None:
    r, f = sympy.Symbol("r"), sympy.Function("f")(x)
    assert str(from_sympy(r * f)) == "f*r"
    assert ph.prove("∇(r x) = r ∇x + x ∇r", fields={"r": "scalar"}).status == "proved"
    assert ph.prove("∇·(r p) = 3 r + p·∇r", fields={"r": "scalar", "p": "position"}).status == "proved"


@pytest.mark.parametrize("read", [to_sympy, ph.components])
def test_a_superposition_is_one_value_only_if_its_forms_are_equal(read: Any) -> None:
    fields = {"f": "scalar", "g": "scalar"}
    with pytest.raises(PhotonicError, match="no superposition"):
        read("f ⊕ g", fields=fields)
    assert read("Δf ⊕ ∇·∇f", fields=fields) == read("Δf", fields=fields)
