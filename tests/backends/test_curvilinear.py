"""Curvilinear components against formulas from the book, SymPy's own operators, and Cartesian components turned."""

import numpy as np
import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import Rational, cos, sin
from sympy.vector import CoordSys3D, curl, divergence, gradient

from backends.components.coordinates import Coordinates, named_coordinates
from backends.components.curvilinear import FrameCalculus
from photonic.componentwise import components
from photonic.errors import PhotonicError

FIELDS = {"f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "T": "tensor", "k": "constant_vector"}
SYSTEMS = {name: named_coordinates(name).symbols for name in ("spherical", "cylindrical")}
t = sympy.Symbol("t", real=True)


def field(name: str, system: str) -> sympy.Expr:
    return sympy.Function(name, real=True)(*SYSTEMS[system], t)


def same(left: object, right: object) -> bool:
    return all(sympy.simplify(a - b) == 0 for a, b in zip(sympy.flatten(left), sympy.flatten(right), strict=True))


def test_scale_factors_follow_from_the_position() -> None:
    r, theta, _ = SYSTEMS["spherical"]
    assert named_coordinates("spherical").scale_factors == (1, r, r * sin(theta))
    assert named_coordinates("cylindrical").scale_factors == (1, SYSTEMS["cylindrical"][0], 1)
    assert named_coordinates("cylindrical", 2).dimension == 2


def test_laplacian_in_spherical_coordinates() -> None:
    r, theta, phi = SYSTEMS["spherical"]
    f = field("f", "spherical")
    by_hand = (
        (r**2 * f.diff(r)).diff(r) / r**2
        + (sin(theta) * f.diff(theta)).diff(theta) / (r**2 * sin(theta))
        + f.diff(phi, 2) / (r**2 * sin(theta) ** 2)
    )
    assert same([components("Δf", "spherical", FIELDS)], [by_hand])


def test_curl_in_cylindrical_coordinates() -> None:
    rho, phi, z = SYSTEMS["cylindrical"]
    a, b, c = (field(f"A_{q}", "cylindrical") for q in ("rho", "phi", "z"))
    by_hand = [c.diff(phi) / rho - b.diff(z), a.diff(z) - c.diff(rho), ((rho * b).diff(rho) - a.diff(phi)) / rho]
    assert same(components("∇×A", "cylindrical", FIELDS), by_hand)


def test_gradient_of_a_vector_in_cylindrical_coordinates() -> None:
    """(∇A)ᵢⱼ with the derivative's index first."""
    rho, phi, z = SYSTEMS["cylindrical"]
    a, b, c = (field(f"A_{q}", "cylindrical") for q in ("rho", "phi", "z"))
    by_hand = [
        [a.diff(rho), b.diff(rho), c.diff(rho)],
        [(a.diff(phi) - b) / rho, (b.diff(phi) + a) / rho, c.diff(phi) / rho],
        [a.diff(z), b.diff(z), c.diff(z)],
    ]
    assert same(components("∇A", "cylindrical", FIELDS), by_hand)


def test_divergence_of_a_tensor_in_spherical_coordinates() -> None:
    """(∇·T)ⱼ = ∂ᵢTᵢⱼ; the r component of a symmetric tensor as in textbooks of elasticity."""
    r, theta, phi = SYSTEMS["spherical"]
    letters = ("r", "theta", "phi")
    T = [[field(f"T_{i}_{j}", "spherical") for j in letters] for i in letters]
    along_r = (
        T[0][0].diff(r)
        + T[1][0].diff(theta) / r
        + T[2][0].diff(phi) / (r * sin(theta))
        + (2 * T[0][0] - T[1][1] - T[2][2] + T[1][0] / sympy.tan(theta)) / r
    )
    assert same([components("∇·T", "spherical", FIELDS)[0]], [along_r])


def test_vector_laplacian_along_the_axis_angle() -> None:
    rho, phi, z = SYSTEMS["cylindrical"]
    a, b = field("A_rho", "cylindrical"), field("A_phi", "cylindrical")
    scalar = (rho * b.diff(rho)).diff(rho) / rho + b.diff(phi, 2) / rho**2 + b.diff(z, 2)
    assert same([components("ΔA", "cylindrical", FIELDS)[1]], [scalar + 2 * a.diff(phi) / rho**2 - b / rho**2])


@pytest.mark.parametrize("name", ["spherical", "cylindrical"])
def test_first_order_operators_agree_with_sympy_vector(name: str) -> None:
    system = CoordSys3D("N", transformation=name)
    q = SYSTEMS[name]
    f = q[0] ** 2 * cos(q[1]) + q[2] * q[0]
    A = (q[0] * q[1], sin(q[2]) * q[0] ** 2, cos(q[1]) * q[2])
    there = dict(zip(q, system.base_scalars(), strict=True))
    vector = sum((a.subs(there) * e for a, e in zip(A, system.base_vectors(), strict=True)), sympy.vector.Vector.zero)
    gradient_there = gradient(f.subs(there), system).to_matrix(system)
    assert same([e.subs(there) for e in components("∇f", name, FIELDS, {"f": f})], list(gradient_there))
    divergence_here = components("∇·A", name, FIELDS, {"A": A}).subs(there)
    assert same([divergence_here], [divergence(vector, system)])
    curl_here = [entry.subs(there) for entry in components("∇×A", name, FIELDS, {"A": A})]
    assert same(curl_here, list(curl(vector, system).to_matrix(system)))


OPERATORS = (
    "∇f", "Δf", "∇·A", "∇×A", "ΔA", "∇A", "(A·∇)B", "∇·T", "∇×T", "∇(A·B)", "∇×(A × B)", "T·A + f k", "∇∇f",
    "tr(∇A) + det(T)", "∂t A + f r", "x A + ∇(y f)", "(f, g, x)·A", "∇·(f, y g, 2)", "hat(A)·B + axial(T)",
    "sym(T) : ∇A",
)  # fmt: skip
POINT = {"r": Rational(7, 5), "rho": Rational(3, 2), "theta": Rational(4, 5), "phi": Rational(1, 3), "z": 2, "t": 1}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(OPERATORS), st.sampled_from(["spherical", "cylindrical"]), st.integers(0, 5))
def test_any_expression_turned_from_cartesian_components(text: str, name: str, seed: int) -> None:
    """A tensor is one thing: Cartesian polynomials, written in the frame, give the turned Cartesian answer."""
    coordinates = named_coordinates(name)
    x, y, z = sympy.symbols("x y z", real=True)
    place = dict(zip((x, y, z), coordinates.position, strict=True))
    monomials = [x, x * y, z**2 * t, y * z]
    random = np.random.default_rng(seed)

    def polynomial() -> sympy.Expr:
        return sum((int(random.integers(-1, 2)) * m for m in monomials), sympy.Integer(1))

    flat = {n: np.array([polynomial() for _ in range(3**k)], object).reshape((3,) * k) for n, k in RANKS.items()}
    used = {n: value for n, value in flat.items() if n in text}
    constant = {"k": (2, -1, 3)} if "k" in text else {}
    cartesian = components(text, "cartesian", FIELDS, {**used, **constant})
    framed = {n: turned(v, coordinates, place) for n, v in used.items()}
    here = components(text, name, FIELDS, {**framed, **constant})
    at = {symbol: POINT[symbol.name] for symbol in (*coordinates.symbols, t)}
    expected = turned(np.array(cartesian, object), coordinates, place)
    left, right = np.array(here, object), expected
    assert left.shape == right.shape
    for a, b in zip(left.flat, right.flat, strict=True):
        assert abs(sympy.N(sympy.sympify(a).subs(at) - sympy.sympify(b).subs(at), 20)) < 1e-12


