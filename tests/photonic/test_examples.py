"""Each glyph's example, worked by hand, against every interpreter of its meaning."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from math import factorial, pi
from typing import Any

import numpy as np
import pytest
import sympy

from backends.components.concrete import evaluate_at
from backends.exact.depth import derivative_depth
from backends.exact.jet import make_jet
from backends.exact.jets import JetCalculus
from backends.grid import Grid
from backends.jax.module import FieldModule
from backends.program import Program, evaluate
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.meaning import program_of
from photonic.terms import apply, symbol_term
from photonic.text.parser import parse_term

AXES = sympy.symbols("x y z t", real=True)
KINDS = ("scalar", "vector", "tensor")
PRIME = 2**31 - 1
GLYPHS = sorted(CATALOGUE)
LARGEST_WAVE = 2
"""No operand of an example has a shorter wave than sin 2x."""


def operands_of(name: str) -> list[Any]:
    """The example's operands as SymPy expressions, nested lists for vectors and tensors."""
    named = {str(axis): axis for axis in AXES}
    return [_listed(sympy.sympify(text, locals=named)) for text in CATALOGUE[name].example.operands]


def _listed(value: Any) -> Any:
    return [_listed(entry) for entry in value] if isinstance(value, (tuple, sympy.Tuple)) else value


def dimension_of(name: str) -> int:
    """The largest number of dimensions in which the glyph has a meaning: that of its example."""
    return max(CATALOGUE[name].dimensions)


def rank_of_lists(value: Any) -> int:
    """How deep lists are nested."""
    return 1 + rank_of_lists(value[0]) if isinstance(value, list) else 0


def inputs_of(name: str) -> dict[str, Any]:
    """The operands that are fields, as inputs named a0, a1, …; of an iteration the field that it begins with."""
    roles = CATALOGUE[name].roles.get(len(CATALOGUE[name].example.operands))
    return {f"a{i}": value for i, value in enumerate(operands_of(name)) if roles is None or roles[i] == "name"}


@cache
def program_for(name: str) -> Program:
    """The glyph applied to its inputs; an update is a text in which B is the field that is updated."""
    declared = {each: Declaration(each, KINDS[rank_of_lists(value)]) for each, value in inputs_of(name).items()}
    if not CATALOGUE[name].roles:
        return program_of(apply(name, *map(symbol_term, declared.values())), dimension=dimension_of(name))
    (field,) = declared.values()
    *counts, _, update = CATALOGUE[name].example.operands
    operands = [*map(parse_term, counts), symbol_term(field), parse_term(update.replace("B", field.name), declared)]
    return program_of(apply(name, *operands), dimension=dimension_of(name))


def flat(value: Any) -> list[Any]:
    """The entries in row-major order."""
    return np.array(value, dtype=object).reshape(-1).tolist()


def taylor(expr: Any, order: int, exponents: Any) -> list[int]:
    """The Taylor coefficients at the origin modulo the prime, by SymPy's derivatives."""
    coefficients = []
    for row in exponents.tolist():
        by = [(axis, n) for axis, n in zip((*AXES[: len(row) - 1], AXES[3]), row, strict=True) if n]
        derivative = sympy.diff(expr, *by) if by else expr
        value = sympy.Rational(derivative.subs(dict.fromkeys(AXES, 0)))
        scaled = Fraction(int(value.p), int(value.q)) / int(np.prod([factorial(n) for n in row]))
        coefficients.append(scaled.numerator * pow(scaled.denominator, -1, PRIME) % PRIME)
    assert order >= int(exponents.sum(axis=1).max())
    return coefficients


@pytest.mark.parametrize("name", GLYPHS)
def test_operands_are_periodic_and_smooth_enough(name: str) -> None:
    for entry in (e for operand in inputs_of(name).values() for e in flat(operand)):
        for axis in AXES:
            assert sympy.simplify(entry.subs(axis, axis + 2 * sympy.pi) - entry) == 0
        for wave in entry.atoms(sympy.sin, sympy.cos):
            assert max(abs(wave.args[0].coeff(axis)) for axis in AXES) <= LARGEST_WAVE


