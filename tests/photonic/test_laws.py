"""Every law holds, by exact jets and by plain components, and no law with a wrong sign does."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
import sympy
from attrs import evolve

from backends.components.concrete import evaluate_concrete
from photonic.errors import ParseError, PhotonicError, RankError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.expressions.glyph import Glyph
from photonic.meaning import program_of
from photonic.terms import SYMBOL, apply, describe, rank, symbol_term, zero
from photonic.text.parser import parse_term
from photonic.theory.function_laws import FunctionLaws, PowerLaws
from photonic.theory.laws import Law, all_laws, laws_of, specialised
from photonic.theory.rules import holds
from photonic.theory.statements import statement_of
from rewriting.op import VARIABLE, Op
from rewriting.term import Term, fold, postorder, replace_at, subterm_at

EVERY = list(all_laws())
LAWS = [law for law in EVERY if 3 in law.dimensions]
PLANE = [law for law in EVERY if 3 not in law.dimensions]
IDS = [law.name for law in LAWS]
FUNCTIONS = [*laws_of(FunctionLaws), *laws_of(PowerLaws)]
SIGNS = ("positive", "negative", "nonnegative", "nonpositive")
CONSTANT = {"scalar": "constant", "vector": "constant_vector", "tensor": "constant_tensor"}
AXES = sympy.symbols("x y z t", real=True)


def with_letters(law: Law) -> tuple[Term, Term]:
    """Both sides with each letter made a declared symbol, constant and of the sign that the conditions ask for."""
    asked = {(variable, predicate) for predicate, variable in law.conditions}

    def combine(op: Op, args: list[Term]) -> Term:
        if op.name != VARIABLE:
            return Term(op, tuple(args))
        name, kind = str(op.payload).split(":")
        signs = tuple(sign for sign in SIGNS if (op.payload, sign) in asked)
        return symbol_term(Declaration(name, CONSTANT[kind] if (op.payload, "constant") in asked else kind, signs))

    return fold(law.left, combine), fold(law.right, combine)


def positive(draw: random.Random, axes: tuple[Any, ...], constant: bool) -> Any:
    """A polynomial with positive coefficients, so that roots, logarithms and reciprocals exist at positive points."""
    if constant:
        return sympy.Integer(draw.randint(1, 9))
    monomials = [sympy.Mul(*draw.choices(axes, k=draw.randint(1, 3))) for _ in range(2)]
    return sympy.Integer(draw.randint(1, 5)) + sum(draw.randint(1, 4) * m for m in monomials)


def difference(law: Law, dimension: int, seed: int) -> list[Any]:
    """left − right at a random point, by components, on random polynomial fields; entries are exact numbers."""
    draw = random.Random(f"{law.name} {seed}")
    axes = (*AXES[:dimension], AXES[3])
    program = program_of(*with_letters(law), dimension=dimension)
    fields = {}
    for item in program.inputs:
        if item.kind not in ("position", "time"):
            constant = item.kind.startswith("constant")
            sign = -1 if item.sign in ("negative", "nonpositive") else 1
            fields[item.name] = nested((dimension,) * item.rank, lambda c=constant, s=sign: s * positive(draw, axes, c))
    s = sympy.Symbol("s")
    functions = {"h": sympy.Lambda(s, s**5 + draw.randint(1, 5) * s**2 + s)}
    left, right = evaluate_concrete(program, fields, functions)
    point = {axis: sympy.Integer(draw.randint(1, 4)) for axis in axes}
    return [(a - b).subs(point) for a, b in zip(left.flat, right.flat, strict=True)]


def nested(shape: tuple[int, ...], make: Any) -> Any:
    """Nested lists of this shape."""
    return [nested(shape[1:], make) for _ in range(shape[0])] if shape else make()


def vanishes(value: Any) -> bool:
    """Whether a number is 0: exactly, or to 60 digits where roots and sines are in it."""
    if value.is_Rational:
        return bool(value == 0)
    scale = max([abs(sympy.N(term, 15)) for term in sympy.Add.make_args(value)])
    return bool(abs(sympy.N(value, 60, maxn=2000, chop=False)) <= 1e-40 * scale)


@pytest.mark.parametrize("law", LAWS, ids=IDS)
def test_every_law_holds_by_exact_jets(law: Law) -> None:
    assert holds(law)


@pytest.mark.parametrize("law", LAWS, ids=IDS)
def test_every_law_holds_by_components(law: Law) -> None:
    assert all(vanishes(entry) for entry in difference(law, 3, seed=1))


@pytest.mark.parametrize("dimension", [1, 2])
def test_what_jets_keep_in_fewer_dimensions_holds_by_components(dimension: int) -> None:
    kept = [law for law in LAWS if holds(law, dimension)]
    assert len(kept) > 100
    for law in kept:
        assert all(vanishes(entry) for entry in difference(law, dimension, seed=2)), law.name


@pytest.mark.parametrize("dimension", [1, 2])
def test_what_jets_drop_in_fewer_dimensions_fails_or_does_not_exist(dimension: int) -> None:
    for law in LAWS:
        if not holds(law, dimension):
            try:
                entries = [entry for seed in range(3) for entry in difference(law, dimension, seed)]
            except PhotonicError as error:
                refused = str(error)
            else:
                assert not all(vanishes(entry) for entry in entries), law.name
                continue
            assert re.search(rf"\bno.* in {dimension}\b", refused)


@pytest.mark.parametrize("law", PLANE, ids=lambda law: law.name)
def test_a_law_of_fewer_dimensions_holds_there_and_no_wrong_sign_does(law: Law) -> None:
    (dimension,) = law.dimensions
    assert holds(law, dimension)
    assert not holds(law, 3)
    assert all(vanishes(entry) for entry in difference(law, dimension, seed=3))
    assert not any(holds(wrong, dimension) for wrong in flipped(law))


@pytest.mark.parametrize("law", FUNCTIONS, ids=lambda law: law.name)
def test_a_law_of_functions_holds_by_components_and_no_wrong_sign_does(law: Law) -> None:
    for f, g in ((sympy.Rational(2, 7), sympy.Rational(3, 5)), (sympy.Rational(5, 4), sympy.Rational(1, 9))):
        assert vanishes(at_numbers(law, f, g))
        assert not any(vanishes(at_numbers(wrong, f, g)) for wrong in flipped(law))


def at_numbers(law: Law, f: sympy.Rational, g: sympy.Rational) -> Any:
    """left − right of a law about scalars where f and g have these values."""
    program = program_of(*with_letters(law), dimension=1)
    values = {"f": f, "g": g, "u": f + g}
    signed = {
        i.name: -values[i.name] if i.sign in ("negative", "nonpositive") else values[i.name] for i in program.inputs
    }
    left, right = evaluate_concrete(program, signed)
    return left.item() - right.item()


def test_names_of_laws_of_functions_are_their_own() -> None:
    assert not {law.name for law in FUNCTIONS} & set(IDS)
    assert len({law.name for law in FUNCTIONS}) == len(FUNCTIONS)


def positions(term: Term) -> Iterator[tuple[int, ...]]:
    """Every position in a term."""
    yield ()
    for index, child in enumerate(term.args):
        yield from ((index, *rest) for rest in positions(child))


def flipped(law: Law) -> Iterator[Law]:
    """The law with one sign on its right side turned: the whole side's, or that of one sum or difference."""
    turned = {"add": "subtract", "subtract": "add"}
    if law.right is not zero(rank(law.right)):
        yield evolve(law, right=apply("negate", law.right))
    for position in positions(law.right):
        at = subterm_at(law.right, position)
        if at.op.name in turned:
            yield evolve(law, right=replace_at(law.right, position, apply(turned[at.op.name], *at.args)))
        if at.op.name == "negate":
            yield evolve(law, right=replace_at(law.right, position, at.args[0]))


