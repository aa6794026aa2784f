"""The symbol calculus against numbers: plane waves, eigenvalues, concrete fields, and grids stepped in time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.components.concrete import evaluate_concrete
from backends.program import Tracer, evaluate
from backends.symbols.characteristic import characteristic, edges, independent_rows
from backends.symbols.fluxes import as_divergence
from backends.symbols.forms import definite_sign, inertia
from backends.symbols.jets import JetCalculus, unknown_values
from backends.symbols.linearised import GROWTH, WAVES, linearise
from backends.symbols.signs import Signs, branches, certain_sign
from backends.symbols.stable_step import LIMITS, SPACING, fastest, largest_difference

NOTHING: frozenset[sympy.Symbol] = frozenset()


def jets_of(tracer: Tracer, *outputs: int) -> tuple[JetCalculus, list[sympy.Expr]]:
    program = tracer.program(*outputs)
    calculus = JetCalculus(program.dimension)
    inputs = {item.name: calculus.field(item.name, item.kind) for item in program.inputs}
    return calculus, [sympy.expand(e) for value in evaluate(program, calculus, inputs) for e in value.flat]


@given(st.lists(st.tuples(st.sampled_from("xyzt"), st.integers(1, 3), st.integers(-3, 3)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=25)
def test_the_symbol_is_what_a_plane_wave_becomes(terms: list[tuple[str, int, int]]) -> None:
    """Σ c ∂ⁿu on u = exp(s t + ξ·r), by SymPy's own derivatives, is the symbol times u."""
    tracer = Tracer(3)
    u = tracer.input("u", "scalar", 0)
    total = tracer.number(Fraction(0))
    for axis, order, factor in terms:
        total = tracer.add(total, tracer.multiply(tracer.number(Fraction(factor)), tracer.partial(u, axis, order)))
    calculus, rows = jets_of(tracer, total)
    x, y, z, t = sympy.symbols("x y z t", real=True)
    wave = sympy.exp(GROWTH * t + WAVES[0] * x + WAVES[1] * y + WAVES[2] * z)
    (value,) = evaluate_concrete(tracer.program(total), {"u": wave})
    expected = sympy.expand(sympy.simplify(value.item() / wave))
    unknowns = unknown_values(calculus, rows, ["u"])
    system = linearise(calculus, rows, unknowns)
    symbol = system.entry(system.rows[0], 0, False) if system.rows and unknowns else sympy.S.Zero
    assert sympy.expand(symbol - expected) == 0


