"""What is printed reads back, what is pickled comes back, and distinct terms look distinct."""

from __future__ import annotations

import copy
import pickle
import re
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from photonic.expressions import operand
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.expressions.operand import symbol_for
from photonic.expressions.traversal import flatten, postorder, rebuild
from photonic.terms import describe, from_term, rank, to_term
from photonic.text.parser import parse_term
from rewriting.term import Term, number
from tests.photonic.expressions import DECLARED, terms

OPERANDS = ("Field", "Application", "ScalarField", "Constant", "Coordinate", "Time")
NAMESPACE = {
    **vars(sympy),
    **{glyph.__name__: glyph for glyph in CATALOGUE.values()},
    **{name: getattr(operand, name) for name in OPERANDS},
}


@settings(deadline=None, max_examples=200)
@given(terms())
def test_text_reads_back_to_the_same_term(term: Term) -> None:
    assert parse_term(describe(term), DECLARED) is term


@settings(deadline=None, max_examples=100)
@given(terms())
def test_expressions_and_terms_are_one_thing(term: Term) -> None:
    expr = from_term(term)
    assert to_term(expr) is term
    assert from_term(to_term(expr)) == expr
    assert getattr(expr, "rank", 0) == rank(term)


@settings(deadline=None, max_examples=100)
@given(terms(depth=3).filter(lambda term: term.op.name in CATALOGUE))
def test_expressions_pickle_copy_and_evaluate_from_their_repr(term: Term) -> None:
    expr = from_term(term)
    for twin in (pickle.loads(pickle.dumps(expr)), copy.deepcopy(expr), eval(sympy.srepr(expr), dict(NAMESPACE))):
        assert twin == expr
        assert to_term(twin) is term


@settings(deadline=None, max_examples=60)
@given(terms())
def test_pretty_printing_and_latex_do_not_fail(term: Term) -> None:
    expr = from_term(term)
    assert sympy.pretty(expr)
    assert sympy.latex(expr).count("{") == sympy.latex(expr).count("}")
    assert len(re.findall(r"\\left\b", sympy.latex(expr))) == len(re.findall(r"\\right\b", sympy.latex(expr)))


@settings(deadline=None, max_examples=25)
@given(st.lists(terms(depth=2), min_size=20, max_size=40))
def test_distinct_terms_print_distinctly(drawn: list[Term]) -> None:
    distinct = set(drawn)
    assert len({describe(term) for term in distinct}) == len(distinct)
    assert len({sympy.latex(from_term(term)) for term in distinct}) == len(distinct)


ALIKE = [
    ("A ⊗ (B·S)", "A ⊗ B·S"), ("u − (v − c)", "u − v − c"), ("u/(v c)", "u/v c"), ("(u^v)^c", "u^v^c"),
    ("−(u^v)", "(−u)^v"), ("∂t(u v)", "(∂t u) v"), ("□(u, c)", "□u"), ("□(u, c)", "□(u, v)"),
    ("Δ(u^2)", "(Δu)^2"),
    ("exp(u)^v", "exp(u^v)"), ("(A·∇)(u v)", "((A·∇)u) v"), ("S·(A ⊗ B)", "(S·A) ⊗ B"), ("u (v c)", "u v c"),
    ("((u A)·∇)v", "u (A·∇)v"), ("(S·S)ᵀ", "S·Sᵀ"), ("∇∇·A", "∇·∇A"), ("−u + v", "−(u + v)"),
    ("u − v + c", "u − (v + c)"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), ALIKE)
def test_near_twins_print_distinctly(left: str, right: str) -> None:
    names = _letters()
    first, second = parse_term(left, names), parse_term(right, names)
    assert first is not second
    assert describe(first) != describe(second)
    assert sympy.latex(from_term(first)) != sympy.latex(from_term(second))


def _letters() -> dict[str, Any]:
    letters = {name: DECLARED[name] for name in ("u", "c", "A", "S", "x")}
    return {**letters, "v": type(DECLARED["u"])("v", "scalar"), "B": type(DECLARED["A"])("B", "vector")}


@pytest.mark.parametrize("name", sorted(KNOWN_FUNCTIONS))
def test_every_known_function_reads_back(name: str) -> None:
    term = parse_term(f"2 {name}(u) + 1", DECLARED)
    assert parse_term(describe(term), DECLARED) is term
    assert to_term(from_term(term)) is term
    assert name in describe(term)