@pytest.mark.parametrize("law", LAWS, ids=IDS)
def test_a_wrong_sign_is_found(law: Law) -> None:
    for wrong in flipped(law):
        assert not holds(wrong)


@pytest.mark.parametrize("law", [law for law in LAWS if law.right is zero(rank(law.right))], ids=lambda law: law.name)
def test_what_vanishes_is_not_something_else(law: Law) -> None:
    others = (Term(Op("number", 1)), apply("gradient", parse_term("x")), Term(Op("identity", ())))
    assert not holds(evolve(law, right=others[rank(law.right)]))


def test_nearly_every_law_can_be_turned() -> None:
    turnable = [law for law in LAWS if next(flipped(law), None) is not None]
    vanishing = [law for law in LAWS if law.right is zero(rank(law.right))]
    assert len(turnable) + len(vanishing) >= len(LAWS) > 250


def test_names_are_unique_and_each_letter_on_the_right_is_bound() -> None:
    assert len(set(IDS)) == len(IDS)
    for law in LAWS:
        left, right = ({n.op for n in postorder(s) if n.op.name == VARIABLE} for s in (law.left, law.right))
        assert right <= left, law.name
        assert left <= right or not law.two_way, law.name


@pytest.mark.parametrize("law", LAWS, ids=IDS)
def test_a_law_is_written_with_all_brackets_that_are_printed(law: Law) -> None:
    written = (statement_of(law.name) or "").partition(" if ")[0]
    assert "".join(map(describe, with_letters(law))).count("(") <= written.count("(")