@given(st.integers(1, 4), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_inertia_counts_the_signs_of_eigenvalues(size: int, random: object) -> None:
    rows = [[random.randint(-2, 2) for _ in range(size)] for _ in range(size)]  # type: ignore[attr-defined]
    matrix = sympy.Matrix(rows) + sympy.Matrix(rows).T
    found = inertia(matrix, Signs({}, NOTHING))
    values = np.linalg.eigvalsh(np.array(matrix.tolist(), dtype=float))
    counted = (int((values > 1e-9).sum()), int((values < -1e-9).sum()), int((abs(values) <= 1e-9).sum()))
    assert (found.positive, found.negative, found.zero) == counted


@pytest.mark.parametrize(
    ("form", "sign", "vanishes"),
    [
        ("x**2 + y**2", 1, False),
        ("-(x**2 + y**2)**2", -1, False),
        ("(x + y)**2", 1, True),
        ("x**2 - y**2", None, True),
        ("x**4 + y**4", 1, False),
        ("x**2*y**2", 1, True),
    ],
)
def test_definite_forms(form: str, sign: int | None, vanishes: bool) -> None:
    polynomial = sympy.Poly(sympy.sympify(form), *sympy.symbols("x y"))
    assert definite_sign(polynomial, Signs({}, NOTHING)) == (sign, vanishes)


def test_signs_are_asked_only_where_they_matter() -> None:
    a, b = sympy.symbols("a b", real=True)
    assert certain_sign(1 + a**2 * b**2) == 1
    assert certain_sign(a * b) is None
    found = branches(lambda signs: signs.of(a) * signs.of(a * b), frozenset({b}))
    assert {branch.answer: branch.signs for branch in found} == {1: ((b, 1),), -1: ((b, -1),)}
    assert [branch.answer for branch in found if branch.is_usual] == [1]


def test_the_edges_hold_the_growth_of_the_roots() -> None:
    """At large ξ every root of the polynomial is near one of an edge of its size."""
    s, k = sympy.symbols("s k")
    polynomial = sympy.Poly(s**3 + s**2 * (k**2 + k) + s * (k**3 + 5) + 7 * k**2, s, k)
    found = edges(polynomial)
    assert [edge.slope for edge in found] == [2, 1, -1]
    large = 10.0**4
    roots = sorted(
        np.abs(np.roots([complex(c.subs(k, large)) for c in sympy.Poly(polynomial.as_expr(), s).all_coeffs()]))
    )
    for edge, root in zip(reversed(found), roots, strict=True):
        near = np.roots(
            [complex(sympy.sympify(c).subs(k, large)) for c in sympy.Poly(edge.polynomial.as_expr(), s).all_coeffs()]
        )
        assert abs(abs(near[0]) / root - 1) < 1e-2


def test_more_equations_than_unknowns() -> None:
    """∇×F and ∇·F: four equations, three unknowns; PᵀP is |ξ|² times the identity."""
    tracer = Tracer(3)
    field = tracer.input("F", "vector", 1)
    gradient = tracer.stack([tracer.partial(field, axis) for axis in "xyz"])
    curl = tracer.einsum("ijk,jk->i", tracer.epsilon(), gradient)
    calculus, rows = jets_of(tracer, curl, tracer.einsum("ii->", gradient))
    system = linearise(calculus, rows, unknown_values(calculus, rows, ["F"]))
    shape = independent_rows(system)
    assert (shape.rank, shape.unknowns, shape.is_overdetermined) == (3, 3, True)
    square = sum(wave**2 for wave in WAVES)
    assert sympy.expand(characteristic(system, shape).as_expr() - square**3) == 0


def test_a_divergence_is_one_on_concrete_fields() -> None:
    """(u²/2)ₓ − ν uₓᵧᵧ + κₓuₓ + κ uₓₓ + uₜ, u undifferentiated as source: by SymPy's derivatives of u and κ."""
    x, y, t = sympy.symbols("x y t", real=True)
    calculus = JetCalculus(2)
    u, kappa = (calculus.field(name, "scalar").item() for name in ("u", "kappa"))
    total = calculus.total
    expression = sympy.expand(
        u * total(u, 0) - 3 * total(total(total(u, 0), 1), 1) + total(kappa * total(u, 0), 0) + total(u, 2) + u**2
    )
    found = as_divergence(calculus, expression)
    assert found is not None
    assert found.source == -(u**2)
    fields = {"u": sympy.sin(x + 2 * y) * sympy.exp(t), "kappa": x**2 * y + t}

    def concrete(e: sympy.Expr) -> sympy.Expr:
        values = {}
        for symbol in e.free_symbols & calculus.jets.keys():
            jet = calculus.jets[symbol]
            value = sympy.sympify(fields[jet.field])
            for axis, order in zip((x, y, t), jet.orders, strict=True):
                value = sympy.diff(value, axis, order)
            values[symbol] = value
        return e.xreplace(values)

    rebuilt = sympy.diff(concrete(found.density), t) - concrete(found.source)
    rebuilt += sum(sympy.diff(concrete(part), axis) for part, axis in zip(found.flux, (x, y), strict=True))
    assert sympy.simplify(rebuilt - concrete(expression)) == 0


@pytest.mark.parametrize("order", range(1, 7))
def test_the_largest_difference_is_the_largest_on_a_fine_set_of_angles(order: int) -> None:
    angles = np.linspace(0, 2 * np.pi, 20001)
    half, odd = divmod(order, 2)
    size = (2 - 2 * np.cos(angles)) ** half * np.sin(angles) ** odd
    assert float(largest_difference(order)) == pytest.approx(np.abs(size).max(), rel=1e-6)


def periodic(order: int, points: int, spacing: float) -> np.ndarray:
    """The matrix of the central difference of an order on a periodic grid."""
    eye = np.eye(points)
    first = (np.roll(eye, 1, axis=1) - np.roll(eye, -1, axis=1)) / (2 * spacing)
    second = (np.roll(eye, 1, axis=1) + np.roll(eye, -1, axis=1) - 2 * eye) / spacing**2
    return np.linalg.matrix_power(second, order // 2) @ np.linalg.matrix_power(first, order % 2)


STEPPED = [("euler", 2, 1.0), ("euler", 4, -1.0), ("rk4", 1, 1.0), ("rk4", 3, -1.0), ("leapfrog", 2, 1.0)]


@pytest.mark.parametrize(("integrator", "order", "factor"), STEPPED)
def test_the_step_is_the_longest_stable_one(integrator: str, order: int, factor: float) -> None:
    """The bound against the spectral radius of a step on a periodic grid of 60 points: 1 % below, 5 % above."""
    s, k = GROWTH, WAVES[0]
    is_second = integrator == "leapfrog"
    polynomial = sympy.Poly((s**2 if is_second else s) - sympy.Integer(int(factor)) * k**order, s, k)
    (edge,) = edges(polynomial)
    speeds = fastest(edge, NOTHING, False, is_second)
    assert speeds is not None
    spacing = 0.1
    bound = float(LIMITS[integrator] / speeds[0].subs(SPACING, spacing))

    def radius(step: float) -> float:
        matrix = factor * periodic(order, 60, spacing)
        eye = np.eye(60)
        if integrator == "euler":
            advance = eye + step * matrix
        elif integrator == "rk4":
            z = step * matrix
            advance = eye + z @ (eye + z @ (eye / 2 + z @ (eye / 6 + z / 24)))
        else:
            advance = np.block([[2 * eye + step**2 * matrix, -eye], [eye, np.zeros_like(eye)]])
        return float(np.abs(np.linalg.eigvals(advance)).max())

    assert radius(0.99 * bound) <= 1 + 1e-7
    assert radius(1.05 * bound) > 1 + 1e-4