U, V, C = (symbol_for(DECLARED[name]) for name in ("u", "v1", "c"))
A, B, S = (symbol_for(DECLARED[name]) for name in ("A", "B_t", "S"))
SCALARS = st.sampled_from([U, V, C, A & B, sympy.pi, sympy.Integer(2), sympy.Rational(2, 3), sympy.Rational(-1, 2)])
SUMS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] - pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] * pair[1]),
        st.tuples(inner, st.integers(1, 3)).map(lambda pair: pair[0] ** pair[1]),
        inner.map(sympy.sin),
        inner.map(lambda e: sympy.sqrt(1 + e**2)),
        inner.map(lambda e: 1 / (3 + e**2)),
        inner.map(lambda e: e * A & B),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=120)
@given(SUMS)
def test_what_sympy_builds_and_prints_reads_back_to_the_same_value(expr: Any) -> None:
    # SymPy multiplies 3*(u + 1) out when a text is read and leaves it in 1/(3*(u + 1)) as built: values are compared
    expected = value_at_a_point(expr.doit())
    for read in (from_term(parse_term(str(expr), DECLARED)), from_term(to_term(expr))):
        difference = abs(value_at_a_point(read.doit()) - expected)
        assert read.doit() == expr.doit() or difference <= 1e-25 * (1 + abs(expected))


def value_at_a_point(expr: Any) -> Any:
    """The value where u, v1, c and A·B are fixed fractions, to 40 digits."""
    numbers = {
        U: sympy.Rational(3, 7),
        V: sympy.Rational(-5, 11),
        C: sympy.Rational(2, 13),
        A & B: sympy.Rational(7, 17),
    }
    return sympy.N(sympy.sympify(expr).xreplace(numbers), 40)


@pytest.mark.parametrize(
    ("joint", "operand_text", "count"), [("+", "u", 2000), ("−", "u c", 2000), (" ", "u", 2000), ("/", "u", 2000)]
)
def test_long_flat_texts_parse_print_and_pickle(joint: str, operand_text: str, count: int) -> None:
    term = parse_term(joint.join([operand_text] * count), DECLARED)
    expr = from_term(term)
    assert parse_term(describe(term), DECLARED) is term
    assert sympy.latex(expr).count("u") == count
    assert sympy.pretty(expr)
    twin = pickle.loads(pickle.dumps(expr))
    assert to_term(twin) is term
    assert twin == expr
    assert twin != twin.args[0]
    values = {"+": count * U, "−": (2 - count) * U * C, " ": U**count, "/": U ** (2 - count)}
    assert expr.doit() == values[joint]


@pytest.mark.parametrize(
    ("text", "value"), [("−" * 2001 + "u", -U), ("S" + "ᵀ" * 900, None), ("u^" + "−" * 500 + "2", U**2)]
)
def test_long_rows_of_signs_and_marks_parse_and_print(text: str, value: Any) -> None:
    term = parse_term(text, DECLARED)
    assert parse_term(describe(term), DECLARED) is term
    if value is not None:
        assert from_term(term).doit() == value


@settings(deadline=None, max_examples=50)
@given(terms())
def test_postorder_is_the_recursive_walk(term: Term) -> None:
    def walk(node: Any, seen: list[Any]) -> list[Any]:
        for child in node.args:
            walk(child, seen)
        if node not in seen:
            seen.append(node)
        return seen

    expr = from_term(term)
    assert list(postorder(expr)) == walk(expr, [])
    assert rebuild(flatten(expr)) == expr


@settings(deadline=None, max_examples=80)
@example(1.0000000000000002e-290)
@given(st.floats(min_value=1e-290, max_value=1e290, allow_subnormal=False) | st.integers(0, 10**40))
def test_numbers_keep_every_digit(value: float) -> None:
    term = to_term(sympy.sympify(value) * U)
    assert parse_term(describe(term), DECLARED) is term
    assert float(from_term(term).doit() / U) == float(value)


def test_numbers_that_rewriting_made_print_as_quotients() -> None:
    assert describe(number(Fraction(1, 3))) == "1/3"
    assert describe(number(Fraction(-3, 2))) == "−1.5"
    assert describe(number(-2)) == "−2"