@pytest.mark.parametrize("name", GLYPHS)
def test_exact_jets_give_the_value(name: str) -> None:
    program = program_for(name)
    order = derivative_depth(program) + 1
    calculus = JetCalculus(order, dimension_of(name))
    jets = {}
    for each, operand in inputs_of(name).items():
        rank = rank_of_lists(operand)
        rows = [taylor(sympy.sympify(entry), order, calculus.table.exponents) for entry in flat(operand)]
        jets[each] = make_jet(np.array(rows).reshape((calculus.dimension,) * rank + (1, -1)), order, rank)
    (result,) = evaluate(program, calculus, jets)
    found = [int(v) for v in result.constant_term.reshape(-1)]
    expected = [int(value) % PRIME for value in flat(CATALOGUE[name].example.value)]
    assert int(result.trust.min()) >= 0
    if any(i.op == "elementary" and i.static[0] == "sqrt" for i in program.instructions):
        # modulo a prime the root is the one that is a square itself, which need not be the positive one
        assert [v * v % PRIME for v in found] == [v * v % PRIME for v in expected]
    else:
        assert found == expected


@pytest.mark.parametrize("name", GLYPHS)
def test_components_give_the_value_exactly(name: str) -> None:
    (value,) = evaluate_at(program_for(name), inputs_of(name), (0,) * (dimension_of(name) + 1))
    assert [sympy.nsimplify(entry) for entry in value.flat] == flat(CATALOGUE[name].example.value)


POINTS = 20
ACCURACY = {"fd2": 2, "fd4": 4, "fd8": 8}
FIRST_ERROR = {"fd2": 6, "fd4": 30, "fd8": 630}
"""The error of a central first derivative of a wave k is k (k h)^p / this + …; that of a second one is smaller."""


def bound(method: str, spacing: float) -> float:
    """What an example may be off by: five terms of amplitude 2 with waves up to 2, differentiated twice."""
    if method == "spectral":
        return 1e-11  # rounding alone: values up to 10², waves up to 8² times 2⁻⁵³
    error = (LARGEST_WAVE * spacing) ** ACCURACY[method] / FIRST_ERROR[method]
    return 5 * 2 * LARGEST_WAVE**2 * error + 1e-11


CASES = [
    (name, method)
    for name, method in product(GLYPHS, ("spectral", "fd2", "fd4", "fd8"))
    if method == "spectral" or derivative_depth(program_for(name))
]


@pytest.mark.parametrize(("name", "method"), CASES)
def test_grids_give_the_value(name: str, method: str) -> None:
    operands = list(inputs_of(name).values())
    used = {str(s) for operand in operands for entry in flat(operand) for s in entry.free_symbols}
    axes = (*"xyz"[: dimension_of(name)], *(("t",) if "t" in used else ()))
    shape = tuple(POINTS if axis in used else 9 for axis in axes)
    grid = Grid(shape, (2 * pi,) * len(axes), axes=axes)
    points = dict(zip(axes, grid.points(), strict=True))
    module = FieldModule(program_for(name), grid, method, "float64")
    fields = {each: sample(operand, points, shape, dimension_of(name)) for each, operand in inputs_of(name).items()}
    result = np.asarray(module(**{item.name: fields[item.name] for item in module.fields}))
    result = np.broadcast_to(result, result.shape[: result.ndim - len(axes)] + shape)
    found = result[(..., *(0,) * len(axes))].reshape(-1)
    expected = np.array(flat(CATALOGUE[name].example.value), dtype=float)
    assert np.abs(found - expected).max() <= bound(method, 2 * pi / POINTS)


def sample(operand: Any, points: dict[str, Any], shape: tuple[int, ...], dimension: int) -> np.ndarray:
    """The operand at the points of the grid, tensor axes first."""
    entries = [
        np.broadcast_to(
            np.asarray(sympy.lambdify(AXES, e, "numpy")(*(points.get(str(a), 0) for a in AXES)), float), shape
        )
        for e in flat(operand)
    ]
    return np.stack(entries).reshape((dimension,) * rank_of_lists(operand) + shape)
