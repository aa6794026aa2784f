"""SymPy both ways: what comes back is equal in components; subs, printing and pickling keep working."""

import pickle
from typing import Any

import pytest
import sympy
import sympy.vector as sv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import photonic as ph
from photonic import from_sympy, to_sympy
from photonic.errors import PhotonicError
from photonic.expressions.operand import Constant, ScalarField

FIELDS = {
    "f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "T": "tensor", "c": "constant", "k": "constant_vector",
    "h": "function",
}  # fmt: skip
EXPRESSIONS = {
    0: ["f", "f g + c", "Δf", "∇·A", "A·B", "f ∂t g", "det(T)", "h(f) g", "h'(f) Δg", "sin(f)^2/g", "k·∇f", "x f + t",
        "T : ∇A", "norm(A)", "□f"],
    1: ["A", "∇f", "∇×A", "f A + g k", "T·A", "∇·T", "(A·∇)B", "∂t A × B", "(x, y f, 0)", "r", "𝟎", "ΔA", "h(f) ∇g"],
    2: ["T", "∇A", "A ⊗ B", "sym(T) + f I", "∇∇f", "hat(A)", "𝟘", "I", "∇×T"],
}  # fmt: skip
CASES = [(rank, text) for rank, texts in EXPRESSIONS.items() for text in texts]
x, y, z, t, a = sympy.symbols("x y z t a")


def expanded(expr: Any) -> list[sympy.Expr]:
    value = ph.components(expr)
    return [sympy.expand(entry) for entry in (sympy.flatten(value) if isinstance(value, sympy.NDimArray) else [value])]


@pytest.mark.parametrize(("rank", "text"), CASES, ids=[text for _, text in CASES])
def test_every_form_comes_back_equal(rank: int, text: str) -> None:
    expr = ph.parse(text, FIELDS)
    for form in ("vector", "array", "matrix", *(["expr"] if rank == 0 else [])):
        there = to_sympy(expr, form)
        assert expanded(from_sympy(there)) == expanded(expr), form


@pytest.mark.parametrize(("rank", "text"), CASES, ids=[text for _, text in CASES])
def test_printing_subs_and_pickling(rank: int, text: str) -> None:
    del rank
    expr = ph.parse(text, FIELDS)
    names = {**vars(sympy), **vars(sympy.vector)}
    for subclass in (ph.Glyph, ScalarField.__mro__[1], type(ph.symbols("A", "vector")).__mro__[1]):
        names |= {cls.__name__: cls for cls in everything_below(subclass)}
    assert eval(sympy.srepr(expr), names) == expr
    assert pickle.loads(pickle.dumps(expr)) == expr
    assert sympy.latex(expr)
    assert sympy.pretty(expr)
    f, g = ph.symbols("f g")
    assert not expr.subs(f, g).has(f)
    for form in ("vector", "array", "matrix"):
        there = to_sympy(expr, form)
        assert pickle.loads(pickle.dumps(there)) == there
        assert sympy.latex(there)


def everything_below(cls: type) -> set[type]:
    return {cls, *(found for child in cls.__subclasses__() for found in everything_below(child))}


def test_forms_have_sympys_own_types() -> None:
    A, T = ph.symbols("A", "vector"), ph.symbols("T", "tensor")
    assert isinstance(to_sympy(ph.curl(A), "vector"), sv.Vector)
    assert isinstance(to_sympy(T, "vector"), sv.Dyadic)
    assert to_sympy(T, "array").shape == (3, 3)
    assert to_sympy(A, "array").rank() == 1
    assert to_sympy(A, "matrix").shape == (3, 1)
    assert to_sympy(ph.div(A), "matrix").shape == (1, 1)
    assert to_sympy("f", "array", fields=FIELDS).rank() == 0


def test_plain_arithmetic_keeps_its_symbols() -> None:
    f, c = ph.symbols("f"), ph.symbols("c", "constant")
    assert to_sympy(ph.parse("f f − c", FIELDS)) == f**2 - c
    assert sympy.solve(to_sympy(ph.parse("f f − c f", FIELDS)), f) == [0, c]
    assert from_sympy(f**2 - c) == f**2 - c


def test_vector_operators_of_sympy_agree_with_the_glyphs() -> None:
    """The oracle is sympy.vector's own differentiation."""
    system = sv.CoordSys3D("N")
    A = to_sympy("A", "vector", system=system, fields=FIELDS)
    f = to_sympy("f Δg", "vector", system=system, fields=FIELDS)
    assert sv.curl(A, doit=True) == to_sympy("∇×A", "vector", system=system, fields=FIELDS)
    assert sympy.expand(sv.divergence(A) - to_sympy("∇·A", "vector", system=system, fields=FIELDS)) == 0
    difference = sv.gradient(f).doit() - to_sympy("∇(f Δg)", "vector", system=system, fields=FIELDS)
    assert all(sympy.expand(entry) == 0 for entry in difference.to_matrix(system))


def test_what_sympy_left_unevaluated_becomes_its_glyph() -> None:
    system = sv.CoordSys3D("N")
    f = sympy.Function("f")(system.x, system.y, system.z)
    A = sum((sympy.Function(f"A_{q}")(system.x, system.y, system.z) * e for q, e in zip("xyz", system.base_vectors(), strict=True)), sv.Vector.zero)  # fmt: skip # noqa: E501
    read = {
        sv.Gradient(f): "∇f",
        sv.Curl(A): "∇×A",
        sv.Divergence(A): "∇·A",
        sv.Laplacian(f): "Δf",
        sv.Dot(A, sv.Curl(A)): "A·∇×A",
        sv.Curl(A) + 3 * sv.Gradient(f): "3 ∇f + ∇×A",
        sv.Del()(f): "∇f",
        sv.Gradient(sv.Divergence(A)): "∇∇·A",
    }
    for value, text in read.items():
        assert expanded(from_sympy(value)) == expanded(ph.parse(text, FIELDS))
    assert str(from_sympy(sv.Curl(A))) == "∇×A"


