"""Collecting terms: the value stays, equal sums and products get one form, nothing is cancelled that may be 0/0."""

from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from photonic.expressions.declarations import declare
from photonic.normal_forms.collecting import COLLECTING, collected, monomials_of
from photonic.normal_forms.termorder import order_key
from photonic.problem import as_term
from photonic.terms import apply, rank
from rewriting.proof import Kernel
from rewriting.term import Term, number

KNOWN = declare({"f": "scalar", "g": "scalar", "u": "scalar", "A": "vector", "B": "vector", "T": "tensor"})
SCALARS = [as_term(text, KNOWN) for text in ("f", "g", "u", "A·B", "sin(f)")]
VECTORS = [as_term(text, KNOWN) for text in ("A", "B", "∇f")]


def term(text: str) -> Term:
    return as_term(text, KNOWN)


def value(part: Term) -> Any:
    """The term in SymPy, every part that is no sum or product as a positive symbol; a vector is its one component."""
    args = part.args
    match part.op.name:
        case "number":
            return sympy.Rational(part.op.payload.numerator, part.op.payload.denominator)
        case "zero_vector" | "zero_tensor":
            return sympy.Integer(0)
        case "add":
            return value(args[0]) + value(args[1])
        case "subtract":
            return value(args[0]) - value(args[1])
        case "negate":
            return -value(args[0])
        case "multiply":
            return value(args[0]) * value(args[1])
        case "divide":
            return value(args[0]) / value(args[1])
        case "power":
            return value(args[0]) ** value(args[1])
    return sympy.Symbol(str(part), positive=True)


def scalars() -> st.SearchStrategy[Term]:
    leaves = st.sampled_from(SCALARS) | st.integers(-3, 3).map(number)
    return st.recursive(
        leaves,
        lambda below: (
            st.tuples(st.sampled_from(["add", "subtract", "multiply"]), below, below).map(lambda t: apply(*t))
            | below.map(lambda part: apply("negate", part))
            | st.tuples(below, st.integers(1, 3)).map(lambda t: apply("power", t[0], number(t[1])))
            | st.tuples(below, st.sampled_from([*SCALARS, number(2)])).map(lambda t: apply("divide", *t))
        ),
        max_leaves=8,
    )


def vectors() -> st.SearchStrategy[Term]:
    return st.recursive(
        st.sampled_from(VECTORS),
        lambda below: (
            st.tuples(st.sampled_from(["add", "subtract"]), below, below).map(lambda t: apply(*t))
            | st.tuples(scalars(), below).map(lambda t: apply("multiply", *t))
            | st.tuples(below, st.sampled_from(SCALARS)).map(lambda t: apply("divide", *t))
        ),
        max_leaves=4,
    )


@settings(max_examples=150, deadline=None)
@given(scalars() | vectors())
def test_the_value_and_the_rank_stay_and_the_form_is_final(part: Term) -> None:
    form = collected(part)
    assert form is not None
    assert rank(form) == rank(part)
    assert sympy.expand(value(form) - value(part)) == 0
    assert collected(form) is form


@settings(max_examples=80, deadline=None)
@given(scalars(), scalars(), vectors())
def test_one_form_whatever_the_order_and_the_brackets(a: Term, b: Term, x: Term) -> None:
    left = apply("multiply", apply("add", a, b), x)
    right = apply("add", apply("multiply", x, b), apply("multiply", a, x))
    assert collected(left) is collected(right)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f A − A f", "𝟎"), ("T − T", "𝟘"), ("f − f", "0"), ("A f/2 + A f/2", "f A"), ("1/(2 g)", "(1/2) (1/g)"),
        ("f^3", "f (f f)"), ("(f + g)^2 − f^2 − g^2", "2 (f g)"), ("f^(−2) A", "(1/f) ((1/f) A)"), ("−(−A)", "A"),
    ],
)  # fmt: skip
def test_forms(before: str, after: str) -> None:
    assert collected(term(before)) is term(after)


@pytest.mark.parametrize("text", ["f (1/f)", "(1/f) (f A)", "1/(f − f)", "f^0", "0^0", "f^u", "1/0", "1/(1/f)", "f^9"])
def test_what_may_be_undefined_or_is_large_is_not_cancelled(text: str) -> None:
    form = collected(term(text))
    assert form not in (number(0), number(1), term("f"), term("A"))


def test_what_would_be_too_large_is_left_alone() -> None:
    assert collected(term("(f + g)^8 (u + A·B)^8 (f + sin(f))^8")) is None
    assert collected(apply("multiply", number(10**40), number(10**40))) is None


def test_a_kernel_works_the_form_out_itself() -> None:
    theorem = Kernel([], {}, [COLLECTING]).compute(COLLECTING, term("f A − A f"))
    assert (theorem.lhs, theorem.rhs) == (term("f A − A f"), term("𝟎"))


def test_monomials() -> None:
    parts = monomials_of(term("3 (f (g A)) + (1/2) B"))
    known = {(str(q), tuple(factors), x) for q, factors, x in parts}
    assert known == {
        (str(number(3)), (term("f"), term("g")), term("A")),
        (str(apply("divide", number(1), number(2))), (), term("B")),
    }


def test_the_order_of_terms_is_total_and_puts_parts_before_wholes() -> None:
    parts = [*SCALARS, *VECTORS, *map(number, (0, 1, 2, 10)), number(Fraction(1, 3)), term("f + g"), term("g + f")]
    keys = [order_key(part) for part in parts]
    assert len(set(keys)) == len(parts)
    assert order_key(number(2)) < order_key(number(10))
    assert all(order_key(child) < order_key(part) for part in parts for child in part.args)