RANKS = {"f": 0, "g": 0, "A": 1, "B": 1, "T": 2}


def turned(value: np.ndarray, coordinates: Coordinates, place: dict[sympy.Symbol, sympy.Expr]) -> np.ndarray:
    """Cartesian components at the place, taken along the frame vectors: a plain loop over all indices."""
    vectors = [list(vector) for vector in coordinates.frame]
    result = np.empty(value.shape, object)
    for index in np.ndindex(value.shape):
        total = sympy.Integer(0)
        for inner in np.ndindex(value.shape):
            factor = sympy.Integer(1)
            for i, a in zip(index, inner, strict=True):
                factor *= vectors[i][a]
            total += factor * sympy.sympify(value[inner]).subs(place)
        result[index] = total
    return result


def test_coordinates_of_ones_own() -> None:
    u, v = sympy.symbols("u v", positive=True)
    parabolic = Coordinates((u, v), lambda a, b: ((a**2 - b**2) / 2, a * b))
    f = sympy.Function("f", real=True)(u, v, t)
    expected = (f.diff(u, 2) + f.diff(v, 2)) / (u**2 + v**2)
    assert same([components("Δf", parabolic, FIELDS, dimension=2)], [expected])


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (lambda u, v: (u, u + v), "not orthogonal"),
        (lambda u, v: (v, u), "right-handed"),
        (lambda u, v: (u, 0 * v), "does not move"),
        (lambda u, v: (u, v, u), "3 components"),
    ],
)
def test_what_is_no_coordinate_system_is_refused(place: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Coordinates(sympy.symbols("u v", real=True), place)


def test_mistakes_are_named() -> None:
    for options, message in (
        ({"coordinates": "elliptic"}, "none of cartesian"),
        ({"coordinates": "spherical", "dimension": 2}, "need 3 dimensions"),
        ({"values": {"A": (1, 2)}}, r"shape \(2,\)"),
        ({"values": {"q": 1}}, "does not contain"),
    ):
        with pytest.raises(PhotonicError, match=message):
            components("∇·A", fields=FIELDS, **options)
    with pytest.raises(PhotonicError, match="name of a coordinate"):
        components("phi f", "spherical", {"phi": "constant", "f": "scalar"})
    calculus = FrameCalculus(named_coordinates("cylindrical"))
    with pytest.raises(ValueError, match="axis 'w' is none of"):
        calculus.partial(calculus.field("f", "scalar"), "w")