def test_a_law_of_functions_stands_for_one_per_function_and_order() -> None:
    (law,) = [law for law in LAWS if law.name == "gradient_function"]
    made = list(specialised(law, [("p", 1), ("q", 0)], ["r"]))
    assert [m.name for m in made] == ["gradient_function.p", "gradient_function.p'", "gradient_function.q"]
    for each in made:
        assert "'h'" not in f"{each.left!r}{each.right!r}"


def test_a_law_of_the_position_stands_for_one_per_name() -> None:
    (law,) = [law for law in LAWS if law.name == "divergence_position"]
    made = list(specialised(law, [], ["r", "R"]))
    assert [m.name for m in made] == ["divergence_position", "divergence_position.R"]
    assert {n.op.payload.name for m in made for n in postorder(m.left) if n.op.name == SYMBOL} == {"r", "R"}


BAD_LAWS = [
    ("f + g", ParseError, "a law reads 'name: left = right'", 9),
    ("trial: f + g", ParseError, "an equation needs '='", 21),
    ("trial: f + = g", ParseError, "an operand should stand here", 20),
    ("trial: f = A", RankError, "the left side is a scalar, the right side a vector", 16),
    ("trial: q = f", ParseError, "'q' is not declared", 16),
    ("trial: A*A = X", RankError, "it was given a vector and a vector", 17),
    ("trial: f = f if constant(g)", ParseError, "of a letter on the left", 9),
    ("trial: f = f if small(f)", ParseError, "write constant(X) or nonzero(f)", 9),
]


@pytest.mark.parametrize(("line", "kind", "words", "column"), BAD_LAWS)
def test_a_law_that_cannot_be_read_names_its_place(line: str, kind: type, words: str, column: int) -> None:
    class Trial:
        """A class with laws, not in the catalogue."""

        laws = f"\n        {line}\n"

    with pytest.raises(kind) as refused:
        laws_of(Trial)  # type: ignore[arg-type]
    assert words in refused.value.message
    assert refused.value.place.source == "test_laws.py"
    assert refused.value.place.column == column


def test_the_catalogue_has_only_glyphs() -> None:
    assert all(issubclass(glyph, Glyph) for glyph in CATALOGUE.values())
