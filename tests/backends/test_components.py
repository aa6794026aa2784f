"""Components in SymPy: hand-worked values, exact decisions and concrete counterexamples."""

import pickle
from fractions import Fraction

import pytest
import sympy
from sympy import Rational, cos, cosh, exp, gamma, log, sin, sinh, sqrt, symbols, tan, tanh

from backends.components.cartesian import ComponentCalculus, components
from backends.components.concrete import evaluate_at, evaluate_concrete
from backends.components.unknown import UnknownDerivative
from backends.components.zero import decide_zero
from backends.program import Program, Tracer

x, y, z, t = symbols("x y z t", real=True)


def curl(c, A):
    return c.einsum("ijk,jk->i", c.epsilon(), c.gradient(A))


def test_curl_of_a_rotation_is_twice_its_axis() -> None:
    assert curl(ComponentCalculus(3), components([-y, x, 0])).tolist() == [0, 0, 2]


def test_each_primitive_on_hand_worked_values() -> None:
    c = ComponentCalculus(2)
    f = components(x**2 * y + t)
    assert c.gradient(f).tolist() == [2 * x * y, x**2]
    assert c.laplacian(f).item() == 2 * y
    assert c.partial(f, "t").item() == 1
    assert c.gradient(components([y, x * y])).tolist() == [[0, y], [1, x]]  # (∇A)ᵢⱼ = ∂ᵢAⱼ
    assert c.einsum("ij,j->i", components([[1, 2], [3, 4]]), components([x, y])).tolist() == [x + 2 * y, 3 * x + 4 * y]
    assert c.divide(components([x, y]), components(2)).tolist() == [x / 2, y / 2]
    assert c.power(components(x), c.number(Fraction(-1, 2))).item() == 1 / sqrt(x)
    assert c.elementary("tanh", components(x)).item() == tanh(x)
    assert c.elementary("sqrt", components(x)).item() == sqrt(x)
    assert c.elementary("made_up", components(x)).item() == sympy.Function("made_up")(x)
    assert c.negate(c.delta()).tolist() == [[-1, 0], [0, -1]]


def test_fields_are_named_by_their_components() -> None:
    c = ComponentCalculus(2)
    assert [entry.func.__name__ for entry in c.field("A", "vector")] == ["A_x", "A_y"]
    assert [entry.func.__name__ for entry in c.field("T", "tensor").flat] == ["T_xx", "T_xy", "T_yx", "T_yy"]
    assert c.field("A", "vector")[0].args == (x, y, t)
    assert str(c.field("k", "constant_vector").tolist()) == "[k_x, k_y]"
    assert c.field("r", "position").tolist() == [x, y]
    assert c.field("s", "time").item() == t
    for kind in ("spinor", "constant_scalar_field", "big_vector"):
        with pytest.raises(ValueError, match="unknown kind"):
            c.field("A", kind)


def test_unknown_functions_follow_the_chain_rule() -> None:
    c = ComponentCalculus(2)
    f = c.field("f", "scalar")
    left = c.laplacian(c.unknown("h", 0, f))
    gradient = c.gradient(f)
    first = c.multiply(c.unknown("h", 1, f), c.laplacian(f))
    second = c.multiply(c.unknown("h", 2, f), c.einsum("i,i->", gradient, gradient))
    assert sympy.expand(c.subtract(left, c.add(first, second)).item()) == 0
    value = c.unknown("h", 2, components(x))
    assert str(value.item()) == "h''(x)"
    assert pickle.loads(pickle.dumps(value.item())) == value.item()


def test_concrete_functions_replace_unknown_ones() -> None:
    s = sympy.Symbol("s")
    c = ComponentCalculus(1, functions={"h": sympy.Lambda(s, s**3)})
    assert c.unknown("h", 2, components(x**2)).item() == 6 * x**2


f, g = (sympy.Function(name, real=True)(x, y, z, t) for name in "fg")