def test_matrices_without_components() -> None:
    M, b = sympy.MatrixSymbol("M", 3, 3), sympy.MatrixSymbol("b", 3, 1)
    kinds = {"M": "tensor", "b": "vector"}
    read = {
        M * b: "M·b", b.T * M: "b·M", b.T * M * b: "b·M·b", b * b.T: "b ⊗ b", M.T + 2 * M: "2 M + Mᵀ",
        sympy.trace(M) * b: "tr(M) b", sympy.det(M): "det(M)", M**3: "M·M·M", 2 * sympy.Identity(3): "2 I",
        M * sympy.ones(3, 1): "M·(1, 1, 1)",
    }  # fmt: skip
    for value, text in read.items():
        assert expanded(from_sympy(value, kinds)) == expanded(ph.parse(text, kinds)), text
    assert str(from_sympy(sympy.ZeroMatrix(3, 1))) == "𝟎"
    assert from_sympy(M).declaration.kind == "constant_tensor"


def test_functions_symbols_and_derivatives() -> None:
    u, h = sympy.Function("u")(x, t), sympy.Function("h")
    assert expanded(from_sympy(u.diff(t) - a * u.diff(x, 2))) == expanded(from_heat())
    assert expanded(from_sympy(h(u).diff(t))) == expanded(ph.parse("h'(u) ∂t u", {"u": "scalar", "h": "function"}))
    assert str(from_sympy(sympy.Subs(sympy.Derivative(h(a), a), a, u))) == "h'(u)"
    assert from_sympy(x**2).free_symbols == {ph.symbols("x", "coordinate")}
    left, right = from_sympy(sympy.Eq(u, x))
    assert (str(left), str(right)) == ("u", "x")
    assert ph.prove(*from_sympy(sympy.Eq(2 * u * u.diff(t), sympy.Derivative(u**2, t)))).status == "proved"


def from_heat() -> Any:
    u = ph.symbols("u")
    e = ph.parse("(1, 0, 0)", {})
    return ph.dt(u) - sympy.Symbol("a") * ph.dot(e, ph.grad(ph.dot(e, ph.grad(u))))


def test_assumptions_are_kept() -> None:
    positive = sympy.Symbol("p", positive=True)
    assert from_sympy(positive**2).free_symbols.pop().is_positive
    field = from_sympy(sympy.Function("q", positive=True)(x, y, z))
    assert isinstance(field, ScalarField)
    assert field.is_positive
    declared = from_sympy(sympy.Symbol("c", negative=True), {"c": "constant"})
    assert isinstance(declared, Constant)
    assert declared.is_negative


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.integers(-3, 3), st.sampled_from(["f", "g", "f g", "∂t f", "A·B", "c"])), min_size=1, max_size=4
    )
)
def test_sums_come_back(parts: list[tuple[int, str]]) -> None:
    expr = sum((n * ph.parse(text, FIELDS) for n, text in parts), sympy.Integer(0))
    assert expanded(from_sympy(to_sympy(expr))) == expanded(expr)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (sympy.Integral(sympy.Function("u")(x), x), r"doit\(\)"),
        (sympy.MatrixSymbol("M", 3, 3).inv(), "whole positive powers"),
        (sympy.MatrixSymbol("M", 4, 4), r"shape \(4, 4\)"),
        (sympy.Matrix([1, 2, 3, 4]), r"shape"),
        (sympy.Function("u")(x, a), "one argument"),
        (sympy.Derivative(sympy.Function("u")(x, y), sympy.Function("v")(x), evaluate=False), "not by v"),
        (sv.CoordSys3D("S", transformation="spherical").i, "one Cartesian system"),
        (sv.CoordSys3D("S", transformation="spherical").r, "no Cartesian coordinate"),
        (sympy.Array([[[1]]]), "no field"),
        (sympy.besselj(0, x), "besselj"),
        ("f(", "parse reads it"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_named(value: Any, message: str) -> None:
    with pytest.raises(PhotonicError, match=message):
        from_sympy(value)


def test_what_cannot_be_written_is_named() -> None:
    A = ph.symbols("A", "vector")
    for arguments, message in (
        ((A,), "a vector is no scalar"),
        ((A, "list"), "none of expr"),
        ((A, "vector", "cartesian", "N"), "give a sympy.vector.CoordSys3D"),
    ):
        with pytest.raises(PhotonicError, match=message):
            to_sympy(*arguments)
    with pytest.raises(PhotonicError, match="three dimensions"):
        to_sympy(A, "vector", dimension=2)


def test_a_list_of_equations_is_a_system() -> None:
    x, t = sympy.symbols("x t")
    h, v = (sympy.Function(name)(x, t) for name in "hv")
    read = ph.from_sympy([sympy.Eq(h.diff(t), -v.diff(x)), sympy.Eq(v.diff(t), -h.diff(x))])
    assert [tuple(map(str, pair)) for pair in read] == [("∂t h", "-∂x v"), ("∂t v", "-∂x h")]
    assert ph.intents(read, dimension=1).type == "hyperbolic"
    with pytest.raises(ph.PhotonicError, match=r"stands among equations and is none: write Eq\(v\(x, t\), 0\)"):
        ph.from_sympy([sympy.Eq(h, v), v])


def test_a_comma_behind_one_name_makes_a_tuple() -> None:
    (u,) = ph.symbols("u,")
    assert u == ph.symbols("u")