@pytest.mark.parametrize(
    "expression",
    [
        (f + g) ** 2 - f**2 - 2 * f * g - g**2,
        1 / f + 1 / g - (f + g) / (f * g),
        sin(f) ** 2 + cos(f) ** 2 - 1,
        sin(2 * f) - 2 * sin(f) * cos(f),
        sin(x + y) - sin(x) * cos(y) - cos(x) * sin(y),
        tan(f) * cos(f) - sin(f),
        cosh(f) ** 2 - sinh(f) ** 2 - 1,
        tanh(f) - (exp(2 * f) - 1) / (exp(2 * f) + 1),
        exp(x + y) - exp(x) * exp(y),
        (x**2 + y**2) ** Rational(3, 2) - (x**2 + y**2) * sqrt(x**2 + y**2),
        sqrt(f) * sqrt(f) - f,
        f.diff(x).diff(y) - f.diff(y).diff(x),
        UnknownDerivative(symbols("h"), 1, (f + 1) ** 2) - UnknownDerivative(symbols("h"), 1, f**2 + 2 * f + 1),
    ],
)
def test_true_equalities_are_decided(expression: sympy.Expr) -> None:
    assert decide_zero(expression) is True


@pytest.mark.parametrize(
    "expression",
    [
        f**2 - f,
        f.diff(x) - f.diff(y),
        1 / f + 1 / g - (f - g) / (f * g),
        sin(f) - f,
        sqrt(x**2) - x,
        exp(f) - 1 - f,
        UnknownDerivative(symbols("h"), 0, f) - UnknownDerivative(symbols("h"), 1, f),
        UnknownDerivative(symbols("h"), 0, f) - UnknownDerivative(symbols("h"), 0, f**2),
        log(x**2 + 1) - log(x**2 + 2),
        sympy.pi - Rational(355, 113),
    ],
)
def test_false_equalities_are_decided(expression: sympy.Expr) -> None:
    assert decide_zero(expression) is False


@pytest.mark.parametrize(
    "expression",
    [
        gamma(x + 1) - x * gamma(x),
        sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2),
        log(x * y) - log(x) - log(y),
        sympy.Function("undefined")(f) - f,
    ],
)
def test_what_is_not_settled_is_not_guessed(expression: sympy.Expr) -> None:
    assert decide_zero(expression) is None


def test_one_false_component_decides_and_one_open_component_leaves_open() -> None:
    still_open = gamma(x + 1) - x * gamma(x)
    assert decide_zero(components([0, still_open, f])) is False
    assert decide_zero(components([0, still_open, 0])) is None
    assert decide_zero(components([0, f - f, 0])) is True


def traced(dimension: int = 3) -> Program:
    tracer = Tracer(dimension)
    A, k = tracer.input("A", "vector", 1), tracer.input("k", "constant", 0)
    return tracer.program(
        tracer.multiply(k, curl(tracer, A)), tracer.einsum("i,i->", A, tracer.input("r", "position", 1))
    )


def test_a_counterexample_comes_down_to_numbers() -> None:
    plain_x, plain_y = symbols("x y")
    fields = {"A": [-plain_y, plain_x, 0], "k": Rational(3, 2)}
    swirl, along = evaluate_concrete(traced(), fields)
    assert swirl.tolist() == [0, 0, 3]
    assert along.item() == 0
    swirl, along = evaluate_at(traced(), {"A": [y**2, 0, z], "k": 2}, (1, Rational(1, 2), 3, 0))
    assert swirl.tolist() == [0, 0, -2]
    assert along.item() == Rational(37, 4)


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="field 'k' is missing"):
        evaluate_concrete(traced(), {"A": [0, 0, 0]})
    with pytest.raises(ValueError, match=r"field 'A' has shape \(2,\): a vector here has shape \(3,\)"):
        evaluate_concrete(traced(), {"A": [0, 0], "k": 1})
    with pytest.raises(ValueError, match=r"point .* has 2 entries: 4 are needed"):
        evaluate_at(traced(), {"A": [0, 0, 0], "k": 1}, (0, 0))
    with pytest.raises(ValueError, match="axis 'z' is none of x, y, t"):
        ComponentCalculus(2).partial(components(x), "z")
    with pytest.raises(ValueError, match="must be 2 symbols"):
        ComponentCalculus(1, axes=[x])
